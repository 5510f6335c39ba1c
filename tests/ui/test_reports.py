"""The evaluation tab: kept runs listed, shown in a frame, compared by eval itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.ui.pages import Page
from ui.reports import Run, compared, page_of, runs
from ui.reports_view import comparison_view, report_view, runs_view
from vectorstore.types import YanjuError

EVIL = "<script>window.hacked=1</script>"


def report(right: float, ids: str = "abc") -> dict[str, Any]:
    """As `yanju eval --out` writes it, as far as it is read."""
    score = {"mean": right, "low": right, "high": right, "n": 3}
    results = [{"id": i, "scores": {"right answer": right, "hit@5": 1.0}} for i in ids]
    what = {"questions": "q.jsonl", "model": "extractive", "embedding": "hash"}
    return {"settings": what, "commit": "abc", "cases": 3, "scores": {"right answer": score}, "results": results}


def kept(store: Path, *reports: tuple[str, dict[str, Any]]) -> None:
    """The reports under their names, in the folder that eval keeps them in."""
    folder = store / "reports"
    folder.mkdir(exist_ok=True)
    for name, data in reports:
        (folder / f"{name}.json").write_text(json.dumps(data), "utf8")
        (folder / f"{name}.html").write_text(f"<p>{name}</p>", "utf8")


def test_the_latest_run_stands_first_and_what_is_no_report_is_left_out(tmp_path: Path) -> None:
    assert runs(tmp_path) == []
    kept(tmp_path, ("20260101-080000", report(0.5)), ("20260102-080000", report(1.0)))
    (tmp_path / "reports" / "20260103-080000.json").write_text("[]", "utf8")
    (tmp_path / "reports" / "other.json").write_text("{}", "utf8")
    found = runs(tmp_path)
    assert [(run.when, run.scores["right answer"]) for run in found] == [
        ("2026-01-02 08:00:00", 1.0),
        ("2026-01-01 08:00:00", 0.5),
    ]
    page = Page(runs_view(found, "library", "zh"))
    page.check()
    assert page.values("value") == ["20260102-080000", "20260101-080000"] * 2
    assert "yanju eval --questions" in Page(runs_view([], "library", "zh")).text
    assert "cases" not in page.values("data-act")
    judged = Page(runs_view(found, "library", "en", 1))
    judged.check()
    assert "1 judged answer of" in judged.text
    assert "cases" in judged.values("data-act")


@pytest.mark.integration
def test_two_runs_are_compared(tmp_path: Path) -> None:
    kept(tmp_path, ("20260101-080000", report(0.0)), ("20260102-080000", report(1.0, "bcd")))
    page = Page(comparison_view(compared(tmp_path, "20260101-080000", "20260102-080000"), "zh"))
    page.check()
    assert "答对 right answer+1.000+1.000 … +1.0002" in page.text
    assert "变好 2 题　b（答对 right answer）；c" in page.text
    assert "没有变化：前5段找到 hit@5" in page.text
    with pytest.raises(YanjuError, match="20260105-080000"):
        compared(tmp_path, "20260101-080000", "20260105-080000")


def test_only_names_of_reports_are_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("no", "utf8")
    for name in ("../secret", "", "20260101-080000/../../secret", "20260101-080000\n"):
        with pytest.raises(YanjuError):
            page_of(tmp_path, name)


def test_a_report_cannot_leave_its_frame() -> None:
    html = report_view(f'"></iframe>{EVIL}', EVIL, "zh")
    page = Page(html)
    page.check()
    assert page.tags == ["h2", "iframe"]
    assert page.values("sandbox") == [""]
    assert page.values("srcdoc") == [f'"></iframe>{EVIL}']
    change = {"mean": 1.0, "low": 0.5, "high": 1.5, "n": 3}
    told = {"cases": 1, "differences": {EVIL: change}, "won": [{"id": EVIL, "score": EVIL}], "lost": []}
    Page(comparison_view(told, "en")).check()
    Page(runs_view([Run(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, 1, {})] * 2, EVIL, "en")).check()
