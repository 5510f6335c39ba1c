"""From files and folders to the catalog and its legs: what is new is read, what changed is replaced, the rest is left.

A file is known by its real path and the SHA-256 of its bytes. It is hashed again unless size, mtime and ctime are those
noted when it was last hashed, and both times were then more than two seconds old: an edit always moves the ctime, which
no ordinary program can set back, and the two seconds cover file systems with coarse clocks.
"""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import file_digest
from hashlib import sha256 as new_sha256
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from time import perf_counter, time_ns

from vectorstore import catalog, queries
from vectorstore.archive import unpacked
from vectorstore.catalog import FileFacts
from vectorstore.indexing import Progress, Pump
from vectorstore.legs import Leg
from vectorstore.parallel import in_processes
from vectorstore.rows import Rows, rows_of
from vectorstore.sidecar import sidecar_of
from vectorstore.types import Document, Failure, IngestReport, Passage, Speech, UnreadableFile, YanjuError
from vectorstore.walk import Found, Walk, candidates, natural

Told = Callable[[Progress], None]
_SETTLED_NS = 2_000_000_000
_GROUP_SECONDS, _GROUP_BYTES = 0.25, 500_000  # of files written to the catalog together: what a kill costs at most


@dataclass(frozen=True, slots=True)
class Reader:
    """How a file becomes a document, a speech its passages, and passages ready for the legs of an embedding.

    `spread_from` is how many bytes are worth other processes: starting one takes about a second.
    """

    read: Callable[[Path], Document]
    cut: Callable[[Speech], tuple[Passage, ...]]
    suffixes: frozenset[str]
    ready: Callable[[Sequence[Passage], str], list[Passage]] | None = None
    embedding: str = ""
    spread_from: int = 1_000_000


@dataclass(frozen=True, slots=True)
class _Job:
    """A file to read. `moved`: the catalog has this content under a path that is gone."""

    found: Found
    sha256: bytes
    stamp: str
    row: int | None
    moved: bool


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
    stamps: list[tuple[str, int]]
    started: float


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
    tally = _Tally(Counter(), list(walked.failed), list(walked.warnings), [], perf_counter())
    jobs = list(_judge(db, walked.files, tally, told))
    keep = {found.real for found in walked.files}
    with Pump(legs, apart=_bytes(jobs) >= reader.spread_from) as pump:
        _take_in(db, pump, reader, jobs, tally, told)
        if prune and (rows := _absent(db, walked.complete, keep)):
            pump.push([catalog.remove_files(db, rows)], queries.revision(db))
            tally.counts["removed"] += len(rows)
        catalog.set_stamps(db, tally.stamps)
        if tally.counts["added"] or tally.counts["changed"] or tally.counts["moved"] or tally.counts["removed"]:
            if told is not None:
                told(Progress("index", seconds=perf_counter() - tally.started))
            pump.commit(queries.revision(db))
            catalog.forget_tombstones(db, queries.revision(db))
    return _report(db, tally)


def _judge(db: sqlite3.Connection, files: Sequence[Found], tally: _Tally, told: Told | None) -> Iterator[_Job]:
    """The files that have to be read; the others are counted as unchanged."""
    claimed: set[int] = set()
    for number, found in enumerate(files):
        if told is not None and number % 256 == 0:
            told(Progress("scan", found.name, number, len(files), seconds=perf_counter() - tally.started))
        known = db.execute("SELECT id, sha256, stamp, reading FROM files WHERE path = ?", (found.real,)).fetchone()
        current = known is not None and known[3] == catalog.READING
        try:
            stamp = _stamp(found.path)
            if current and stamp == known[2] and not stamp.endswith("?"):
                tally.counts["unchanged"] += 1
                continue
            sha256 = _hash(found)
        except UnreadableFile as error:
            tally.failed.append(Failure(found.name, str(error)))
            continue
        except OSError as error:
            tally.failed.append(Failure(found.name, f"不能读取：{error.strerror}"))
            continue
        if current and sha256 == known[1]:
            tally.counts["unchanged"] += 1
            tally.stamps.append((stamp, known[0]))
            continue
        row = known[0] if known is not None else _moved_from(db, sha256, claimed)
        if row is not None:
            claimed.add(row)
        yield _Job(found, sha256, stamp, row, known is None and row is not None)


def _take_in(
    db: sqlite3.Connection, pump: Pump, reader: Reader, jobs: Sequence[_Job], tally: _Tally, told: Told | None
) -> None:
    total, done, characters = _bytes(jobs), 0, 0
    number = 0
    for group in _groups(_prepared(reader, jobs)):
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
        if told is not None:
            seconds = perf_counter() - tally.started
            told(Progress("read", job.found.name, number, len(jobs), done, total, characters, seconds=seconds))


def _bytes(jobs: Sequence[_Job]) -> int:
    return sum(job.found.size for job in jobs)


def _groups(prepared: Iterable[tuple[_Job, _Read | str]]) -> Iterator[list[tuple[_Job, _Read | str]]]:
    """What has been read, in portions that are written together: the wait for the disk is paid once for each."""
    group: list[tuple[_Job, _Read | str]] = []
    until, size = 0.0, 0
    for job, read in prepared:
        group.append((job, read))
        size += job.found.size
        until = until or perf_counter() + _GROUP_SECONDS
        if perf_counter() >= until or size >= _GROUP_BYTES:
            yield group
            group, until, size = [], 0.0, 0
    if group:
        yield group


