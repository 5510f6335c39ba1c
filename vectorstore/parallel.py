"""A function over many items in other processes, in order; an item that kills its process costs itself alone."""

from __future__ import annotations

import os
import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import suppress
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from vectorstore.child import Child

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD, AHEAD_SIZE = 256, 4_000_000  # items, and their sizes in sum, that may be in work or wait for the consumer
WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))  # one core is left for the process that writes


def in_processes(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    crashed: Result,
    workers: int = WORKERS,
    size: Callable[[Item], int] = lambda _: 1,
) -> Generator[tuple[Item, Result], None, None]:
    """(item, its result) in the order of the items; `crashed` for an item whose process died of it.

    `size` of an item bounds how many are ahead of the consumer: the workers go on while it is busy. `work`, items and
    results are pickled. Where no process can be started, everything is done in this one.
    """
    crew = [_Worker(work, crashed) for _ in range(workers)]
    ahead: deque[tuple[Item, _Worker[Item, Result]]] = deque()
    sizes = 0
    try:
        for item in items:
            worker = min(crew, key=lambda one: len(one.waiting))
            worker.give(item)
            ahead.append((item, worker))
            sizes += size(item)
            while len(ahead) > 2 * workers and (len(ahead) >= AHEAD or sizes >= AHEAD_SIZE):
                first, worker = ahead.popleft()
                sizes -= size(first)
                yield first, worker.take()
        while ahead:
            first, worker = ahead.popleft()
            yield first, worker.take()
    finally:
        for worker in crew:
            worker.child.kill()


class _Worker(Generic[Item, Result]):
    """A child that answers items in the order in which it was given them."""

    def __init__(self, work: Callable[[Item], Result], crashed: Result) -> None:
        self._work, self._crashed = work, crashed
        self._known: deque[Result] = deque()
        self.waiting: deque[Item] = deque()
        self.child = Child(_serve, work)

    def give(self, item: Item) -> None:
        self.waiting.append(item)
        _send(self.child.pipe, item)

    def take(self) -> Result:
        """The result of the item that was given first among those not taken yet."""
        if self._known:
            return self._known.popleft()
        if not self.child.runs():
            return self._work(self.waiting.popleft())
        try:
            answer: Result = self.child.pipe.recv()
        except (EOFError, OSError):
            self._one_by_one()
            return self._known.popleft()
        self.waiting.popleft()
        return answer

    def _one_by_one(self) -> None:
        """A child has died, nobody knows of which item: all are done again, each awaited before the next is sent."""
        self._anew()
        while self.waiting:
            item = self.waiting.popleft()
            _send(self.child.pipe, item)
            try:
                self._known.append(self.child.pipe.recv() if self.child.runs() else self._crashed)
            except (EOFError, OSError):
                self._known.append(self._crashed)
                self._anew()

    def _anew(self) -> None:
        self.child.kill()
        self.child = Child(_serve, self._work)


def _send(pipe: Connection, item: object) -> None:
    with suppress(OSError):  # a child that has died is noticed when its answer is awaited
        pipe.send(item)


def _serve(pipe: Connection, work: Callable[[Item], object]) -> None:
    """In the child. Answers are sent by a thread: work goes on while nobody takes them."""
    answers: SimpleQueue[bytes] = SimpleQueue()
    Thread(target=_answer, args=(pipe, answers), daemon=True).start()
    while True:
        answers.put(pickle.dumps(work(pipe.recv()), pickle.HIGHEST_PROTOCOL))


def _answer(pipe: Connection, answers: SimpleQueue[bytes]) -> None:
    try:
        while True:
            pipe.send_bytes(answers.get())
    except OSError:
        os._exit(0)  # the parent is gone: nobody waits for the rest
