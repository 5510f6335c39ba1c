"""The report page: what a failed case shows, the plots, and that nothing of a text can become markup."""

from __future__ import annotations

import re
from typing import Any

import pytest

from eval.case_view import case_view, marked, reasons
from eval.page import page
from eval.plots import bars, curves, reliability, round_up
from eval.report import report
from eval.run import CaseResult
from tests.eval.kit import make_case


def failed(**changed: Any) -> dict[str, Any]:
    """A case as the report has it: a figure that was not said, and the neighbouring one that was."""
    case: dict[str, Any] = {
        "id": "t1", "type": "figure", "question": "山南镇去年造林多少亩？", "history": [],
        "searched": "山南镇去年造林多少亩？",
        "found": ["甲.txt 第1篇第2段：" + "山" * 200 + "山南镇去年造林 3200亩，护林员40人",
                  "乙.txt 第1篇第1段：" + "河" * 300],
        "status": "answered", "answer": "造林９００亩[1]", "expected": "3200亩", "must_contain": ["3200亩"],
        "must_not_contain": ["900亩"], "gold": [{"file": "甲.txt", "quote": "山南镇去年造林3200亩", "rank": 1}],
        "invented": [], "scores": {"right answer": 0.0, "hit@5": 1.0}, "failed": True,
    }  # fmt: skip
    return case | changed


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({}, "没有答出：3200亩"),
        ({}, "说了不该说的：900亩"),
        ({"scores": {"false answer": 1.0}}, "库里没有，却作了答"),
        ({"scores": {"false refusal": 1.0, "right answer": 0.0}}, "库里有，却说没有找到"),
        ({"scores": {"masked honesty": 0.0}}, "没有照实说"),
        ({"scores": {"hit@5": 0.0}}, "不在找到的前5段里"),
        ({"answer": "3200亩" + "山" * 300}, "照抄太长（305字，应在200字以内）"),
        ({"scores": {"invented figures": 1.0}, "invented": ["77"]}, "没有这些数：77"),
    ],
)
def test_a_failed_case_says_why(changed: dict[str, Any], reason: str) -> None:
    assert any(reason in why for why in reasons(failed(**changed)))


def test_a_case_that_did_well_gives_no_reason() -> None:
    assert reasons(failed(scores={"right answer": 1.0, "hit@5": 1.0, "false refusal": 0.0})) == []


def test_the_gold_is_marked_in_what_was_found_and_only_what_is_around_it_shown() -> None:
    text = case_view(failed(), opened=True)
    assert '<li class="gold">甲.txt 第1篇第2段：…' in text
    assert '<mark class="yes">山南镇去年造林 3200亩</mark>，护林员40人' in text
    assert "山" * 61 not in text
    assert "河" * 91 not in text
    assert "✗ 缺 3200亩" in text


def test_earlier_turns_and_a_rewritten_question_are_shown() -> None:
    turn = {"question": "山南镇护林员多少？", "answer": "40人。"}
    text = case_view(failed(history=[turn], searched="山南镇 造林"), opened=False)
    assert "问：山南镇护林员多少？" in text
    assert "改作这样去找：山南镇 造林" in text
    assert "改作" not in case_view(failed(), opened=False)


def test_nothing_of_a_text_becomes_markup() -> None:
    bad = "<img src=x onerror=alert(1)>"
    case = failed(id=bad, question=bad, answer=bad, expected=bad, found=[bad], status=bad, searched=bad + "?")
    case |= {"gold": [{"file": bad, "quote": bad, "rank": None}], "must_contain": [bad], "must_not_contain": [bad]}
    assert "<img" not in case_view(case | {"history": [{"question": bad, "answer": bad}]}, opened=True)
    assert marked("<b>甲</b>", ["甲"], "yes") == '&lt;b&gt;<mark class="yes">甲</mark>&lt;/b&gt;'


def test_the_page_filters_by_type_through_anchors_and_lists_each_case_once() -> None:
    rows = [
        CaseResult(
            make_case(kind, id=f"t{n}"), "问", "answered", "答", (1,), {"right answer": right}, (), {"total": 0.02}
        )
        for n, (kind, right) in enumerate((("figure", 0.0), ("fact", 0.0), ("list", 1.0)))
    ]
    text = page(report(rows, {"model": "extractive"}))
    assert 'href="#only-figure"' in text
    assert 'href="#only-list"' not in text
    assert "#only-fact:target~.case:not(.fact){display:none}" in text
    assert [text.count(f'id="t{n}"') for n in range(3)] == [1, 1, 1]
    assert "用时（毫秒" in text
    assert set(re.findall(r"<(script|link|iframe|img)", text)) == set()


def test_plots_stay_in_their_frame() -> None:
    drawn = bars("用时", [("检索", 30, 30, 90, "30 / 90")], round_up(90))
    assert max(float(x) for x in re.findall(r'x2?="([\d.]+)"', drawn)) <= 440
    drawn = curves("k", "k", [("hit", [(1.0, 0.97), (5.0, 1.0)])], (1.0, 5.0))
    heights = [float(y) for y in re.findall(r'class="dot c0" cx="[\d.]+" cy="([\d.]+)" r="3.5"', drawn)]
    assert heights[0] > heights[1] >= 14, "a better score stands higher"
    assert heights[0] <= 164
    assert 'cx="144" cy="108"' in reliability("r", [(0.5, 0.5, 1.0)], 0.5)


@pytest.mark.parametrize(("value", "most"), [(0, 1), (0.3, 0.4), (1, 1), (101, 200), (79, 80), (90, 100)])
def test_an_axis_ends_at_a_round_value(value: float, most: float) -> None:
    assert round_up(value) == pytest.approx(most)
