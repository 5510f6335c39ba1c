"""The reading half of a store: each call sees one snapshot of the catalog, from any thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from vectorstore import filtering, overview, queries, report, topics
from vectorstore.connections import Connections
from vectorstore.overview import Chosen, Line, Tally
from vectorstore.report import FileReport
from vectorstore.types import FileRow, Filters, Head, Location, Passage, RemovedPiece, Speech, SpeechRow
from vectorstore.walk import real

_REMEMBERED = 64  # filters whose speeches, and choices whose topics, are remembered
_With = ParamSpec("_With")
_Key = TypeVar("_Key")
_Answer = TypeVar("_Answer")


class Views:
    """What can be asked of a library without writing to it. Its methods raise StoreError."""

    def __init__(self, files: Connections) -> None:
        self._files = files
        self._topics: dict[tuple[Chosen, int], tuple[int, list[tuple[str, int]]]] = {}
        self._passing: dict[Filters, tuple[int, frozenset[str] | None]] = {}

    def revision(self) -> int:
        """The catalog's revision: it rises with every change, in whatever process."""
        return self._ask(queries.revision)

    def counts(self) -> dict[str, int]:
        """files, speeches, paragraphs, passages; the same speech in three files counts once."""
        return self._ask(queries.counts)

    def embedding(self) -> str | None:
        """The name of the embedding that the library's vectors are of; None before the first file."""
        return self._ask(queries.meta, "embedding")

    def files(self) -> list[FileRow]:
        """The files, in natural order of their names."""
        return self._ask(queries.files)

    def speeches(self, file: str | None = None) -> list[SpeechRow]:
        """The speeches in file order and speech number, of one file or of all."""
        with self._files.reading() as db:
            return list(queries.speeches(db, None if file is None else queries.file_named(db, file)))

    def speech(self, speech_id: str) -> Speech | None:
        """A speech; its metadata is that of the first place where it stands."""
        return self._ask(queries.speech, speech_id)

    def places(self, speech_id: str) -> tuple[tuple[str, int], ...]:
        """(file, speech number) of every place where it stands, in file order."""
        return self._ask(queries.places, speech_id)

    def speeches_with(self, paragraph_id: str) -> tuple[str, ...]:
        """The ids of the speeches that hold a paragraph, in file order."""
        return self._ask(queries.speeches_with, paragraph_id)

    def heads(self, speech_ids: Sequence[str]) -> dict[str, Head]:
        """Title, role and places of speeches, without reading their text."""
        return self._ask(queries.heads, speech_ids)

    def locations(self, speech_id: str, paragraph: int) -> tuple[Location, ...]:
        """The addresses of a paragraph of a speech, one per place, with its page where there is one."""
        head = self.heads([speech_id]).get(speech_id)
        return head.locations(paragraph) if head else ()

    def removed(self, file: str) -> list[tuple[str, str]]:
        """The removal log of a file: (rule, text)."""
        return self._ask(queries.removed, file)

    def removed_pieces(self, file: str) -> list[RemovedPiece]:
        """The removal log of a file with the numbers that `keep_removed` takes."""
        return self._ask(report.removed_pieces, file)

    def report(self, file: str) -> FileReport:
        """What became of a file: counts, removals by rule, warnings."""
        return self._ask(report.report, file)

    def reports(self, paths: Sequence[Path]) -> list[FileReport]:
        """The reports of the files at or below these paths."""
        return self._ask(report.reports, [real(path) for path in paths])

    def source(self, file: str) -> str:
        """The decoded source of a file, from the catalog alone."""
        return self._ask(queries.source, file)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        return self._ask(queries.passages, ids)

    def sample_passage(self) -> Passage | None:
        """Some passage, the same each time; None when the library is empty."""
        return self._ask(queries.sample_passage)

    def speech_ids(self, filters: Filters) -> frozenset[str] | None:
        """The speeches that pass the filters; None when nothing is limited."""
        return self._remembered(self._passing, filters, lambda db: filtering.speech_ids(db, filters))

    def tallies(self) -> list[Tally]:
        """The speeches by year and role."""
        return self._ask(overview.tallies)

    def lines(self, chosen: Chosen, limit: int, first: int = 0) -> list[Line]:
        """A page of the chosen speeches, without their text."""
        return self._ask(overview.lines, chosen, limit, first)

    def topics(self, chosen: Chosen, count: int) -> list[tuple[str, int]]:
        """Topic words of the chosen speeches; seconds for a large library, the first time after a change."""
        return self._remembered(self._topics, (chosen, count), lambda db: topics.topics(db, chosen, count))

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A snapshot of the catalog, for the query functions of this package."""
        return self._files.reading()

    def roles(self) -> list[str]:
        """The speaker roles, the most frequent first."""
        return self._ask(queries.roles)

    def _ask(
        self, ask: Callable[Concatenate[sqlite3.Connection, _With], _Answer], *values: _With.args, **more: _With.kwargs
    ) -> _Answer:
        with self._files.reading() as db:
            return ask(db, *values, **more)

    def _remembered(
        self, known: dict[_Key, tuple[int, _Answer]], key: _Key, ask: Callable[[sqlite3.Connection], _Answer]
    ) -> _Answer:
        """The answer that was given last, unless the catalog has changed since."""
        with self._files.reading() as db:
            revision = queries.revision(db)
            last = known.get(key)
            if last is None or last[0] != revision:
                if len(known) >= _REMEMBERED:
                    known.clear()
                last = known[key] = (revision, ask(db))
            return last[1]
