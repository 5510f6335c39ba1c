"""What became of a file: counts, what was taken out by which rule, and what its reader should look at."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore import queries
from vectorstore.types import FileRow, RemovedPiece


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many pieces, and characters, a rule took out of a file."""

    rule: str
    pieces: int
    characters: int


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file of the library. `removed` are the rules that took something out, the most pieces first.

    `declared_count` is how many speeches the file says it holds, None when it says nothing.
    """

    file: str
    title: str
    encoding: str
    declared_count: int | None
    speeches: int
    paragraphs: int
    removed: tuple[RuleCount, ...]
    masks: int
    warnings: tuple[str, ...]


def report(db: sqlite3.Connection, file: str) -> FileReport:
    """The report of one file, by its name. Raises StoreError, naming candidates, when there is none."""
    name = queries.file_named(db, file)
    return next(_report(db, row) for row in queries.files(db, name))


def reports(db: sqlite3.Connection, places: Sequence[bytes]) -> list[FileReport]:
    """The reports of the files at or below these real paths, in natural order of their names."""
    inside = tuple(place.rstrip(os.sep.encode()) + os.sep.encode() for place in places)
    return [
        _report(db, row)
        for row in queries.files(db)
        if (path := os.fsencode(row.path)) in places or path.startswith(inside)
    ]


def removed_pieces(db: sqlite3.Connection, file: str) -> list[RemovedPiece]:
    """The removal log of a file, in source order."""
    rows = db.execute(
        "SELECT r.number, r.rule, r.text, r.start, r.end FROM files f JOIN removed r ON r.file = f.id"
        " WHERE f.name = ? ORDER BY r.number",
        (queries.file_named(db, file),),
    )
    return [RemovedPiece(*row) for row in rows]


def _report(db: sqlite3.Connection, row: FileRow) -> FileReport:
    return FileReport(
        row.file,
        row.title,
        row.encoding,
        row.declared_count,
        row.speeches,
        row.paragraphs,
        _by_rule(db, row.file),
        row.masks,
        row.warnings,
    )


def _by_rule(db: sqlite3.Connection, file: str) -> tuple[RuleCount, ...]:
    rows = db.execute(
        "SELECT r.rule, count(*), sum(length(r.text)) FROM files f JOIN removed r ON r.file = f.id"
        " WHERE f.name = ? GROUP BY r.rule ORDER BY 2 DESC, 1",
        (file,),
    )
    return tuple(RuleCount(*row) for row in rows)
