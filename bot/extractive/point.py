"""Answers to single things asked: the sentence for each, what of it is hidden, and where the speeches disagree."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive import compose, cues
from bot.extractive.asked import best_for_each, hidden_span, is_masked, judged
from bot.extractive.compose import Group, Told
from bot.extractive.evidence import FREE, Candidate
from bot.extractive.excerpts import excerpts, in_other_words, is_everyday, is_thin, nearest
from bot.extractive.field import Field
from bot.extractive.pick import Quote, around, figure_free, fit, with_preceding
from bot.extractive.question import Ask, Question
from bot.extractive.spans import norm_of
from bot.extractive.terms import QUOTED

ROOM = 196  # characters of a short answer, marks included: a page that holds the answer is no answer
# Chances below which the evidence is too weak; calibrated with both error rates, docs/decisions/0100.
WEAK = {"quantity": 0.42, "person": 0.45, "place": 0.45, "name": 0.5, "open": 0.5}
LATER = 0.5  # share of it for a further ask of a question whose first ask is answered
UNSURE = 0.6  # below this chance of the best sentence, those that come near it are shown too
# Below the best score, still another speech's figure contradicts it; the latter when the question says so.
OTHERWISE, DISPUTED = 1.2, 2.5
SAME = 0.85  # share of the words around the first figure that must stand around the other one
LIST_ROOM, LIST_NEARLY = 196, 3.0  # characters of a list told in sentences, and how far below the best one they reach
SAID = 8  # characters of a quotation in the question that is looked up as it stands

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年)")
_POINTS_BACK = re.compile(r"(?:就是|正是|也正是)?(?:在|从|用|把)?(?:这里|这个|这一|这项|这次|这种|此|其[中间]|它|该)")


@dataclass(frozen=True, slots=True)
class _Found:
    ask: Ask
    candidate: Candidate
    masked: bool


def answer(field_: Field, question: Question) -> Told | None:
    """The sentences that answer each ask; None when the evidence is weak."""
    if quotes := _said(field_, question):
        return compose.told(quotes)
    found = _found(field_, question)
    if not found:
        return _in_other_words(field_, question)
    if all(f.masked for f in found):
        return Told((), "masked", hidden=_masked(found))
    told = [f for f in found if not f.masked]
    if others := _otherwise(field_, question, told[0]):
        return _conflict(field_, told[0], others)
    counted = any(f.ask.kind == "quantity" for f in told)
    near = [] if counted else nearest(field_, question)
    if near and (is_thin(field_, question, near) or question.shape == "compare"):
        return in_other_words(field_, question, near)
    if near and question.shape == "list":  # a list that no enumeration tells
        return compose.told(excerpts(field_, question, near, LIST_ROOM, LIST_NEARLY), "items")
    if near and all(f.ask.kind in FREE and f.candidate.chance < UNSURE for f in told):
        quotes = excerpts(field_, question, [*(f.candidate for f in told), *near])
    else:
        quotes = fit([(f.candidate, f.ask) for f in told], field_, ROOM)
    if not quotes:
        return None
    if len(quotes) == 1 and _POINTS_BACK.search(quotes[0].text[:16]):
        quotes = with_preceding(quotes[0], ROOM)
    return _with_hidden(quotes, [f for f in found if f.masked])


def _in_other_words(field_: Field, question: Question) -> Told | None:
    """What comes near a question in everyday words, when no sentence answers it in its own; None for others."""
    free = all(ask.kind in FREE for ask in question.asks)
    timed = any(ask.measure in {"date", "rank"} for ask in question.asks)
    if timed or not (is_everyday(field_, question) if free else cues.EVERYDAY.search(question.text)):
        return None
    return in_other_words(field_, question, nearest(field_, question))


def _found(field_: Field, question: Question) -> list[_Found]:
    best = best_for_each(field_, question)
    strongest = max((c.chance / WEAK[ask.kind] for ask, c in best), default=0.0)
    if strongest < 1:
        return []
    return [_Found(ask, c, is_masked(ask, c)) for ask, c in best if c.chance >= WEAK[ask.kind] * LATER]


def _said(field_: Field, question: Question) -> list[Quote]:
    """Where a sentence that the question quotes stands, with the sentences before it: who says it, and of what."""
    if any(ask.kind == "quantity" for ask in question.asks):
        return []
    for term in question.terms:
        if term.weight < QUOTED or len(term.text) < SAID:
            continue
        for item, norm in zip(field_.items, field_.norms, strict=True):
            at = norm.find(term.text)
            if item.source and at >= 0:
                return around(item, at, ROOM)
    return []


def _otherwise(field_: Field, question: Question, first: _Found) -> list[Candidate]:
    """What other speeches give for the same figure, when it differs and fits the question as well."""
    best = first.candidate
    if best.quantity is None or question.hints or question.speech_number or first.ask.measure == "any":
        return []
    told, speeches = {_value(best)}, {best.item.speech_id}
    least = best.score - (DISPUTED if cues.DISPUTED.search(question.text) else OTHERWISE)
    found: list[Candidate] = []
    for c in judged(field_, question, first.ask):
        same = c.quantity and c.quantity.unit == best.quantity.unit and not c.quantity.masked
        if not same or c.score < least or c.cover < SAME * best.cover:
            continue
        if c.item.speech_id in speeches or _value(c) in told or _another_year(question, best, c):
            continue
        told.add(_value(c))
        speeches.add(c.item.speech_id)
        found.append(c)
    return found[:3]


def _another_year(question: Question, best: Candidate, other: Candidate) -> bool:
    """Whether the other sentence speaks of another year: then the two figures do not contradict each other."""
    asked = set(question.years) or _years_of(best)
    told = _years_of(other)
    return bool(asked and told and not asked & told)


def _years_of(candidate: Candidate) -> set[str]:
    norm = norm_of(candidate.item.paragraph.text)
    return set(_YEAR.findall(norm[candidate.start : candidate.end]))


def _value(candidate: Candidate) -> str:
    q = candidate.quantity
    return norm_of(candidate.item.paragraph.text)[q.start : q.end] if q else ""


def _conflict(field_: Field, first: _Found, others: Sequence[Candidate]) -> Told | None:
    told = [first.candidate, *others]
    groups = [Group(c.item.title, tuple(fit([(c, first.ask)], field_, ROOM // len(told)))) for c in told]
    return compose.side_by_side(groups, "conflicting")


def _with_hidden(quotes: Sequence[Quote], hidden: Sequence[_Found]) -> Told:
    """The answer, and what of it the source hides; where a quote shows the hidden place itself, nothing is added."""
    group = (Group("", tuple(quotes)),)
    if not hidden:
        return Told(group, "answered")
    spans = [(f, hidden_span(f.candidate)) for f in hidden]
    unseen = [f for f, s in spans if not any(q.item == f.candidate.item and q.start <= s[0] < q.end for q in quotes)]
    return Told(group, "partial", hidden=_masked(unseen))


def _masked(found: Sequence[_Found]) -> tuple[Quote, ...]:
    quotes: list[Quote] = []
    for f in found:
        span = hidden_span(f.candidate, None if f.candidate.quantity else f.ask)
        quote = figure_free(f.candidate.item, f.candidate.clause, span)
        if quote and not any(q.item == quote.item and q.start <= span[0] < q.end for q in quotes):
            quotes.append(quote)
    return tuple(quotes)
