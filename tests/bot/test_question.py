from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extractive.question import analyse, search_forms
from bot.extractive.spans import Quantity
from bot.extractive.units import unit_fit


@pytest.mark.parametrize(
    ("question", "measure", "unit"),
    [
        ("云岭县去年财政收入完成了多少亿元？", "money", "亿元"),
        ("白石镇新建了几个村级光伏电站？", "count", "个"),
        ("技改投资增长百分之几？", "share", "%"),
        ("失业率是多少？", "share", ""),
        ("临江港哪一天通航？", "date", ""),
        ("是从哪一年开始办农博会的？", "date", "年"),
        ("旅游收入排全省第几？", "rank", ""),
        ("进口额比上年提高了多少个百分点？", "share", "百分点"),
        ("修路花了多少钱？", "money", ""),
        ("案子办了多久？", "duration", ""),
        ("洪灾损失是几个亿？", "money", "亿"),
        ("青禾稻米 收购 金额", "money", ""),
        ("首届比赛拿了几等奖？", "rank", "等奖"),
        ("How many households moved last year?", "count", "个"),
    ],
)
def test_the_asked_quantity_is_read(question: str, measure: str, unit: str) -> None:
    ask = analyse(question).asks[0]
    assert (ask.kind, ask.measure, ask.unit) == ("quantity", measure, unit)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("开幕式是谁主持的？", "person"),
        ("云岭县的县长叫什么名字？", "person"),
        ("首个乡村书院建在哪个村？", "place"),
        ("想引进哪家企业？", "name"),
        ("怎么治理河道？", "open"),
    ],
)
def test_the_kind_of_answer_is_read(question: str, kind: str) -> None:
    assert analyse(question).asks[0].kind == kind


@pytest.mark.parametrize(
    ("question", "shape", "count"),
    [
        ("“三张网”是哪三张？", "list", 3),
        ("今年 四项 重点任务", "list", 4),
        ("八条措施，帮我列全", "list", 8),
        ("哪几篇讲到了河长制？", "which", None),
        ("有没有讲乡村医生的？", "which", None),
        ("青禾市和云岭县两篇对夜经济的说法有何异同？", "compare", None),
        ("财政收入是多少？", "point", None),
        ("市长和县长分别叫什么名字？", "point", None),
        ("方针是哪十六个字？", "point", 16),
    ],
)
def test_the_shape_is_read(question: str, shape: str, count: int | None) -> None:
    found = analyse(question)
    assert found.shape == shape
    assert count is None or found.count == count


def test_several_asks_are_told_apart_and_share_their_subject() -> None:
    question = analyse("青云大桥哪一天通车，全长多少公里？")
    assert [(a.measure, a.unit) for a in question.asks] == [("date", ""), ("count", "公里")]
    assert any("大桥" in t.text for t in question.asks[1].terms)


def test_two_heads_asked_together_become_two_asks() -> None:
    asks = analyse("2022年进口额和出口额分别是多少？").asks
    assert ["出口" in a.text for a in asks] == [False, True]


def test_a_year_each_becomes_an_ask_each() -> None:
    asks = analyse("粮食产量2021年和2022年各是多少？").asks
    years = [{t.text for t in a.terms} & {"2021", "2022"} for a in asks]
    assert {"2021"} in years
    assert {"2022"} in years


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("讲夜经济那篇，摊位有多少个？", "夜经济"),
        ("白鹭湖那个县去年来了多少游客？", "白鹭湖"),
        ("那篇讲招才引智的，给多少补贴？", "招才引智"),
    ],
)
def test_words_that_name_a_speech_are_told_from_the_topic(question: str, hint: str) -> None:
    assert any(hint in t.text or t.text in hint for t in analyse(question).hints)


def test_a_place_of_the_question_may_be_called_whole_in_the_speech() -> None:
    place = next(t for t in analyse("云岭县有多少座水库？").terms if t.text == "云岭县")
    assert place.name
    assert "全县" in place.others


def test_number_role_years_and_given_figures_are_read() -> None:
    question = analyse("第3篇里市长说2021年从3.9亿涨到多少？")
    assert (question.speech_number, question.role, question.years) == (3, "市长", ("2021",))
    assert "3.9" in question.figures


def test_a_quotation_keeps_its_marks_and_stays_one_word() -> None:
    question = analyse("“水来了，谁也不能退”，这话是谁说的？")
    assert any(t.text == "水来了，谁也不能退" for t in question.terms)


def test_search_forms_leave_out_the_words_that_name_the_speech() -> None:
    forms = search_forms(analyse("讲夜经济那篇，摊位补贴有多少？"))
    assert forms
    assert "夜经济" not in forms[0]


@pytest.mark.parametrize("question", ["", "   ", "？！。，", "😀😀", "[1]", 'AND " * :', "的了吗呢"])
def test_a_question_of_nothing_has_an_ask_and_does_not_raise(question: str) -> None:
    assert len(analyse(question).asks) == 1


def test_a_huge_question_is_read_in_no_time() -> None:
    started = time.perf_counter()
    question = analyse("青禾市和云岭县、白石镇分别有多少" * 2000)
    assert time.perf_counter() - started < 2
    assert len(question.terms) <= 80


@given(st.text(max_size=200))
def test_any_text_is_analysed(text: str) -> None:
    question = analyse(text)
    assert question.asks
    assert all(t.weight > 0 for t in question.terms)


def test_an_english_question_is_searched_for_in_the_words_of_speeches_too() -> None:
    forms = search_forms(analyse("How many forest rangers does the county have?"))
    assert any("护林员" in form for form in forms)


def test_how_many_asks_for_a_count_of_anything() -> None:
    ask = analyse("How many rangers are there?").asks[0]
    assert unit_fit(ask, Quantity(0, 5, "count", "名", False)) > 0
    assert unit_fit(ask, Quantity(0, 5, "date", "年", False)) == 0


def test_one_thing_asked_by_name_is_no_list() -> None:
    assert analyse("国民经济全局的关键是哪一项任务？").shape == "point"


@pytest.mark.parametrize("text", ["共多少篇讲到口袋公园？", "有几篇发言里提到了口袋公园？", "哪几篇讲到口袋公园？"])
def test_how_many_speeches_is_answered_by_naming_them(text: str) -> None:
    question = analyse(text)
    assert question.shape == "which"
    assert [t.text for t in question.terms if "篇" in t.text] == []
