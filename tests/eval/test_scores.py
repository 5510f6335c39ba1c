"""Every score against values worked out by hand."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.types import Answer, Claim, Source, Status
from eval import scores
from tests.eval.kit import QUOTE, make_case
from vectorstore.types import Hit, Location, Paragraph, Passage


def make_hit(text: str, file: str = "甲.txt") -> Hit:
    return Hit(Passage(text, "s", 1, 1, text, text), 1.0, (("keyword", 1),), "题", None, (Location(file, 1, 1),))


def make_answer(text: str, cited: tuple[str, ...] = (), status: Status = "answered") -> Answer:
    sources = tuple(
        Source(n, Paragraph(str(n), paragraph), "s", "题", None, (Location("甲.txt", 1, n),), cited=True)
        for n, paragraph in enumerate(cited, 1)
    )
    claims = (Claim(text, tuple(s.number for s in sources), "supported"),) if text else ()
    return Answer("问", "问", status, text, claims, sources, "extractive", ())


def test_gold_ranks_ignore_white_space_and_need_the_right_file() -> None:
    hits = [make_hit("别的话"), make_hit(QUOTE, file="乙.txt"), make_hit("去年，全年完成出口额 317\n亿元。")]
    assert scores.gold_ranks(hits, make_case()) == (3,)
    assert scores.gold_ranks(hits[:2], make_case()) == (None,)


def test_ranking_scores() -> None:
    ranks = (3, None, 8)
    assert scores.hit_at(ranks, 5) == 1.0
    assert scores.hit_at(ranks, 2) == 0.0
    assert scores.recall_at(ranks, 5, "all") == pytest.approx(1 / 3)
    assert scores.recall_at(ranks, 5, "any") == 1.0
    assert scores.reciprocal_rank(ranks) == pytest.approx(1 / 3)
    ideal = 1 + 1 / math.log2(3) + 1 / math.log2(4)
    assert scores.ndcg_at((1, 3, None), 10) == pytest.approx((1 + 1 / math.log2(4)) / ideal)


def test_citation_scores_are_on_gold_alone() -> None:
    answer = make_answer("出口317亿元。[1]", ("全年完成出口额317亿元。", "另一段。"))
    assert scores.citation_precision(answer, make_case()) == 0.5
    assert scores.citation_recall(answer, make_case()) == 1.0
    assert scores.citation_precision(make_answer("没有找到。"), make_case()) is None


def test_invented_figures_are_whole_numbers_in_no_cited_paragraph() -> None:
    answer = make_answer("1. 产值512亿元，增长7.5%。[1]", ("产值1512亿元，增长７．５％。",))
    assert scores.invented_figures(answer) == ["512"]
    assert scores.figure_fidelity(answer) == 0.5


def test_right_answer_is_short_for_figures_and_facts() -> None:
    case = make_case(must_contain=("317亿元",), must_not_contain=("508亿元",))
    assert scores.right_answer(make_answer("３１７亿元。[1]"), case) == 1.0
    assert scores.right_answer(make_answer("317亿元，508亿元。"), case) == 0.0
    assert scores.right_answer(make_answer("317亿元" + "话" * 200), case) == 0.0
    assert scores.right_answer(make_answer("317亿元" + "话" * 200), make_case("list", must_contain=("317亿元",))) == 1.0
    assert scores.right_answer(make_answer("317亿元"), make_case()) is None


def test_honesty_and_refusal() -> None:
    masked = make_case("masked")
    assert scores.masked_honesty(make_answer("原文隐去。[1]", ("完成xx亿元",), "masked"), masked) == 1.0
    assert scores.masked_honesty(make_answer("完成20亿元。[1]", ("完成xx亿元",), "masked"), masked) == 0.0
    assert scores.masked_honesty(make_answer("原文隐去。"), masked) == 0.0
    nothing = make_case("unanswerable", gold=())
    assert scores.false_answer(make_answer("有。"), nothing) == 1.0
    assert scores.false_answer(make_answer("没有。", status="not_found"), nothing) == 0.0
    assert scores.false_refusal(make_answer("没有。", status="not_found"), make_case()) == 1.0
    assert scores.false_refusal(make_answer("没有。", status="not_found"), nothing) is None


def test_auc_by_hand() -> None:
    assert scores.auc([True, True, False, False], [0.9, 0.4, 0.5, 0.1]) == 0.75
    assert scores.auc([True, False], [0.5, 0.5]) == 0.5
    with pytest.raises(ValueError, match="AUC"):
        scores.auc([True], [1.0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_interval_holds_within_the_values(values: list[float]) -> None:
    low, high = scores.interval(values, rounds=50)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_percentile_is_nearest_rank() -> None:
    assert scores.percentile([4, 1, 3, 2], 0.5) == 2
    assert scores.percentile([4, 1, 3, 2], 0.95) == 4
    assert scores.percentile([], 0.5) == 0.0
