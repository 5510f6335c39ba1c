"""Answers that take several places together: lists, 哪几篇, and comparisons side by side."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extractive import compose
from bot.extractive.compose import Group, Told
from bot.extractive.evidence import Candidate, candidates
from bot.extractive.field import Field, found_in, worth
from bot.extractive.listing import Listing, best_listing, heads, row_lengths
from bot.extractive.pick import fit
from bot.extractive.point import ROOM
from bot.extractive.question import Ask, Question
from bot.extractive.spans import norm_of

WEAK_WHICH = 0.35  # least score of a speech's sentence for 哪几篇讲到…; calibrated, docs/measurements.md
HELD_WHICH = 0.33  # least share of the question's words that one sentence must hold for it
ROW, NO_ROW = 1.05, 0.6  # a sentence that names just as many things as are asked, against one that does not
NAMED_EACH = 1.2
LEAST = 0.35  # share of the question that a sentence with a row must hold
MOST_SPEECHES = 8


def listed(field_: Field, question: Question) -> Told | None:
    """The enumeration that is asked for, or the sentence that names the things in a row, whichever fits better."""
    rows = leads(field_, question)
    listing = best_listing(field_, question, rows)
    if listing and not all(item.source for item, _, _ in listing.items):
        listing = None
    row = max(rows, key=lambda c: _row_score(c, question), default=None)
    if listing and (row is None or listing.score >= _row_score(row, question)):
        return _items(listing, question)
    if row is None or question.count not in row_lengths(row) or row.cover < LEAST:
        return None
    quotes = fit([(row, question.asks[0])], field_, ROOM)
    return compose.told(quotes)


def leads(field_: Field, question: Question) -> list[Candidate]:
    """The sentences nearest to the whole question: one of them may name the things, or announce them."""
    ask = Ask("open", question.terms, about=" ".join(a.text for a in question.asks))
    return candidates(field_, question, ask)[:16]


def _row_score(candidate: Candidate, question: Question) -> float:
    """More for a sentence that names just as many things as are asked, and says the word for each (街, 街, 街, 街)."""
    if question.count not in row_lengths(candidate):
        return candidate.cover * NO_ROW
    norm = norm_of(candidate.item.paragraph.text)
    named = any(
        len(t.text) <= 2 and norm.count(t.text, candidate.start, candidate.end) >= (question.count or 0)
        for t in question.terms
    )
    return candidate.cover * ROW * (NAMED_EACH if named else 1.0)


def _items(listing: Listing, question: Question) -> Told | None:
    quotes = heads(listing, question.detail)
    return compose.told(quotes, "items") if len(quotes) >= 2 else None


def which(field_: Field, question: Question) -> Told | None:
    """Each speech that tells of it, with its sentences; None when no speech does."""
    ask = Ask("open", question.terms, about=question.text)
    found = [(c, held(field_, question, c)) for c in candidates(field_, question, ask)]
    best = max((h for c, h in found if c.cover >= WEAK_WHICH), default=0.0)
    if best < HELD_WHICH:
        return None
    least = 0.55 * max(c.cover for c, _ in found)
    return _by_speech(field_, [c for c, h in found if c.cover >= least and h >= 0.6 * best], ask)


def held(field_: Field, question: Question, candidate: Candidate) -> float:
    """The share of the weight of the question's words that stands in the very sentence."""
    norm = norm_of(candidate.item.paragraph.text)
    weights = [(t, worth(field_, t)) for t in question.terms if not t.hint]
    total = sum(w for _, w in weights)
    weightiest = max(weights, key=lambda tw: tw[1], default=None)
    if weightiest and not found_in(weightiest[0], norm):
        return 0.0  # 垃圾分类补贴: a sentence about some subsidy does not tell of it
    return sum(w * found_in(t, norm, candidate.start, candidate.end) for t, w in weights) / total if total else 0.0


def _by_speech(field_: Field, found: Sequence[Candidate], ask: Ask) -> Told | None:
    groups: dict[str, list[Candidate]] = {}
    for candidate in found:
        groups.setdefault(candidate.item.speech_id, []).append(candidate)
    quoted = [(best[0].item.title, fit([(c, ask) for c in best[:2]], field_, ROOM)) for best in groups.values()]
    return compose.side_by_side([Group(title, tuple(quotes)) for title, quotes in quoted[:MOST_SPEECHES]])
