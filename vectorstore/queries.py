"""Reading the catalog: plain functions from a connection to the nouns. Several queries of one call see one snapshot."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import cast

from vectorstore import layout
from vectorstore.types import (
    Certainty,
    Field,
    FileRow,
    Head,
    Mask,
    Paragraph,
    ParagraphKind,
    Passage,
    Speech,
    SpeechRow,
    StoreError,
)

# S608 is silenced where two constants are joined: no value of a user is ever part of the SQL text.
_METADATA = (
    "l.role, l.role_known, l.occasion, l.occasion_known, l.date, l.date_known, l.place, l.place_known,"
    " l.speaker, l.speaker_known, l.title_known"
)
_SPEECHES = (
    "SELECT f.name, l.number, s.key, s.title, " + _METADATA + ", sp.number, sp.kind, sp.level, p.key, p.text, p.masks"  # noqa: S608
    " FROM files f JOIN locations l ON l.file = f.id JOIN speeches s ON s.id = l.speech"
    " LEFT JOIN speech_paragraphs sp ON sp.speech = s.id LEFT JOIN paragraphs p ON p.id = sp.paragraph"
)
_PASSAGE = (
    "SELECT p.key, s.key, p.first, p.last, p.text, p.search_text FROM passages p JOIN speeches s ON s.id = p.speech"
)
_COUNTS = """SELECT (SELECT count(*) FROM files), (SELECT count(*) FROM speeches),
    (SELECT count(*) FROM speech_paragraphs), (SELECT count(*) FROM passages)"""


def revision(db: sqlite3.Connection) -> int:
    """How many transactions have changed the library."""
    return int(meta(db, "revision") or 0)


def meta(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def counts(db: sqlite3.Connection) -> dict[str, int]:
    """files, speeches, paragraphs, passages: distinct ones, so a speech in three files counts once."""
    return dict(zip(("files", "speeches", "paragraphs", "passages"), db.execute(_COUNTS).fetchone(), strict=True))


def files(db: sqlite3.Connection, file: str | None = None) -> list[FileRow]:
    """The files in natural order of their names, or the one of that exact name."""
    chosen, values = (" WHERE name = ?", [file]) if file is not None else ("", [])
    rows = db.execute(
        "SELECT name, path, encoding, title, declared_count, speeches, paragraphs, removed, masks, warnings"  # noqa: S608
        f" FROM files{chosen} ORDER BY sort, name",
        values,
    )
    return [
        FileRow(r[0], Path(os.fsdecode(r[1])), r[2], r[3], r[4], r[5], r[6], r[7], r[8], tuple(json.loads(r[9])))
        for r in rows
    ]


def speeches(db: sqlite3.Connection, file: str | None = None) -> Iterator[SpeechRow]:
    """Speeches in file order and speech number; read as they are taken."""
    chosen, values = (" WHERE f.name = ?", [file]) if file is not None else ("", [])
    yield from _speech_rows(db.execute(_SPEECHES + chosen + " ORDER BY f.sort, f.name, l.number, sp.number", values))


def speech(db: sqlite3.Connection, speech_id: str) -> Speech | None:
    """A speech, with the metadata of the first file that holds it."""
    first = db.execute(
        "SELECT f.id, l.number FROM speeches s JOIN locations l ON l.speech = s.id JOIN files f ON f.id = l.file"
        " WHERE s.key = ? ORDER BY f.sort, f.name, l.number LIMIT 1",
        (speech_id,),
    ).fetchone()
    if first is None:
        return None
    rows = db.execute(_SPEECHES + " WHERE f.id = ? AND l.number = ? ORDER BY sp.number", first)
    return next(row.speech for row in _speech_rows(rows))


def places(db: sqlite3.Connection, speech_id: str) -> tuple[tuple[str, int], ...]:
    """(file, speech number) of each place where the speech stands, in file order."""
    rows = db.execute(
        "SELECT f.name, l.number FROM speeches s JOIN locations l ON l.speech = s.id JOIN files f ON f.id = l.file"
        " WHERE s.key = ? ORDER BY f.sort, f.name, l.number",
        (speech_id,),
    )
    return tuple((name, number) for name, number in rows)


def speeches_with(db: sqlite3.Connection, paragraph_id: str) -> tuple[str, ...]:
    """The ids of the speeches that hold a paragraph, in file order."""
    rows = db.execute(
        "SELECT s.key FROM paragraphs p JOIN speech_paragraphs sp ON sp.paragraph = p.id"
        " JOIN speeches s ON s.id = sp.speech JOIN locations l ON l.speech = s.id JOIN files f ON f.id = l.file"
        " WHERE p.key = ? ORDER BY f.sort, f.name, l.number",
        (paragraph_id,),
    )
    return tuple(dict.fromkeys(key for (key,) in rows))


def heads(db: sqlite3.Connection, speech_ids: Sequence[str]) -> dict[str, Head]:
    """Title, role and places of speeches, without their text; unknown ids are left out."""
    rows = db.execute(
        "SELECT s.key, s.title, l.role, f.name, l.number, l.pages FROM speeches s JOIN locations l ON l.speech = s.id"
        " JOIN files f ON f.id = l.file WHERE s.key IN (SELECT value FROM json_each(?))"
        " ORDER BY f.sort, f.name, l.number",
        (json.dumps(list(speech_ids)),),
    )
    found: dict[str, Head] = {}
    for key, title, role, file, number, pages in rows:
        known = found.get(key, Head(title, role, ()))  # the role is that of the first place, as in `speech`
        on = tuple(json.loads(pages)) if pages else ()
        found[key] = replace(known, places=(*known.places, (file, number)), pages=(*known.pages, on))
    return found


def removed(db: sqlite3.Connection, file: str) -> list[tuple[str, str]]:
    """The removal log of a file: (rule, text) in source order."""
    rows = db.execute("SELECT rule, text FROM removed WHERE file = ? ORDER BY number", (file_id(db, file),))
    return [(rule, text) for rule, text in rows]


def source(db: sqlite3.Connection, file: int | str) -> str:
    """The decoded source of a file (its row, or its name), rebuilt from the catalog alone."""
    row = file if isinstance(file, int) else file_id(db, file)
    packed = db.execute("SELECT layout FROM files WHERE id = ?", (row,)).fetchone()[0]
    texts: dict[tuple[int, int], str] = {}
    for number, speech_row, title in db.execute(
        "SELECT l.number, s.id, s.title FROM locations l JOIN speeches s ON s.id = l.speech WHERE l.file = ?", (row,)
    ).fetchall():
        texts[number, 0] = title
        for paragraph, text in db.execute(
            "SELECT sp.number, p.text FROM speech_paragraphs sp JOIN paragraphs p ON p.id = sp.paragraph"
            " WHERE sp.speech = ?",
            (speech_row,),
        ):
            texts[number, paragraph] = text
    gone = db.execute("SELECT text FROM removed WHERE file = ? ORDER BY number", (row,))
    return layout.unpack(packed, texts, [text for (text,) in gone])


def passages(db: sqlite3.Connection, ids: Sequence[str]) -> dict[str, Passage]:
    """Passages by id; an id that is not there is left out."""
    rows = db.execute(_PASSAGE + " WHERE p.key IN (SELECT value FROM json_each(?))", (json.dumps(list(ids)),))  # noqa: S608
    return {row[0]: Passage(*row) for row in rows}


def sample_passage(db: sqlite3.Connection) -> Passage | None:
    """Some passage of the library, the same one each time; None when it is empty."""
    row = db.execute(_PASSAGE + " WHERE p.id = (SELECT min(id) FROM passages)").fetchone()  # noqa: S608
    return None if row is None else Passage(*row)


def passages_after(
    db: sqlite3.Connection, after: tuple[int, int], upto: int, size: int
) -> list[tuple[int, int, Passage]]:
    """The next `size` (revision, row, passage) after a (revision, row), no later than revision `upto`."""
    rows = db.execute(
        "SELECT p.revision, p.id, p.key, s.key, p.first, p.last, p.text, p.search_text FROM passages p"
        " JOIN speeches s ON s.id = p.speech WHERE (p.revision, p.id) > (?, ?) AND p.revision <= ?"
        " ORDER BY p.revision, p.id LIMIT ?",
        (*after, upto, size),
    )
    return [(at, row, Passage(*rest)) for at, row, *rest in rows]


def count_after(db: sqlite3.Connection, after: int) -> int:
    """How many passages came in after a revision."""
    return int(db.execute("SELECT count(*) FROM passages WHERE revision > ?", (after,)).fetchone()[0])


def tombstones_after(db: sqlite3.Connection, after: int, upto: int) -> list[str]:
    """Ids of passages taken out after a revision."""
    rows = db.execute("SELECT key FROM tombstones WHERE revision > ? AND revision <= ?", (after, upto))
    return [key for (key,) in rows]


def roles(db: sqlite3.Connection) -> list[str]:
    """The speaker roles of the library, the most frequent first."""
    rows = db.execute("SELECT role FROM locations WHERE role IS NOT NULL GROUP BY role ORDER BY count(*) DESC, role")
    return [role for (role,) in rows]


def file_named(db: sqlite3.Connection, asked: str) -> str:
    """The file of that exact name, else the only one whose name contains it. Raises StoreError, naming candidates."""
    if db.execute("SELECT EXISTS (SELECT 1 FROM files WHERE name = ?)", (asked,)).fetchone()[0]:
        return asked
    found = db.execute(
        "SELECT name FROM files WHERE instr(name, ?) > 0 ORDER BY sort, name LIMIT 6", (asked,)
    ).fetchall()
    if asked and len(found) == 1:
        return str(found[0][0])
    if asked and found:
        names = "、".join(name for (name,) in found[:5]) + ("等" if len(found) > 5 else "")
        raise StoreError(f"库里有多个文件的名字含“{asked}”：{names}。请写得更完整")
    some = "、".join(row[0] for row in db.execute("SELECT name FROM files ORDER BY sort, name LIMIT 5"))
    raise StoreError(f"库里没有名为“{asked}”的文件" + (f"。库里有：{some} 等" if some else "：库是空的"))


def file_id(db: sqlite3.Connection, name: str) -> int:
    """The row of the file that `file_named` finds."""
    row = db.execute("SELECT id FROM files WHERE name = ?", (file_named(db, name),)).fetchone()
    return int(row[0])


def _speech_rows(rows: sqlite3.Cursor) -> Iterator[SpeechRow]:
    for (file, number), group in groupby(rows, key=lambda row: (row[0], row[1])):
        lines = list(group)
        head = lines[0]
        paragraphs = tuple(_paragraph(*line[16:]) for line in lines if line[15] is not None)
        role, occasion, date, place, speaker = (Field(head[i], cast(Certainty, head[i + 1])) for i in (4, 6, 8, 10, 12))
        title_known = cast(Certainty, head[14])
        found = Speech(head[2], head[3], paragraphs, role, occasion, date, place, speaker, title_known)
        yield SpeechRow(file, number, found)


def _paragraph(kind: ParagraphKind, level: int, key: str, text: str, masks: str) -> Paragraph:
    spans = tuple(Mask(start, end, text[start:end]) for start, end in json.loads(masks)) if masks else ()
    return Paragraph(key, text, spans, kind, level)
