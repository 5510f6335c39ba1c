"""The answerer without a model: it quotes the sentences that answer, says what is masked and what is not there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

from bot.extractive import comparing, compose, point, several
from bot.extractive.evidence import candidates
from bot.extractive.field import Field, Item, lay_out, settle
from bot.extractive.question import Ask, Question, analyse
from bot.ports import Request
from bot.types import Source, Status
from vectorstore.types import Location, Speech

NEAREST = 3  # paragraphs that are named when nothing is found


class Extractive:
    """Answers by quoting. `look` gives a whole speech by its id: what is known of a speech beyond the sources."""

    def __init__(self, look: Callable[[str], Speech | None] | None = None) -> None:
        self._look = look

    @property
    def name(self) -> str:
        return "extractive"

    def draft(self, request: Request) -> Generator[str, None, Status]:
        """Yield the answer, every quotation with its mark; return the status."""
        question = analyse(request.searched or request.question)
        text, status = self._answer(question, request.sources)
        yield text
        return status

    def _answer(self, question: Question, sources: Sequence[Source]) -> tuple[str, Status]:
        if not question.terms or not sources:
            return compose.not_found(()), "not_found"
        field_ = lay_out(self._items(sources))
        question = settle(field_, question)
        answer: tuple[str, Status] | None = None
        if question.shape == "which":
            return several.which(field_, question) or _not_found(field_, question)
        if question.shape == "compare":
            answer = comparing.compared(field_, question)
        elif question.shape == "list":
            answer = several.listed(field_, question)
        elif question.shape == "point":
            answer = comparing.across(field_, question)
        return answer or point.answer(field_, question) or _not_found(field_, question)

    def _items(self, sources: Sequence[Source]) -> list[Item]:
        """All paragraphs of the sources' speeches; those among the sources carry their number and can be cited."""
        cited = {(s.speech_id, s.paragraph.id): (s.number, s.rank) for s in sources}
        first = {s.speech_id: s for s in reversed(sources)}
        items = []
        for speech_id, source in first.items():
            speech = self._look(speech_id) if self._look else None
            if speech is None:
                own = [s for s in sources if s.speech_id == speech_id]
                places = [(s.locations[0].paragraph if s.locations else n, s.paragraph) for n, s in enumerate(own, 1)]
            else:
                places = list(enumerate(speech.paragraphs, 1))
            shared = Item(
                source.paragraph,
                speech_id,
                source.title,
                source.speaker_role or "",
                0,
                rank=source.number,
                numbers=tuple(at.speech for at in source.locations),
                when=when(speech, source.locations),
            )
            for place, paragraph in places:
                number, hit = cited.get((speech_id, paragraph.id), (0, 0))
                items.append(replace(shared, paragraph=paragraph, place=place, source=number, hit=hit))
        return items


def when(speech: Speech | None, locations: Sequence[Location]) -> str:
    """What is known of the time of a speech: its date, and the names of its files."""
    date = speech.date.value if speech else None
    return " ".join([date or "", *(at.file for at in locations)])


def _not_found(field_: Field, question: Question) -> tuple[str, Status]:
    """That nothing is found, and the paragraphs that come nearest."""
    ask = Ask("open", question.terms, about=question.text)
    items = dict.fromkeys(c.item for c in candidates(field_, question, ask) if c.item.source)
    if not items:
        items = dict.fromkeys(sorted((i for i in field_.items if i.source), key=lambda i: i.source))
    return compose.not_found(list(items)[:NEAREST]), "not_found"
