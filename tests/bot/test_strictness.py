"""YANJU_STRICTNESS moves the border of the soft evidence, and nothing that a rule denies."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from bot.checker.check import check_claim, checker
from bot.checker.weighing import BORDERS, chance, weights
from eval.claims import load_claims

CLAIMS = load_claims(Path(__file__).parent / "data" / "claims.jsonl")[::5]
GRADES = ("strict", "standard", "lenient")
TOWNS = "白石镇依托千亩梨园发展乡村旅游，去年接待游客31万人次。沙河镇依托古窑遗址发展文创产业，吸引青年创客217人。"


@pytest.mark.parametrize("grade", GRADES)
def test_a_chance_at_the_border_is_a_half(grade: str) -> None:
    border = BORDERS[grade]
    bias = {"bias": 0.0}  # no feature: the bias alone decides
    alone = 1 / (1 + math.exp(-weights()["bias"]))
    assert (chance({}, border) >= 0.5) is (alone >= border)
    assert chance(bias, 0.5) == pytest.approx(alone)


def test_each_grade_lets_through_what_the_stricter_one_does_and_the_grades_differ() -> None:
    passed = {
        grade: {c.id for c in CLAIMS if checker(grade)(c.claim, c.evidence).verdict == "supported"} for grade in GRADES
    }
    assert passed["strict"] < passed["standard"] <= passed["lenient"]
    assert passed["standard"] == {c.id for c in CLAIMS if check_claim(c.claim, c.evidence).verdict == "supported"}


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ("白石镇去年接待游客32万人次", "32"),
        ("白石镇依托古窑遗址发展文创产业", ""),
        ("沙河镇没有吸引青年创客217人", ""),
        ("文中说“千亩桃园”是乡村旅游的依托", "千亩桃园"),
        ("青岩镇依托千亩梨园发展乡村旅游", "青岩"),
    ],
)
def test_lenient_lets_no_veto_pass(claim: str, reason: str) -> None:
    finding = checker("lenient")(claim, [TOWNS])
    assert finding.verdict == "unsupported"
    assert any(reason in told for told in finding.reasons)
