"""Which speeches pass the filters of a search."""

from __future__ import annotations

import sqlite3
from typing import Any

from vectorstore.queries import file_id
from vectorstore.types import Filters


def speech_ids(db: sqlite3.Connection, filters: Filters) -> frozenset[str] | None:
    """The ids of the speeches that pass the filters; None when nothing is limited."""
    clauses: list[str] = []
    values: list[Any] = []
    if filters.file is not None:
        clauses.append("l.file = ?")
        values.append(file_id(db, filters.file))
    if filters.role is not None:
        clauses.append("(instr(l.role, ?) > 0 OR instr(l.speaker, ?) > 0)")
        values += [filters.role, filters.role]
    # a date may be a year or a month only: compared as far as both are known
    for bound, sign in ((filters.date_from, ">="), (filters.date_to, "<=")):
        if bound is not None:
            clauses.append(f"substr(l.date, 1, length(?)) {sign} substr(?, 1, length(l.date))")
            values += [bound, bound]
    if not clauses:
        return None if filters.speech_ids is None else frozenset(filters.speech_ids)
    sql = "SELECT DISTINCT s.key FROM locations l JOIN speeches s ON s.id = l.speech WHERE " + " AND ".join(clauses)  # noqa: S608
    found = frozenset(key for (key,) in db.execute(sql, values))
    return found if filters.speech_ids is None else found & frozenset(filters.speech_ids)
