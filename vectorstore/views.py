"""The reading half of a store: each call sees one snapshot of the catalog, from any thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from vectorstore import filtering, overview, queries, report, topics
from vectorstore.connections import Connections
from vectorstore.overview import Chosen, Line, Tally
from vectorstore.report import FileReport
from vectorstore.types import FileRow, Filters, Head, Location, Passage, RemovedPiece, Speech, SpeechRow
from vectorstore.walk import real

_REMEMBERED = 64  # filters whose speeches are remembered


class Views:
    """What can be asked of a library without writing to it. Its methods raise StoreError."""

    def __init__(self, files: Connections) -> None:
        self._files = files
        self._topics: dict[tuple[Chosen, int], tuple[int, list[tuple[str, int]]]] = {}
        self._passing: dict[Filters, tuple[int, frozenset[str] | None]] = {}

    def revision(self) -> int:
        """The catalog's revision: it rises with every change, in whatever process."""
        with self._files.reading() as db:
            return queries.revision(db)

    def counts(self) -> dict[str, int]:
        """files, speeches, paragraphs, passages; the same speech in three files counts once."""
        with self._files.reading() as db:
            return queries.counts(db)

    def embedding(self) -> str | None:
        """The name of the embedding that the library's vectors are of; None before the first file."""
        with self._files.reading() as db:
            return queries.meta(db, "embedding")

    def files(self) -> list[FileRow]:
        """The files, in natural order of their names."""
        with self._files.reading() as db:
            return queries.files(db)

    def speeches(self, file: str | None = None) -> list[SpeechRow]:
        """The speeches in file order and speech number, of one file or of all."""
        with self._files.reading() as db:
            return list(queries.speeches(db, None if file is None else queries.file_named(db, file)))

    def speech(self, speech_id: str) -> Speech | None:
        """A speech; its metadata is that of the first place where it stands."""
        with self._files.reading() as db:
            return queries.speech(db, speech_id)

    def places(self, speech_id: str) -> tuple[tuple[str, int], ...]:
        """(file, speech number) of every place where it stands, in file order."""
        with self._files.reading() as db:
            return queries.places(db, speech_id)

    def speeches_with(self, paragraph_id: str) -> tuple[str, ...]:
        """The ids of the speeches that hold a paragraph, in file order."""
        with self._files.reading() as db:
            return queries.speeches_with(db, paragraph_id)

    def heads(self, speech_ids: Sequence[str]) -> dict[str, Head]:
        """Title, role and places of speeches, without reading their text."""
        with self._files.reading() as db:
            return queries.heads(db, speech_ids)

    def locations(self, speech_id: str, paragraph: int) -> tuple[Location, ...]:
        """The addresses of a paragraph of a speech, one per place, with its page where there is one."""
        head = self.heads([speech_id]).get(speech_id)
        return head.locations(paragraph) if head else ()

    def removed(self, file: str) -> list[tuple[str, str]]:
        """The removal log of a file: (rule, text)."""
        with self._files.reading() as db:
            return queries.removed(db, file)

    def removed_pieces(self, file: str) -> list[RemovedPiece]:
        """The removal log of a file with the numbers that `keep_removed` takes."""
        with self._files.reading() as db:
            return report.removed_pieces(db, file)

    def report(self, file: str) -> FileReport:
        """What became of a file: counts, removals by rule, warnings."""
        with self._files.reading() as db:
            return report.report(db, file)

    def reports(self, paths: Sequence[Path]) -> list[FileReport]:
        """The reports of the files at or below these paths."""
        with self._files.reading() as db:
            return report.reports(db, [real(path) for path in paths])

    def source(self, file: str) -> str:
        """The decoded source of a file, from the catalog alone."""
        with self._files.reading() as db:
            return queries.source(db, file)

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by id; unknown ids are left out."""
        with self._files.reading() as db:
            return queries.passages(db, ids)

    def sample_passage(self) -> Passage | None:
        """Some passage, the same each time; None when the library is empty."""
        with self._files.reading() as db:
            return queries.sample_passage(db)

    def speech_ids(self, filters: Filters) -> frozenset[str] | None:
        """The speeches that pass the filters; None when nothing is limited."""
        with self._files.reading() as db:
            revision = queries.revision(db)
            known = self._passing.get(filters)  # of the same filters many questions are asked
            if known is None or known[0] != revision:
                if len(self._passing) >= _REMEMBERED:
                    self._passing.clear()
                known = self._passing[filters] = (revision, filtering.speech_ids(db, filters))
            return known[1]

    def tallies(self) -> list[Tally]:
        """The speeches by year and role."""
        with self._files.reading() as db:
            return overview.tallies(db)

    def lines(self, chosen: Chosen, limit: int, first: int = 0) -> list[Line]:
        """A page of the chosen speeches, without their text."""
        with self._files.reading() as db:
            return overview.lines(db, chosen, limit, first)

    def topics(self, chosen: Chosen, count: int) -> list[tuple[str, int]]:
        """Topic words of the chosen speeches; seconds for a large library, the first time after a change."""
        with self._files.reading() as db:
            revision = queries.revision(db)
            known = self._topics.get((chosen, count))
            if known is None or known[0] != revision:
                if len(self._topics) >= _REMEMBERED:
                    self._topics.clear()
                known = self._topics[chosen, count] = (revision, topics.topics(db, chosen, count))
            return known[1]

    def reading(self) -> AbstractContextManager[sqlite3.Connection]:
        """A snapshot of the catalog, for the query functions of this package."""
        return self._files.reading()

    def roles(self) -> list[str]:
        """The speaker roles, the most frequent first."""
        with self._files.reading() as db:
            return queries.roles(db)
