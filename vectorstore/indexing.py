"""Keeping the legs (derived indexes) at the catalog's revision: in batches while files come in, and by catching up.

The catalog is always written first, so a leg is only ever behind; what it misses is in the catalog's revisions.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from types import TracebackType

from vectorstore import catalog, queries
from vectorstore.legs import Leg, Movable, Writer
from vectorstore.types import Passage, StoreError

# Passages handed to the legs at once: few, so that the legs have work soon and little is left when the last file is
# read; but an eighth of what the library holds, because Chroma writes the ids of all of it anew with each call.
LEAST, BATCH = 512, 4096
COMMIT_EVERY = 65_536  # passages between two commits: what a crash makes a leg do again

Reads = Callable[[], AbstractContextManager[sqlite3.Connection]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest or a catch-up is. `stage` is read, index or done; bytes are those of the files."""

    stage: str
    file: str = ""
    files_done: int = 0
    files_total: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    characters: int = 0
    passages_done: int = 0
    passages_total: int = 0
    seconds: float = 0.0


class Pump:
    """Hands changes to the legs, each in its own thread, while the next files are read. Use it as a context manager."""

    def __init__(self, legs: Sequence[Leg], held: int = 0, apart: bool = False) -> None:
        """`held`: how many passages the library holds already. `apart`: there is enough to write that processes of
        their own pay, for the legs that can use one."""
        self.apart = {leg.name: leg.apart() for leg in legs if apart and isinstance(leg, Movable)}
        self._legs: list[Writer] = [self.apart.get(leg.name) or leg for leg in legs]
        self._pool = ThreadPoolExecutor(max(len(legs), 1), thread_name_prefix="leg")
        self._running: list[tuple[Writer, Future[None]]] = []
        self._add: dict[str, Passage] = {}
        self._remove: list[str] = []
        self._since_commit = 0
        self._held = held

    def __enter__(self) -> Pump:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=kind is not None)
        for writer in filter(None, self.apart.values()):
            writer.close()

    def push(self, changes: Iterable[catalog.Change], revision: int) -> None:
        """Take changes, all that the catalog has committed up to `revision`; the legs get them with full batches."""
        for change in changes:
            for gone in change.removed:
                self._add.pop(gone, None)
            self._remove += change.removed
            self._add.update((passage.id, passage) for passage in change.added)
            while len(self._add) >= self._batch or len(self._remove) >= self._batch:
                self._send()
        if self._since_commit >= COMMIT_EVERY:
            self.commit(revision)

    def commit(self, revision: int) -> None:
        """Everything pushed becomes durable and searchable in every leg, as `revision`."""
        while self._add or self._remove:
            self._send()
        self._start(lambda leg: leg.commit(revision))
        self._wait()
        self._since_commit = 0

    @property
    def _batch(self) -> int:
        return min(max(LEAST, self._held // 8), BATCH)

    def _send(self) -> None:
        add = [self._add.pop(key) for key in list(islice(self._add, self._batch))]
        self._held += len(add)
        remove, self._remove = self._remove, []
        self._since_commit += len(add) + len(remove)
        self._start(lambda leg: leg.apply(add, remove))

    def _start(self, work: Callable[[Writer], None]) -> None:
        self._wait()
        self._running = [(leg, self._pool.submit(work, leg)) for leg in self._legs]

    def _wait(self) -> None:
        running, self._running = self._running, []
        for leg, future in running:
            try:
                future.result()
            except StoreError:
                raise
            except Exception as error:  # whatever a library raises, the catalog is whole and the leg can be rebuilt
                raise _broken(leg, error) from error


def catch_up(legs: Sequence[Leg], reads: Reads, told: Callable[[Progress], None] | None = None) -> None:
    """Bring every leg to the catalog's revision. The caller holds the writer lock. Raises StoreError."""
    with reads() as db:
        target = queries.revision(db)
    behind = [leg for leg in legs if leg.revision() != target]
    with ThreadPoolExecutor(max(len(behind), 1), thread_name_prefix="leg") as pool:
        jobs = [(leg, pool.submit(_catch_up_one, leg, target, reads, told)) for leg in behind]
        for leg, job in jobs:
            try:
                job.result()
            except (StoreError, sqlite3.Error):
                raise
            except Exception as error:
                raise _broken(leg, error) from error


def _catch_up_one(leg: Leg, target: int, reads: Reads, told: Callable[[Progress], None] | None) -> None:
    with reads() as db:
        horizon = int(queries.meta(db, "horizon") or 0)
        expected = queries.counts(db)["passages"]
    start = leg.revision()
    # unreadable, from another catalog, or older than the tombstones that are left: begin anew
    if start > target or start < horizon or (start == 0 and leg.count() > 0):
        leg.reset()
        start = 0
    _apply_from(leg, start, target, reads, told)
    if leg.count() != expected and start > 0:
        leg.reset()
        _apply_from(leg, 0, target, reads, told)
    if (held := leg.count()) != expected:
        raise StoreError(f"{leg.name} 索引重建后有 {held} 个片段，应有 {expected} 个。请运行 yanju doctor --rebuild")


def _apply_from(leg: Leg, start: int, target: int, reads: Reads, told: Callable[[Progress], None] | None) -> None:
    done = committed = 0
    for total, add, remove, whole in _changes(start, target, reads):
        leg.apply(add, remove)
        done += len(add)
        if done - committed >= COMMIT_EVERY and whole > start:  # what a crash does not make it do again
            leg.commit(whole)
            committed = done
        if told is not None:
            told(Progress("index", leg.name, passages_done=done, passages_total=total))
    leg.commit(target)


def _changes(start: int, target: int, reads: Reads) -> Iterator[tuple[int, list[Passage], list[str], int]]:
    """(passages to come in all, to add, to remove, the revision that is whole with this batch) in batches."""
    with reads() as db:
        if start and (gone := queries.tombstones_after(db, start, target)):
            yield 0, [], gone, start
        total = queries.count_after(db, start)
        at = (start, 1 << 62)
        while batch := queries.passages_after(db, at, target, BATCH):
            yield total, [passage for _, _, passage in batch], [], batch[-1][0] - 1
            at = (batch[-1][0], batch[-1][1])


def _broken(leg: Writer, error: Exception) -> StoreError:
    return StoreError(
        f"{leg.name} 索引写入失败（{type(error).__name__}：{error}）。已入库的讲话都在，没有丢失；"
        "排除原因后重新运行同一命令即可，或运行 yanju doctor --rebuild 重建索引"
    )
