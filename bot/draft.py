"""`yanju check`: every figure and quotation of the user's own draft traced to its paragraph, or flagged.

Does not know: words that are neither in quotation marks nor in a sentence with a figure. What the library does not
hold is `not_found`, which is not the same as wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.checker.check import check_claim
from bot.checker.text import Prepared, prepare, quotations
from bot.extractive.spans import quantities, sentences
from vectorstore.masks import find_masks
from vectorstore.types import Filters, Hit, Location, Paragraph, Speech

Kind = Literal["figure", "quotation"]
Trace = Literal["found", "altered", "masked", "misattributed", "not_found"]
Search = Callable[[str, int, Filters], list[Hit]]

MAX_SENTENCES = 3000  # of a draft; a report of 100 pages has about as many
_HITS = 4
_NEAR = (
    0.5  # share of a sentence's character pairs that must stand in a paragraph to call it the same sentence, altered
)
_SHORT = 4  # characters: a shorter quotation is a term, found or not, never altered
_SPACE = re.compile(r"\s+")
_TITLE = re.compile(r"《([^《》\n]{4,80})》")


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
class _Place:
    """A paragraph that may be where a sentence comes from."""

    paragraph: Paragraph
    location: Location | None
    title: str


@dataclass(frozen=True, slots=True)
class _Piece:
    kind: Kind
    text: str
    start: int
    end: int


def trace(draft: str, search: Search, look: Callable[[str], Speech | None]) -> Iterator[Traced]:
    """Every figure and quotation of a draft, in order. `search` is of the library, `look` gives a speech by its id."""
    for start, end in sentences(draft)[:MAX_SENTENCES]:
        sentence = draft[start:end]
        pieces = list(_pieces(sentence))
        if not pieces:
            continue
        places = _places([sentence, *(p.text for p in pieces if len(p.text) >= 8)], search, look)
        own = sorted(places, key=lambda place: -_share(sentence, place.paragraph.text))
        named = _named(sentence, search)
        for traced in _traced(sentence, pieces, own, named):
            yield replace(traced, start=start + traced.start, end=start + traced.end)


def _pieces(sentence: str) -> Iterator[_Piece]:
    prepared = prepare(sentence)
    quoted = [span for span in quotations(prepared) if prepared.kept[span[0] - 1] != "《"]
    for start, end in quoted:
        yield _piece("quotation", prepared, start, end)
    for q in quantities(prepared.norm):
        if q.kind != "rank" and not any(start <= q.start < end for start, end in quoted):
            yield _piece("figure", prepared, q.start, q.end)


def _piece(kind: Kind, prepared: Prepared, start: int, end: int) -> _Piece:
    first, last = (start, end - 1) if prepared.offsets is None else (prepared.offsets[start], prepared.offsets[end - 1])
    return _Piece(kind, prepared.quote(start, end), first, last + 1)


def _places(texts: Sequence[str], search: Search, look: Callable[[str], Speech | None]) -> list[_Place]:
    found: dict[str, _Place] = {}
    for text in texts[:4]:
        for hit in search(text, _HITS, Filters()):
            speech = look(hit.passage.speech_id)
            for number in range(hit.passage.first, hit.passage.last + 1) if speech else ():
                paragraph = speech.paragraphs[number - 1] if speech else None
                first = hit.locations[0] if hit.locations else None
                place = Location(first.file, first.speech, number) if first else None
                if paragraph:
                    found.setdefault(paragraph.id, _Place(paragraph, place, hit.title))
    return list(found.values())


def _named(sentence: str, search: Search) -> frozenset[str]:
    """Titles of the library that the sentence names in 《》."""
    titles = [_norm(title) for title in _TITLE.findall(sentence)]
    hits = [hit.title for title in titles for hit in search(title, 5, Filters())]
    return frozenset(own for own in hits if any(title in _norm(own) for title in titles))


def _traced(
    sentence: str, pieces: Sequence[_Piece], places: Sequence[_Place], named: frozenset[str]
) -> Iterator[Traced]:
    figures = [piece for piece in pieces if piece.kind == "figure"]
    yield from (_quotation(sentence, piece, places, named) for piece in pieces if piece.kind == "quotation")
    if not figures:
        return
    findings = [(place, check_claim(sentence, [place.paragraph.text])) for place in places[:6]]
    carried = next((place for place, finding in findings if finding.verdict == "supported"), None)
    if carried:
        for piece in figures:
            yield _at(sentence, piece, carried, *_attribution(carried, named))
        return
    if not findings or _share(sentence, findings[0][0].paragraph.text) < _NEAR:
        for piece in figures:
            yield Traced("figure", piece.text, piece.start, piece.end, sentence, "not_found")
        return
    place, finding = findings[0]
    there = [_norm(piece.text) in _norm(place.paragraph.text) for piece in figures]
    for piece, stands in zip(figures, there, strict=True):
        if stands and not all(there):
            yield _at(sentence, piece, place, *_attribution(place, named))
        else:
            masked = any("隐去" in reason for reason in finding.reasons)
            yield _at(sentence, piece, place, "masked" if masked else "altered", finding.reasons)


def _quotation(sentence: str, piece: _Piece, places: Sequence[_Place], named: frozenset[str]) -> Traced:
    verbatim = [place for place in places if _norm(piece.text) in _norm(place.paragraph.text)]
    if verbatim:
        best = next((place for place in verbatim if place.title in named), verbatim[0])
        return _at(sentence, piece, best, *_attribution(best, named))
    near = max(places, key=lambda place: _share(piece.text, _wording(piece.text, place)), default=None)
    if near is None or len(piece.text) < _SHORT or _share(piece.text, _wording(piece.text, near)) < _NEAR:
        return Traced("quotation", piece.text, piece.start, piece.end, sentence, "not_found")
    verdict: Trace = "masked" if _fills_in(piece.text, near) else "altered"
    return _at(sentence, piece, near, verdict, ("与原文不是一字不差",), piece.text)


def _attribution(place: _Place, named: frozenset[str]) -> tuple[Trace, tuple[str, ...]]:
    if named and place.title not in named:
        return "misattributed", (f"这句话出自《{place.title}》",)
    return "found", ()


def _fills_in(text: str, place: _Place) -> bool:
    """Whether the text goes on, where the source hides a value, with something else."""
    wording, norm = _wording(text, place), _norm(text)
    before = [_norm(wording[max(0, mask.start - 3) : mask.start]) for mask in find_masks(wording)]
    return any(len(words) == 3 and words in norm for words in before)


def _at(
    sentence: str, piece: _Piece, place: _Place, verdict: Trace, reasons: tuple[str, ...], about: str = ""
) -> Traced:
    return Traced(
        piece.kind,
        piece.text,
        piece.start,
        piece.end,
        sentence,
        verdict,
        place.location,
        place.title,
        place.paragraph.id,
        _wording(about or sentence, place),
        reasons,
    )


def _wording(text: str, place: _Place) -> str:
    """The sentence of the paragraph that comes nearest to the text."""
    own = [place.paragraph.text[start:end] for start, end in sentences(place.paragraph.text)]
    return max(own, key=lambda sentence: _share(text, sentence), default="")


def _share(text: str, other: str) -> float:
    """The share of the text's character pairs that stand in the other."""
    pairs, have = _pairs(text), _pairs(other)
    return sum((pairs & have).values()) / max(1, sum(pairs.values()))


def _pairs(text: str) -> Counter[str]:
    norm = _norm(text)
    return Counter(norm[i : i + 2] for i in range(len(norm) - 1))


def _norm(text: str) -> str:
    return _SPACE.sub("", prepare(text).norm)
