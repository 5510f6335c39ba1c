"""Conversations and feedback, kept in the catalog. What an exchange holds is its owner's JSON: nothing here reads it.

They are written without the writer lock, in transactions of one statement or three, so a conversation goes on beside an
ingest; the database makes one writer wait for the other. They change no revision: the legs know nothing of them.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from vectorstore import schema, tables

LISTED = 200  # conversations of a list
_WAIT = 20_000  # milliseconds that a write waits for the transaction of an ingest
_LIST = """SELECT t.key, t.name, t.changed, (SELECT count(*) FROM exchanges x WHERE x.talk = t.id) FROM talks t
    WHERE t.owner = ?2 AND (?1 = '' OR instr(lower(t.name), ?1) OR EXISTS (SELECT 1 FROM exchanges x
        WHERE x.talk = t.id AND (instr(lower(x.question), ?1) OR instr(lower(x.answer), ?1))))
    ORDER BY t.changed DESC, t.id DESC LIMIT ?3"""


@dataclass(frozen=True, slots=True)
class TalkRow:
    """A conversation as a list shows it; `changed` is the time of its last question, ISO 8601 in UTC."""

    key: str
    name: str
    changed: str
    exchanges: int


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """One question of a conversation: its 1-based number, what was put, and the feedback on it ("" for none)."""

    number: int
    question: str
    answer: str
    data: str
    verdict: str = ""


class Memory:
    """The conversations of a library, by an unguessable key; every call names the owner ("" where nobody logs in).

    Without a folder, or where it cannot be written to, they last as long as the object, and `lasting` is false. Methods
    may be called from any thread and raise StoreError.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or Path()
        self.lasting = folder is not None and schema.mode_of(folder, read_only=False) == "write"
        self._lock = threading.Lock()
        if self.lasting:
            self._writer = schema.connect(self.folder, "write")
            self._writer.execute(f"PRAGMA busy_timeout = {_WAIT}")
            self._writer.execute("PRAGMA synchronous = NORMAL")  # a kill loses nothing; nothing else depends on it
        else:
            self._writer = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
            self._writer.execute("PRAGMA foreign_keys = ON")
            self._writer.executescript(tables.TALKS)

    def close(self) -> None:
        with self._lock:
            self._writer.close()

    # -- writing

    def put(self, key: str, owner: str, name: str, row: ExchangeRow) -> None:
        """Keep an exchange in place of the one with its number and all later ones. A new conversation gets `name`."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        with self._writing() as db:
            db.execute(
                "INSERT INTO talks (key, owner, name, begun, changed) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (key) DO UPDATE SET changed = excluded.changed",
                (key, owner, name, now, now),
            )
            talk = db.execute("SELECT id FROM talks WHERE key = ? AND owner = ?", (key, owner)).fetchone()
            if talk is None:  # the key is another owner's
                return
            db.execute("DELETE FROM exchanges WHERE talk = ? AND number >= ?", (*talk, row.number))
            db.execute(
                "INSERT INTO exchanges VALUES (?, ?, ?, ?, ?, ?)",
                (*talk, row.number, row.question, row.answer, row.data, row.verdict),
            )

    def rename(self, key: str, owner: str, name: str) -> None:
        with self._writing() as db:
            db.execute("UPDATE talks SET name = ? WHERE key = ? AND owner = ?", (name, key, owner))

    def delete(self, key: str, owner: str) -> None:
        with self._writing() as db:
            db.execute("DELETE FROM talks WHERE key = ? AND owner = ?", (key, owner))

    def judge(self, key: str, owner: str, number: int, verdict: str) -> None:
        """Keep the feedback on an answer; "" takes it back."""
        with self._writing() as db:
            db.execute(
                "UPDATE exchanges SET verdict = ? WHERE number = ?"
                " AND talk = (SELECT id FROM talks WHERE key = ? AND owner = ?)",
                (verdict, number, key, owner),
            )

    # -- reading

    def talks(self, owner: str, asked: str = "", limit: int = LISTED) -> list[TalkRow]:
        """The conversations of an owner, the last used first; with `asked`, those whose name or text holds it."""
        with self._reading() as db:
            return [TalkRow(*row) for row in db.execute(_LIST, (asked.lower(), owner, limit))]

    def name(self, key: str, owner: str) -> str | None:
        """The name of a conversation; None when this owner has none under that key."""
        with self._reading() as db:
            row = db.execute("SELECT name FROM talks WHERE key = ? AND owner = ?", (key, owner)).fetchone()
        return None if row is None else str(row[0])

    def exchanges(self, key: str, owner: str) -> list[ExchangeRow]:
        """The exchanges of a conversation, in order; none for an unknown key."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT x.number, x.question, x.answer, x.data, x.verdict FROM exchanges x"
                " JOIN talks t ON t.id = x.talk WHERE t.key = ? AND t.owner = ? ORDER BY x.number",
                (key, owner),
            )
            return [ExchangeRow(*row) for row in rows]

    def judged(self) -> list[tuple[str, str, int]]:
        """(key, owner, number) of every answer with feedback, of all owners, oldest conversation first."""
        with self._reading() as db:
            rows = db.execute(
                "SELECT t.key, t.owner, x.number FROM exchanges x JOIN talks t ON t.id = x.talk"
                " WHERE x.verdict <> '' ORDER BY t.id, x.number"
            )
            return [(key, owner, number) for key, owner, number in rows]

    # -- inside

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock, schema.translated(self.folder):
            self._writer.execute("BEGIN IMMEDIATE")
            try:
                yield self._writer
                self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    self._writer.execute("ROLLBACK")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own: a reader never waits for a writer that waits for an ingest."""
        if not self.lasting:
            with self._lock:
                yield self._writer
            return
        with schema.translated(self.folder):
            db = schema.connect(self.folder, "read")
            try:
                yield db
            finally:
                db.close()
