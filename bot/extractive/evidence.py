"""The sentences that could answer an ask, each weighed by what speaks for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.extractive.features import Page, sought
from bot.extractive.field import Field, Item
from bot.extractive.question import Ask, Question
from bot.extractive.ranking import chance, kind_of, ranked
from bot.extractive.spans import Quantity, Span, clauses, hide, quantities, sentences
from bot.extractive.units import unit_fit

ASKED_FIGURE = 0.4  # a figure that the question itself gives is not what it asks for
FREE = frozenset({"open", "name"})  # kinds of ask whose answer no form betrays
NAMED = 3.0  # a speech that the question names is kept to: what one that fits the words less is put behind
MOST_SENTENCES = 2000  # of one paragraph; the longest real one has about a hundred


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence [start, end) of an item for an ask, with the clause and the quantity that answer it.

    Candidates are ranked by `score`, of which only differences say something; `chance`, 0 to 1, is that it answers at
    all; `cover` is the share of the ask's words in it.
    """

    item: Item
    start: int
    end: int
    clause: Span
    quantity: Quantity | None = None
    score: float = 0.0
    chance: float = 0.0
    cover: float = 0.0


def candidates(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """Every sentence of the sources that could answer the ask, best first."""
    key = (ask, question.hints, question.figures)
    if key not in field_.ranked:
        kind = kind_of(ask.kind)
        found = []
        for place, features in weighed(field_, question, ask):
            score = ranked(features, kind) - NAMED * (1 - features["named"])
            sure = chance(features, score, kind)
            at = (place.item, place.start, place.end, place.clause, place.quantity)
            found.append(Candidate(*at, score=score, chance=sure, cover=features["words"]))
        field_.ranked[key] = sorted(found, key=lambda c: (-c.score, c.item.rank, c.item.place, c.start))
    return field_.ranked[key]


def weighed(field_: Field, question: Question, ask: Ask) -> Iterator[tuple[Candidate, dict[str, float]]]:
    """Every place of the sources that could hold the answer, not yet ranked, with its features."""
    what = sought(field_, question, ask)
    for index, item in enumerate(field_.items):
        if not item.source:
            continue
        page = Page(field_, index, what)
        spans = sentences(page.norm)[:MOST_SENTENCES]
        for n, (start, end) in enumerate(spans):
            for clause, wider, quantity, fitness in _targets(page, ask, question.figures, start, end):
                features = page.features(spans, n, (clause, wider), quantity) | {"fit": fitness}
                yield Candidate(item, start, end, wider, quantity), features


_Target = tuple[Span, Span, Quantity | None, float]


def _targets(page: Page, ask: Ask, given: Sequence[str], start: int, end: int) -> list[_Target]:
    """The places of a sentence that could hold the answer: own clause, that and the one before, quantity, fitness."""
    norm = page.norm
    if ask.kind != "quantity":
        return [((start, end), (start, end), None, 1.0)]
    hidden = hide(norm, page.item.paragraph.masks)[start:end]
    held = [(q, fitness) for q in quantities(hidden) if (fitness := unit_fit(ask, q))]
    found: list[_Target] = []
    cut = clauses(norm, start, end) if held else []
    for quantity, fitness in held:
        here = Quantity(quantity.start + start, quantity.end + start, quantity.kind, quantity.unit, quantity.masked)
        n = next(i for i, c in enumerate(cut) if here.start < c[1])
        if any(norm[here.start : here.end].startswith(figure) for figure in given):
            fitness *= ASKED_FIGURE
        found.append((cut[n], (cut[max(0, n - 1)][0], cut[n][1]), here, fitness))
    return found
