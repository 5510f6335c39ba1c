"""The sentence that answers one ask: its kind of answer must stand in it, or stand there hidden."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bot.extractive import cues
from bot.extractive.doubt import refuted
from bot.extractive.evidence import Candidate, candidates
from bot.extractive.field import Field
from bot.extractive.question import Ask, Question
from bot.extractive.spans import Span, norm_of

SAME_SENTENCE = 0.5  # added for a sentence that answers several asks: they are mostly answered in one
NEARLY = 1.5  # below the best score: still good for an ask, and for a figure that answers no other ask
SO_LONG = 4.0  # added to the score of a wording of as many characters as the question says
PLANNED, BEFORE = 4.0, 24  # taken off a figure that is only planned, by a word so many characters before it


def judged(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """The candidates for an ask that nothing refutes, best first."""
    found = [c for c in candidates(field_, question, ask) if not refuted(field_, question, ask, c)]
    if not question.characters and ask.kind != "quantity":
        return found
    return sorted((_adjusted(question, ask, c) for c in found), key=lambda c: -c.score)


def _adjusted(question: Question, ask: Ask, candidate: Candidate) -> Candidate:
    norm = norm_of(candidate.item.paragraph.text)
    if question.characters and _worded(norm[candidate.start : candidate.end], question.characters):
        return replace(candidate, score=candidate.score + SO_LONG)
    quantity = candidate.quantity
    if quantity is None or ask.measure == "date" or cues.PLAN.search(ask.text):
        return candidate
    planned = cues.PLAN.search(norm, max(candidate.start, quantity.start - BEFORE), quantity.start)
    return replace(candidate, score=candidate.score - PLANNED) if planned else candidate


def best_for_each(field_: Field, question: Question) -> list[tuple[Ask, Candidate]]:
    """For each ask its best citable candidate; a sentence that can answer several asks is preferred for each."""
    found = [(ask, judged(field_, question, ask)) for ask in question.asks]
    if _apart(question):
        return _one_each(found)
    serves: Counter[tuple[str, int]] = Counter()
    for _, candidates_ in found:
        good = {(c.item.paragraph.id, c.start) for c in candidates_ if c.score >= candidates_[0].score - NEARLY}
        serves.update(good)
    best: list[tuple[Ask, Candidate]] = []
    for ask, candidates_ in found:
        shared = {c: SAME_SENTENCE * (serves[c.item.paragraph.id, c.start] > 1) for c in candidates_}
        ranked = sorted(candidates_, key=lambda c: -(c.score + shared[c]))
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


def _worded(norm: str, characters: int) -> bool:
    """Whether a quotation, or a row of phrases alike in length, of so many characters stands in the sentence."""
    if any(_han(p) == characters for p in re.findall(r"[“‘]([^”’]{2,60})[”’]", norm)):
        return True
    for clause in re.split(r"[，。；：]", norm):
        first, *rest = clause.split("、")
        lengths = {_han(p) for p in rest[:-1]} or {_han(p) for p in rest}
        if (
            rest
            and len(lengths) == 1
            and (size := lengths.pop()) * (len(rest) + 1) == characters
            and _han(first) >= size
        ):
            return True
    return False


def _han(text: str) -> int:
    return sum("㐀" <= c <= "鿿" for c in text)


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
