"""The runs that are kept in a library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.kept_reports import KEPT, keep
from eval.report import report

REPORT = report([], {"questions": "q.jsonl", "model": "extractive"})


def test_runs_of_the_same_second_are_two_and_the_oldest_go(tmp_path: Path) -> None:
    for _ in range(2):
        keep(REPORT, tmp_path)
    names = sorted(path.stem for path in (tmp_path / "reports").glob("*.json"))
    assert len(names) == 2
    assert json.loads((tmp_path / "reports" / f"{names[0]}.json").read_text("utf8"))["scores"] == REPORT["scores"]
    for day in range(KEPT):
        (tmp_path / "reports" / f"20200101-0000{day:02}.json").write_text("{}", "utf8")
    keep(REPORT, tmp_path)
    left = sorted(path.stem for path in (tmp_path / "reports").glob("*.json"))
    assert len(left) == KEPT
    assert names[0] in left
    assert (tmp_path / "reports" / f"{left[-1]}.html").read_text("utf8").startswith("<!doctype html>")


def test_a_library_that_cannot_be_written_keeps_none_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "reports").write_text("in the way", "utf8")
    keep(REPORT, tmp_path)
    assert "报告没有留在资料库里" in capsys.readouterr().err