def _count(tally: _Tally, job: _Job, rows: Rows) -> None:
    tally.counts["added" if job.row is None else "moved" if job.moved else "changed"] += 1
    tally.counts["removed_lines"] += len(rows.removed)
    tally.warnings += [Failure(job.found.name, warning) for warning in rows.warnings]


def _prepared(reader: Reader, jobs: Sequence[_Job]) -> Iterator[tuple[_Job, _Read | str]]:
    """Files read and cut in other processes while this one writes, where there is enough to read that it pays."""
    work: Callable[[_Job], _Read | str] = partial(_read, reader)
    if _bytes(jobs) < reader.spread_from:
        yield from ((job, work(job)) for job in jobs)
    else:
        crashed: _Read | str = "读取时程序崩溃，请报告此文件"
        yield from in_processes(work, jobs, crashed, size=lambda job: job.found.size)


def _read(reader: Reader, job: _Job) -> _Read | str:
    """A document with its passages, or the reason why there is none."""
    try:
        document = _document(reader, job.found)
        if _stamp(job.found.path).rstrip("?") != job.stamp.rstrip("?"):
            return "读取时文件正被修改，请在改完后重新运行 yanju ingest"
        if not document.speeches:
            return "没有找到讲话正文"
        distinct = {speech.id: speech for speech in document.speeches}.values()
        passages = [passage for speech in distinct for passage in reader.cut(speech)]
        return _Read(rows_of(document), reader.ready(passages, reader.embedding) if reader.ready else passages)
    except YanjuError as error:
        return str(error).removeprefix(f"{PurePath(job.found.name).name}：")  # the report names the file already
    except OSError as error:
        return f"不能读取：{error.strerror or error}"
    except MemoryError:
        return "文件太大，内存不足"
    except Exception as error:  # a reader that breaks on one file must not take the others with it
        return f"读取时程序出错（{type(error).__name__}：{error}），请报告此文件"


def _document(reader: Reader, found: Found) -> Document:
    """A member of an archive is read as a file of its name in a folder of its own."""
    if not found.member:
        return reader.read(found.path)
    with TemporaryDirectory(prefix="yanju-") as folder:
        path = Path(folder, PurePath(found.name).name)
        path.write_bytes(unpacked(found.path, found.member))
        return reader.read(path)


def _put(db: sqlite3.Connection, job: _Job, read: _Read) -> catalog.Change | str:
    known = None if job.row is None else db.execute("SELECT name FROM files WHERE id = ?", (job.row,)).fetchone()[0]
    name = known if known is not None and not job.moved else _free_name(db, job)
    facts = FileFacts(job.found.real, job.found.root, name, natural(name), job.sha256, job.stamp, job.row)
    try:
        return catalog.put_file(db, facts, read.rows, read.passages)
    except UnreadableFile as error:
        return str(error)
    except UnicodeEncodeError:
        return "含有不成对的代理字符，不是有效的文字"


def _free_name(db: sqlite3.Connection, job: _Job) -> str:
    for name in candidates(job.found):
        taken = db.execute("SELECT id FROM files WHERE name = ?", (name,)).fetchone()
        if taken is None or taken[0] == job.row:
            return name
    raise AssertionError("the candidates never end")


def _moved_from(db: sqlite3.Connection, sha256: bytes, claimed: set[int]) -> int | None:
    rows = db.execute("SELECT id, path FROM files WHERE sha256 = ? ORDER BY sort, name", (sha256,))
    return next((row for row, path in rows if row not in claimed and _gone(path)), None)


def _gone(path: bytes) -> bool:
    """Whether nothing is there any more; a file inside an archive goes with the archive."""
    while not os.path.lexists(path):
        path = os.path.dirname(path)
        if os.path.isfile(path):
            return False  # an archive: whether the member is still in it, the next prune tells
        if os.path.isdir(path) or not path.strip(b"/"):
            return True
    return False


def _absent(db: sqlite3.Connection, folders: Sequence[bytes], keep: set[bytes]) -> list[int]:
    """Files that were found below the folders once and are not there any more."""
    inside = tuple(folder.rstrip(os.sep.encode()) + os.sep.encode() for folder in folders)
    rows = db.execute("SELECT id, path, root FROM files").fetchall()
    return [
        row
        for row, path, root in rows
        if path not in keep
        and (path.startswith(inside) or (root is not None and (root + os.sep.encode()).startswith(inside)))
    ]


def _hash(found: Found) -> bytes:
    if found.member:
        return new_sha256(unpacked(found.path, found.member)).digest()
    beside = sidecar_of(found.path)
    with found.path.open("rb") as file:
        digest = file_digest(file, "sha256").digest()
    return digest if beside is None else new_sha256(digest + beside.read_bytes()).digest()


def _stamp(path: Path) -> str:
    """Size and times, of its sidecar too; ends with ? when they are too fresh to be trusted at the next ingest."""
    beside = sidecar_of(path)
    states = [path.stat()] if beside is None else [path.stat(), beside.stat()]
    fresh = any(time_ns() - max(s.st_mtime_ns, s.st_ctime_ns) < _SETTLED_NS for s in states)
    return " ".join(f"{s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}" for s in states) + ("?" if fresh else "")


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
