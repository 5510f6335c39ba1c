"""The sentence that answers one ask: its kind of answer must stand in it, or stand there hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.extractive import cues
from bot.extractive.doubt import refuted
from bot.extractive.evidence import Candidate, candidates
from bot.extractive.field import Field, found_in
from bot.extractive.question import Ask, Question
from bot.extractive.spans import Span, norm_of
from bot.extractive.terms import QUOTED, Term, is_distinguishing
from vectorstore import tokens

NO_FOCUS = 0.7  # another thing is counted
OTHER_OF_SERIES = 0.35  # 二期 where 三期 is asked
OTHER_PLACE = 0.4  # neither 云岭 nor 全县 in the paragraph
SAME_SENTENCE, ENOUGH = 1.25, 0.55  # the asks of a question are mostly answered in one sentence
NO_NAME, NO_ROLE, FAR_NAME, NO_PLACE = 0.48, 0.45, 0.75, 0.55
SAYING, AT_PLACE = 1.3, 1.3  # a named person says something; the question asks for the beginning
NO_KIND, SO_LONG = 0.8, 1.7  # no 公司 for 哪家公司; a wording of as many characters as the question says
# A speech that another one's title fits better; a plan for what was reached; what was reached for a plan.
OTHER_SPEAKER, ONLY_PLANNED, NOT_PLANNED = 0.85, 0.6, 0.95
NOT_QUOTED, QUOTED_NEAR = 0.6, 80  # 财政局长讲的“三个一律”: a sentence without them, so many characters around
WORDED = 1.15  # a quotation in the source, when the question asks for a wording
_LOOKED_AT, _LOOKED_AT_FOR_NAME = 12, 40

_NOUN = re.compile(
    r"(?:哪(?:个|家|座|所|条|些|几个)|什么|啥)(?:[^，。？的]{0,6}?)(市|县|区|省|州|镇|乡|村|大学|学院|公司|企业|集团|园区|项目|实验室|河|路|山|湖|医院|学校|单位|部门)"
)


def judged(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """The candidates for an ask, best first, judged also by whether they hold the kind of thing that is asked."""
    found = [c for c in candidates(field_, question, ask) if not refuted(field_, question, ask, c)]
    looked = _LOOKED_AT if ask.kind == "quantity" else _LOOKED_AT_FOR_NAME
    best = [c.times(_kind_fit(field_, question, ask, c)) for c in found[:looked]]
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
    best = []
    for ask, candidates_ in found:
        if candidates_:
            best.append((ask, max(candidates_, key=lambda c: c.order * _shared(serves[c.item.paragraph.id, c.start]))))
    return best


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
    fit *= _names_near(field_, ask, candidate, NO_PLACE if ask.kind == "quantity" else 1.0)
    fit *= _speaker_fit(field_, ask, candidate) * _quoted_fit(field_, ask, candidate)
    if ask.kind == "quantity":
        fit *= 1.0 if _counts(field_, ask, candidate) else NO_FOCUS
        fit *= _plan_fit(ask, candidate)
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


def _plan_fit(ask: Ask, candidate: Candidate) -> float:
    """Less for a figure that is only meant to be reached where one that was reached is asked, and the reverse."""
    if candidate.quantity is None:
        return 1.0
    norm = norm_of(candidate.item.paragraph.text)
    planned = cues.PLAN.search(norm, max(candidate.start, candidate.quantity.start - 24), candidate.quantity.start)
    if bool(planned) == bool(cues.PLAN.search(ask.text)):
        return 1.0
    return ONLY_PLANNED if planned else NOT_PLANNED


def _quoted_fit(field_: Field, ask: Ask, candidate: Candidate) -> float:
    """Less when words that the question quotes stand in a speech at hand, and not in the sentence nor before it."""
    norm = norm_of(candidate.item.paragraph.text)
    span = max(0, candidate.start - QUOTED_NEAR), candidate.end
    quoted = [t for t in ask.terms if t.weight >= QUOTED and t.name and not t.hint and field_.piece(t.text) < 1.0]
    return NOT_QUOTED if any(norm.find(t.text, *span) < 0 for t in quoted) else 1.0


def _speaker_fit(field_: Field, ask: Ask, candidate: Candidate) -> float:
    """Less when a word of the ask stands in the title of some other speech (财政局打算…), and not near here."""
    title = field_.titles[candidate.item.speech_id]
    norm = norm_of(candidate.item.paragraph.text)
    fit = 1.0
    for term in ask.terms:
        if term.hint or len(term.text) < 2 or term.text not in ask.text or term.text in title or term.text in norm:
            continue
        others = sum(term.text in t for t in field_.titles.values())
        fit *= OTHER_SPEAKER if 0 < others <= len(field_.titles) / 3 else 1.0
    return max(fit, OTHER_SPEAKER**2)


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


def _names_near(field_: Field, ask: Ask, candidate: Candidate, absent: float) -> float:
    """Below 1 when a name of the question stands in the speech, but not in the candidate's paragraph nearby."""
    norm = norm_of(candidate.item.paragraph.text)
    title = norm_of(candidate.item.title)
    fit = 1.0
    for term in ask.terms:
        if not term.name or term.hint:
            continue
        if is_distinguishing(term):
            fit *= 1.0 if term.text in norm or term.text in title else OTHER_OF_SERIES
        elif _of_other_level(term, norm[candidate.start : candidate.end]):
            fit *= OTHER_PLACE
        elif not found_in(term, norm, max(0, candidate.start - 120), candidate.end) and not found_in(term, title):
            fit *= FAR_NAME if found_in(term, norm) else _implied(field_, term, candidate, absent)
    return fit


def _implied(field_: Field, term: Term, candidate: Candidate, absent: float) -> float:
    """For a name that the paragraph lacks: 1 for a place of which the speech speaks as 全市 throughout."""
    body = field_.speeches[candidate.item.speech_id]
    if term.parts and any(word in body for word in term.others):
        return 1.0
    if term.parts and any(word in body for word in term.parts):
        return FAR_NAME
    return OTHER_PLACE if term.parts else absent


def _of_other_level(term: Term, sentence: str) -> bool:
    """Whether the sentence speaks of 全县 where a 市 is asked for by name."""
    if not (term.parts and term.others) or term.parts[0] in sentence:
        return False
    levels = set(re.findall(r"全(省|市|县|区|镇|乡|村|州)", sentence))
    return bool(levels) and term.text[-1] not in levels


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
