from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.extractive.history import standalone
from bot.types import Turn


def asked(question: str, *turns: tuple[str, str]) -> str:
    return standalone(question, [Turn(q, a) for q, a in turns])


def test_without_history_nothing_changes() -> None:
    assert asked(" 财政收入是多少？ ") == "财政收入是多少？"


@pytest.mark.parametrize(
    "question", ["农村居民人均可支配收入是多少元？", "哪几篇讲到了河长制？", "讲夜经济那篇，摊位补贴有多少？"]
)
def test_a_question_that_stands_alone_is_left_alone(question: str) -> None:
    assert asked(question, ("沧溪大桥有多长？", "1200米。")) == question


@pytest.mark.parametrize(
    ("question", "before", "wanted", "gone"),
    [
        ("那云岭县呢？", "白石县去年新修了多少公里公路？", ["云岭县", "多少公里公路"], "白石县"),
        ("那2023年呢？", "2022年云岭县茶叶产量是多少？", ["2023年", "云岭县茶叶产量"], "2022"),
        ("临江集团呢", "青禾集团在园区投资了多少？", ["临江集团", "园区投资了多少"], "青禾集团"),
        ("那路长呢？", "云岭县新改建农村公路多少公里？", ["云岭县", "农村公路", "路长"], "路长县"),
        ("水库呢？", "云岭县去年新建了多少座桥？", ["云岭县", "水库"], "桥"),
        ("总投资呢？", "去年新签约项目有多少个？", ["新签约项目", "总投资", "多少"], "个"),
    ],
)
def test_another_thing_of_the_same_kind_takes_its_place(
    question: str, before: str, wanted: list[str], gone: str
) -> None:
    found = asked(question, (before, "……"))
    assert all(w in found for w in wanted)
    assert gone not in found


def test_the_named_speech_is_carried_over() -> None:
    found = asked("招商这块它又准备怎么干？", ("讲夜经济那篇打算怎么促消费？", "办夜市。"))
    assert "夜经济那篇" in found
    assert "招商" in found
    assert "它" not in found


def test_the_rest_of_several_asks_for_all() -> None:
    found = asked("剩下那两个呢？", ("山城篇讲的“三网”建设，头一个“网”是什么？", "水网。"))
    assert "三网" in found
    assert "头一个" not in found
    assert "分别是什么" in found


def test_the_third_item_of_an_answer_is_named() -> None:
    answer = "①一是织密水网。[1]\n②二是升级电网。[1]\n③三是打通路网。[2]"
    assert "打通路网" in asked("第三个具体怎么干？", ("“三网”是哪三张网？", answer))


def test_a_wish_of_style_keeps_the_question() -> None:
    assert asked("用原话", ("夜市补贴多少钱？", "……")).startswith("夜市补贴多少钱")


def test_another_topic_leaves_the_named_speech_whole() -> None:
    before = ("哪几篇讲到营商环境，只看《推动就业形势好转》，列个对照表", "| 《推动就业形势好转》 |")
    assert asked("那养老呢？", before) == "哪几篇讲到了养老，只看《推动就业形势好转》？"
    assert "《推动就业形势好转》" in asked("那就业政策呢？", ("《推动就业形势好转》里企业政策怎么说？", "……"))


def test_a_chain_of_follow_ups_is_resolved_from_its_beginning() -> None:
    found = asked("那临江县呢？", ("云岭县有几座水库？", "8座。"), ("那白石县呢？", "3座。"))
    assert found == "临江县有几座水库？"


@given(st.text(max_size=60), st.lists(st.tuples(st.text(max_size=40), st.text(max_size=80)), max_size=4))
def test_any_conversation_gives_a_question_of_bounded_length(question: str, turns: list[tuple[str, str]]) -> None:
    assert len(asked(question, *turns)) <= 1200
