"""The store kept open: the catalog, its two legs, and who may write. Reads may come from any thread."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
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
from vectorstore.parts import (
    MakeEmbedding,
    MakeLegs,
    copied_indexes,
    forget_indexes,
    made_embedding,
    real_legs,
    real_reader,
)
from vectorstore.propose import Proposal
from vectorstore.report import FileReport, report
from vectorstore.types import IngestReport, StoreError
from vectorstore.uploads import Corrections
from vectorstore.views import Views
from vectorstore.walk import walk

Told = Callable[[Progress], None]


def open_store(
    folder: Path,
    embedding: Embedding | None = None,
    chroma_url: str | None = None,
    read_only: bool = False,
    create: bool = True,
    make_legs: MakeLegs = real_legs,
    make_reader: Callable[[], Reader] = real_reader,
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
            raise StoreError(f"不能建立库文件夹 {folder}：{error.strerror}") from error
    mode = schema.mode_of(folder, read_only)
    if not there or schema.outdated(folder, mode):
        with writer_lock(folder):
            schema.prepare(folder)
    store = Store(folder, mode, embedding, chroma_url, make_legs, make_reader, make_embedding)
    try:
        store.refuse_mixture()
    except BaseException:
        store.close()
        raise
    return store


class Store(Views):
    """An open library, made by `open_store`; a context manager. Its methods raise StoreError."""

    def __init__(
        self,
        folder: Path,
        mode: schema.Mode,
        embedding: Embedding | None,
        chroma_url: str | None,
        make_legs: MakeLegs,
        make_reader: Callable[[], Reader],
        make_embedding: MakeEmbedding,
    ) -> None:
        self.folder = folder
        super().__init__(Connections(folder, mode))
        self._embedding = embedding
        self._asked_for = embedding is not None
        self._make_embedding = make_embedding
        self._chroma_url = chroma_url
        self._make_legs = make_legs
        self._make_reader = make_reader
        self._legs: tuple[Leg, ...] | None = None
        self._fresh = False
        self._opening = Lock()
        self._copy: TemporaryDirectory[str] | None = None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the legs and the connections that no thread is using."""
        self._let_go()
        self._files.close()
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def refuse_mixture(self) -> None:
        """Raise StoreError when the library was made with another embedding than the one asked for."""
        with self._files.reading() as db:
            refuse_mixture(db, self._embedding)

    # -- writing

    def ingest(self, paths: Sequence[Path], prune: bool = False, progress: Told | None = None) -> IngestReport:
        """Take files and folders in; what is already there and unchanged costs no work.

        `prune` removes what the library has from below the named folders and is not there any more. Failures of single
        files are in the report. Counts of files, speeches, paragraphs and passages are of the library afterwards.
        """
        reader = replace(self._make_reader(), embedding=self._agreed().name)
        with self._writing() as db:
            legs = self._opened()
            indexing.catch_up(legs, self._files.reading, progress)
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
        reader = replace(self._make_reader(), embedding=self._agreed().name)
        with self._writing() as db:
            legs = self._opened()
            indexing.catch_up(legs, self._files.reading, progress)
            copied, walked = uploads.copy_in(self.folder, proposals, corrections or {})
            uploads.follow(db, self.folder)
            report = ingesting.ingest(db, legs, reader, walked, told=progress)
            uploads.take_back(copied, {failure.file for failure in report.failed})
            return report

    def keep_removed(self, file: str, numbers: Sequence[int]) -> FileReport:
        """Put pieces of the removal log back for good: they are noted in the file's sidecar, and it is read again.

        `numbers` are those of `removed_pieces`. The whole line of each piece stays, as it stands in the source.
        """
        reader = replace(self._make_reader(), embedding=self._agreed().name)
        with self._writing() as db:
            legs = self._opened()
            indexing.catch_up(legs, self._files.reading)
            keeping.keep_removed(db, legs, reader, queries.file_named(db, file), numbers)
            return report(db, file)

    def catch_up(self, progress: Told | None = None) -> None:
        """Bring the legs to the catalog's revision."""
        with self._writing():
            indexing.catch_up(self._opened(), self._files.reading, progress)

    def change_embedding(self, embedding: Embedding, progress: Told | None = None) -> None:
        """Make the vectors anew with another embedding. The old index serves, here and elsewhere, until all are made.

        Broken off, the library is as before; going on takes up what was made.
        """
        with self._files.writing() as db:
            forget_indexes(self.folder, {self._agreed().name, embedding.name}, self._chroma_url)
            legs = self._make_legs(self._index_folder(), embedding, self._chroma_url)
            try:
                indexing.catch_up(legs, self._files.reading, progress)
                changed_to(db, embedding)
            finally:
                for leg in legs:
                    leg.close()
        self._let_go()
        self._embedding, self._asked_for = embedding, True

    def doctor(self, rebuild: bool = False) -> doctor.DoctorReport:
        """Examine the catalog and the legs; with `rebuild`, make the legs anew first, unless the catalog is damaged."""
        rebuilt: list[str] = []
        if rebuild:
            with self._writing() as db:
                doctor.refuse_damaged(db, self.folder)
                for leg in self._opened():
                    leg.reset()
                    rebuilt.append(leg.name)
                indexing.catch_up(self._opened(), self._files.reading)
                forget_indexes(self.folder, {self._agreed().name}, self._chroma_url)
        with self._files.reading() as db:
            return doctor.examine(db, self._opened(), str(self.folder), rebuilt)

    def backup(self, target: Path) -> BackupReport:
        """The library in one new file; `vectorstore.backup.restore` makes a library of it again."""
        with self._files.reading() as db:
            return backup(db, self.folder, target)

    @property
    def legs(self) -> tuple[Leg, ...]:
        """The legs, keyword first; brought up to date when they are first used, unless another writer is at it."""
        self._follow()
        legs = self._opened()
        if not self._fresh and self._files.mode == "write":
            self._fresh = True
            target = self.revision()
            if any(leg.revision() != target for leg in legs):
                with suppress(LockedError):
                    self.catch_up()
        return legs

    # -- inside

    def _let_go(self) -> None:
        """Close the legs; the next use opens them again."""
        with self._opening:
            legs, self._legs = self._legs, None
        for leg in legs or ():
            leg.close()

    def _follow(self) -> None:
        """Another process may have changed the library's embedding: take up its index, or refuse the one asked for."""
        if self._legs is None or self._embedding is None:
            return
        with self._files.reading() as db:
            if queries.meta(db, "embedding") in (None, self._embedding.name):
                return
            if self._asked_for:
                refuse_mixture(db, self._embedding)
                return
        self._let_go()
        self._embedding = None

    def _opened(self) -> tuple[Leg, ...]:
        """The legs as they are, not caught up."""
        with self._opening:
            if self._legs is None:
                self._legs = self._make_legs(self._index_folder(), self._agreed(), self._chroma_url)
            return self._legs

    def _index_folder(self) -> Path:
        """Where the legs work: the library's folder, or a copy of its indexes where nobody can write."""
        if os.access(self.folder, os.W_OK):
            return self.folder
        self._copy = copied_indexes(self.folder)
        return Path(self._copy.name)

    def _agreed(self) -> Embedding:
        """The embedding asked for when the store was opened, else the one that the library was made with."""
        if self._embedding is None:
            with self._files.reading() as db:
                name, dimension = queries.meta(db, "embedding"), queries.meta(db, "dimension")
            self._embedding = self._make_embedding(name or "hash", int(dimension) if dimension else None)
        return self._embedding

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._files.writing() as db:
            remember_embedding(db, self._agreed())
            uploads.follow(db, self.folder)
            yield db
