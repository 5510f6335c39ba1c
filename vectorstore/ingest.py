"""From files and folders to the catalog and its legs: what is new is read, what changed is replaced, the rest is left.

Which files are new or changed, judge.py says. They are read in processes of their own, put into the catalog in groups,
and the legs follow in larger batches, so that reading, the catalog and the two indexes go on side by side.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path, PurePath
from time import perf_counter

from vectorstore import catalog, queries
from vectorstore.archive import as_file
from vectorstore.catalog import FileFacts
from vectorstore.indexing import Progress, Pump
from vectorstore.judge import Job, absent, judge, stamp_of
from vectorstore.legs import Leg
from vectorstore.parallel import in_processes
from vectorstore.refusals import unread
from vectorstore.rows import Rows, rows_of
from vectorstore.types import Document, Failure, IngestReport, Passage, Speech, UnreadableFile
from vectorstore.walk import Walk, candidates, natural

Told = Callable[[Progress], None]
_GROUP_BYTES = 500_000  # of files written to the catalog together, see Reader.together


@dataclass(frozen=True, slots=True)
class Reader:
    """How a file becomes a document, a speech its passages, and passages ready for the legs of an embedding.

    `spread_from` is how many bytes are worth other processes: starting one takes about a second. `together` is for how
    many seconds files are collected that go into the catalog with one fsync: what a kill costs at most.
    """

    read: Callable[[Path], Document]
    cut: Callable[[Speech], tuple[Passage, ...]]
    suffixes: frozenset[str]
    ready: Callable[[Sequence[Passage], str], list[Passage]] | None = None
    embedding: str = ""
    spread_from: int = 1_000_000
    together: float = 0.25


@dataclass(frozen=True, slots=True)
class _Read:
    rows: Rows
    passages: list[Passage]


@dataclass(slots=True)
class _Tally:
    """The report as it grows."""

    counts: Counter[str]
    failed: list[Failure]
    warnings: list[Failure]
    started: float
    told: Told

    def tell(self, progress: Progress) -> None:
        self.told(replace(progress, seconds=perf_counter() - self.started))


def ingest(
    db: sqlite3.Connection,
    legs: Sequence[Leg],
    reader: Reader,
    walked: Walk,
    prune: bool = False,
    told: Told | None = None,
) -> IngestReport:
    """Take the walked files in. The caller holds the writer lock, and the legs are at the catalog's revision.

    Files that cannot be read are in the report; raises StoreError or sqlite3.Error when the store itself fails.
    """
    tally = _Tally(Counter(), list(walked.failed), list(walked.warnings), perf_counter(), told or (lambda _: None))
    judged = judge(db, walked.files, lambda number: _tell_scan(tally, walked, number))
    tally.counts["unchanged"] = judged.unchanged
    tally.failed += judged.failed
    keep = {found.real for found in walked.files}
    held = queries.counts(db)["passages"]
    with Pump(legs, held, apart=_bytes(judged.jobs) >= reader.spread_from) as pump:
        _take_in(db, pump, reader, judged.jobs, tally)
        if prune and (rows := absent(db, walked.complete, keep)):
            pump.push([catalog.remove_files(db, rows)], queries.revision(db))
            tally.counts["removed"] += len(rows)
        catalog.set_stamps(db, judged.stamps)
        if tally.counts["added"] or tally.counts["changed"] or tally.counts["moved"] or tally.counts["removed"]:
            tally.tell(Progress("index"))
            pump.commit(queries.revision(db))
            catalog.forget_tombstones(db, queries.revision(db))
    return _report(db, tally)


def _tell_scan(tally: _Tally, walked: Walk, number: int) -> None:
    if number % 256 == 0:
        tally.tell(Progress("scan", walked.files[number].name, number, len(walked.files)))


def _take_in(db: sqlite3.Connection, pump: Pump, reader: Reader, jobs: Sequence[Job], tally: _Tally) -> None:
    total, done, characters, number = _bytes(jobs), 0, 0, 0
    for group in _groups(_prepared(reader, jobs), reader.together):
        changes: list[catalog.Change] = []
        with catalog.together(db):
            for job, read in group:
                change = read if isinstance(read, str) else _put(db, job, read)
                if isinstance(change, catalog.Change) and not isinstance(read, str):
                    changes.append(change)
                    characters += read.rows.characters
                    _count(tally, job, read.rows)
                else:
                    tally.failed.append(Failure(job.found.name, str(change)))
        pump.push(changes, queries.revision(db))
        number += len(group)
        done += sum(job.found.size for job, _ in group)
        last = group[-1][0].found.name
        tally.tell(Progress("read", last, number, len(jobs), done, total, characters))


def _bytes(jobs: Sequence[Job]) -> int:
    return sum(job.found.size for job in jobs)


def _groups(prepared: Iterable[tuple[Job, _Read | str]], seconds: float) -> Iterator[list[tuple[Job, _Read | str]]]:
    """What has been read, in portions that are written together: the wait for the disk is paid once for each."""
    group: list[tuple[Job, _Read | str]] = []
    until, size = 0.0, 0
    for job, read in prepared:
        group.append((job, read))
        size += job.found.size
        until = until or perf_counter() + seconds
        if perf_counter() >= until or size >= _GROUP_BYTES:
            yield group
            group, until, size = [], 0.0, 0
    if group:
        yield group


def _count(tally: _Tally, job: Job, rows: Rows) -> None:
    tally.counts["added" if job.row is None else "moved" if job.moved else "changed"] += 1
    tally.counts["removed_lines"] += len(rows.removed)
    tally.warnings += [Failure(job.found.name, warning) for warning in rows.warnings]


def _prepared(reader: Reader, jobs: Sequence[Job]) -> Iterator[tuple[Job, _Read | str]]:
    """Files read and cut in other processes while this one writes, where there is enough to read that it pays."""
    work: Callable[[Job], _Read | str] = partial(_read, reader)
    if _bytes(jobs) < reader.spread_from:
        yield from ((job, work(job)) for job in jobs)
    else:
        crashed: _Read | str = "读取时程序崩溃，请报告此文件"
        yield from in_processes(work, jobs, crashed, size=lambda job: job.found.size)


def _read(reader: Reader, job: Job) -> _Read | str:
    """A document with its passages, or the reason why there is none."""
    try:
        with as_file(job.found.path, job.found.member, PurePath(job.found.name).name) as path:
            document = reader.read(path)
        if stamp_of(job.found.path).rstrip("?") != job.stamp.rstrip("?"):
            return "读取时文件正被修改，请在改完后重新运行 yanju ingest"
        if not document.speeches:
            return "没有找到讲话正文"
        distinct = {speech.id: speech for speech in document.speeches}.values()
        passages = [passage for speech in distinct for passage in reader.cut(speech)]
        return _Read(rows_of(document), reader.ready(passages, reader.embedding) if reader.ready else passages)
    except Exception as error:  # a reader that breaks on one file must not take the others with it
        return unread(error, PurePath(job.found.name).name)


def _put(db: sqlite3.Connection, job: Job, read: _Read) -> catalog.Change | str:
    known = None if job.row is None else db.execute("SELECT name FROM files WHERE id = ?", (job.row,)).fetchone()[0]
    name = known if known is not None and not job.moved else _free_name(db, job)
    facts = FileFacts(job.found.real, job.found.root, name, natural(name), job.sha256, job.stamp, job.row)
    try:
        return catalog.put_file(db, facts, read.rows, read.passages)
    except UnreadableFile as error:
        return str(error)
    except UnicodeEncodeError:
        return "含有不成对的代理字符，不是有效的文字"


def _free_name(db: sqlite3.Connection, job: Job) -> str:
    for name in candidates(job.found):
        taken = db.execute("SELECT id FROM files WHERE name = ?", (name,)).fetchone()
        if taken is None or taken[0] == job.row:
            return name
    raise AssertionError("the candidates never end")


def _report(db: sqlite3.Connection, tally: _Tally) -> IngestReport:
    counts = tally.counts
    return IngestReport(
        **queries.counts(db),
        added=counts["added"],
        changed=counts["changed"],
        unchanged=counts["unchanged"] + counts["moved"],
        removed=counts["removed"],
        failed=tuple(tally.failed),
        removed_lines=counts["removed_lines"],
        seconds=perf_counter() - tally.started,
        warnings=tuple(tally.warnings),
        moved=counts["moved"],
    )
