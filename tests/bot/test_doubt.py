"""What must not be taken for an answer, however many words it shares with the question; and everyday questions."""

from __future__ import annotations

import pytest

from bot.extractive.extract import Extractive
from bot.extractive.sources import number_sources
from bot.ports import Request
from tests.bot.extracting import extracted
from tests.fakes import Shelf

SHELF = Shelf(
    {
        "在青禾市夜经济推进会上的讲话": [
            "2022年，青禾市夜市新增摊位860个，带动就业2400人。",
            "夜市的摊主何满仓说，出摊要交的费少了，心里踏实。",
            "从业者在指定区域摆摊免收摊位费，首批设置便民服务角350处。",
        ],
        "在云岭县春耕动员会上的讲话": ["2023年，云岭县春播面积31万亩，比2021年增加2万亩。", "今年的化肥价格上涨得快。"],
    }
)


def ask(question: str) -> tuple[str, str]:
    """The status and the text of the answer."""
    text, status, _ = extracted(SHELF, question)
    return status, text


@pytest.mark.parametrize(
    "question",
    [
        "2020年青禾市夜市新增了多少个摊位？",
        "2024年云岭县春播面积是多少？",
        "摊主何满仓的手机号是多少？",
        "摊主何满仓的年龄是多少？",
        "青禾市夜市为什么发生火灾？",
    ],
)
def test_another_year_a_private_datum_or_a_cause_that_is_not_given_is_not_found(question: str) -> None:
    status, text = ask(question)
    assert status == "not_found"
    assert "最接近的段落" in text


def test_the_right_year_is_answered_and_a_year_to_compare_with_is_not_taken_for_it() -> None:
    assert ask("2022年青禾市夜市新增了多少个摊位？") == (
        "answered",
        "2022年，青禾市夜市新增摊位860个，带动就业2400人。[1]",
    )
    status, text = ask("2023年云岭县春播面积是多少？")
    assert status == "answered"
    assert "31万亩" in text


def test_a_post_that_is_named_nowhere_is_not_found() -> None:
    assert ask("何满仓那个夜市的总经理是谁？")[0] == "not_found"


def test_two_figures_asked_of_one_thing_are_two_figures() -> None:
    status, text = ask("云岭县春播面积是多少，增加了多少？")
    assert status == "answered"
    assert "31万亩" in text
    assert "2万亩" in text


def test_words_in_quotation_marks_are_looked_for_where_they_stand() -> None:
    shelf = Shelf(
        {"财政局局长的发言": ["财政局局长见人就哭穷。", "我们定了“三个一律”：没有预算的一律不支，没有绩效的一律不批。"]}
    )
    sources = number_sources(shelf, shelf.hits(), "财政局局长讲的“三个一律”指什么？", 16)
    drafting = Extractive(shelf.speech).draft(Request("", "财政局局长讲的“三个一律”指什么？", (), sources))
    assert "没有预算的一律不支" in next(drafting)


def test_an_everyday_question_is_shown_what_comes_near() -> None:
    status, text = ask("摆地摊补鞋的，在哪儿出摊公家不收钱？")
    assert status == "answered"
    assert "免收摊位费" in text
