"""What answers read of a library, speeches and where they stand: each once while the library stays the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from vectorstore.types import Head, Location, Speech

_MOST = 128  # speeches; a question reads some ten, once to choose its sources and once to answer from them


class Catalog(Protocol):
    """What of a store is read."""

    def revision(self) -> int: ...

    def speech(self, speech_id: str) -> Speech | None: ...

    def heads(self, speech_ids: Sequence[str]) -> dict[str, Head]: ...


class Kept:
    """The speeches of a catalog, kept until `follow` finds that it has changed. For any number of threads."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._read = _Read(catalog, catalog.revision())

    def follow(self) -> None:
        """Forget what was read from an older revision of the catalog. Raises StoreError."""
        now = self._catalog.revision()  # first: what is read after this is of this revision, or of a later one
        if now != self._read.revision:
            self._read = _Read(self._catalog, now)

    def speech(self, speech_id: str) -> Speech | None:
        """A speech as the catalog gives it. Raises StoreError."""
        return self._read.speech(speech_id)

    def locations(self, speech_id: str, paragraph: int) -> tuple[Location, ...]:
        """The addresses of a paragraph of a speech, one per place. Raises StoreError."""
        head = self._read.head(speech_id)
        return head.locations(paragraph) if head else ()


class _Read:
    """What was read of one revision."""

    def __init__(self, catalog: Catalog, revision: int) -> None:
        self.revision = revision
        self.speech = lru_cache(maxsize=_MOST)(catalog.speech)
        self.head = lru_cache(maxsize=_MOST)(lambda speech_id: catalog.heads([speech_id]).get(speech_id))
