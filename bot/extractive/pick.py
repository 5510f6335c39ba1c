"""From candidates to quotes: whole sentences where they are short, else the run of clauses that answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive.evidence import Candidate
from bot.extractive.field import Field, Item, found_in, worth
from bot.extractive.question import Ask
from bot.extractive.spans import MARK_LIKE, Span, clauses, hide, norm_of, quantities, sentences

MARK_ROOM = 6  # characters of 。 and [12]
_LOOSE = "，,：:、；; \u3000"


@dataclass(frozen=True, slots=True)
class Quote:
    """Verbatim text [start, end) of an item's paragraph."""

    item: Item
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.item.paragraph.text[self.start : self.end]


def fit(quotes: Sequence[tuple[Candidate, Ask]], field_: Field, room: int) -> list[Quote]:
    """The sentences of the candidates, trimmed so that together they take at most `room` characters; one a sentence."""
    sentences: dict[tuple[str, int, int], list[tuple[Candidate, Ask]]] = {}
    for candidate, ask in quotes:
        key = (candidate.item.paragraph.id, candidate.start, candidate.end)
        sentences.setdefault(key, []).append((candidate, ask))
    groups = list(sentences.values())
    left = room - MARK_ROOM * len(groups)
    # short sentences first: what they leave is for the long ones
    order = sorted(range(len(groups)), key=lambda i: groups[i][0][0].end - groups[i][0][0].start)
    trimmed: dict[int, Quote | None] = {}
    for n, i in enumerate(order):
        share = left // (len(order) - n)
        trimmed[i] = _trim(groups[i], field_, share)
        quote = trimmed[i]
        left -= len(quote.text) if quote else 0
    return [quote for i in range(len(groups)) if (quote := trimmed[i])]


def _trim(group: Sequence[tuple[Candidate, Ask]], field_: Field, room: int) -> Quote | None:
    """The sentence, or the run of its clauses around what is asked, at most `room` characters."""
    first = group[0][0]
    item = first.item
    text = item.paragraph.text
    norm = norm_of(text)
    cut = clauses(norm, first.start, first.end)
    clean = [not MARK_LIKE.search(text, *span) for span in cut]
    gains = [_gain(norm, span, group, field_) for span in cut]
    wanted = {i for c, _ in group if c.quantity for i, span in enumerate(cut) if span[0] <= c.quantity.start < span[1]}
    core = wanted or {max(range(len(cut)), key=lambda i: (clean[i], gains[i]))}
    if not all(clean[i] for i in core):
        return None
    low, high = min(core), max(core)
    if not all(clean[low : high + 1]) or _width(cut, low, high) > room:
        low = high = min(core)
    if _width(cut, low, high) > room:
        return _cut_hard(item, cut[low], room, group)
    while True:
        options = [(gains[i], -abs(i - low), i) for i in (low - 1, high + 1) if 0 <= i < len(cut) and clean[i]]
        options = [o for o in options if _width(cut, min(low, o[2]), max(high, o[2])) <= room]
        if not options:
            break
        _, _, best = max(options)
        low, high = min(low, best), max(high, best)
    return tidy(item, cut[low][0], cut[high][1])


def _width(cut: Sequence[Span], low: int, high: int) -> int:
    return cut[high][1] - cut[low][0]


def _gain(norm: str, span: Span, group: Sequence[tuple[Candidate, Ask]], field_: Field) -> float:
    terms = {t for _, ask in group for t in ask.terms}
    return sum(worth(field_, t) * found_in(t, norm, *span) for t in terms)


def _cut_hard(item: Item, span: Span, room: int, group: Sequence[tuple[Candidate, Ask]]) -> Quote | None:
    """A clause longer than the room: cut at 、 around what is asked."""
    text = item.paragraph.text
    centre = group[0][0].quantity.start if group[0][0].quantity else span[0]
    start = max(span[0], centre - room // 2)
    end = min(span[1], start + room)
    while start > span[0] and start < centre and text[start - 1] not in "、，,":
        start += 1
    while end < span[1] and end > centre + 12 and text[end - 1] not in "、，,":
        end -= 1
    return tidy(item, start, end) if end - start >= 4 else None


def tidy(item: Item, start: int, end: int) -> Quote | None:
    """The quote without loose punctuation at its ends and without a lone quotation mark; None when nothing is left."""
    text = item.paragraph.text
    while start < end and (text[start] in _LOOSE or text[start] in "”’」』）)》。！？!?" or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in _LOOSE or text[end - 1] in "“‘「『（(《" or text[end - 1].isspace()):
        end -= 1
    for opening, closing in ("“”", "‘’", "「」", "『』", "（）", "()", "《》"):
        piece = text[start:end]
        if piece.count(closing) > piece.count(opening) and piece.endswith(closing) and opening not in piece:
            end -= 1
        elif piece.count(opening) > piece.count(closing) and piece.startswith(opening):
            start += 1
    while end > start and text[end - 1] in _LOOSE:
        end -= 1
    return Quote(item, start, end) if end > start and not MARK_LIKE.search(text, start, end) else None


def asks(quote: Quote) -> bool:
    """Whether the sentence quoted is itself a question, which a speaker goes on to answer."""
    return quote.text.endswith(("？", "?")) or quote.item.paragraph.text[quote.end : quote.end + 1] in ("？", "?")


def with_preceding(quote: Quote, room: int) -> list[Quote]:
    """The quote after the sentence before it, for one that points back to it (就是在这里…)."""
    spans = [s for s in sentences(norm_of(quote.item.paragraph.text)) if s[1] <= quote.start]
    if not spans or len(quote.text) + spans[-1][1] - spans[-1][0] + 2 * MARK_ROOM > room:
        return [quote]
    before = tidy(quote.item, *spans[-1])
    return [before, quote] if before else [quote]


def around(item: Item, at: int, room: int) -> list[Quote]:
    """The sentence at `at` with as many of the sentences before it as the room takes, at most three."""
    spans = [s for s in sentences(norm_of(item.paragraph.text)) if s[0] <= at]
    found: list[Quote] = []
    for start, end in reversed(spans[-4:]):
        quote = tidy(item, start, end)
        if quote is None or (found and len(quote.text) + MARK_ROOM > room):
            break
        found.insert(0, quote)
        room -= len(quote.text) + MARK_ROOM
    return found


def figure_free(item: Item, span: Span, centre: Span) -> Quote | None:
    """The smallest piece of [span) around `centre` (a mask) without a figure: what can stand in a masked answer."""
    text = item.paragraph.text
    hidden = hide(norm_of(text), item.paragraph.masks)
    start, end = span
    for quantity in quantities(hidden[span[0] : span[1]]):
        low, high = quantity.start + span[0], quantity.end + span[0]
        if quantity.masked or (low < centre[1] and high > centre[0]):
            continue
        if high <= centre[0]:
            start = max(start, _after_break(text, high, centre[0]))
        elif low >= centre[1]:
            end = min(end, _before_break(text, low, centre[1]))
            break
    return tidy(item, start, end)


def _after_break(text: str, at: int, limit: int) -> int:
    places = [i + 1 for i in range(at, limit) if text[i] in "，,、：:；。"]
    return places[0] if places else at


def _before_break(text: str, at: int, limit: int) -> int:
    places = [i for i in range(limit, at) if text[i] in "，,、：:；。“‘"]
    return places[-1] if places else limit
