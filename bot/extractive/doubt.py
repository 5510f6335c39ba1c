"""What tells that a sentence does not answer, however many words it shares with the question.

The year that is asked is another one, the cause that is asked is none of what it says, the datum is a private one.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extractive import cues
from bot.extractive.evidence import Candidate
from bot.extractive.field import Field, found_in
from bot.extractive.question import Ask, Question
from bot.extractive.rivals import rivalled
from bot.extractive.spans import norm_of
from bot.extractive.terms import terms_of

NEAR = 60  # characters before a sentence in which the thing counted, or the thing to be explained, may stand

_COMPARED = re.compile(r"(?:比|较|自|从|由|以来)$")
_WHY = re.compile(r"(?:为什么|为何|因何|什么原因|原因(?:是什么|何在))(?P<what>[^，。？]*)")


def refuted(field_: Field, question: Question, ask: Ask, candidate: Candidate) -> bool:
    """Whether the sentence cannot be the answer."""
    return (
        _of_another_year(field_, ask, candidate)
        or _explains_another_thing(field_, ask, candidate)
        or _lacks_the_datum(question, candidate)
        or _lacks_the_post(field_, ask, candidate)
        or rivalled(field_, question, ask, candidate)
    )


def years_of(candidate: Candidate) -> set[str]:
    """The years that its sentence names; when it names none, the last one that the paragraph names before it."""
    norm = norm_of(candidate.item.paragraph.text)
    named = [m for m in cues.YEAR.finditer(norm, 0, candidate.end) if not _COMPARED.search(norm[: m.start()])]
    inside = {m[1] for m in named if m.start() >= candidate.start}
    return inside or {m[1] for m in named[-1:]}


def _of_another_year(field_: Field, ask: Ask, candidate: Candidate) -> bool:
    asked = set(ask.years)
    if not asked or ask.kind == "place":
        return False
    told = years_of(candidate)
    if told:
        sentence = norm_of(candidate.item.paragraph.text)[candidate.start : candidate.end]
        return not asked & told and not any(year in sentence for year in asked)
    known = field_.years(candidate.item.speech_id)
    if cues.PLAN.search(ask.text):  # what is planned in 2023 may be for 2024
        known = known | {str(int(year) + 1) for year in known}
    return bool(known) and not asked & known


def _explains_another_thing(field_: Field, ask: Ask, candidate: Candidate) -> bool:
    """A cause is asked, and nothing of what is to be explained stands in the sentence or before it."""
    why = _WHY.search(ask.text)
    if not why:
        return False
    norm = norm_of(candidate.item.paragraph.text)
    span = max(0, candidate.start - NEAR), min(len(norm), candidate.end + NEAR)
    body, title = field_.speeches[candidate.item.speech_id], field_.titles[candidate.item.speech_id]
    if any(t.name and not found_in(t, body) and not found_in(t, title) for t in ask.terms if t.text in ask.text):
        return True
    things = terms_of(why["what"])
    return bool(things) and not any(found_in(t, norm, *span) for t in things)


def _lacks_the_datum(question: Question, candidate: Candidate) -> bool:
    """A telephone number, an address, an age is asked, and the sentence holds no such thing."""
    private = _private(question.text)
    norm = norm_of(candidate.item.paragraph.text)[candidate.start : candidate.end] if private else ""
    return any(not held.search(norm) for held in private)


@lru_cache(maxsize=256)
def _private(asked: str) -> tuple[re.Pattern[str], ...]:
    """What each private datum that is asked for looks like."""
    return tuple(held for asks, held in cues.PRIVATE if asks.search(asked))


def _lacks_the_post(field_: Field, ask: Ask, candidate: Candidate) -> bool:
    """Who holds a post is asked, and neither the paragraph nor the title names the post."""
    posts = cues.POST.findall(ask.text) if ask.kind == "person" else []
    if not posts:
        return False
    near = norm_of(candidate.item.paragraph.text) + field_.titles[candidate.item.speech_id]
    return not any(post in near for post in posts)
