"""The nouns of reading, storing and finding. Standard library only, frozen, tuples inside."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Certainty = Literal["stated", "inferred", "missing"]
ParagraphKind = Literal["body", "heading"]
PieceKind = Literal["paragraph", "title", "front", "removed", "space"]


@dataclass(frozen=True, slots=True)
class Mask:
    """A span [start, end) of a paragraph's text that the source hides, such as xx亿元's xx."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One piece of metadata, and how it is known. `value` is None exactly when `certainty` is missing."""

    value: str | None = None
    certainty: Certainty = "missing"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, verbatim (broken lines joined, markers gone). `id` comes from the text alone.

    `level` is 0 for body text, 1 for 一、, 2 for （一）, 3 for 1. headings; a heading without a number is 1.
    """

    id: str
    text: str
    masks: tuple[Mask, ...] = ()
    kind: ParagraphKind = "body"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech. `id` comes from its title and paragraphs; paragraph numbers are 1-based positions in `paragraphs`."""

    id: str
    title: str
    paragraphs: tuple[Paragraph, ...]
    speaker_role: Field = Field()
    occasion: Field = Field()
    date: Field = Field()
    place: Field = Field()
    speaker: Field = Field()  # his name, where speaker_role is his office
    title_known: Certainty = "stated"  # inferred: the file's or the compilation's, for want of one of its own


@dataclass(frozen=True, slots=True)
class Piece:
    """A span [start, end) of the decoded source and where it went. The pieces of a document tile the source.

    paragraph: text of a paragraph (`speech` and `number` are 1-based); title: of a speech's title; front: kept text
    before the first speech (the compilation's title); removed: taken out by `rule`; space: white space between.
    """

    start: int
    end: int
    kind: PieceKind
    speech: int = 0
    number: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read. `source` is the decoded text; `pieces` tile it, so kept text + removal log = source.

    `pages` are the offsets of the source at which pages begin; empty for formats without pages.
    """

    encoding: str
    source: str
    title: str
    declared_count: int | None
    speeches: tuple[Speech, ...]
    pieces: tuple[Piece, ...]
    warnings: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Location:
    """The address a person can say: 《file》第 speech 篇第 paragraph 段 (both 1-based).

    `page` (1-based) is where the paragraph begins, for formats that have pages.
    """

    file: str
    speech: int
    paragraph: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """What is searched: paragraphs `first`..`last` (1-based, inclusive) of a speech, or part of one long paragraph.

    `text` is verbatim (paragraphs joined by a line break); `search_text` adds title and section heading, normalised.
    """

    id: str
    speech_id: str
    first: int
    last: int
    text: str
    search_text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found. `ranks` holds its 1-based rank in each leg that found it (keyword, vector)."""

    passage: Passage
    score: float
    ranks: tuple[tuple[str, int], ...]
    title: str
    speaker_role: str | None
    locations: tuple[Location, ...]  # of the passage's first paragraph, one per file that holds the speech

    @property
    def found_by(self) -> tuple[str, ...]:
        return tuple(leg for leg, _ in self.ranks)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to; None means no limit. The same filters apply in both legs.

    `first` limits nothing: groups of speeches that the question points at, whose passages come before others.
    """

    file: str | None = None
    role: str | None = None
    speech_ids: tuple[str, ...] | None = None
    date_from: str | None = None
    date_to: str | None = None
    first: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be taken in, and why, in words the user can act on."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingest did. `added`, `changed`, `unchanged`, `removed` count files."""

    files: int = 0
    speeches: int = 0
    paragraphs: int = 0
    passages: int = 0
    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    failed: tuple[Failure, ...] = ()
    removed_lines: int = 0
    seconds: float = 0.0
    warnings: tuple[Failure, ...] = field(default=())
    moved: int = 0  # files known by their content under another path; counted in `unchanged` too


@dataclass(frozen=True, slots=True)
class SpeechRow:
    """A speech as the catalog lists it: where it stands, and its content."""

    file: str
    number: int
    speech: Speech


@dataclass(frozen=True, slots=True)
class Head:
    """A speech without its text: what a hit shows of it. `places` are (file, speech number), in file order.

    `pages` are, place by place, the pages on which its paragraphs begin; empty where there are no pages.
    """

    title: str
    speaker_role: str | None
    places: tuple[tuple[str, int], ...]
    pages: tuple[tuple[int, ...], ...] = ()

    def locations(self, paragraph: int) -> tuple[Location, ...]:
        """The addresses of a paragraph, one per place."""
        pages = self.pages or ((),) * len(self.places)
        return tuple(
            Location(file, number, paragraph, on[paragraph - 1] if paragraph <= len(on) else None)
            for (file, number), on in zip(self.places, pages, strict=True)
        )


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of the catalog. `removed` is the removal log: (rule, text) in source order."""

    file: str
    path: Path
    encoding: str
    title: str
    declared_count: int | None
    speeches: int
    paragraphs: int
    removed: int
    masks: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RemovedPiece:
    """A piece of the removal log: its number (1-based, in source order) and its span [start, end) of the source."""

    number: int
    rule: str
    text: str
    start: int
    end: int


class YanjuError(Exception):
    """An error whose message a user can act on; the command line prints it and exits 1."""


class UnreadableFile(YanjuError):
    """A file that is refused by name, with the reason."""


class StoreError(YanjuError):
    """The store cannot be used: not ours, locked, damaged, of another embedding."""
