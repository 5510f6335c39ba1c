"""A function over many items in other processes, in order; an item that kills its process costs itself alone."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

AHEAD, AHEAD_BYTES = 256, 8_000_000  # items, and their bytes, that may be in work or waiting for the consumer
WORKERS = max(1, min(4, (os.cpu_count() or 1) - 1))  # one core is left for the process that writes


def in_processes(
    work: Callable[[Item], Result],
    items: Iterable[Item],
    crashed: Result,
    workers: int = WORKERS,
    size: Callable[[Item], int] | None = None,
) -> Generator[tuple[Item, Result], None, None]:
    """(item, its result) in the order of the items, a few ahead; `crashed` for an item whose process died of it.

    `size` (bytes of an item) allows more of them to be ahead: the workers then go on while the consumer is busy.
    `work`, items and results are pickled. Where no process can be started, everything is done in this one.
    """
    pool = _started(workers)
    ahead: deque[tuple[Item, Future[Result]]] = deque()
    try:
        for item in items:
            if pool is None:
                yield item, work(item)
                continue
            try:
                ahead.append((item, pool.submit(work, item)))
            except BrokenProcessPool:
                yield from _one_by_one(work, [*(i for i, _ in ahead), item], crashed)
                ahead.clear()
                pool.shutdown(wait=False)
                pool = _started(workers)
            while len(ahead) > 2 * workers and (size is None or _full([size(i) for i, _ in ahead])):
                yield from _first(work, ahead, crashed)
        while ahead:
            yield from _first(work, ahead, crashed)
    finally:
        if pool is not None:
            pool.shutdown(wait=False, cancel_futures=True)


def _full(sizes: Sequence[int]) -> bool:
    return len(sizes) >= AHEAD or sum(sizes) >= AHEAD_BYTES


def _first(
    work: Callable[[Item], Result], ahead: deque[tuple[Item, Future[Result]]], crashed: Result
) -> Iterator[tuple[Item, Result]]:
    item, future = ahead.popleft()
    try:
        yield item, future.result()
    except BrokenProcessPool:
        yield from _one_by_one(work, [item], crashed)


def _one_by_one(
    work: Callable[[Item], Result], items: Iterable[Item], crashed: Result
) -> Iterator[tuple[Item, Result]]:
    """When a process has died, nobody knows of which item: each gets a process of its own."""
    for item in items:
        pool = _started(1)
        if pool is None:
            yield item, crashed
            continue
        with pool:
            try:
                result = pool.submit(work, item).result()
            except BrokenProcessPool:
                result = crashed
        yield item, result


def _started(workers: int) -> ProcessPoolExecutor | None:
    """A pool that is known to run; None where it cannot, as under a script without a main guard."""
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))  # fork copies locks that threads may hold
    try:
        pool.submit(os.getpid).result()
    except (BrokenProcessPool, OSError):
        pool.shutdown(wait=False)
        return None
    return pool
