"""Writing to the catalog, the truth: one transaction a file, so a file is wholly in or wholly out.

Transactions of several files may be made durable together, by one fsync: see `together`.

Every transaction raises the revision by one. Passages carry the revision that put them in, tombstones the one that took
them out: that is all a leg needs to catch up.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from vectorstore import queries
from vectorstore.rows import Rows
from vectorstore.types import Passage, UnreadableFile

READING = 5  # raise it when reading or cutting changes: every file is then read again at its next ingest

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


def put_file(db: sqlite3.Connection, facts: FileFacts, read: Rows, passages: Sequence[Passage]) -> Change:
    """Put a file in, or in the place of what it was. Raises UnreadableFile when its source would not come back."""
    with transaction(db) as revision:
        here = (facts.row,)  # NULL for a new file, and equal to nothing
        before = {row for (row,) in db.execute("SELECT speech FROM locations WHERE file = ?", here)}
        db.execute("DELETE FROM locations WHERE file = ?", here)
        db.execute("DELETE FROM removed WHERE file = ?", here)
        facts_row = (facts.row, facts.path, facts.root, facts.name, facts.sort, facts.sha256, facts.stamp, READING)
        row = db.execute(_PUT_FILE, (*facts_row, *read.file)).lastrowid
        file = facts.row if facts.row is not None else row
        rows, added, removed = _put_speeches(db, read, passages, revision)
        db.executemany(
            _PUT_LOCATION,
            [(file, number, rows[key], *known) for number, key, known in read.places],
        )
        db.executemany("INSERT INTO removed VALUES (?, ?, ?, ?, ?, ?)", [(file, *piece) for piece in read.removed])
        removed += _drop_orphans(db, before - set(rows.values()), revision)
        _refuse_clash(db, read)
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


def _put_speeches(
    db: sqlite3.Connection, read: Rows, passages: Sequence[Passage], revision: int
) -> tuple[dict[str, int], tuple[Passage, ...], tuple[str, ...]]:
    """Rows by speech key, the passages put in, and the ids of those that a new reading of a known speech took out."""
    known = {
        key: (row, reading)
        for row, key, reading in db.execute(
            "SELECT id, key, reading FROM speeches WHERE key IN (SELECT value FROM json_each(?))",
            (json.dumps(list(read.speeches)),),
        )
    }
    fresh = [key for key in read.speeches if known.get(key, (0, 0))[1] != READING]
    stale = [known[key][0] for key in fresh if key in known]
    db.executemany("DELETE FROM speech_paragraphs WHERE speech = ?", [(row,) for row in stale])
    db.executemany(
        "INSERT INTO speeches (key, title, reading) VALUES (?, ?, ?)"
        " ON CONFLICT (key) DO UPDATE SET reading = excluded.reading",
        [(key, read.speeches[key], READING) for key in fresh],
    )
    rows = {key: row for key, (row, _) in known.items()}
    chosen = json.dumps([key for key in fresh if key not in known])
    rows.update(
        db.execute("SELECT key, id FROM speeches WHERE key IN (SELECT value FROM json_each(?))", (chosen,)).fetchall()
    )
    _put_paragraphs(db, fresh, read, rows)
    added, removed = _put_passages(db, fresh, passages, rows, stale, revision)
    return rows, added, removed


def _put_paragraphs(db: sqlite3.Connection, speeches: Sequence[str], read: Rows, rows: dict[str, int]) -> None:
    inside = [(rows[speech], *place) for speech in speeches for place in read.inside[speech]]
    texts = {key: read.texts[key] for *_, key in inside}
    db.executemany(_PUT_PARAGRAPH, ((key, text, masks) for key, (text, masks) in texts.items()))
    db.executemany("INSERT INTO speech_paragraphs SELECT ?, ?, id, ?, ? FROM paragraphs WHERE key = ?", inside)


def _refuse_clash(db: sqlite3.Connection, read: Rows) -> None:
    """What stands in the catalog under the keys of a file has to be its text: else its source would not come back."""
    for sql, texts in (
        ("SELECT key, text FROM paragraphs", {key: text for key, (text, _) in read.texts.items()}),
        ("SELECT key, title FROM speeches", read.speeches),
    ):
        here = " WHERE key IN (SELECT value FROM json_each(?))"
        if dict(db.execute(sql + here, (json.dumps(list(texts)),))) != texts:
            raise UnreadableFile("存入后核对原文不一致，已撤回（程序错误，请报告）")


def _put_passages(
    db: sqlite3.Connection,
    speeches: Sequence[str],
    passages: Sequence[Passage],
    rows: dict[str, int],
    stale: Sequence[int],
    revision: int,
) -> tuple[tuple[Passage, ...], tuple[str, ...]]:
    by_speech: dict[str, dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        by_speech[passage.speech_id][passage.id] = passage
    added = {key: p for speech in speeches for key, p in by_speech[speech].items()}
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
