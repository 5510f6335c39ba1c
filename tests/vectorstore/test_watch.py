"""Following folders: one signal for a burst, none for reading, none for the store."""

from __future__ import annotations

from pathlib import Path
from time import monotonic, sleep

import pytest

from vectorstore.watch import following

pytestmark = pytest.mark.integration


def test_a_burst_is_one_signal_and_reading_is_none(tmp_path: Path) -> None:
    files = tmp_path / "files"
    (files / "库").mkdir(parents=True)
    with following([files], files / "库", quiet=0.4) as changes:
        start = monotonic()
        for number in range(5):
            (files / f"{number}.txt").write_text("云岭县", encoding="utf8")
            sleep(0.1)
        assert changes.wait(5)
        assert monotonic() - start > 0.8  # it waited for quiet
        assert not changes.wait(0.5)
        (files / "0.txt").read_text(encoding="utf8")
        (files / "库" / "catalog").write_text("x", encoding="utf8")
        assert not changes.wait(0.8)
        (files / "0.txt").unlink()
        assert changes.wait(5)


def test_a_burst_that_never_ends_is_told_all_the_same(tmp_path: Path) -> None:
    with following([tmp_path], tmp_path / "库", quiet=5, longest=0.5) as changes:
        (tmp_path / "甲.txt").write_text("甲", encoding="utf8")
        start = monotonic()
        assert changes.wait(5)
        assert monotonic() - start < 3


def test_a_file_named_itself_is_followed_in_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "甲.txt"
    path.write_text("甲", encoding="utf8")
    with following([path], tmp_path / "库", quiet=0.1) as changes:
        path.write_text("乙", encoding="utf8")
        assert changes.wait(5)
