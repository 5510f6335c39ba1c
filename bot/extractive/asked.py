"""The sentence that answers one ask: its kind of answer must stand in it, or stand there hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.extractive import cues
from bot.extractive.doubt import refuted
from bot.extractive.evidence import Candidate, candidates
from bot.extractive.field import Field, found_in
from bot.extractive.fits import names_near, plan_fit, quoted_fit, speaker_fit, subject_fit, thing_fit
from bot.extractive.question import Ask, Question
from bot.extractive.spans import Span, norm_of
from vectorstore import tokens

NO_FOCUS = 0.7  # another thing is counted
ANOTHER = 0.7  # of the best order, from which a figure that answers no other ask is taken
SAME_SENTENCE, ENOUGH = 1.25, 0.55  # the asks of a question are mostly answered in one sentence
NO_NAME, NO_ROLE, NO_PLACE = 0.48, 0.45, 0.55
SAYING, AT_PLACE = 1.3, 1.3  # a named person says something; the question asks for the beginning
NO_KIND, SO_LONG = 0.8, 1.7  # no 公司 for 哪家公司; a wording of as many characters as the question says
WORDED = 1.15  # a quotation in the source, when the question asks for a wording
_LOOKED_AT, _LOOKED_AT_FOR_NAME = 12, 40

_NOUN = re.compile(
    r"(?:哪(?:个|家|座|所|条|些|几个)|什么|啥)(?:[^，。？的]{0,6}?)(市|县|区|省|州|镇|乡|村|大学|学院|公司|企业|集团|园区|项目|实验室|河|路|山|湖|医院|学校|单位|部门)"
)


def judged(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """The candidates for an ask, best first, judged also by whether they hold the kind of thing that is asked."""
    found = [c for c in candidates(field_, question, ask) if not refuted(field_, question, ask, c)]
    looked = _LOOKED_AT if ask.kind == "quantity" else _LOOKED_AT_FOR_NAME
    best = [c.times(_kind_fit(field_, question, ask, c), plan_fit(ask, c)) for c in found[:looked]]
    return [*sorted(best, key=lambda c: -c.order), *found[looked:]]


def best_for_each(field_: Field, question: Question) -> list[tuple[Ask, Candidate]]:
    """For each ask its best citable candidate; a sentence that can answer several asks is preferred for each."""
    found = [(ask, [c for c in judged(field_, question, ask) if c.item.source]) for ask in question.asks]
    if _apart(question):
        return _one_each(found)
    serves: Counter[tuple[str, int]] = Counter()
    for _, candidates_ in found:
        good = {(c.item.paragraph.id, c.start) for c in candidates_ if c.score >= ENOUGH * candidates_[0].score}
        serves.update(good)
    best: list[tuple[Ask, Candidate]] = []
    for ask, candidates_ in found:
        ranked = sorted(candidates_, key=lambda c: -c.order * _shared(serves[c.item.paragraph.id, c.start]))
        told = {figure for _, c in best if (figure := _figure(c))}
        other = [c for c in ranked if _figure(c) not in told and c.order >= ANOTHER * ranked[0].order]
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
    order = sorted(range(len(found)), key=lambda n: -max((c.order for c in found[n][1]), default=0.0))
    for n in order:
        ask, candidates_ = found[n]
        for c in candidates_:
            key = (c.item.paragraph.id, c.start, c.quantity.start if c.quantity else 0)
            if key not in taken:
                taken.add(key)
                best[n] = (ask, c)
                break
    return [best[n] for n in sorted(best)]


def _shared(asks: int) -> float:
    return SAME_SENTENCE if asks > 1 else 1.0


def _kind_fit(field_: Field, question: Question, ask: Ask, candidate: Candidate) -> float:
    text = candidate.item.paragraph.text
    norm = norm_of(text[candidate.start : candidate.end])
    fit = 1.0
    fit *= names_near(field_, ask, candidate, NO_PLACE if ask.kind == "quantity" else 1.0)
    fit *= speaker_fit(field_, ask, candidate) * quoted_fit(field_, ask, candidate)
    if ask.kind == "quantity":
        fit *= 1.0 if _counts(field_, ask, candidate) else NO_FOCUS
        fit *= subject_fit(field_, ask, candidate) * thing_fit(field_, ask, candidate)
    if ask.kind == "person":
        roles = cues.PERSON_NOUN.findall(ask.text)
        if roles and not any(r in norm for r in roles):
            fit *= NO_ROLE
        if not is_masked(ask, candidate) and not any(tag == "nr" and len(w) > 1 for w, tag in tokens.tagged(norm)):
            fit *= NO_NAME
        if cues.OPINION.search(ask.text) and cues.SAYS.search(norm):
            fit *= SAYING
    if ask.kind == "place" and hidden_span(candidate, ask) == (-1, -1) and not _names_a_place(question, norm):
        fit *= NO_NAME
    if ask.kind == "name" and (noun := _NOUN.search(ask.text)) and noun[1] not in norm:
        fit *= NO_KIND
    if question.characters and _worded(norm, question.characters):
        fit *= SO_LONG
    if cues.AT_START.search(question.text):
        fit *= AT_PLACE if candidate.item.place <= 2 else 1.0
    if question.wording and re.search(r"[“《‘][^”》’]{2,}", norm):
        fit *= WORDED
    return fit


def _counts(field_: Field, ask: Ask, candidate: Candidate) -> bool:
    """Whether the thing that is counted (净利润, 电梯) stands near, if any speech at hand has a word for it."""
    focus = [t for t in ask.terms if t.focus and field_.weight(t) < 1.0]
    norm = norm_of(candidate.item.paragraph.text)
    return not focus or any(found_in(t, norm, max(0, candidate.start - 60), candidate.end) for t in focus)


def _names_a_place(question: Question, norm: str) -> bool:
    """Whether a place stands in the sentence that the question does not name itself."""
    return any(tag == "ns" and w not in question.text for w, tag in tokens.tagged(norm))


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
    if ask.kind == "person":
        roles = [r for r in cues.ROLE.findall(ask.text) or cues.PERSON_NOUN.findall(ask.text) if r != "人"]
        return any(before.endswith(r) for r in roles)
    if ask.kind in {"place", "name"}:
        noun = _NOUN.search(ask.text)
        return bool(noun) and after.startswith(noun[1] if noun else "")
    return False
