"""Turns at the processor: of the work that holds Python's one lock, a little at a time, the most urgent first.

Answers that are all worked out at once each take as long as all of them together. Those that wait here cost nothing,
and the one whose turn it is, is done soon.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from heapq import heapify, heappop, heappush
from itertools import count


class Turns:
    """At most `width` pieces of work at once. Within a turn nobody waits for anything, nor takes another one."""

    def __init__(self, width: int = 1) -> None:
        self._free = width
        self._lock = threading.Lock()
        self._waiting: list[tuple[float, int, threading.Lock]] = []
        self._order = count()

    @contextmanager
    def turn(self, due: float) -> Iterator[None]:
        """Wait for one's turn: the earliest `due` (any clock, the same for all) is first, then who came first."""
        self._take(due)
        try:
            yield
        finally:
            with self._lock:
                self._pass_on()

    def _take(self, due: float) -> None:
        called = threading.Lock()
        called.acquire()
        mine = (due, next(self._order), called)
        with self._lock:
            if self._free:
                self._free -= 1
                return
            heappush(self._waiting, mine)
        try:
            called.acquire()
        except BaseException:  # Ctrl-C: a turn must not be handed to somebody who has gone
            with self._lock:
                if mine in self._waiting:
                    self._waiting.remove(mine)
                    heapify(self._waiting)
                else:
                    self._pass_on()
            raise

    def _pass_on(self) -> None:
        if self._waiting:
            heappop(self._waiting)[2].release()
        else:
            self._free += 1
