"""Several sentences that come near, for a question whose words the source does not use: an everyday way of asking."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extractive import cues
from bot.extractive.asked import judged
from bot.extractive.evidence import Candidate
from bot.extractive.field import Field
from bot.extractive.pick import MARK_ROOM, Quote, fit
from bot.extractive.question import Ask, Question

ROOM, WIDE = 196, 600  # characters; the latter for an everyday question
MOST = 6  # sentences
THIN, UNCERTAIN = 0.26, 0.5  # cover and order of the best sentence, below which the evidence is thin
NEARLY, NEAR = 0.75, 0.3  # of the best one's order: what is farther off is not shown


def is_everyday(field_: Field, question: Question) -> bool:
    """Whether the question speaks as people do at home: 啥, 咋, or a word that speeches only have another word for."""
    if cues.EVERYDAY.search(question.text):
        return True
    strange = [t for t in question.terms if t.others and len(t.text) > 1 and t.text.isalpha() and not t.text.isascii()]
    strange = [t for t in strange if field_.piece(t.text) == 1.0]
    return len(strange) > 1


def whole(question: Question) -> Ask:
    """The question as one open ask."""
    return Ask("open", question.terms, text=question.text, about=question.text)


def excerpts(field_: Field, question: Question, ask: Ask, first: Sequence[Candidate] = ()) -> list[Quote]:
    """Up to six sentences, best first after those of `first`, as many as the room takes whole."""
    told = list(first)
    taken = {(c.item.paragraph.id, c.start) for c in told}
    found = [c for c in judged(field_, question, ask) if c.item.source]
    told_how = all(asked.kind == "open" for asked in question.asks)  # a name is short
    thin = told_how and bool(found) and found[0].cover < THIN and found[0].order < UNCERTAIN
    room, share = (WIDE, NEAR) if thin or is_everyday(field_, question) else (ROOM, NEARLY)
    least = share * max((c.order for c in [*told, *found[:1]]), default=0.0)
    left = room - sum(c.end - c.start + MARK_ROOM for c in told)
    for c in found:
        length = c.end - c.start + MARK_ROOM
        if len(told) >= MOST or c.order < least:
            break
        if (c.item.paragraph.id, c.start) not in taken and (length <= left or not told):
            taken.add((c.item.paragraph.id, c.start))
            left -= length
            told.append(c)
    return fit([(c, ask) for c in told], field_, room)
