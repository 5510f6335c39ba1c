"""A document as the rows that the catalog keeps of it: plain tuples, made by whoever read the file.

They are a fraction of the work of handing the document itself from one process to another, and the process that writes
has the less to do.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from vectorstore import layout
from vectorstore.types import Document, Field, Paragraph, Speech, UnreadableFile


@dataclass(frozen=True, slots=True)
class Rows:
    """What goes into the tables; texts and inside once for speeches and paragraphs that stand in it several times.

    file: encoding, title, declared count, warnings, layout, counts of speeches, paragraphs, removed pieces and masks.
    """

    characters: int
    warnings: tuple[str, ...]
    file: tuple[str, str, int | None, str, bytes, int, int, int, int]
    speeches: dict[str, str]  # title by key, in order
    texts: dict[str, tuple[str, str]]  # a paragraph's text and masks, by key
    inside: dict[str, tuple[tuple[int, str, int, str], ...]]  # of a speech: number, kind, level, key of its paragraphs
    places: tuple[tuple[int, str, tuple[str | None, ...]], ...]  # number, key, metadata and pages of each place
    removed: tuple[tuple[int, str, int, int, str], ...]  # number, rule, start, end, text


def rows_of(document: Document) -> Rows:
    """Raises UnreadableFile when the source could not be rebuilt from them."""
    packed, pages = layout.pack(document), _pages(document)
    pieces = [piece for piece in document.pieces if piece.kind == "removed"]
    removed = tuple((n, p.rule, p.start, p.end, document.source[p.start : p.end]) for n, p in enumerate(pieces, 1))
    _refuse_lost(document, packed, [row[-1] for row in removed])
    paragraphs = [p for speech in document.speeches for p in speech.paragraphs]
    warnings = json.dumps(document.warnings, ensure_ascii=False)
    counts = len(document.speeches), len(paragraphs), len(removed), sum(len(p.masks) for p in paragraphs)
    return Rows(
        len(document.source),
        document.warnings,
        (document.encoding, document.title, document.declared_count, warnings, packed, *counts),
        {speech.id: speech.title for speech in document.speeches},
        {p.id: (p.text, _masks(p)) for p in paragraphs},
        {
            speech.id: tuple((n, p.kind, p.level, p.id) for n, p in enumerate(speech.paragraphs, 1))
            for speech in document.speeches
        },
        tuple((n, s.id, (*_metadata(s), pages.get(n))) for n, s in enumerate(document.speeches, 1)),
        removed,
    )


def _refuse_lost(document: Document, packed: bytes, removed: list[str]) -> None:
    texts = {(n, 0): speech.title for n, speech in enumerate(document.speeches, 1)}
    for n, speech in enumerate(document.speeches, 1):
        texts.update({(n, m): paragraph.text for m, paragraph in enumerate(speech.paragraphs, 1)})
    if layout.unpack(packed, texts, removed) != document.source:
        raise UnreadableFile("读取后核对原文不一致（程序错误，请报告）")


def _masks(paragraph: Paragraph) -> str:
    return json.dumps([[mask.start, mask.end] for mask in paragraph.masks]) if paragraph.masks else ""


def _pages(document: Document) -> dict[int, str]:
    """By speech number, the JSON list of the pages (1-based) on which its paragraphs begin."""
    if not document.pages:
        return {}
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for piece in document.pieces:
        if piece.kind == "paragraph":
            found[piece.speech].setdefault(piece.number, bisect_right(document.pages, piece.start))
    return {speech: json.dumps([on[n] for n in sorted(on)]) for speech, on in found.items()}


def _metadata(speech: Speech) -> Iterator[str | None]:
    fields: tuple[Field, ...] = (speech.speaker_role, speech.occasion, speech.date, speech.place, speech.speaker)
    for field in fields:
        yield from (field.value, field.certainty)
    yield speech.title_known
