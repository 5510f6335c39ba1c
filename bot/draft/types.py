"""The nouns of checking a draft."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from vectorstore.types import Hit, Location, Speech

Kind = Literal["figure", "quotation"]
Trace = Literal["found", "altered", "masked", "misattributed", "not_found"]
Find = Callable[[Sequence[str], int], Sequence[Sequence[Hit]]]  # many texts at once: where their wording stands
Look = Callable[[str], Speech | None]  # a speech by its id


@dataclass(frozen=True, slots=True)
class Traced:
    """A figure or quotation at [start, end) of the draft, where it stands, and the source's own wording."""

    kind: Kind
    text: str
    start: int
    end: int
    sentence: str
    verdict: Trace
    location: Location | None = None
    title: str = ""
    paragraph_id: str = ""
    wording: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A figure or quotation at [start, end) of its sentence. `soft`: a small count in words (三个一批, 四大产业)."""

    kind: Kind
    text: str
    start: int
    end: int
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The figures of one clause; `text` is the clause with what leads up to it since the last clause with figures."""

    text: str
    clause: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the draft that has something to be traced; `start` is its place in the draft."""

    text: str
    start: int
    quotations: tuple[Piece, ...]
    groups: tuple[Group, ...]
