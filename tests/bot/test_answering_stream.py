"""A draft while it comes: checked sentence by sentence, dropped, stopped."""

from __future__ import annotations

from bot.answering import answer, finished
from bot.model import NOT_FOUND
from bot.ports import ClaimChecked, Drafted, Dropped, Event, ModelError
from tests.bot.answering_kit import PLAIN, ROADS, TREES, ask
from tests.fakes import ScriptedModel, fake_parts


def events_of(*replies: str | Exception) -> list[Event]:
    return list(answer(fake_parts(TREES, ROADS, model=ScriptedModel(PLAIN, *replies)), "造林多少？"))


def test_each_sentence_is_checked_while_the_draft_grows() -> None:
    draft = "要点：\n1. 去年全市新增造林三万亩[1]。\n2. 云岭县新修农村公路九百公里[2]。" + NOT_FOUND
    events = events_of(draft, "1|删除")
    checks = [(at, e) for at, e in enumerate(events) if isinstance(e, ClaimChecked)]
    assert [(e.claim.verdict, draft[e.start : e.end]) for _, e in checks] == [
        ("supported", "1. 去年全市新增造林三万亩[1]。"),
        ("unsupported", "2. 云岭县新修农村公路九百公里[2]。"),
    ]
    first, second = (at for at, _ in checks)
    so_far = "".join(e.text for e in events[:first] if isinstance(e, Drafted))
    assert len(so_far) < len(draft) - 20  # while it grew, not after
    assert "".join(e.text for e in events[:second] if isinstance(e, Drafted)).endswith(NOT_FOUND[:2])


def test_every_sentence_of_a_whole_draft_is_checked_once() -> None:
    table = "| 事项 | 说法 |\n|---|---|\n| 森林覆盖率 | 稳步提高[1] |"
    draft = f"去年全市新增造林三万亩[1]。去年全市新增造林三万亩[1]。\n\n{table}"
    events = events_of(draft)
    checks = [draft[e.start : e.end] for e in events if isinstance(e, ClaimChecked)]
    assert checks == ["去年全市新增造林三万亩[1]。"] * 2 + ["| 森林覆盖率 | 稳步提高[1] |"]


def test_reasoning_that_did_not_announce_itself_is_dropped_from_the_draft() -> None:
    events = events_of("先看材料，造林九万亩[1]。再看[2]。</think>\n去年全市新增造林三万亩[1]。\n完。", "1|删除")
    at = next(n for n, e in enumerate(events) if isinstance(e, Dropped))
    draft = "".join(e.text for e in events[at:] if isinstance(e, Drafted))
    assert draft.strip() == "去年全市新增造林三万亩[1]。\n完。"
    check = next(e for e in events[at:] if isinstance(e, ClaimChecked))
    assert draft[check.start : check.end] == "去年全市新增造林三万亩[1]。"


def test_a_model_that_breaks_half_way_has_its_draft_dropped() -> None:
    events = events_of(ModelError("中断"))
    assert sum(isinstance(e, Dropped) for e in events) == 1
    assert finished(iter(events)).text == "去年全市新增造林三万亩[1]。"


def test_a_model_that_goes_round_in_circles_is_stopped_and_said_once() -> None:
    model = ScriptedModel(PLAIN, "去年全市新增造林三万亩[1]。云岭县新修农村公路二百公里[2]。" * 30)
    result = ask(fake_parts(TREES, ROADS, model=model))
    assert result.text == "去年全市新增造林三万亩[1]。云岭县新修农村公路二百公里[2]。"
    assert "反复" in result.notes[-1]
    assert model.stopped == 1


def test_stopping_stops_the_model() -> None:
    model = ScriptedModel(PLAIN, "去年全市新增造林三万亩[1]。" * 50)
    events = answer(fake_parts(TREES, model=model), "造林多少？")
    while not (isinstance(event := next(events), Drafted) and "造林" in event.text):
        pass
    events.close()
    assert model.stopped == 1
