"""The sentence that answers one ask: its kind of answer must stand in it, or stand there hidden."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from bot import cues
from bot.evidence import Candidate, Field, candidates, found_in
from bot.question import Ask, Question
from bot.spans import norm_of, Span
from vectorstore import tokens

SAME_SENTENCE = 1.2  # a further ask is mostly answered where the first one is
NO_NAME, NO_ROLE, FAR_NAME, NO_PLACE = 0.5, 0.45, 0.75, 0.65
SAYING, AT_PLACE = 1.3, 1.3  # a named person says something; the question asks for the beginning
WORDED = 1.15  # a quotation in the source, when the question asks for a wording
_LOOKED_AT, _LOOKED_AT_FOR_NAME = 12, 40

_NOUN = re.compile(r"(?:哪(?:个|家|座|所|条|些|几个)|什么|啥)(?:[^，。？的]{0,6}?)(市|县|区|省|州|镇|乡|村|大学|学院|公司|企业|集团|园区|项目|实验室|河|路|山|湖|医院|学校|单位|部门)")


def judged(field_: Field, question: Question, ask: Ask, near: Set[tuple[str, int]] = frozenset()) -> list[Candidate]:
    """The candidates for an ask, best first, judged also by whether they hold the kind of thing that is asked."""
    found = candidates(field_, question, ask)
    looked = _LOOKED_AT_FOR_NAME if ask.kind == "person" else _LOOKED_AT
    best = []
    for c in found[:looked]:
        same = SAME_SENTENCE if (c.item.paragraph.id, c.start) in near else 1.0
        best.append(replace(c, score=c.score * _kind_fit(question, ask, c) * same))
    return [*sorted(best, key=lambda c: -c.score), *found[looked:]]


def best_for_ask(field_: Field, question: Question, ask: Ask, near: Set[tuple[str, int]]) -> Candidate | None:
    """The best candidate that can be cited."""
    return next((c for c in judged(field_, question, ask, near) if c.item.source), None)


def _kind_fit(question: Question, ask: Ask, candidate: Candidate) -> float:
    text = candidate.item.paragraph.text
    norm = norm_of(text[candidate.start : candidate.end])
    fit = 1.0
    fit *= _names_near(question, candidate, NO_PLACE if ask.kind == "quantity" else 1.0)
    if ask.kind == "person":
        roles = cues.PERSON_NOUN.findall(ask.text)
        if roles and not any(r in norm for r in roles):
            fit *= NO_ROLE
        if not is_masked(ask, candidate) and not any(tag == "nr" and len(w) > 1 for w, tag in tokens.tagged(norm)):
            fit *= NO_NAME
        if cues.OPINION.search(ask.text) and cues.SAYS.search(norm):
            fit *= SAYING
    if cues.AT_START.search(question.text):
        fit *= AT_PLACE if candidate.item.place <= 2 else 1.0
    if question.wording and re.search(r"[“《‘][^”》’]{2,}", norm):
        fit *= WORDED
    return fit


def _names_near(question: Question, candidate: Candidate, absent: float) -> float:
    """Below 1 when a name of the question stands in the speech, but not in the candidate's paragraph nearby."""
    norm = norm_of(candidate.item.paragraph.text)
    fit = 1.0
    for term in question.terms:
        if not term.name or term.hint or found_in(term, norm, max(0, candidate.start - 120), candidate.end):
            continue
        fit *= FAR_NAME if found_in(term, norm) else absent
    return fit


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
    if ask.kind == "person":
        roles = [r for r in cues.ROLE.findall(ask.text) or cues.PERSON_NOUN.findall(ask.text) if r != "人"]
        return any(before.endswith(r) for r in roles)
    if ask.kind in {"place", "name"}:
        noun = _NOUN.search(ask.text)
        return bool(noun) and after.startswith(noun[1] if noun else "")
    return False
