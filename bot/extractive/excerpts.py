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
from bot.extractive.spans import MARK_LIKE

ROOM, WIDE = 196, 900  # characters; the latter for a question that the sources answer in other words
MOST = 9  # sentences
PARAGRAPHS = 4  # of a wide answer
# Scores of the best sentence below which the sources say it in other words; the latter of a question in everyday words.
THIN, EVERYDAY = 6.0, 10.0  # docs/decisions/0100
NEARLY = 0.7  # below the score of the best one: what is farther off is not shown


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
    """Whether the sources tell of it in other words, if at all: nothing speaks much for the best one."""
    limit = EVERYDAY if is_everyday(field_, question) else THIN
    return bool(found) and found[0].score < limit


def nearest(field_: Field, question: Question) -> list[Candidate]:
    """The sentences that can be cited, those nearest to the question as a whole first."""
    return judged(field_, question, whole(question))


def in_other_words(field_: Field, question: Question, found: Sequence[Candidate]) -> Told | None:
    """The best paragraphs near the question, speech by speech, each with as many sentences as the room takes."""
    best = list(dict.fromkeys(c.item.paragraph.id for c in found))[:PARAGRAPHS]
    told: dict[Candidate, None] = {}
    left = WIDE
    for paragraph in best:
        for c in found:
            length = c.end - c.start + MARK_ROOM
            if c.item.paragraph.id == paragraph and (length <= left or not told):
                told[c] = None
                left -= length
    speeches: dict[str, list[Quote]] = {}
    for quote in _joined(fit([(c, whole(question)) for c in told], field_, WIDE)):
        speeches.setdefault(quote.item.speech_id, []).append(quote)
    groups = [sorted(said, key=lambda q: (q.item.place, q.start)) for said in speeches.values()]
    return compose.side_by_side([Group(said[0].item.title, tuple(said)) for said in groups])


def excerpts(
    field_: Field, question: Question, found: Sequence[Candidate], room: int = ROOM, below: float = NEARLY
) -> list[Quote]:
    """The first of the sentences, as many as the room takes whole, down to so much below the score of the best one."""
    told: dict[tuple[str, int], Candidate] = {}
    left = room
    for c in found:
        length, key = c.end - c.start + MARK_ROOM, (c.item.paragraph.id, c.start)
        near = c.score >= found[0].score - below
        if near and key not in told and len(told) < MOST and (length <= left or not told):
            left -= length
            told[key] = c
    return _joined(fit([(c, whole(question)) for c in told.values()], field_, room))


def _joined(quotes: Sequence[Quote]) -> list[Quote]:
    """Paragraph by paragraph in the order of the text, neighbouring sentences as one quote."""
    order = list(dict.fromkeys(quote.item.paragraph.id for quote in quotes))
    found: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (order.index(q.item.paragraph.id), q.start)):
        last = found[-1] if found and found[-1].item == quote.item else None
        between = quote.item.paragraph.text[last.end : quote.start] if last else ""
        if last and not any(c.isalnum() for c in between) and not MARK_LIKE.search(between):
            found[-1] = Quote(last.item, last.start, quote.end)
        else:
            found.append(quote)
    # beside others, a quotation that begins or ends outside would be read into them
    return [q for q in found if q.text.count("“") == q.text.count("”")] or found[:1]
