"""How well the surroundings of a sentence fit an ask: its names, its speaker, its subject, plan or achievement."""

from __future__ import annotations

import re

from bot.extractive import cues
from bot.extractive.evidence import Candidate
from bot.extractive.field import Field, found_in, worth
from bot.extractive.question import Ask
from bot.extractive.spans import norm_of
from bot.extractive.terms import QUOTED, Term, is_distinguishing, is_noun

OTHER_OF_SERIES = 0.35  # 二期 where 三期 is asked
OTHER_PLACE = 0.4  # neither 云岭 nor 全县 in the paragraph
# A speech that another one's title fits better; a plan for what was reached; what was reached for a plan.
OTHER_SPEAKER, ONLY_PLANNED, NOT_PLANNED = 0.85, 0.5, 0.95
OTHER_SUBJECT, SUBJECT_NEAR = 0.75, 40  # 钢产量…；化肥…: the sentence of another thing of the paragraph
NOT_QUOTED, QUOTED_NEAR = 0.6, 80  # 财政局长讲的“三个一律”: a sentence without them, so many characters around
OTHER_THING = 0.55  # a figure of another thing of the speech
AT_HOME = 3  # times that a speech names what it is about
FAR_NAME = 0.75  # a name of the question stands elsewhere in the paragraph


def plan_fit(ask: Ask, candidate: Candidate) -> float:
    """Less for a figure that is only meant to be reached where one that was reached is asked, and the reverse."""
    if candidate.quantity is None or ask.measure == "date":
        return 1.0
    norm = norm_of(candidate.item.paragraph.text)
    planned = cues.PLAN.search(norm, max(candidate.start, candidate.quantity.start - 24), candidate.quantity.start)
    if bool(planned) == bool(cues.PLAN.search(ask.text)):
        return 1.0
    return ONLY_PLANNED if planned else NOT_PLANNED


def speaker_fit(field_: Field, ask: Ask, candidate: Candidate) -> float:
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


def subject_fit(field_: Field, ask: Ask, candidate: Candidate) -> float:
    """Less when the weightiest word of the ask stands in the paragraph, and not in the sentence nor just before it."""
    words = [t for t in ask.terms if t.text in ask.text and t.text.isalpha() and not t.name and not t.hint]
    first = max(words, key=lambda t: worth(field_, t), default=None)
    norm = norm_of(candidate.item.paragraph.text)
    if first is None or first.text not in norm:
        return 1.0
    return 1.0 if norm.find(first.text, max(0, candidate.start - SUBJECT_NEAR), candidate.end) >= 0 else OTHER_SUBJECT


def quoted_fit(field_: Field, ask: Ask, candidate: Candidate) -> float:
    """Less when words that the question quotes stand in a speech at hand, and not in the sentence nor before it."""
    norm = norm_of(candidate.item.paragraph.text)
    span = max(0, candidate.start - QUOTED_NEAR), candidate.end
    named = [t for t in ask.terms if t.weight >= QUOTED and t.name and not t.hint and field_.piece(t.text) < 1.0]
    body = field_.speeches[candidate.item.speech_id]
    # 澄湖 in 澄湖新城规划面积: the speech is about it, and need not say so again
    quoted = [t for t in named if not (t.focus and body.count(t.text) >= AT_HOME)]
    return NOT_QUOTED if any(norm.find(t.text, *span) < 0 for t in quoted) else 1.0


def names_near(field_: Field, ask: Ask, candidate: Candidate, absent: float) -> float:
    """Below 1 when a name of the question stands in the speech, but not in the candidate's paragraph nearby."""
    norm = norm_of(candidate.item.paragraph.text)
    title = norm_of(candidate.item.title)
    fit = 1.0
    for term in ask.terms:
        if not term.name or term.hint or term.text.isdigit():  # a year is judged with the years
            continue
        if is_distinguishing(term):
            fit *= 1.0 if term.text in norm or term.text in title else OTHER_OF_SERIES
        elif _of_other_level(ask, term, norm[candidate.start : candidate.end]):
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
    if body.count(term.text) >= AT_HOME:
        return max(FAR_NAME, absent)
    return OTHER_PLACE if term.parts else absent


def _of_other_level(ask: Ask, term: Term, sentence: str) -> bool:
    """Whether the sentence speaks of 全县 where a 市 is asked for by name, and 全县 is no word of the question."""
    if not (term.parts and term.others) or any(own in sentence for own in (term.parts[0], *term.others)):
        return False
    levels = set(re.findall(r"全(省|市|县|区|镇|乡|村|州)", sentence)) - set(re.findall(r"全(.)", ask.text))
    return bool(levels) and term.text[-1] not in levels


def thing_fit(field_: Field, ask: Ask, candidate: Candidate) -> float:
    """Less for each noun of the ask that other paragraphs hold, and neither this one nor the title."""
    key = candidate.item.speech_id
    near, body = norm_of(candidate.item.paragraph.text) + field_.titles[key], field_.speeches[key]
    missing = sum(not found_in(t, near) and body.count(t.text) < AT_HOME for t in _things(field_, ask))
    return OTHER_THING**missing


def _things(field_: Field, ask: Ask) -> list[Term]:
    """The nouns of an ask, beside names and what only says what kind of answer is wanted (哪座城市)."""
    found = []
    for term in ask.terms:
        at = ask.text.find(term.text)
        if at < 0 or term.name or term.hint or len(term.text) < 2 or field_.weight(term) == 1.0:
            continue
        if is_noun(term.text) and not cues.ASKS_KIND.search(ask.text, max(0, at - 4), at):
            found.append(term)
    return found
