"""The checker's own evaluation: loading, scores, calibration, the command."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.types import Finding
from eval.claims import calibration_error, check_claims, claims_report, claims_table, load_claims, main
from eval.lines import BadLine
from tests.eval.kit import write_lines


def row(number: int, claim: str, label: str, kind: str = "verbatim") -> dict[str, object]:
    evidence = [{"quote": "青禾市全年造林12万亩，出口下降3%。"}]
    return {"id": f"c{number}", "claim": claim, "evidence": evidence, "label": label, "kind": kind}


def by_length(text: str, evidence: Sequence[str]) -> Finding:
    """Longer claims are believed more."""
    return Finding("supported" if len(text) > 4 else "unsupported", min(len(text) / 10, 1.0))


def test_auc_accuracy_kinds_and_calibration(tmp_path: Path) -> None:
    path = write_lines(
        tmp_path / "c.jsonl",
        row(1, "一二三四五六七八九十", "supported"),
        row(2, "一二三四五六", "unsupported", "wrong"),
        row(3, "一二三四五六七八", "supported"),
        row(4, "一二", "unsupported", "wrong"),
    )
    data = claims_report("c.jsonl", *check_claims(load_claims(path), by_length))
    assert (data["auc"], data["accuracy"]["mean"]) == (1.0, 0.75)
    assert data["by_kind"] == {"verbatim": 1.0, "wrong": 0.5}
    assert [wrong["id"] for wrong in data["wrong"]] == ["c2"]
    assert [(b["n"], b["supported"]) for b in data["calibration"]] == [(1, 0), (1, 0), (1, 1), (1, 1)]
    assert data["calibration_error"] == pytest.approx((0.2 + 0.6 + 0.2 + 0.0) / 4)
    assert "AUC 1.000" in claims_table(data)


def test_a_perfectly_calibrated_score_has_no_error() -> None:
    assert calibration_error([{"n": 4, "score": 0.25, "supported": 0.25}, {"n": 1, "score": 1, "supported": 1}]) == 0


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([row(1, "甲", "maybe")], "label 是 'maybe'"),
        ([row(1, "甲", "supported")], "既有 supported"),
        ([{"id": "x", "label": "supported"}], "第 1 行：缺少 claim"),
    ],
)
def test_what_is_no_claim_file_is_refused_by_line(tmp_path: Path, rows: list[dict[str, object]], says: str) -> None:
    with pytest.raises(BadLine, match=says):
        load_claims(write_lines(tmp_path / "c.jsonl", *rows))


def test_the_command_with_the_real_checker(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_lines(
        tmp_path / "c.jsonl",
        row(1, "青禾市全年造林12万亩。", "supported"),
        row(2, "青禾市全年造林15万亩。", "unsupported", "wrong_number"),
        row(3, "出口增长3%。", "unsupported", "direction"),
    )
    assert main([str(path), "--json"]) == 0
    (data,) = json.loads(capsys.readouterr().out)
    assert (data["auc"], data["accuracy"]["mean"], data["wrong"]) == (1.0, 1.0, [])
    assert main([str(path), "--wrong"]) == 0
    assert "wrong_number" in capsys.readouterr().out
