from __future__ import annotations

import pytest

from bot.checking import check_draft, cited, mended, status_of, without_last
from tests.fakes import contained, source
from vectorstore.types import Mask

TREES = source(1, "去年全市新增造林三万亩。森林覆盖率稳步提高。")
HIDDEN = source(2, "全市出口xx亿元。进口稳步增长。", masks=(Mask(4, 6, "xx"),))
BOTH = (TREES, HIDDEN)


def test_only_supported_sentences_stay_with_plain_marks() -> None:
    checked = check_draft(
        "要点：\n1. 去年全市新增造林三万亩【1】。造林九万亩[1]。\n2. 没有这回事[1]。\n- 进口稳步增长［2］",
        BOTH,
        contained,
    )
    assert checked.text == "要点：\n1. 去年全市新增造林三万亩[1]。\n- 进口稳步增长[2]"
    assert [c.verdict for c in checked.claims] == ["supported", "unsupported", "unsupported", "supported"]
    assert checked.quotes == {1: ("去年全市新增造林三万亩",), 2: ("进口稳步增长",)}


@pytest.mark.parametrize(
    ("text", "verdict"), [("造林", "unsupported"), ("三万亩", "supported"), ("新增造林", "supported")]
)
def test_a_word_is_no_statement(text: str, verdict: str) -> None:
    assert [c.verdict for c in check_draft(f"{text}[1]。", BOTH, contained).claims] == [verdict]


def test_a_row_of_a_table_that_fails_goes_alone() -> None:
    draft = "| 事项 | 说法 |\n|---|---|\n| 去年全市新增造林三万亩 | 森林覆盖率稳步提高[1] |\n| 造林 | 九万亩[1] |"
    assert check_draft(draft, BOTH, contained).text == draft.rsplit("\n", 1)[0]


def test_figures_cannot_hide_in_a_heading() -> None:
    checked = check_draft("## 造林900万亩\n去年全市新增造林三万亩[1]。", BOTH, contained)
    assert "900" not in checked.text


def test_an_introduction_to_nothing_goes() -> None:
    assert check_draft("要点如下：\n造林九万亩[1]。", BOTH, contained).text == ""


@pytest.mark.parametrize(
    "text", ["材料中没有找到相关内容。", "关于税收，材料中没有提到。", "原文未给出具体日期。", "材料均未涉及这一问题。"]
)
def test_a_sentence_of_absence_is_no_claim(text: str) -> None:
    checked = check_draft(text, BOTH, contained)
    assert (checked.claims, checked.missing, checked.text) == ((), True, text)


@pytest.mark.parametrize("text", ["材料中没有提到税收，造林九万亩。", "材料没有提到5项措施。", "他没有找到。"])
def test_a_claim_cannot_hide_in_a_sentence_of_absence(text: str) -> None:
    checked = check_draft(text, BOTH, contained)
    assert [c.verdict for c in checked.claims] == ["unsupported"]
    assert checked.text == ""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("全市出口的数值，材料中隐去了这一内容[2]。", "supported"),
        ("材料中隐去了这一内容[2]。", "supported"),
        ("进口的数值，材料中隐去了这一内容[2]。", "unsupported"),
        ("材料中隐去了这一内容[1]。", "unsupported"),
        ("全市出口9亿元，材料中隐去了这一内容[2]。", "unsupported"),
    ],
)
def test_a_value_is_hidden_only_where_its_own_sentence_has_a_mask(text: str, verdict: str) -> None:
    checked = check_draft(text, BOTH, contained)
    assert [c.verdict for c in checked.claims] == [verdict]
    assert status_of(checked, BOTH, None) == ("masked" if verdict == "supported" else "not_found")


def test_what_an_answerer_says_of_itself_does_not_save_a_failed_answer() -> None:
    assert status_of(check_draft("造林九万亩[1]。", BOTH, contained), BOTH, "answered") == "not_found"
    mixed = check_draft("去年全市新增造林三万亩[1]。造林九万亩[1]。", BOTH, contained)
    assert status_of(mixed, BOTH, "answered") == "partial"


def test_cited_are_the_sources_of_supported_claims_only() -> None:
    checked = check_draft("去年全市新增造林三万亩[1]。出口九亿元[2]。", BOTH, contained)
    assert [(s.cited, s.quotes) for s in cited(BOTH, checked)] == [(True, ("去年全市新增造林三万亩",)), (False, ())]


def test_mending_keeps_bullets_and_never_makes_it_worse() -> None:
    first = check_draft("1. 造林九万亩[1]。\n2. 进口大增[2]。", BOTH, contained)
    better = mended(first, ("去年全市新增造林三万亩[1]。", "进口翻番[2]。"), BOTH, contained)
    assert better.text == "1. 去年全市新增造林三万亩[1]。"
    assert [c.text for c in better.failed] == ["进口大增。"]
    assert mended(first, (None, None), BOTH, contained) is first


def test_an_unfinished_sentence() -> None:
    assert without_last("甲事[1]。乙事") == "甲事[1]。"
    assert without_last("甲事[1]。乙事。[2]") == "甲事[1]。乙事。[2]"
    assert without_last("甲事") == ""
