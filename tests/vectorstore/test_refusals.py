"""Why the system refused, in Chinese."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from vectorstore.refusals import refusal


def test_the_common_reasons_are_told_in_chinese(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "没有").read_text()
    assert refusal(missing.value) == "没有这个文件或文件夹"
    with pytest.raises(IsADirectoryError) as folder:
        tmp_path.read_text()
    assert refusal(folder.value) == "是文件夹，不是文件"


def test_a_rare_reason_keeps_the_systems_words() -> None:
    assert refusal(OSError(errno.ENOTTY, "odd device")) == "odd device"
    assert refusal(OSError("no number")) == "no number"
