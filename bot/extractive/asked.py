"""The sentence that answers one ask: its kind of answer must stand in it, or stand there hidden."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from bot.extractive import cues
from bot.extractive.doubt import refuted
from bot.extractive.evidence import Candidate, candidates
from bot.extractive.field import Field
from bot.extractive.question import Ask, Question
from bot.extractive.spans import Span, norm_of

NEARLY = 1.5  # below the best score, a figure that answers no other ask is still taken
PLANNED, BEFORE = 4.0, 24  # taken off a figure that is only planned, by a word so many characters before it


def judged(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """The candidates for an ask that nothing refutes, best first."""
    found = [c for c in candidates(field_, question, ask) if not refuted(field_, question, ask, c)]
    if ask.kind != "quantity" or ask.measure == "date" or cues.PLAN.search(ask.text):
        return found
    return sorted((_put_behind(c) for c in found), key=lambda c: -c.score)


def _put_behind(candidate: Candidate) -> Candidate:
    """The candidate, with less score when its figure is only meant to be reached."""
    norm, quantity = norm_of(candidate.item.paragraph.text), candidate.quantity
    at = quantity.start if quantity else candidate.start
    planned = cues.PLAN.search(norm, max(candidate.start, at - BEFORE), at)
    return replace(candidate, score=candidate.score - PLANNED) if planned else candidate


def best_for_each(field_: Field, question: Question) -> list[tuple[Ask, Candidate]]:
    """For each ask its best citable candidate; no figure for two asks where another one is nearly as good."""
    found = [(ask, judged(field_, question, ask)) for ask in question.asks]
    if _apart(question):
        return _one_each(found)
    best: list[tuple[Ask, Candidate]] = []
    for ask, ranked in found:
        told = {figure for _, c in best if (figure := _figure(c))}
        other = [c for c in ranked if _figure(c) not in told and c.score >= ranked[0].score - NEARLY]
        if ranked:
            best.append((ask, (other or ranked)[0]))
    return best


def _figure(candidate: Candidate) -> tuple[str, int] | None:
    """Where the figure stands that a candidate answers with; None when it answers with a sentence."""
    return (candidate.item.paragraph.id, candidate.quantity.start) if candidate.quantity else None


def _apart(question: Question) -> bool:
    """Whether the same thing is asked of several years or places: one figure cannot answer for two."""
    if len(question.asks) < 2:
        return False
    if len({ask.years for ask in question.asks}) == len(question.asks):
        return True
    own = [frozenset(t.text for t in ask.terms if t.parts and t.text in ask.text) for ask in question.asks]
    return all(own) and len(set(own)) == len(own)


def _one_each(found: Sequence[tuple[Ask, list[Candidate]]]) -> list[tuple[Ask, Candidate]]:
    """The best candidate of each ask, the surest ask first, none twice."""
    taken: set[tuple[str, int, int]] = set()
    best: dict[int, tuple[Ask, Candidate]] = {}
    order = sorted(range(len(found)), key=lambda n: -max((c.score for c in found[n][1]), default=-math.inf))
    for n in order:
        ask, candidates_ = found[n]
        for c in candidates_:
            key = (c.item.paragraph.id, c.start, c.quantity.start if c.quantity else 0)
            if key not in taken:
                taken.add(key)
                best[n] = (ask, c)
                break
    return [best[n] for n in sorted(best)]


def is_masked(ask: Ask, candidate: Candidate) -> bool:
    """Whether the source hides the very thing that is asked."""
    if ask.kind == "quantity":
        return bool(candidate.quantity and candidate.quantity.masked)
    return hidden_span(candidate, ask) != (-1, -1)


def hidden_span(candidate: Candidate, ask: Ask | None = None) -> Span:
    """Where the hidden thing stands in the paragraph; (-1, -1) when nothing that was asked is hidden."""
    if candidate.quantity:
        return candidate.quantity.start, candidate.quantity.end
    text = norm_of(candidate.item.paragraph.text)
    for mask in candidate.item.paragraph.masks:
        if not candidate.start <= mask.start < candidate.end:
            continue
        before, after = text[max(0, mask.start - 8) : mask.start], text[mask.end : mask.end + 6]
        if ask is None or _hides(ask, before, after):
            return mask.start, mask.end
    return -1, -1


def _hides(ask: Ask, before: str, after: str) -> bool:
    if before.endswith("叫"):
        return ask.kind in {"person", "name"}
    if ask.kind == "person":
        roles = [r for r in cues.ROLE.findall(ask.text) or cues.PERSON_NOUN.findall(ask.text) if r != "人"]
        return any(before.endswith(r) for r in roles)
    if ask.kind in {"place", "name"}:
        noun = cues.KIND_NOUN.search(ask.text)
        return bool(noun) and after.startswith(noun[1] if noun else "")
    return False
