"""Writing to the catalog, the truth: one transaction a file, so a file is wholly in or wholly out.

Transactions of several files may be made durable together, by one fsync: see `together`.

Every transaction raises the revision by one. Passages carry the revision that put them in, tombstones the one that took
them out: that is all a leg needs to catch up.
"""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from vectorstore import layout, queries
from vectorstore.types import Document, Field, Passage, Speech, UnreadableFile

READING = 4  # raise it when reading or cutting changes: every file is then read again at its next ingest

_PUT_PARAGRAPH = """INSERT INTO paragraphs (key, text, masks) VALUES (?, ?, ?)
    ON CONFLICT (key) DO UPDATE SET masks = excluded.masks WHERE masks <> excluded.masks"""
_PUT_PASSAGE = """INSERT INTO passages (key, speech, first, last, text, search_text, revision)
    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET first = excluded.first, last = excluded.last,
    text = excluded.text, search_text = excluded.search_text, revision = excluded.revision"""
_PUT_LOCATION = """INSERT INTO locations (file, number, speech, role, role_known, occasion, occasion_known, date,
    date_known, place, place_known, speaker, speaker_known, title_known, pages)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_PUT_FILE = """INSERT INTO files (id, path, root, name, sort, sha256, stamp, reading, encoding, title, declared_count,
    warnings, layout, speeches, paragraphs, removed, masks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET path = excluded.path, root = excluded.root, name = excluded.name,
    sort = excluded.sort, sha256 = excluded.sha256, stamp = excluded.stamp, reading = excluded.reading,
    encoding = excluded.encoding, title = excluded.title, declared_count = excluded.declared_count,
    warnings = excluded.warnings, layout = excluded.layout, speeches = excluded.speeches,
    paragraphs = excluded.paragraphs, removed = excluded.removed, masks = excluded.masks"""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What is known of a file beside its content; `row` when the catalog has it already."""

    path: bytes
    root: bytes | None
    name: str
    sort: str
    sha256: bytes
    stamp: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What a transaction did to the passages: the legs follow it."""

    added: tuple[Passage, ...] = ()
    removed: tuple[str, ...] = ()


@contextmanager
def together(db: sqlite3.Connection) -> Iterator[None]:
    """The transactions made within become durable when it ends, at the price of one; a failed one leaves the others."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[int]:
    """A write transaction under the next revision, which it yields; rolled back on any error."""
    inner = db.in_transaction
    db.execute("SAVEPOINT inner" if inner else "BEGIN IMMEDIATE")
    try:
        revision = queries.revision(db) + 1
        db.execute("UPDATE meta SET value = ? WHERE key = 'revision'", (str(revision),))
        yield revision
        db.execute("RELEASE inner" if inner else "COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK TO inner" if inner else "ROLLBACK")
        raise


def put_file(db: sqlite3.Connection, facts: FileFacts, document: Document, passages: Sequence[Passage]) -> Change:
    """Put a file in, or in the place of what it was. Raises UnreadableFile when its source would not come back."""
    packed = layout.pack(document)
    pages = _pages(document)
    with transaction(db) as revision:
        here = (facts.row,)  # NULL for a new file, and equal to nothing
        before = {row for (row,) in db.execute("SELECT speech FROM locations WHERE file = ?", here)}
        db.execute("DELETE FROM locations WHERE file = ?", here)
        db.execute("DELETE FROM removed WHERE file = ?", here)
        file = _put_file_row(db, facts, document, packed)
        rows, added, removed = _put_speeches(db, document.speeches, passages, revision)
        db.executemany(
            _PUT_LOCATION,
            [(file, n, rows[s.id], *_metadata(s), pages.get(n)) for n, s in enumerate(document.speeches, 1)],
        )
        pieces = [p for p in document.pieces if p.kind == "removed"]
        db.executemany(
            "INSERT INTO removed VALUES (?, ?, ?, ?, ?, ?)",
            [(file, n, p.rule, p.start, p.end, document.source[p.start : p.end]) for n, p in enumerate(pieces, 1)],
        )
        removed += _drop_orphans(db, before - set(rows.values()), revision)
        if queries.source(db, file) != document.source:
            raise UnreadableFile("存入后核对原文不一致，已撤回（程序错误，请报告）")
    return Change(added, removed)


def remove_files(db: sqlite3.Connection, rows: Sequence[int]) -> Change:
    """Take files out, with the speeches that stand in no other file."""
    with transaction(db) as revision:
        chosen = json.dumps(list(rows))
        speeches = {
            r[0]
            for r in db.execute(
                "SELECT speech FROM locations WHERE file IN (SELECT value FROM json_each(?))", (chosen,)
            )
        }
        db.execute("DELETE FROM files WHERE id IN (SELECT value FROM json_each(?))", (chosen,))
        return Change((), _drop_orphans(db, speeches, revision))


def set_stamps(db: sqlite3.Connection, stamps: Iterable[tuple[str, int]]) -> None:
    """Note (stamp, row) of files whose content was found unchanged."""
    if chosen := list(stamps):
        db.execute("BEGIN IMMEDIATE")
        db.executemany("UPDATE files SET stamp = ? WHERE id = ?", chosen)
        db.execute("COMMIT")


def forget_tombstones(db: sqlite3.Connection, revision: int) -> None:
    """Drop the tombstones that every leg has followed. A leg older than the horizon must be rebuilt instead."""
    if not db.execute("SELECT EXISTS (SELECT 1 FROM tombstones WHERE revision <= ?)", (revision,)).fetchone()[0]:
        return
    db.execute("BEGIN IMMEDIATE")
    db.execute("DELETE FROM tombstones WHERE revision <= ?", (revision,))
    db.execute("UPDATE meta SET value = ? WHERE key = 'horizon'", (str(revision),))
    db.execute("COMMIT")


def _put_file_row(db: sqlite3.Connection, facts: FileFacts, document: Document, packed: bytes) -> int:
    paragraphs = [p for speech in document.speeches for p in speech.paragraphs]
    counts = (
        len(document.speeches),
        len(paragraphs),
        sum(piece.kind == "removed" for piece in document.pieces),
        sum(len(p.masks) for p in paragraphs),
    )
    told = (
        document.encoding,
        document.title,
        document.declared_count,
        json.dumps(document.warnings, ensure_ascii=False),
    )
    known = (facts.row, facts.path, facts.root, facts.name, facts.sort, facts.sha256, facts.stamp, READING)
    row = db.execute(_PUT_FILE, (*known, *told, packed, *counts)).lastrowid
    file = facts.row if facts.row is not None else row
    if file is None:
        raise AssertionError("sqlite gives every inserted row an id")
    return file


def _put_speeches(
    db: sqlite3.Connection, speeches: Sequence[Speech], passages: Sequence[Passage], revision: int
) -> tuple[dict[str, int], tuple[Passage, ...], tuple[str, ...]]:
    """Rows by speech id, the passages put in, and the ids of passages that a new reading of a known speech took out."""
    distinct = {speech.id: speech for speech in speeches}
    known = {
        key: (row, reading)
        for row, key, reading in db.execute(
            "SELECT id, key, reading FROM speeches WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(distinct)),),
        )
    }
    fresh = [s for s in distinct.values() if known.get(s.id, (0, 0))[1] != READING]
    stale = [known[s.id][0] for s in fresh if s.id in known]
    db.executemany("DELETE FROM speech_paragraphs WHERE speech = ?", [(row,) for row in stale])
    db.executemany(
        "INSERT INTO speeches (key, title, reading) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET reading = excluded.reading",
        [(s.id, s.title, READING) for s in fresh],
    )
    rows = {key: row for key, (row, _) in known.items()}
    chosen = json.dumps([s.id for s in fresh if s.id not in known])
    rows.update(
        db.execute("SELECT key, id FROM speeches WHERE key IN (SELECT value FROM json_each(?))", (chosen,)).fetchall()
    )
    _put_paragraphs(db, fresh, rows)
    added, removed = _put_passages(db, fresh, passages, rows, stale, revision)
    return rows, added, removed


def _put_paragraphs(db: sqlite3.Connection, speeches: Sequence[Speech], rows: dict[str, int]) -> None:
    texts = {p.id: p for speech in speeches for p in speech.paragraphs}
    masks = ((p, json.dumps([[m.start, m.end] for m in p.masks]) if p.masks else "") for p in texts.values())
    db.executemany(_PUT_PARAGRAPH, ((p.id, p.text, spans) for p, spans in masks))
    db.executemany(
        "INSERT INTO speech_paragraphs SELECT ?, ?, id, ?, ? FROM paragraphs WHERE key = ?",
        ((rows[s.id], n, p.kind, p.level, p.id) for s in speeches for n, p in enumerate(s.paragraphs, 1)),
    )


def _put_passages(
    db: sqlite3.Connection,
    speeches: Sequence[Speech],
    passages: Sequence[Passage],
    rows: dict[str, int],
    stale: Sequence[int],
    revision: int,
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    by_speech: dict[str, dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        by_speech[passage.speech_id][passage.id] = passage
    added = {key: p for speech in speeches for key, p in by_speech[speech.id].items()}
    old = "SELECT key, search_text FROM passages WHERE speech IN (SELECT value FROM json_each(?))"
    before: dict[str, str] = dict(db.execute(old, (json.dumps(stale),)).fetchall()) if stale else {}
    gone = [key for key in before if key not in added]
    added = {key: p for key, p in added.items() if before.get(key) != p.search_text}
    _bury(db, gone, revision)
    db.executemany(
        _PUT_PASSAGE,
        ((p.id, rows[p.speech_id], p.first, p.last, p.text, p.search_text, revision) for p in added.values()),
    )
    db.execute("DELETE FROM tombstones WHERE key IN (SELECT value FROM json_each(?))", (json.dumps(list(added)),))
    return tuple(added.values()), tuple(gone)


def _drop_orphans(db: sqlite3.Connection, candidates: Iterable[int], revision: int) -> tuple[str, ...]:
    """Take out those of the speeches that no file holds any more, and what only they held. Returns passage ids."""
    here = "SELECT value FROM json_each(?) WHERE NOT EXISTS (SELECT 1 FROM locations WHERE speech = value)"
    orphans = [row[0] for row in db.execute(here, (json.dumps(list(candidates)),))]
    if not orphans:
        return ()
    chosen = json.dumps(orphans)
    gone = [
        row[0]
        for row in db.execute("SELECT key FROM passages WHERE speech IN (SELECT value FROM json_each(?))", (chosen,))
    ]
    _bury(db, gone, revision)
    texts = "SELECT DISTINCT paragraph FROM speech_paragraphs WHERE speech IN (SELECT value FROM json_each(?))"
    paragraphs = [row[0] for row in db.execute(texts, (chosen,))]
    db.execute("DELETE FROM speeches WHERE id IN (SELECT value FROM json_each(?))", (chosen,))
    db.execute(
        "DELETE FROM paragraphs WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM speech_paragraphs WHERE paragraph = paragraphs.id)",
        (json.dumps(paragraphs),),
    )
    return tuple(gone)


def _bury(db: sqlite3.Connection, keys: Sequence[str], revision: int) -> None:
    db.executemany("INSERT OR REPLACE INTO tombstones VALUES (?, ?)", ((key, revision) for key in keys))
    db.executemany("DELETE FROM passages WHERE key = ?", ((key,) for key in keys))


def _pages(document: Document) -> dict[int, str]:
    """By speech number, the JSON list of the pages (1-based) on which its paragraphs begin."""
    if not document.pages:
        return {}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for piece in document.pieces:
        if piece.kind == "paragraph":
            found[piece.speech].setdefault(piece.number, bisect_right(document.pages, piece.start))
    return {speech: json.dumps([on[n] for n in sorted(on)]) for speech, on in found.items()}


def _metadata(speech: Speech) -> Iterator[str | None]:
    fields: tuple[Field, ...] = (speech.speaker_role, speech.occasion, speech.date, speech.place, speech.speaker)
    for field in fields:
        yield from (field.value, field.certainty)
    yield speech.title_known
