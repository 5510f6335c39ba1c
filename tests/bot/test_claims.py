"""An answer into its claims and marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checker.claims import normalise_marks, split_claims


@pytest.mark.parametrize(
    ("answer", "marks"),
    [
        ("出口增长5%[1]。", (1,)),
        ("出口增长5%。[1]", (1,)),
        ("出口增长5%[1][2]。", (1, 2)),
        ("出口增长5%[1,2]。", (1, 2)),
        ("出口增长5%[1、3]。", (1, 3)),
        ("出口增长5%[1-3]。", (1, 2, 3)),
        ("出口增长5%【1】。", (1,)),
        ("出口增长5%［2］。", (2,)),
        ("出口增长5%[来源2]。", (2,)),
        ("出口增长5%(1)。", (1,)),
        ("出口增长5%（1）（2）。", (1, 2)),
        ("出口增长5%。（2）", (2,)),
        ("全市出口增长5%多¹。", (1,)),
        ("出口增长5%[来源：3]。", (3,)),
        ("出口增长5%（来源：1、2）。", (1, 2)),
        ("出口增长5%，来源2。", (2,)),
        ("出口增长5%〔2〕。", ()),
        ("收入来源2项，出口增长5%。", ()),
        ("厂房100m²，出口增长5%。", ()),
        ("出口增长5%[１]。", (1,)),
        ("出口增长5%。", ()),
        ("（1）出口增长5%", ()),
        ("1. 出口增长5%。", ()),
        ("印发〔2021〕5号文件。", ()),
        ("到[2025]年实现。", ()),
    ],
)
def test_mark_styles(answer: str, marks: tuple[int, ...]) -> None:
    claim = split_claims(answer)[-1]
    assert claim.marks == marks
    assert "出口增长5%" in claim.text or not marks


def test_brackets_that_open_list_items_are_no_marks() -> None:
    claims = split_claims("抓好三件事：（1）稳岗位；（2）保供应；（3）兜底线[4]。")
    assert [c.marks for c in claims] == [(), (), (4,)]
    assert [c.text for c in claims][1:] == ["保供应；", "兜底线。"]


def test_a_sentence_inherits_no_mark() -> None:
    assert [c.marks for c in split_claims("青禾市出口增长[1]。临江区出口下降。")] == [(1,), ()]


def test_no_cut_inside_a_quotation() -> None:
    claims = split_claims("县长说：“要快。要稳。”[1]书记说要实[2]。")
    assert [(c.text, c.marks) for c in claims] == [("县长说：“要快。要稳。”", (1,)), ("书记说要实。", (2,))]


def test_rows_of_a_table_are_claims_and_its_header_is_none() -> None:
    answer = "| 市 | 出口 |\n|---|---|\n| 青禾市 | 317亿元[1] |\n| 临江区 | 12亿元[2] |"
    assert [(c.text, c.marks) for c in split_claims(answer)] == [("青禾市，317亿元", (1,)), ("临江区，12亿元", (2,))]


def test_headings_and_introductions_are_leads() -> None:
    claims = split_claims("## 要点\n主要有以下三点：\n- 稳岗位[1]\n2021年出口317亿元，具体如下：")
    assert [c.lead for c in claims] == [True, True, False, False]


def test_normalise_marks() -> None:
    assert normalise_marks("甲【1】。乙（2）。\n（1）丙[3、4]") == "甲[1]。乙[2]。\n（1）丙[3][4]"


@given(st.text(alphabet="甲乙。！；[]【】（）()0123456789,、|\n-：“” *#", max_size=120))
def test_spans_hold_the_claims_in_order(answer: str) -> None:
    last = 0
    for claim in split_claims(answer):
        assert last <= claim.start < claim.end <= len(answer)
        last = claim.start
        assert claim.text


@given(st.text(alphabet="甲乙。；[]【】（）123、\n", max_size=80))
def test_normalising_marks_twice_changes_nothing_more(answer: str) -> None:
    once = normalise_marks(answer)
    assert [c.marks for c in split_claims(once)] == [c.marks for c in split_claims(normalise_marks(once))]
