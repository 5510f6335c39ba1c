"""The comparison of two reports, the gate's baseline, and the page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.cases import Case
from eval.command import main
from eval.compare import baseline_of, compare, comparison_table, fallen
from eval.page import page
from eval.report import report, table
from eval.run import CaseResult
from tests.eval.kit import make_case
from vectorstore.types import YanjuError


def result(number: int, kind: str, **values: float) -> CaseResult:
    case: Case = make_case(kind, id=f"t{number}", question="<script>问</script>")
    scores = {name.replace("_", " "): value for name, value in values.items()}
    return CaseResult(case, "问", "answered", "答", (1,), scores, (), {"ask": 0.01})


def make_report(right: list[float], false: float = 0.0) -> dict[str, Any]:
    rows = [result(n, "figure", right_answer=value, false_refusal=false) for n, value in enumerate(right)]
    return report(rows, {"model": "extractive"})


def test_paired_differences_and_cases_won_and_lost() -> None:
    data = compare(make_report([0, 0, 1, 1]), make_report([1, 1, 1, 0]))
    assert data["differences"]["right answer"]["mean"] == 0.25
    assert [case["id"] for case in data["won"]] == ["t0", "t1"]
    assert [case["id"] for case in data["lost"]] == ["t3"]
    assert "won (2)" in comparison_table(data)


def test_a_lower_false_refusal_is_a_win() -> None:
    data = compare(make_report([1], false=1.0), make_report([1], false=0.0))
    assert data["won"] == [{"id": "t0", "score": "false refusal"}]


def test_reports_without_common_cases_are_refused() -> None:
    with pytest.raises(YanjuError, match="没有相同编号"):
        compare(make_report([]) | {"results": []}, make_report([1]))


def test_the_gate_holds_within_the_interval_and_falls_beyond_it() -> None:
    baseline = baseline_of(make_report([1, 1, 1, 0, 1, 1, 0, 1]))
    assert fallen(make_report([1, 1, 0, 0, 1, 1, 1, 1]), baseline) == []
    assert "right answer" in fallen(make_report([0] * 8), baseline)[0]
    assert any("false refusal" in line for line in fallen(make_report([1] * 8, false=1.0), baseline))
    assert fallen({"scores": {}}, baseline) != []


def test_the_page_is_self_contained_and_escaped() -> None:
    bins = [{"n": 2, "score": 0.1, "supported": 0.0}, {"n": 3, "score": 0.9, "supported": 1.0}]
    accuracy = {"mean": 0.8, "low": 0.5, "high": 1.0}
    claims = {"claims": "<b>c</b>", "n": 5, "auc": 1.0, "accuracy": accuracy, "by_kind": {"<i>": 1.0}}
    data = make_report([0, 1]) | {"claims": claims | {"calibration": bins, "calibration_error": 0.1}}
    text = page(data)
    assert text.count('aria-label="分数的可靠程度"') == 1
    assert "<b>c" not in text
    assert "<i>" not in text
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "http" not in text
    assert "right answer" in table(data)


def test_the_command_compares_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, right in (("a.json", [0.0, 0, 1]), ("b.json", [1.0, 0, 1])):
        (tmp_path / name).write_text(json.dumps(make_report(right)), "utf8")
    assert main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json"), "--json"]) == 0
    assert [case["id"] for case in json.loads(capsys.readouterr().out)["won"]] == ["t0"]
    (tmp_path / "b.json").write_text(json.dumps(baseline_of(make_report([1]))), "utf8")
    assert main(["compare", str(tmp_path / "a.json"), str(tmp_path / "b.json")]) == 1
    assert "没有逐题结果" in capsys.readouterr().err
