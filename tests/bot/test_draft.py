from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.draft import Traced, trace
from vectorstore.ids import paragraph_id
from vectorstore.types import Field, Filters, Hit, Location, Paragraph, Passage, Speech

TREES = "去年以来，全市新增造林3.2万亩，森林覆盖率达到61.5%，“绿水青山就是金山银山”的理念深入人心。"
OIL = "油茶种植面积达到8.6万亩，带动农户增收xx万元。"
ROADS = "三年来，我县新改建农村公路286公里，群众出行时间平均缩短25分钟。"


def speech(number: int, title: str, *texts: str) -> Speech:
    return Speech(f"s{number}", title, tuple(Paragraph(paragraph_id(t), t) for t in texts), Field("局长", "stated"))


SPEECHES = (speech(1, "擦亮绿色底色 建设森林城市", TREES, OIL), speech(2, "打通群众出行最后一公里", ROADS))


def search(question: str, k: int, filters: Filters) -> list[Hit]:
    """Every paragraph: in a library this small all is near."""
    return [
        Hit(Passage(p.id, s.id, n, n, p.text, p.text), 1.0, (), s.title, None, (Location("汇编.txt", int(s.id[1]), n),))
        for s in SPEECHES
        for n, p in enumerate(s.paragraphs, 1)
    ]


def look(speech_id: str) -> Speech | None:
    return next((s for s in SPEECHES if s.id == speech_id), None)


def traced(draft: str) -> dict[str, Traced]:
    return {item.text: item for item in trace(draft, search, look)}


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
    assert item.reasons


@given(st.text() | st.text(st.sampled_from("造林3.2万亩百分之五，“”。\u200b\n《》x")))
def test_any_draft_is_traced_and_every_piece_stands_where_it_says(draft: str) -> None:
    for item in trace(draft, lambda *_: [], look):
        assert item.verdict == "not_found"
        assert draft[item.start : item.end] == item.text
