"""Connections to one catalog: readers from any thread each hold a snapshot, the one writer holds the lock."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore import schema
from vectorstore.lock import writer_lock
from vectorstore.types import StoreError


class Connections:
    """Idle read connections are kept for the next reader; a writer's connection lives as long as it holds the lock."""

    def __init__(self, folder: Path, mode: schema.Mode) -> None:
        self.folder = folder
        self.mode = mode
        self._idle: list[sqlite3.Connection] = []
        self._closed = False

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection nobody else is using, and one snapshot of the catalog for as long as it is held."""
        with schema.translated(self.folder):
            try:
                db = self._idle.pop()
            except IndexError:
                db = schema.connect(self.folder, self.mode)
            try:
                db.execute("BEGIN")
                yield db
            finally:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                if self._closed:
                    db.close()
                else:
                    self._idle.append(db)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A connection that may write, under the writer lock. Raises LockedError, or StoreError when read only."""
        if self.mode != "write":
            raise StoreError(
                f"库 {self.folder} 现在只能读，不能写入。请检查文件夹权限，或用 --store 换一个可写的文件夹"
            )
        with writer_lock(self.folder), schema.translated(self.folder):
            db = schema.connect(self.folder, "write")
            try:
                yield db
            finally:
                db.close()

    def close(self) -> None:
        """Close the idle connections; one that is in use closes when it is given back."""
        self._closed = True
        while self._idle:
            self._idle.pop().close()
