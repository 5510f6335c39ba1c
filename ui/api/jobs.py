"""The work of the doors, in threads of its own: an answer blocks no other request, and ends when nobody waits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, suppress
from typing import Any, TypeVar

from bot.ports import Event, Finished
from bot.types import Answer
from ui.api.errors import OVERLOADED, ApiError

T = TypeVar("T")
_END = object()


class Jobs:
    """Runs at most `limit` pieces of work at once; one more is refused with 503. `tick` is in seconds."""

    def __init__(self, limit: int = 64, tick: float = 5.0) -> None:
        self._free = threading.Semaphore(limit)
        self._tick = tick

    async def run(self, work: Callable[[], T]) -> T:
        """The result of the work, or its exception."""

        def once() -> Iterator[T]:
            yield work()

        result: T | None = None
        async with aclosing(self.each(once)) as results:
            async for came in results:  # to the end: then its place is free again
                result = result if came is None else came
        assert result is not None, "the work gives a result"
        return result

    async def answer(self, start: Callable[[], Iterator[Event]]) -> Answer:
        """The checked answer; it is stopped when this is cancelled."""
        async with aclosing(self.each(start)) as events:
            async for event in events:
                if isinstance(event, Finished):
                    return event.answer
        raise AssertionError("the last event is Finished")

    async def each(self, start: Callable[[], Iterator[T]]) -> AsyncGenerator[T | None]:
        """The items as they come, and None each `tick` in which none came. Closing it stops the work at its next item.

        Raises ApiError when too much is under way.
        """
        if not self._free.acquire(blocking=False):
            raise ApiError(503, "同时处理的请求太多，请稍后再试", code=OVERLOADED)
        loop, stop = asyncio.get_running_loop(), threading.Event()
        came: asyncio.Queue[Any] = asyncio.Queue()

        def put(item: object) -> None:
            with suppress(RuntimeError):  # the server has ended
                loop.call_soon_threadsafe(came.put_nowait, item)

        def work() -> None:
            try:
                _feed(start, put, stop)
            finally:
                self._free.release()
                put(_END)

        threading.Thread(target=work, daemon=True, name="yanju-api").start()
        try:
            while True:
                try:
                    item = await asyncio.wait_for(came.get(), self._tick)
                except TimeoutError:
                    yield None
                    continue
                if item is _END:
                    return
                if isinstance(item, _Broken):
                    raise item.error
                yield item
        finally:
            stop.set()


class _Broken:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _feed(start: Callable[[], Iterator[Any]], put: Callable[[object], None], stop: threading.Event) -> None:
    try:
        items = start()
        try:
            for item in items:
                if stop.is_set():
                    return
                put(item)
        finally:
            close = getattr(items, "close", None)
            if close:
                close()
    except Exception as error:  # whatever breaks is the caller's to tell
        put(_Broken(error))
