"""The pure parts of the doors: messages to a question, an answer to a completion, limits."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pydantic import ValidationError

from bot.ports import Drafted
from tests.fakes import FakeBot
from ui.api import errors, openai_chat
from ui.api.errors import ApiError
from ui.api.forms import ChatForm
from ui.api.jobs import Jobs
from ui.api.limits import Buckets


def chat(*messages: tuple[str, object], **more: object) -> ChatForm:
    said = [{"role": role, "content": content} for role, content in messages]
    return ChatForm.model_validate({"model": "yanju", "messages": said, **more})


def test_the_last_user_message_is_the_question_and_the_rest_is_history() -> None:
    reply = openai_chat.content(FakeBot().answer("造林隐"))
    assert reply.startswith("【原文隐去】")
    question, history = openai_chat.question_of(
        chat(
            ("system", "你是助手"),
            ("user", [{"type": "text", "text": "甲"}, {"type": "text", "text": "乙"}]),
            ("assistant", reply),
            ("user", "丙"),
            ("user", "丁"),
            ("system", "简短"),
        )
    )
    assert question == "丁"
    assert [(t.question, t.answer) for t in history] == [("甲\n乙", FakeBot().answer("造林隐").text), ("丙", "")]


def test_a_long_conversation_is_cut_to_its_end() -> None:
    said = [pair for n in range(20) for pair in (("user", f"问{n}"), ("assistant", f"答{n}"))]
    _, history = openai_chat.question_of(chat(*said, ("user", "末")))
    assert [t.question for t in history] == [f"问{n}" for n in range(14, 20)]


def test_no_question() -> None:
    for messages in ([("system", "x")], [("user", " ")], [("user", None)]):
        with pytest.raises(ApiError, match="user"):
            openai_chat.question_of(chat(*messages))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"stream": "yes"}, "stream"),
        ({"n": 2}, "n"),
        ({"temperature": 9}, "temperature"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"logprobs": True}, "logprobs"),
        ({"yanju": {"flie": "x"}}, "yanju.flie"),
        ({"messages": [{"role": "boss", "content": "x"}]}, "messages.0.role"),
        ({"messages": [{"role": "user", "content": 5}]}, "messages.0"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "messages.0"),
        ({"messages": []}, "messages"),
        ({"response_format": {"type": "json_object"}}, None),
        ({"tool_choice": "required"}, None),
    ],
)
def test_wrong_fields_are_named(more: dict[str, object], field: str | None) -> None:
    with pytest.raises(ValidationError) as wrong:
        ChatForm.model_validate({"model": "yanju", "messages": [{"role": "user", "content": "x"}], **more})
    told = errors.invalid(wrong.value.errors())
    assert told.status == 400
    assert told.param == field
    assert any("一" <= c <= "鿿" for c in told.message)


def test_unknown_fields_are_tolerated() -> None:
    form = chat(("user", "x"), seed=1, user="u", tools=[], metadata={}, tool_choice="auto", response_format=None)
    assert form.messages[0].text == "x"


def test_every_answer_says_what_it_is() -> None:
    bot = FakeBot()
    text = openai_chat.content(bot.answer("造林"))
    assert "[1] 《青禾市讲话汇编.txt》第1篇《在青禾市林业碳汇工作推进会上的讲话》第9段：" in text
    assert "- 碳汇收入突破5亿元。（“5亿元”不在所引的段落里）" in text
    assert "说明：“去年”指2022年" in text
    nothing = openai_chat.content(bot.answer("无"))
    assert nothing.startswith("【未找到】")
    assert "最接近的段落：" in nothing


def test_nothing_of_a_document_becomes_markup() -> None:
    text = openai_chat.content(FakeBot().answer("黑"))
    assert "](" not in text
    assert "<script" not in text.replace("\\<", "")
    assert openai_chat.plain("![x](http://a/b)\n[1]: http://a") == "![x]\\(http://a/b)\n[1]\\: http://a"
    assert openai_chat.plain("增长8.3%。[1][2]（a < b）") == "增长8.3%。[1][2]（a < b）"


def test_usage_is_what_was_counted() -> None:
    answer = FakeBot().answer("造林")
    none = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
    assert openai_chat.usage(answer) == none
    counted = replace(answer, model="qwen", seconds=(("tokens_in", 900.0), ("tokens_out", 30.0)))
    assert openai_chat.usage(counted) == {"prompt_tokens": 900, "completion_tokens": 30, "total_tokens": 930}
    assert openai_chat.usage(replace(counted, model="extractive")) == openai_chat.usage(counted)  # fell back
    silent = replace(answer, model="qwen", seconds=(("tokens_in", 0.0), ("tokens_out", 0.0)))
    assert openai_chat.usage(silent) is None


def test_a_bucket_fills_again() -> None:
    now = [100.0]
    buckets = Buckets(2.0, 3, lambda: now[0])
    assert [buckets.take("a") for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
    assert buckets.take("b") == 0.0
    assert buckets.wait("a") == 0.5
    now[0] += 0.5
    assert buckets.wait("a") == 0.0
    assert buckets.take("a") == 0.0
    assert buckets.take("a") > 0


def test_one_piece_of_work_too_many_is_refused() -> None:
    async def crowd() -> None:
        jobs = Jobs(limit=1)
        first = asyncio.create_task(jobs.run(lambda: time.sleep(0.3) or "一"))  # type: ignore[func-returns-value]
        await asyncio.sleep(0.05)
        with pytest.raises(ApiError, match="太多"):
            await jobs.run(lambda: "二")
        assert await first == "一"
        assert await jobs.run(lambda: "三") == "三"

    asyncio.run(crowd())


def test_work_ends_when_nobody_waits_for_it() -> None:
    ended: list[int] = []

    def items() -> Iterator[int]:
        try:
            for n in range(1000):
                time.sleep(0.01)
                yield n
        finally:
            ended.append(1)

    async def leave() -> None:
        jobs = Jobs(limit=1, tick=0.005)
        running = jobs.each(items)
        seen = [await anext(running) for _ in range(5)]
        assert None in seen  # it says that it is still at it
        await running.aclose()
        await asyncio.sleep(0.2)
        assert ended == [1]
        assert await jobs.run(lambda: 1) == 1  # its place is free again

    asyncio.run(leave())


def test_nothing_that_a_thread_hands_over_is_lost_and_silence_is_told_seldom() -> None:
    def items() -> Iterator[object]:
        for n in range(3000):
            yield Drafted("")
            yield n

    async def all_of() -> list[object]:
        return [item async for item in Jobs().each(items)]

    came = asyncio.run(all_of())
    assert [item for item in came if isinstance(item, int)] == list(range(3000))
    assert len(came) < 3010  # the empty pieces only say that work goes on: one of them in a second will do
