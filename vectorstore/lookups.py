"""What a search looks up in the catalog: whose passages these are, what stands beside them, what a question names."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from vectorstore.types import Passage

_BESIDE = 4  # paragraphs before and after a passage within which its neighbours are looked for


@dataclass(frozen=True, slots=True)
class Title:
    """A speech by its title and one of its places."""

    speech_id: str
    title: str
    file: str
    number: int


def speeches_of(db: sqlite3.Connection, passage_ids: Sequence[str]) -> dict[str, str]:
    """Passage id to speech id; unknown ids are left out."""
    rows = db.execute(
        "SELECT p.key, s.key FROM passages p JOIN speeches s ON s.id = p.speech"
        " WHERE p.key IN (SELECT value FROM json_each(?))",
        (json.dumps(list(passage_ids)),),
    )
    return dict(rows.fetchall())


def around(db: sqlite3.Connection, passage_ids: Sequence[str]) -> dict[str, list[Passage]]:
    """For each passage, those of its speech that stand near it, itself among them, in the order of the speech.

    Only the passage itself has its `search_text`; that of the others is empty.
    """
    rows = db.execute(
        "SELECT h.key, n.key, s.key, n.first, n.last, n.text, CASE n.id WHEN h.id THEN n.search_text ELSE '' END"
        " FROM passages h"
        " JOIN passages n ON n.speech = h.speech AND n.first <= h.last + ? AND n.last >= h.first - ?"
        " JOIN speeches s ON s.id = n.speech WHERE h.key IN (SELECT value FROM json_each(?))"
        " ORDER BY n.first, n.last, n.id",  # the parts of one long paragraph are put in in their order
        (_BESIDE, _BESIDE, json.dumps(list(passage_ids))),
    )
    found: dict[str, list[Passage]] = {}
    for key, *passage in rows:
        found.setdefault(key, []).append(Passage(*passage))
    return found


def titled(db: sqlite3.Connection, words: str) -> list[Title]:
    """The speeches whose title holds the words, in file order; … stands for any words."""
    pieces = [piece.strip() for piece in words.split("…") if piece.strip()] or [words]
    held = " AND ".join("instr(s.title, ?) > 0" for _ in pieces)
    rows = db.execute(
        "SELECT s.key, s.title, f.name, l.number FROM speeches s JOIN locations l ON l.speech = s.id"  # noqa: S608
        f" JOIN files f ON f.id = l.file WHERE {held} ORDER BY f.sort, f.name, l.number",
        pieces,
    )
    return [Title(*row) for row in rows]


def numbered(db: sqlite3.Connection, number: int, file: str | None = None) -> list[Title]:
    """The speeches that stand at a number in their file, of one file or of all."""
    chosen, values = (" AND f.name = ?", [file]) if file is not None else ("", [])
    rows = db.execute(
        "SELECT s.key, s.title, f.name, l.number FROM locations l JOIN speeches s ON s.id = l.speech"  # noqa: S608
        f" JOIN files f ON f.id = l.file WHERE l.number = ?{chosen} ORDER BY f.sort, f.name",
        (number, *values),
    )
    return [Title(*row) for row in rows]


def file_names(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """(name, title) of every file, in file order."""
    return [(name, title) for name, title in db.execute("SELECT name, title FROM files ORDER BY sort, name")]


def speech_count(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT count(*) FROM speeches").fetchone()[0])
