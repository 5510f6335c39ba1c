"""The bot as a LangChain runnable: invoke, stream, batch and their async forms. Only this file knows LangChain."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import run_in_executor

from bot.answering import finished
from bot.ports import Event
from bot.types import Answer, Turn
from vectorstore.types import Filters


@dataclass(frozen=True, slots=True)
class Ask:
    """The input of the chain. A plain string, or a mapping with the same names, does as well."""

    question: str
    history: tuple[Turn, ...] = ()
    filters: Filters = Filters()


Input = Ask | str | Mapping[str, Any]


class Streamer(Protocol):
    """What the chain needs of a bot (bot.assemble.Bot)."""

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = ...
    ) -> Generator[Event, None, None]: ...


class AnswerChain(Runnable[Input, Answer | Event]):
    """Question in, checked Answer out: retrieve, number the sources, prompt, model, marks, check.

    `stream` gives the events of bot.ports (Found, Drafted…, Finished), `invoke` the Answer of the last one.
    """

    def __init__(self, bot: Streamer) -> None:
        self._bot = bot

    def invoke(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any) -> Answer:
        answer = self._call_with_config(lambda asked: finished(self._events(asked)), input, config, run_type="chain")
        assert isinstance(answer, Answer)
        return answer

    def stream(self, input: Input, config: RunnableConfig | None = None, **kwargs: Any | None) -> Iterator[Event]:
        yield from self._events(input)

    async def astream(
        self, input: Input, config: RunnableConfig | None = None, **kwargs: Any | None
    ) -> AsyncIterator[Event]:
        """The events; whoever stops listening stops the answer."""
        events = self._events(input)
        step: asyncio.Future[Event | None] | None = None
        try:
            while True:
                step = asyncio.ensure_future(run_in_executor(config, next, events, None))
                event = await asyncio.shield(step)
                if event is None:
                    return
                yield event
        finally:
            if step is not None and not step.done():
                await asyncio.wait([step])  # a generator cannot be closed while it runs; the next beat is near
            events.close()

    def _events(self, asked: Input) -> Generator[Event, None, None]:
        ask = asked if isinstance(asked, Ask) else Ask(asked) if isinstance(asked, str) else Ask(**asked)
        return self._bot.stream(ask.question, tuple(ask.history), ask.filters)
