"""用原话, 列个对照表, 再详细点, 只要第3篇, 还有呢, 为什么, 换个说法: without a model, over an invented library."""

from __future__ import annotations

import pytest

from bot.extractive.history import standalone
from bot.extractive.wishes import is_wish, wish_of, without
from bot.types import Turn
from tests.bot.extracting import extracted
from tests.fakes import Shelf

HEAD, MAYOR = "守好青山的发言", "做强产业的发言"
SHELF = Shelf(
    {
        HEAD: [
            "全县竹产业产值12亿元。竹农有1.3万户。难在路不通，因为修路的钱不够。",
            "竹笋加工厂去年开工。下一步还要办两座竹器厂。",
        ],
        MAYOR: ["竹产业是全市的绿色产业，三年要培育竹产业龙头企业5家。“无竹不成村”是老话。"],
    },
    {HEAD: "县长", MAYOR: "市长"},
)


def talk(*questions: str) -> tuple[str, str]:
    """The status and the text of the last answer."""
    history: list[Turn] = []
    status = ""
    for question in questions:
        searched = standalone(question, history)
        text, status, _ = extracted(SHELF, question, searched=searched, history=history)
        history.append(Turn(question, text))
    return status, history[-1].answer


WHICH = "哪几篇讲到了竹产业，怎么说的？"


@pytest.mark.parametrize(
    "asked",
    [
        "用原话",
        "请用原话回答",
        "列个对照表",
        "做成表格",
        "再详细点",
        "只要第3篇",
        "只看县长的讲话",
        "为什么？",
        "还有呢",
        "换个说法",
    ],
)
def test_a_wish_is_told_from_a_question(asked: str) -> None:
    assert is_wish(asked)
    assert not is_wish(f"云岭县竹产业产值多少，{asked}")


def test_a_wish_in_a_question_is_taken_out_of_what_is_looked_for() -> None:
    asked = "竹产业产值多少，只看县长的讲话，列个对照表"
    assert without(asked) == "竹产业产值多少"
    wish = wish_of(asked)
    assert (wish.table, wish.role, wish.number, wish.verbatim) == (True, "县长", None, False)


def test_each_speech_is_a_column_and_each_cell_has_its_mark() -> None:
    status, text = talk(WHICH, "列个对照表")
    head, rule, *rows = text.split("\n")
    assert status == "answered"
    assert f"《{HEAD}》（县长）" in head
    assert f"《{MAYOR}》（市长）" in head
    assert rule == "| --- | --- |"
    cells = [cell.strip() for row in rows for cell in row.strip("|").split("|") if cell.strip()]
    assert cells
    assert all(cell.endswith("]") and "[" in cell for cell in cells)


def test_the_very_words_are_whole_sentences_in_quotation_marks() -> None:
    _, text = talk("竹产业产值是多少？", "用原话")
    assert "“全县竹产业产值12亿元。”[1]" in text


def test_the_second_of_a_listing_is_the_speech_that_was_listed_second() -> None:
    _, listing = talk(WHICH)
    second = MAYOR if listing.index(HEAD) < listing.index(MAYOR) else HEAD
    other = HEAD if second == MAYOR else MAYOR
    _, text = talk(WHICH, "只要第2篇")
    assert second in text
    assert other not in text


def test_only_the_speaker_who_is_wished_is_quoted() -> None:
    _, text = talk(WHICH, "只看县长的讲话")
    assert HEAD in text
    assert MAYOR not in text


def test_more_detail_goes_on_in_the_paragraph_of_the_last_answer() -> None:
    _, text = talk("竹产业产值是多少？", "再详细点")
    assert "竹农有1.3万户" in text


def test_why_finds_the_reason_near_the_last_answer_and_says_when_there_is_none() -> None:
    assert "修路的钱不够" in talk("竹产业产值是多少？", "为什么？")[1]
    assert talk("竹产业龙头企业要培育几家？", "为什么？")[0] == "not_found"


def test_what_else_there_is_repeats_nothing() -> None:
    _, first = talk("竹产业产值是多少？")
    status, more = talk("竹产业产值是多少？", "还有呢？")
    assert status == "answered"
    assert "12亿元" in first
    assert "12亿元" not in more


def test_another_wording_is_another_sentence_and_says_that_nothing_is_reworded() -> None:
    _, text = talk("竹产业产值是多少？", "换个说法")
    assert text.startswith("没有接大模型时不改写原文")
    assert "12亿元" not in text
