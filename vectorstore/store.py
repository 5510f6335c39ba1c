"""The store kept open: what is done with the catalog and its two legs. Reads may come from any thread."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from vectorstore import doctor, indexing, keeping, queries, schema, uploads
from vectorstore import ingest as ingesting
from vectorstore import propose as proposing
from vectorstore.backup import BackupReport, backup
from vectorstore.connections import Connections
from vectorstore.indexing import Progress
from vectorstore.ingest import Reader
from vectorstore.legs import Embedding, Leg
from vectorstore.lock import LockedError, writer_lock
from vectorstore.mixture import changed_to, refuse_mixture, remember_embedding
from vectorstore.open_indexes import OpenIndexes
from vectorstore.parts import MakeEmbedding, MakeLegs, made_embedding, real_legs, real_reader
from vectorstore.propose import Proposal
from vectorstore.refusals import refusal
from vectorstore.report import FileReport, report
from vectorstore.types import IngestReport, StoreError
from vectorstore.uploads import Corrections
from vectorstore.views import Views
from vectorstore.walk import walk

Told = Callable[[Progress], None]
MakeReader = Callable[[], Reader]


def open_store(
    folder: Path,
    embedding: Embedding | None = None,
    chroma_url: str | None = None,
    read_only: bool = False,
    create: bool = True,
    make_legs: MakeLegs = real_legs,
    make_reader: MakeReader = real_reader,
    make_embedding: MakeEmbedding = made_embedding,
) -> Store:
    """Open the library in `folder`, or make it when the folder is new or empty.

    `embedding` None takes the one that the library was made with, and follows when it is changed; `make_embedding`
    makes it from its name. Raises StoreError: not ours, damaged, of another embedding, absent (with read_only, or
    without create).
    """
    schema.refuse_foreign(folder)
    there = (folder / schema.CATALOG_NAME).exists()
    if not there and (read_only or not create):
        raise StoreError(f"还没有库：{folder}。请先运行 yanju ingest 文件或文件夹 --store {folder}")
    if not there:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"不能建立库文件夹 {folder}：{refusal(error)}") from error
    mode = schema.mode_of(folder, read_only)
    if not there or schema.outdated(folder, mode):
        with writer_lock(folder):
            schema.prepare(folder)
    files = Connections(folder, mode)
    indexes = OpenIndexes(folder, files, embedding, chroma_url, make_legs, make_embedding)
    store = Store(folder, files, indexes, make_reader)
    try:
        store.refuse_mixture()
    except BaseException:
        store.close()
        raise
    return store


class Store(Views):
    """An open library, made by `open_store`; a context manager. Its methods raise StoreError."""

    def __init__(self, folder: Path, files: Connections, indexes: OpenIndexes, make_reader: MakeReader) -> None:
        self.folder = folder
        super().__init__(files)
        self._indexes = indexes
        self._make_reader = make_reader
        self._fresh = False

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the legs and the connections that no thread is using."""
        self._indexes.close()
        self._files.close()

    def refuse_mixture(self) -> None:
        """Raise StoreError when the library was made with another embedding than the one asked for."""
        with self._files.reading() as db:
            refuse_mixture(db, self._indexes.asked)

    # -- writing

    def ingest(self, paths: Sequence[Path], prune: bool = False, progress: Told | None = None) -> IngestReport:
        """Take files and folders in; what is already there and unchanged costs no work.

        `prune` removes what the library has from below the named folders and is not there any more. Failures of single
        files are in the report. Counts of files, speeches, paragraphs and passages are of the library afterwards.
        """
        with self._taking_in(progress) as (db, legs, reader):
            walked = walk(paths, reader.suffixes, self.folder)
            return ingesting.ingest(db, legs, reader, walked, prune, progress)

    def propose(self, paths: Sequence[Path], progress: Told | None = None) -> tuple[Proposal, ...]:
        """What files, folders and zips would become: read and split, with nothing stored. See `take_in`."""
        reader = self._make_reader()
        found = tuple(proposing.propose(paths, reader.suffixes, reader.read, self.folder, progress))
        with self._files.reading() as db:
            return tuple(proposing.known(db, one) for one in found)

    def take_in(
        self,
        proposals: Sequence[Proposal],
        corrections: Corrections | None = None,
        progress: Told | None = None,
    ) -> IngestReport:
        """Copy the confirmed files into the library's own folder, with their corrections, and ingest them.

        `corrections` are by the name of the proposal. Files that changed since they were proposed, and those that
        cannot be taken in, are in the report's failures.
        """
        with self._taking_in(progress) as (db, legs, reader):
            copied, walked = uploads.copy_in(self.folder, proposals, corrections or {})
            uploads.follow(db, self.folder)
            report = ingesting.ingest(db, legs, reader, walked, told=progress)
            uploads.take_back(copied, {failure.file for failure in report.failed})
            return report

    def keep_removed(self, file: str, numbers: Sequence[int]) -> FileReport:
        """Put pieces of the removal log back for good: they are noted in the file's sidecar, and it is read again.

        `numbers` are those of `removed_pieces`. The whole line of each piece stays, as it stands in the source.
        """
        with self._taking_in() as (db, legs, reader):
            keeping.keep_removed(db, legs, reader, queries.file_named(db, file), numbers)
            return report(db, file)

    def catch_up(self, progress: Told | None = None) -> None:
        """Bring the legs to the catalog's revision."""
        with self._writing():
            indexing.catch_up(self._indexes.opened(), self._files.reading, progress)

    def change_embedding(self, embedding: Embedding, progress: Told | None = None) -> None:
        """Make the vectors anew with another embedding. The old index serves, here and elsewhere, until all are made.

        Broken off, the library is as before; going on takes up what was made.
        """
        with self._files.writing() as db:
            self._indexes.forget_but(self._indexes.agreed().name, embedding.name)
            with self._indexes.of(embedding) as legs:
                indexing.catch_up(legs, self._files.reading, progress)
                changed_to(db, embedding)
        self._indexes.change_to(embedding)

    def doctor(self, rebuild: bool = False) -> doctor.DoctorReport:
        """Examine the catalog and the legs; with `rebuild`, make the legs anew first, unless the catalog is damaged."""
        rebuilt: list[str] = []
        if rebuild:
            with self._writing() as db:
                doctor.refuse_damaged(db, self.folder)
                for leg in self._indexes.opened():
                    leg.reset()
                    rebuilt.append(leg.name)
                indexing.catch_up(self._indexes.opened(), self._files.reading)
                self._indexes.forget_but(self._indexes.agreed().name)
        with self._files.reading() as db:
            return doctor.examine(db, self._indexes.opened(), str(self.folder), rebuilt)

    def backup(self, target: Path) -> BackupReport:
        """The library in one new file; `vectorstore.backup.restore` makes a library of it again."""
        with self._files.reading() as db:
            return backup(db, self.folder, target)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs, keyword first; brought up to date when they are first used, unless another writer is at it."""
        self._indexes.follow()
        legs = self._indexes.opened()
        if not self._fresh and self._files.mode == "write":
            self._fresh = True
            target = self.revision()
            if any(leg.revision() != target for leg in legs):
                with suppress(LockedError):
                    self.catch_up()
        return legs

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._files.writing() as db:
            remember_embedding(db, self._indexes.agreed())
            uploads.follow(db, self.folder)
            yield db

    @contextmanager
    def _taking_in(self, progress: Told | None = None) -> Iterator[tuple[sqlite3.Connection, tuple[Leg, ...], Reader]]:
        """Writing, with the legs caught up and the reader of files."""
        reader = replace(self._make_reader(), embedding=self._indexes.agreed().name)
        with self._writing() as db:
            legs = self._indexes.opened()
            indexing.catch_up(legs, self._files.reading, progress)
            yield db, legs, reader
