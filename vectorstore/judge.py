"""Which files an ingest has to read: those whose content the catalog does not have under their path.

A file is known by its real path and the SHA-256 of its bytes. It is hashed again unless size, mtime and ctime are those
noted when it was last hashed, and both times were then more than two seconds old: an edit always moves the ctime, which
no ordinary program can set back, and the two seconds cover file systems with coarse clocks.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from hashlib import sha256 as new_sha256
from pathlib import Path
from time import time_ns

from vectorstore import catalog
from vectorstore.archive import unpacked
from vectorstore.refusals import refusal
from vectorstore.sidecar import sidecar_of
from vectorstore.types import Failure, UnreadableFile
from vectorstore.walk import Found

_SETTLED_NS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read. `moved`: the catalog has this content under a path that is gone."""

    found: Found
    sha256: bytes
    stamp: str
    row: int | None
    moved: bool


@dataclass(slots=True)
class Judged:
    """The files to read, how many need no work, why others cannot be looked at, (stamp, row) to note in the catalog."""

    jobs: list[Job] = field(default_factory=list)
    unchanged: int = 0
    failed: list[Failure] = field(default_factory=list)
    stamps: list[tuple[str, int]] = field(default_factory=list)


def judge(db: sqlite3.Connection, files: Sequence[Found], told: Callable[[int], None]) -> Judged:
    """Look at every file; `told` is given the number of each."""
    judged, claimed = Judged(), set[int]()
    for number, found in enumerate(files):
        told(number)
        known = db.execute("SELECT id, sha256, stamp, reading FROM files WHERE path = ?", (found.real,)).fetchone()
        current = known is not None and known[3] == catalog.READING
        try:
            stamp = stamp_of(found.path)
            if current and stamp == known[2] and not stamp.endswith("?"):
                judged.unchanged += 1
                continue
            sha256 = _hash(found)
        except UnreadableFile as error:
            judged.failed.append(Failure(found.name, str(error)))
            continue
        except OSError as error:
            judged.failed.append(Failure(found.name, f"不能读取：{refusal(error)}"))
            continue
        if current and sha256 == known[1]:
            judged.unchanged += 1
            judged.stamps.append((stamp, known[0]))
            continue
        row = known[0] if known is not None else _moved_from(db, sha256, claimed)
        if row is not None:
            claimed.add(row)
        judged.jobs.append(Job(found, sha256, stamp, row, known is None and row is not None))
    return judged


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


def absent(db: sqlite3.Connection, folders: Sequence[bytes], keep: set[bytes]) -> list[int]:
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


def stamp_of(path: Path) -> str:
    """Size and times, of its sidecar too; ends with ? when they are too fresh to be trusted at the next ingest."""
    beside = sidecar_of(path)
    states = [path.stat()] if beside is None else [path.stat(), beside.stat()]
    fresh = any(time_ns() - max(s.st_mtime_ns, s.st_ctime_ns) < _SETTLED_NS for s in states)
    return " ".join(f"{s.st_size} {s.st_mtime_ns} {s.st_ctime_ns}" for s in states) + ("?" if fresh else "")
