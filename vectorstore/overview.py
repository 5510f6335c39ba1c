"""What a library holds at a glance, read without its text: speeches by year and role, and lists of them."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

_WHERE = (("file", "f.name = ?"), ("role", "l.role = ?"), ("year", "substr(l.date, 1, 4) = ?"))


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which speeches of a library: of a file, a role, a year; an empty text limits nothing."""

    file: str = ""
    role: str = ""
    year: str = ""


EVERYTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many speeches there are of a year and a role; an empty text where the source says none."""

    year: str
    role: str
    speeches: int


@dataclass(frozen=True, slots=True)
class Line:
    """A speech in a list."""

    file: str
    number: int
    speech_id: str
    title: str
    role: str | None
    date: str | None


def tallies(db: sqlite3.Connection, chosen: Chosen = EVERYTHING) -> list[Tally]:
    """The speeches by year and role; one that stands in several files counts once in each of its kinds."""
    where, values = _chosen(chosen)
    rows = db.execute(
        "SELECT coalesce(substr(l.date, 1, 4), ''), coalesce(l.role, ''), count(DISTINCT l.speech)"  # noqa: S608
        f" FROM locations l JOIN files f ON f.id = l.file{where} GROUP BY 1, 2 ORDER BY 1, 3 DESC, 2",
        values,
    )
    return [Tally(*row) for row in rows]


def lines(db: sqlite3.Connection, chosen: Chosen, limit: int, first: int = 0) -> list[Line]:
    """At most `limit` of the chosen speeches from the `first` on (0-based), in file order and speech number."""
    where, values = _chosen(chosen)
    rows = db.execute(
        "SELECT f.name, l.number, s.key, s.title, l.role, l.date FROM locations l JOIN files f ON f.id = l.file"  # noqa: S608
        f" JOIN speeches s ON s.id = l.speech{where} ORDER BY f.sort, f.name, l.number LIMIT ? OFFSET ?",
        (*values, limit, first),
    )
    return [Line(*row) for row in rows]


def sample(db: sqlite3.Connection, chosen: Chosen, speeches: int, characters: int) -> list[str]:
    """The beginnings of so many of the chosen speeches, spread evenly over the library: the same ones each time."""
    where, values = _chosen(chosen)
    found = db.execute(
        f"SELECT DISTINCT l.speech FROM locations l JOIN files f ON f.id = l.file{where} ORDER BY 1",  # noqa: S608
        values,
    ).fetchall()
    step = max(1, -(-len(found) // speeches))
    return [_beginning(db, speech, characters) for (speech,) in found[::step]]


def _beginning(db: sqlite3.Connection, speech: int, characters: int) -> str:
    texts: list[str] = []
    for (text,) in db.execute(
        "SELECT p.text FROM speech_paragraphs sp JOIN paragraphs p ON p.id = sp.paragraph WHERE sp.speech = ?"
        " ORDER BY sp.number",
        (speech,),
    ):
        texts.append(text)
        if sum(map(len, texts)) >= characters:
            break
    return "\n".join(texts)[:characters]


def _chosen(chosen: Chosen) -> tuple[str, list[str]]:
    limits = [(sql, value) for name, sql in _WHERE if (value := getattr(chosen, name))]
    return (" WHERE " + " AND ".join(sql for sql, _ in limits) if limits else ""), [value for _, value in limits]
