from __future__ import annotations

import asyncio
import threading
from collections.abc import Generator, Sequence

import pytest
from langchain_core.callbacks import BaseCallbackHandler

from bot.answering import answer, finished
from bot.chain import AnswerChain, Ask
from bot.ports import Drafted, Event, Finished, Found
from bot.searching import EmptyQuestion
from bot.types import Answer, Turn
from tests.fakes import ScriptedModel, fake_parts
from vectorstore.types import Filters

TREES = "去年全市新增造林三万亩。森林覆盖率稳步提高。"


class FakeBot:
    """A bot over fake parts; counts the answers that were stopped half way."""

    def __init__(self, model: ScriptedModel | None = None) -> None:
        self.asked: list[tuple[str, tuple[Turn, ...], Filters]] = []
        self._parts = fake_parts(TREES, model=model)

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Generator[Event, None, None]:
        self.asked.append((question, tuple(history), filters))
        return answer(self._parts, question, history, filters)

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        return finished(self.stream(question, history, filters))


def test_invoke_gives_the_answer_for_each_kind_of_input() -> None:
    bot = FakeBot()
    chain = AnswerChain(bot)
    history = (Turn("青禾市？", "好。"),)
    wanted = bot.ask("造林多少？").text
    assert chain.invoke("造林多少？").text == wanted
    assert chain.invoke({"question": "造林多少？", "history": history}).text == wanted
    assert chain.invoke(Ask("造林多少？", history, Filters(role="市长"))).text == wanted
    assert bot.asked[-1] == ("造林多少？", history, Filters(role="市长"))


def test_stream_gives_the_events() -> None:
    kinds = [type(event) for event in AnswerChain(FakeBot()).stream("造林多少？")]
    assert kinds == [Found, Drafted, Finished]


def test_batch_keeps_the_order() -> None:
    answers = AnswerChain(FakeBot()).batch([f"第{n}问" for n in range(8)])
    assert [a.question for a in answers if isinstance(a, Answer)] == [f"第{n}问" for n in range(8)]


def test_the_async_forms_do_the_same() -> None:
    chain = AnswerChain(FakeBot())

    async def run() -> tuple[Answer | Event, list[Answer | Event], list[Event]]:
        streamed = [event async for event in chain.astream("造林多少？")]
        return await chain.ainvoke("造林多少？"), await chain.abatch(["甲？", "乙？"]), streamed

    one, many, streamed = asyncio.run(run())
    assert isinstance(one, Answer)
    assert [a.question for a in many if isinstance(a, Answer)] == ["甲？", "乙？"]
    assert [type(e) for e in streamed] == [Found, Drafted, Finished]


def test_leaving_an_async_stream_stops_the_model() -> None:
    model = ScriptedModel("不合格式", "去年全市新增造林三万亩[1]。" * 50)

    async def run() -> None:
        events = AnswerChain(FakeBot(model)).astream("造林多少？")
        async for event in events:
            if isinstance(event, Drafted) and "造林" in event.text:
                break
        await events.aclose()  # type: ignore[attr-defined]  # an async generator has it

    asyncio.run(run())
    assert model.stopped == 1


def test_errors_come_through_as_ours() -> None:
    chain = AnswerChain(FakeBot())
    with pytest.raises(EmptyQuestion):
        chain.invoke(" ")
    with pytest.raises(EmptyQuestion):
        list(chain.stream(" "))
    results = chain.batch([" ", "造林？"], return_exceptions=True)
    assert isinstance(results[0], EmptyQuestion)
    assert isinstance(results[1], Answer)


def test_it_composes_with_other_runnables_and_is_seen_by_callbacks() -> None:
    class Watch(BaseCallbackHandler):
        def __init__(self) -> None:
            self.ended = threading.Event()

        def on_chain_end(self, *_: object, **__: object) -> None:
            self.ended.set()

    watch = Watch()
    chain = AnswerChain(FakeBot()) | (lambda a: a.status)
    assert chain.invoke("造林多少？", {"callbacks": [watch]}) == "answered"
    assert watch.ended.is_set()
