"""The text of an answer or a draft as HTML: marks become buttons, what failed the check is crossed out."""

from __future__ import annotations

from collections.abc import Sequence

from bot.checker.claims import normalise_marks
from bot.types import Claim, Source
from ui.copying import place_text
from ui.markup import MARK, act, esc, tag
from ui.prose import prose
from ui.types import Exchange, Span
from ui.wordings import Lang, word


def marked_text(text: str, exchange: Exchange, struck: Sequence[Claim], lang: Lang) -> str:
    """The text of an answer; struck claims that stand in it are crossed out there."""
    sources = _sources(exchange)
    crossed = [claim.text.strip() for claim in struck if claim.text.strip()]
    return prose(text, lambda line: _crossed(line, exchange.number, sources, crossed, lang))


def marked_draft(exchange: Exchange, lang: Lang) -> str:
    """A draft: sentences that have been checked are told apart from those that have not."""
    sources, draft, at = _sources(exchange), exchange.draft, 0

    def inner(text: str) -> str:
        """The text of a line or a cell; they come in order, each as it stands in the draft."""
        nonlocal at
        start = draft.index(text, at)
        at = start + len(text)
        pieces = _checked(start, at, exchange.spans)
        return "".join(_sentence(draft[a:b], span, exchange.number, sources, lang) for a, b, span in pieces)

    return prose(draft, inner)


def _checked(start: int, end: int, spans: Sequence[Span]) -> list[tuple[int, int, Span | None]]:
    """[start, end) of a draft, cut where checked sentences begin and end; None: not checked yet."""
    pieces: list[tuple[int, int, Span | None]] = []
    for span in spans:
        first, last = max(start, span.start), min(end, span.end)
        if first < last:
            pieces += [(start, first, None), (first, last, span)]
            start = last
    return [*pieces, (start, end, None)]


def _sentence(text: str, span: Span | None, exchange: int, sources: dict[int, Source], lang: Lang) -> str:
    """A piece of a draft, by what the check has said of it."""
    inner = _marks(normalise_marks(text), exchange, sources, lang)
    if span is None:
        return inner
    if span.good:
        return tag("span", inner, class_="yj-sound", title=word(lang, "sentence_good"))
    hint = word(lang, "sentence_bad", reason="；".join(span.reasons) or word(lang, "struck_no_reason"))
    return tag("s", inner, class_="yj-struck-text", title=hint)


def _sources(exchange: Exchange) -> dict[int, Source]:
    return {s.number: s for s in (exchange.answer.sources if exchange.answer else exchange.sources)}


def _crossed(line: str, exchange: int, sources: dict[int, Source], crossed: Sequence[str], lang: Lang) -> str:
    for claim in crossed:
        before, found, after = line.partition(claim)
        if found:
            middle = tag("s", _marks(found, exchange, sources, lang), class_="yj-struck-text")
            return (
                _crossed(before, exchange, sources, crossed, lang)
                + middle
                + _crossed(after, exchange, sources, crossed, lang)
            )
    return _marks(line, exchange, sources, lang)


def _marks(line: str, exchange: int, sources: dict[int, Source], lang: Lang) -> str:
    """A line with its marks as buttons, each tied to the character before it: no mark begins a line."""
    out, last = "", 0
    for match in MARK.finditer(line):
        before = line[last : match.start()].rstrip(" ")
        button = mark(exchange, int(match[1]), sources.get(int(match[1])), lang)
        out += esc(before[:-1]) + (tag("span", esc(before[-1]) + button, class_="yj-tie") if before else button)
        last = match.end()
    return out + esc(line[last:])


def mark(exchange: int, number: int, source: Source | None, lang: Lang) -> str:
    """The small round button of a source; a number without a source stays visible as text and says so."""
    if source is None:
        return tag("span", f"[{number}]", class_="yj-nomark", title=word(lang, "mark_unknown", number=number))
    label = word(lang, "mark_label", number=number, place=place_text(source, lang))
    return act("mark", {"exchange": exchange, "number": number}, str(number), "yj-mark", label)
