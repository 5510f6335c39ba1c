from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checker.check import check_claim
from bot.draft import Traced, trace
from vectorstore.ids import paragraph_id
from vectorstore.types import Field, Hit, Location, Paragraph, Passage, Speech

TREES = "去年以来，全市新增造林3.2万亩，森林覆盖率达到61.5%，“绿水青山就是金山银山”的理念深入人心。"
OIL = "油茶种植面积达到8.6万亩，带动农户增收xx万元。"
ROADS = "三年来，我县新改建农村公路286公里，群众出行时间平均缩短25分钟。"


FISH = "全县水域面积93万亩，退养之后，水产品总产量14.3万吨。"


def speech(number: int, title: str, role: str, *texts: str) -> Speech:
    return Speech(f"s{number}", title, tuple(Paragraph(paragraph_id(t), t) for t in texts), Field(role, "stated"))


SPEECHES = (
    speech(1, "擦亮绿色底色 建设森林城市", "青禾市林业局局长", TREES, OIL),
    speech(2, "打通群众出行最后一公里", "云岭县交通运输局局长", ROADS),
    speech(3, "向湖而兴", "苇塘县县长", FISH),
)


def find(texts: Sequence[str], k: int) -> list[list[Hit]]:
    """Every paragraph for every text: in a library this small all is near."""
    hits = [
        Hit(Passage(p.id, s.id, n, n, p.text, p.text), 1.0, (), s.title, s.speaker_role.value, (place(s, n),))
        for s in SPEECHES
        for n, p in enumerate(s.paragraphs, 1)
    ]
    return [hits for _ in texts]


def place(speech: Speech, number: int) -> Location:
    return Location("汇编.txt", int(speech.id[1:]), number)


def look(speech_id: str) -> Speech | None:
    return next((s for s in SPEECHES if s.id == speech_id), None)


def traced(draft: str) -> dict[str, Traced]:
    return {item.text: item for item in trace(draft, find, look, check_claim)}


def test_a_figure_that_stands_is_found_with_its_place() -> None:
    item = traced("稿子。\n全市新增造林3.2万亩。")["3.2万亩"]
    assert (item.kind, item.verdict, item.location) == ("figure", "found", Location("汇编.txt", 1, 1))
    assert (item.start, item.end) == (10, 15)


@pytest.mark.parametrize(
    ("draft", "piece", "verdict"),
    [
        ("全市新增造林3.8万亩，森林覆盖率达到61.5%。", "3.8万亩", "altered"),
        ("全市新增造林3.8万亩，森林覆盖率达到61.5%。", "61.5%", "found"),
        ("油茶种植面积达到8.6万亩，带动农户增收320万元。", "320万元", "masked"),
        ("今年修了9999座水库。", "9999座", "not_found"),
        ("我县新改建农村公路二百八十六公里。", "二百八十六公里", "found"),
        ("青禾市去年新增造林3.2万亩。", "3.2万亩", "found"),
        ("苇塘县去年新增造林3.2万亩。", "3.2万亩", "misattributed"),
        ("苇塘县县长指出，去年全市新增造林3.2万亩。", "3.2万亩", "misattributed"),
        ("青禾市林业局局长指出，去年全市新增造林3.2万亩。", "3.2万亩", "found"),
        ("市长强调，水产品总产量达到14.3万吨。", "14.3万吨", "misattributed"),
        ("水产品总产量14.3吨。", "14.3吨", "altered"),
        ("群众出行时间平均延长25分钟。", "25分钟", "altered"),
        ("他要求“去年以来，……森林覆盖率达到61.5%”。", "去年以来，……森林覆盖率达到61.5%", "found"),
        ("要牢记“绿水青山就是金山银山”。", "绿水青山就是金山银山", "found"),
        ("要牢记“绿水青山胜过金山银山”。", "绿水青山胜过金山银山", "altered"),
        ("他说“坚定不移走自己的路”。", "坚定不移走自己的路", "not_found"),
        ("“带动农户增收五十万元”是成绩。", "带动农户增收五十万元", "masked"),
        ("《打通群众出行最后一公里》提出“绿水青山就是金山银山”。", "绿水青山就是金山银山", "misattributed"),
        ("《擦亮绿色底色 建设森林城市》提出“绿水青山就是金山银山”。", "绿水青山就是金山银山", "found"),
    ],
)
def test_what_is_wrong_is_flagged(draft: str, piece: str, verdict: str) -> None:
    assert traced(draft)[piece].verdict == verdict


def test_an_altered_figure_has_the_true_wording_beside_it() -> None:
    item = traced("我县新改建农村公路386公里。")["386公里"]
    assert item.wording == ROADS
    assert item.title == "打通群众出行最后一公里"
    assert item.reasons


@pytest.mark.parametrize(
    "draft", ["2026年3月1日", "第3页", "老百姓说好。", "一环扣一环，一年接着一年干。", "数字政府建设"]
)
def test_what_is_no_figure_is_not_traced(draft: str) -> None:
    assert traced(draft) == {}


def test_a_clause_may_come_from_another_paragraph_than_the_rest_of_its_sentence() -> None:
    found = traced("去年全市新增造林3.2万亩，油茶种植面积达到8.6万亩。")
    assert [(item.verdict, item.location and item.location.paragraph) for item in found.values()] == [
        ("found", 1),
        ("found", 2),
    ]


def test_all_is_searched_for_at_once() -> None:
    asked: list[int] = []

    def counting(texts: Sequence[str], k: int) -> list[list[Hit]]:
        asked.append(len(texts))
        return find(texts, k)

    assert (
        len(trace("全市新增造林3.2万亩。油茶8.6万亩。\n要牢记“绿水青山就是金山银山”。", counting, look, check_claim))
        == 3
    )
    assert asked == [3]
    trace("全市新增造林3.9万亩，森林覆盖率达到99.5%。", counting, look, check_claim)
    assert len(asked) == 3  # what is in doubt is searched for clause by clause


@given(st.text() | st.text(st.sampled_from("造林3.2万亩百分之五，“”。\u200b\n《》x")))
def test_any_draft_is_traced_and_every_piece_stands_where_it_says(draft: str) -> None:
    for item in trace(draft, lambda texts, k: [[] for _ in texts], look, check_claim):
        assert item.verdict == "not_found"
        assert draft[item.start : item.end] == item.text
