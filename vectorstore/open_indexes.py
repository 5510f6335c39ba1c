"""The two indexes of an open library: of which embedding, where they lie, and when they are opened again."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock

from vectorstore import queries
from vectorstore.connections import Connections
from vectorstore.legs import Embedding, Leg
from vectorstore.mixture import refuse_mixture
from vectorstore.parts import MakeEmbedding, MakeLegs, copied_indexes, forget_indexes


class OpenIndexes:
    """The legs of the library in `folder`, opened on first use. Its methods raise StoreError."""

    def __init__(
        self,
        folder: Path,
        files: Connections,
        embedding: Embedding | None,
        chroma_url: str | None,
        make_legs: MakeLegs,
        make_embedding: MakeEmbedding,
    ) -> None:
        self._folder = folder
        self._files = files
        self._embedding = embedding
        self._asked_for = embedding is not None
        self._chroma_url = chroma_url
        self._make_legs = make_legs
        self._make_embedding = make_embedding
        self._legs: tuple[Leg, ...] | None = None
        self._opening = Lock()
        self._copy: TemporaryDirectory[str] | None = None

    @property
    def asked(self) -> Embedding | None:
        """The embedding in use; None while that of the library has not been looked up."""
        return self._embedding

    def agreed(self) -> Embedding:
        """The embedding asked for when the store was opened, else the one that the library was made with."""
        if self._embedding is None:
            with self._files.reading() as db:
                name, dimension = queries.meta(db, "embedding"), queries.meta(db, "dimension")
            self._embedding = self._make_embedding(name or "hash", int(dimension) if dimension else None)
        return self._embedding

    def opened(self) -> tuple[Leg, ...]:
        """The legs as they are, not caught up; keyword first."""
        with self._opening:
            if self._legs is None:
                self._legs = self._made(self.agreed())
            return self._legs

    @contextmanager
    def of(self, embedding: Embedding) -> Iterator[tuple[Leg, ...]]:
        """The legs of another embedding, closed afterwards."""
        legs = self._made(embedding)
        try:
            yield legs
        finally:
            for leg in legs:
                leg.close()

    def change_to(self, embedding: Embedding) -> None:
        """From now on the legs are those of `embedding`."""
        self._let_go()
        self._embedding, self._asked_for = embedding, True

    def follow(self) -> None:
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

    def forget_but(self, *embeddings: str) -> None:
        """Delete the vector indexes of all embeddings but the named ones."""
        forget_indexes(self._folder, embeddings, self._chroma_url)

    def close(self) -> None:
        """Close the legs; a copy that was made of the indexes is deleted."""
        self._let_go()
        if self._copy is not None:
            self._copy.cleanup()
            self._copy = None

    def _let_go(self) -> None:
        """Close the legs; the next use opens them again."""
        with self._opening:
            legs, self._legs = self._legs, None
        for leg in legs or ():
            leg.close()

    def _made(self, embedding: Embedding) -> tuple[Leg, ...]:
        return self._make_legs(self._where(), embedding, self._chroma_url)

    def _where(self) -> Path:
        """The library's folder, or a copy of its indexes where nobody can write."""
        if os.access(self._folder, os.W_OK):
            return self._folder
        self._copy = copied_indexes(self._folder)
        return Path(self._copy.name)
