"""The two ports of finding: an embedding, and a leg (a derived index that the catalog keeps up to date)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vectorstore.types import Passage

Vectors = NDArray[np.float32]


class Embedding(Protocol):
    """Texts to vectors. `name` and `dimension` are remembered by the store, which refuses a mixture."""

    @property
    def name(self) -> str: ...

    @property
    def dimension(self) -> int: ...

    @property
    def weight(self) -> float:
        """Of the vector leg in the fusion; the keyword leg has 1."""
        ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension), of normalised texts."""
        ...


class Writer(Protocol):
    """The writing side of a leg."""

    @property
    def name(self) -> str: ...

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None: ...

    def commit(self, revision: int) -> None: ...

    def close(self) -> None: ...


@runtime_checkable
class Movable(Protocol):
    """A leg that can be written to from a process of its own, so that a long ingest uses more than one core."""

    def apart(self) -> Writer | None:
        """None where that cannot be done now. While the writer is open, the leg itself must not write."""
        ...


class Leg(Protocol):
    """A derived index of passages. It can be thrown away and rebuilt from the catalog at any time."""

    @property
    def name(self) -> str:
        """keyword or vector."""
        ...

    @property
    def weight(self) -> float:
        """What its ranks count in the fusion."""
        ...

    def revision(self) -> int:
        """The catalog revision that the index holds wholly; 0 when it is empty or unreadable."""
        ...

    def count(self) -> int:
        """How many passages it holds."""
        ...

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None:
        """Put passages in (replacing those of the same id) and take ids out. Repeating it changes nothing."""
        ...

    def commit(self, revision: int) -> None:
        """Make everything applied durable and searchable, then record the catalog revision."""
        ...

    def search(
        self, query: str, k: int, speech_ids: frozenset[str] | None = None, related: Sequence[Sequence[str]] = ()
    ) -> list[tuple[str, float]]:
        """The best k (passage id, score), best first, of a normalised query; only within `speech_ids` when given.

        `related`: for some words of the query, phrases that mean about the same. A leg may leave them out.
        """
        ...

    def preload(self) -> None:
        """Load what the first search needs."""
        ...

    def reset(self) -> None:
        """Empty it and set its revision to 0."""
        ...

    def close(self) -> None: ...
