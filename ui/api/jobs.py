"""The work of the doors, in threads of its own: an answer blocks no other request, and ends when nobody waits."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing, suppress
from typing import Any, TypeVar

from bot.ports import Drafted, Event, Finished
from bot.types import Answer
from ui.api.errors import OVERLOADED, ApiError

T = TypeVar("T")
_END = object()
_SILENT, _OFTEN = Drafted(""), 1.0  # a piece that only says that work goes on is handed over once in so many seconds


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
        came, stop = _Handed(asyncio.get_running_loop()), threading.Event()

        def work() -> None:
            try:
                _feed(start, came.put, stop)
            finally:
                self._free.release()
                came.put(_END)

        threading.Thread(target=work, daemon=True, name="yanju-api").start()
        try:
            while True:
                for item in await came.taken(self._tick):
                    if item is _END:
                        return
                    if isinstance(item, _Broken):
                        raise item.error
                    yield item
        finally:
            stop.set()


class _Handed:
    """What a thread hands to an event loop: however much comes before the loop looks, it is woken once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._items: deque[Any] = deque()
        self._woken = asyncio.Event()
        self._waking = False  # the loop will look, and take what was put before that

    def put(self, item: object) -> None:
        self._items.append(item)
        if not self._waking:
            self._waking = True
            with suppress(RuntimeError):  # the server has ended
                self._loop.call_soon_threadsafe(self._woken.set)

    async def taken(self, seconds: float) -> list[Any]:
        """What was put so far; None alone when nothing came in that time."""
        timer = self._loop.call_later(seconds, self._woken.set)
        try:
            await self._woken.wait()
        finally:
            timer.cancel()
        self._woken.clear()
        self._waking = False  # before looking: what is put from here on wakes the loop again
        return [self._items.popleft() for _ in range(len(self._items))] or [None]


class _Broken:
    def __init__(self, error: Exception) -> None:
        self.error = error


def _feed(start: Callable[[], Iterator[Any]], put: Callable[[object], None], stop: threading.Event) -> None:
    try:
        items = start()
        try:
            told = 0.0
            for item in items:
                if stop.is_set():
                    return
                if item != _SILENT or time.monotonic() - told > _OFTEN:
                    told = time.monotonic()
                    put(item)
        finally:
            close = getattr(items, "close", None)
            if close:
                close()
    except Exception as error:  # whatever breaks is the caller's to tell
        put(_Broken(error))
