"""Models that misbehave, over real HTTP: the answer is quoted from the text with a note, the conversation goes on."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.answering import answer, finished
from bot.assemble import open_bot
from bot.checker.check import check_claim
from bot.llm import ModelClient
from bot.model import ModelAnswerer
from bot.ports import ClaimChecked, Drafted, Dropped, Event
from bot.searching import Parts
from bot.settings import ModelSettings, Settings
from bot.types import Answer, Turn
from tests.fakes import fake_parts
from tests.model_server import (
    ModelServer,
    Script,
    breaks_after,
    endless,
    event,
    fails,
    never_ends_its_line,
    prompt_of,
    raw,
    resets_after,
    says,
    silent_after,
)

pytestmark = pytest.mark.integration

TREES = "去年全市新增造林三万亩，森林覆盖率稳步提高。"
ROADS = "云岭县新修农村公路二百公里。"
QUOTED = "去年全市新增造林三万亩，森林覆盖率稳步提高[1]。"  # what the extractive answerer says
GOOD = says("去年全市新增造林三万亩[1]。")
REWRITTEN = "问题：去年造林多少？\n检索：全市新增造林"
FOREIGN = "Last year the city planted thirty thousand mu of forest [1]. Coverage rose steadily [1]."


def parts_with(client: ModelClient) -> Parts:
    return replace(fake_parts(TREES, ROADS), check=check_claim, llm=client, model=ModelAnswerer(client))


def talk(url: str, timeout: float = 20.0) -> tuple[Answer, Answer]:
    """Two questions of one conversation."""
    client = ModelClient(ModelSettings(url, "tiny", timeout=timeout))
    try:
        parts = parts_with(client)
        first = finished(answer(parts, "去年造林多少？"))
        second = finished(answer(parts, "公路呢？", (Turn("去年造林多少？", first.text),)))
    finally:
        client.close()
    return first, second


BAD = {
    "nothing at all": (raw(), "空的"),
    "an empty reply": (says(""), "没有可以核查的句子"),
    "marks only": (says("[1][2]\n[1]"), "没有可以核查的句子"),
    "punctuation": (says("……！？\n---"), "没有可以核查的句子"),
    "reasoning only": (says("<think>想一想[1]。造林三万亩[1]。"), "没有可以核查的句子"),
    "a page in place of a reply": (raw(b"<!DOCTYPE html><p>login", content_type="text/html"), "网页"),
    "a page under the right type": (raw(b"<html>bad gateway</html>"), "网页"),
    "a picture": (raw(b"\x89PNG\r\n\x1a\n" + bytes(range(256)), content_type="image/png"), "不能用"),
    "invalid UTF-8": (raw(event("去年"), b'data: {"choices":[{"delta":{"content":"\xff\xfe\xe9"}}]}\n\n'), "UTF-8"),
    "half an event": (raw(b'data: {"choices": [{"delta": {"con'), "JSON"),
    "an error half way": (raw(event("去年全市新增"), b'data: {"error": {"message": "500 oom"}}\n\n'), "oom"),
    "a broken promise": (breaks_after("去年全市新增"), "中断"),
    "a connection reset": (resets_after("去年全市新增造林九万亩[1]。去"), "中断"),
    "an error": (fails(500, "CUDA out of memory"), "500"),
    "one huge line": (never_ends_its_line(), "不正常"),
    "a reply about nothing": (says("好的，我来回答您的问题。祝您生活愉快！"), "没有一句通过核查"),
    "another language": (says(FOREIGN), "没有一句通过核查"),
    "tags as a reply": (says("<div><b>造林九万亩</b>[1]</div><script>alert(1)</script>"), "没有一句通过核查"),
    "figures of its own": (says("去年造林五万亩[1]。公路三百公里[2]。"), "没有一句通过核查"),
    "an endless stream": (endless("造林好" * 400), "没有可以核查的句子"),
    "a loop": (endless("造林九万亩[1]。公路九百公里[2]。"), "反复说同一句话"),
    "an endless line of one sentence": (endless("甲" * 999), "没有可以核查的句子"),
}


@pytest.mark.parametrize("name", BAD)
def test_the_text_is_quoted_with_a_note_and_the_conversation_is_kept(name: str) -> None:
    script, note = BAD[name]
    retries = [script] * 2 if script.status == 500 else []
    scripts = [says(REWRITTEN), script, *retries]

    def further(request: dict[str, object]) -> Script:
        if "待改句子开始" in prompt_of(request):
            return says("1|删除")
        return says("问题：公路多少？\n检索：公路") if "检索用语" in prompt_of(request) else says("公路二百公里[2]。")

    with ModelServer(*scripts, otherwise=further) as server:
        first, second = talk(server.url)
        assert (first.model, first.status, first.text) == ("extractive", "answered", QUOTED)
        assert any(note in said for said in first.notes), first.notes
        assert any("摘录原文" in said for said in first.notes)
        assert not any("<script>" in claim.text for claim in first.claims if claim.verdict == "supported")
        assert second.model == "tiny"
        assert second.text == "公路二百公里[2]。"
        assert QUOTED.removesuffix("[1]。") in prompt_of(server.requests[-1])


def test_a_model_that_is_silent_for_ten_minutes_costs_one_timeout() -> None:
    with ModelServer(Script(before=600)) as server:
        client = ModelClient(ModelSettings(server.url, "tiny", timeout=0.5))
        started = time.monotonic()
        result = finished(answer(parts_with(client), "去年造林多少？"))
        client.close()
        assert time.monotonic() - started < 5
        assert (result.model, result.text) == ("extractive", QUOTED)
        assert "0.5 秒" in result.notes[0]


def test_a_model_that_falls_silent_in_its_draft_has_the_draft_dropped() -> None:
    with ModelServer(says(REWRITTEN), silent_after("去年全市新增造林三万亩[1]。公路")) as server:
        client = ModelClient(ModelSettings(server.url, "tiny", timeout=1.0))
        events = list(answer(parts_with(client), "去年造林多少？"))
        client.close()
    assert any(isinstance(e, ClaimChecked) for e in events)  # it had been checked, and yet
    assert [type(e) for e in events if isinstance(e, Dropped)] == [Dropped]
    result = finished(iter(events))
    assert (result.model, result.text) == ("extractive", QUOTED)


@pytest.mark.parametrize(
    "script", [endless("造林", pause=0.02), Script(before=600), silent_after("去年"), endless("造林好" * 400)]
)
def test_stop_works_at_once(script: Script) -> None:
    with ModelServer(says(REWRITTEN), script) as server:
        client = ModelClient(ModelSettings(server.url, "tiny", timeout=60))
        events = answer(parts_with(client), "去年造林多少？")
        beats = _until_asked(events, server)
        started = time.monotonic()
        events.close()
        assert time.monotonic() - started < 1
        assert beats
        client.close()
        assert not [t for t in threading.enumerate() if t.name == "yanju-model" and t.is_alive() and _joined(t)]


def _until_asked(events: Iterator[Event], server: ModelServer) -> int:
    """Read on until the draft is asked for, and some beats more."""
    beats = 0
    for item in events:
        beats += isinstance(item, Drafted) and len(server.requests) == 2
        if beats >= 3:
            break
    return beats


def _joined(thread: threading.Thread) -> bool:
    thread.join(2)
    return thread.is_alive()


def test_a_reply_of_another_shape_says_what_is_wrong() -> None:
    body = json.dumps({"result": "去年全市新增造林三万亩[1]。"}).encode()
    with ModelServer(says(REWRITTEN), raw(body, content_type="application/json"), otherwise=lambda _: GOOD) as server:
        first, _ = talk(server.url)
    assert (first.model, first.text) == ("extractive", QUOTED)
    assert any("摘录原文" in note for note in first.notes)


def test_the_model_is_not_asked_at_a_rehearsal(sample_store: Path) -> None:
    with ModelServer() as server:
        settings = Settings(store=sample_store, model=ModelSettings(server.url, "tiny"))
        with open_bot(settings) as bot:
            bot.rehearse()
            assert bot.answerer.name == "tiny"
        assert server.requests == []
