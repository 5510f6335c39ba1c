"""What of a draft is to be traced: the quotations and figures of its sentences. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.checker.text import Prepared, prepare, quotations
from bot.draft.types import Group, Kind, Piece, Sentence
from bot.extractive.spans import clauses, quantities, sentences

MAX_SENTENCES = 3000  # of a draft; a report of 100 pages has about as many
MAX_SENTENCE = 1000  # characters: a longer one is no sentence
_WORDS = re.compile(r"[㐀-鿿]")
_LITTLE = 2  # characters beside its figures: a sentence with fewer is a date or a page number
_DEFINITE = re.compile(r"[0-9０-９一二两三四五六七八九十半]")  # 数百家 and 千亿级 say no figure
_NO_COUNT = re.compile(r"[一十半]|一[㐀-鿿]{1,2}(?<!半)(?<!成)(?<!倍)(?<!番)")  # 一环扣一环
_SOFT = re.compile(r"[一二两三四五六七八九十]{1,2}(?:[个大项种类条位支件点面张本批轮次场级层道步]|手|线|头)?")


def sentences_of(draft: str) -> list[Sentence]:
    """The sentences of a draft that hold a figure or a quotation, in order."""
    found = []
    for start, end in sentences(draft)[:MAX_SENTENCES]:
        if end - start > MAX_SENTENCE:
            continue
        made = _sentence(draft[start:end], start)
        if made:
            found.append(made)
    return found


def figures_of(text: str) -> list[str]:
    """The figures of a sentence, quotations included, as they are written."""
    prepared = prepare(text)
    found = [_piece("figure", prepared, q.start, q.end).text for q in quantities(prepared.norm) if q.kind != "rank"]
    return [figure for figure in found if _DEFINITE.search(figure) and not _NO_COUNT.fullmatch(figure)]


def _sentence(text: str, start: int) -> Sentence | None:
    prepared = prepare(text)
    spans = [span for span in quotations(prepared) if prepared.kept[span[0] - 1] != "《"]
    quoted = tuple(_piece("quotation", prepared, a, b) for a, b in spans)
    figures = [
        _piece("figure", prepared, q.start, q.end, bool(_SOFT.fullmatch(prepared.norm[q.start : q.end])))
        for q in quantities(prepared.norm)
        if q.kind != "rank" and not any(a <= q.start < b for a, b in spans)
    ]
    figures = [piece for piece in figures if _DEFINITE.search(piece.text) and not _NO_COUNT.fullmatch(piece.text)]
    if not quoted and len(_WORDS.findall(without(text, figures))) < _LITTLE:
        return None
    return Sentence(text, start, quoted, tuple(_groups(text, figures))) if quoted or figures else None


def _piece(kind: Kind, prepared: Prepared, start: int, end: int, soft: bool = False) -> Piece:
    first, last = (start, end - 1) if prepared.offsets is None else (prepared.offsets[start], prepared.offsets[end - 1])
    return Piece(kind, prepared.quote(start, end), first, last + 1, soft)


def _groups(text: str, figures: Sequence[Piece]) -> Iterator[Group]:
    begin = 0
    for start, end in clauses(text, 0, len(text)):
        inside = tuple(piece for piece in figures if start <= piece.start < end)
        if inside and any(_weighs(piece) for piece in inside):
            pending = tuple(piece for piece in figures if begin <= piece.start < start)
            yield Group(text[begin:end], text[start:end], pending + inside)
            begin = end
    left = tuple(piece for piece in figures if piece.start >= begin)
    if left:
        yield Group(text[begin:], text[begin:], left)


def _weighs(piece: Piece) -> bool:
    """Whether a figure closes a clause of its own: 2023年 only leads up to the next."""
    return not piece.text.endswith(("年", "月", "日")) and not piece.soft


def without(text: str, figures: Sequence[Piece]) -> str:
    """The text without its figures."""
    for piece in reversed(figures):
        text = text[: piece.start] + text[piece.end :]
    return text
