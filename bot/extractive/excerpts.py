"""Several sentences that come near, for a question whose words the source does not use: an everyday way of asking."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extractive import compose, cues
from bot.extractive.asked import judged
from bot.extractive.compose import Group, Told
from bot.extractive.evidence import Candidate
from bot.extractive.field import Field
from bot.extractive.pick import MARK_ROOM, Quote, fit
from bot.extractive.question import Ask, Question

ROOM, WIDE = 196, 600  # characters; the latter for a question that the sources answer in other words
MOST = 9  # sentences
THIN = 0.35  # share of the question's words around the best sentence, below which the sources say it in other words
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


def is_thin(field_: Field, question: Question, found: Sequence[Candidate]) -> bool:
    """Whether the sources tell of it in other words, if at all: little of the question stands around the best one."""
    return (bool(found) and found[0].cover < THIN) or is_everyday(field_, question)


def nearest(field_: Field, question: Question) -> list[Candidate]:
    """The sentences that can be cited, those nearest to the question as a whole first."""
    return [c for c in judged(field_, question, whole(question)) if c.item.source]


def in_other_words(field_: Field, question: Question, found: Sequence[Candidate]) -> Told | None:
    """Up to nine sentences that come near, speech by speech, each speech in its own order; None without any."""
    quotes = excerpts(field_, question, found, WIDE, NEAR)
    speeches: dict[str, list[Quote]] = {}
    for quote in quotes:
        speeches.setdefault(quote.item.speech_id, []).append(quote)
    groups = [sorted(said, key=lambda q: (q.item.place, q.start)) for said in speeches.values()]
    return compose.side_by_side([Group(said[0].item.title, tuple(said)) for said in groups])


def excerpts(
    field_: Field, question: Question, found: Sequence[Candidate], room: int = ROOM, share: float = NEARLY
) -> list[Quote]:
    """The first of the sentences, as many as the room takes whole, down to a share of the order of the best one."""
    told: dict[tuple[str, int], Candidate] = {}
    left = room
    for c in found:
        length, key = c.end - c.start + MARK_ROOM, (c.item.paragraph.id, c.start)
        near = c.order >= share * found[0].order
        if near and key not in told and len(told) < MOST and (length <= left or not told):
            left -= length
            told[key] = c
    return fit([(c, whole(question)) for c in told.values()], field_, room)
