"""The scripted model of the gate answers every prompt of ours, and misbehaves as it should."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from bot.llm import ModelClient
from bot.model import _answer_messages
from bot.ports import Request
from bot.rewrite import parse
from bot.settings import ModelSettings
from bot.types import Source
from eval.habits import reply, respond
from eval.recording import Recording, RecordingServer
from prompts.template import Message, load
from vectorstore.types import Paragraph

TEXT = "青禾市2021年造林12万亩。临江区2022年出口下降3%。"
SOURCE = Source(1, Paragraph("p", TEXT), "s", "在林业会议上的讲话", "市长", ())


def answer(question: str, *sources: Source) -> str:
    messages = _answer_messages(Request(question, question, (), sources))
    return reply([{"role": m.role, "content": m.text} for m in messages])


def test_it_answers_with_marks_and_has_bad_habits() -> None:
    answers = {answer(f"青禾市造林多少亩？{n}", SOURCE) for n in range(40)}
    assert all("[1]" in text or "没有找到" in text for text in answers)
    assert any("12万亩[1]" in text for text in answers)
    assert any("社会各界的一致好评" in text for text in answers)
    assert any("没有找到" in text for text in answers)
    assert any("造林" in text and "青禾市2021年造林12万亩" not in text for text in answers)


def test_without_sources_it_finds_nothing() -> None:
    assert answer("造林多少亩？") == "材料中没有找到相关内容。"


def test_its_searches_can_be_read() -> None:
    filled = load("search.v1").fill(fence="abc", question="造林多少亩？", history="（无）")
    found = parse(reply([{"role": m.role, "content": m.text} for m in filled]))
    assert found is not None
    assert found.standalone == "造林多少亩？"


@pytest.mark.integration
def test_what_it_responds_is_recorded_and_read_by_the_client(tmp_path: Path) -> None:
    asked = (Message("system", "规则"), Message("user", "造林多少亩？"))
    said = []
    for upstream in (respond, None):  # recorded, then replayed
        server = RecordingServer(Recording.load(tmp_path / "replies.jsonl", brief=True), upstream)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        client = ModelClient(ModelSettings(server.url, "habits"))
        said.append("".join(client.stream(asked, 100)))
        client.close()
        server.shutdown()
        server.server_close()
    assert said == ["材料中没有找到相关内容。"] * 2
