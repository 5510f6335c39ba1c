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
    """Paragraphs of a draft: sentences that have been checked are told apart from those that have not."""
    sources = _sources(exchange)
    out = ""
    for line in _draft_lines(exchange.draft, exchange.spans):
        pieces = ""
        for text, span in line:
            inner = _marks(normalise_marks(text), exchange.number, sources, lang)
            if span is None:
                pieces += inner
            elif span.good:
                pieces += tag("span", inner, class_="yj-sound", title=word(lang, "sentence_good"))
            else:
                hint = word(lang, "sentence_bad", reason="；".join(span.reasons) or word(lang, "struck_no_reason"))
                pieces += tag("s", inner, class_="yj-struck-text", title=hint)
        out += tag("p", pieces)
    return out


def _draft_lines(draft: str, spans: Sequence[Span]) -> list[list[tuple[str, Span | None]]]:
    """The non-empty lines of a draft, each cut where checked sentences begin and end."""
    pieces: list[tuple[str, Span | None]] = []
    at = 0
    for span in spans:
        pieces += [(draft[at : span.start], None), (draft[span.start : span.end], span)]
        at = max(at, span.end)
    pieces.append((draft[at:], None))
    found: list[list[tuple[str, Span | None]]] = [[]]
    for text, piece in pieces:
        first, *rest = text.split("\n")
        found[-1].append((first, piece))
        found += [[(line, piece)] for line in rest]
    return [line for line in found if any(text.strip() for text, _ in line)]


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
