"""The answerer without a model: it quotes the sentences that answer, says what is masked and what is not there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import replace

from bot.extractive import comparing, compose, point, several
from bot.extractive.compose import Told
from bot.extractive.evidence import candidates
from bot.extractive.field import Field, Item, lay_out, settle
from bot.extractive.forms import shown
from bot.extractive.going_on import go_on
from bot.extractive.question import Ask, Question, analyse
from bot.extractive.wishes import Wish, wish_of
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
        wish = wish_of(request.question, request.searched)
        last = request.history[-1].answer if request.history else ""
        text, status = self._answer(question, request.sources, wish, last)
        yield text
        return status

    def _answer(self, question: Question, sources: Sequence[Source], wish: Wish, last: str) -> tuple[str, Status]:
        if not question.terms or not sources:
            return compose.not_found(()), "not_found"
        field_ = lay_out(_limited(_items(sources, self._look), wish))
        question = settle(field_, question)
        answer = go_on(field_, question, wish, last) if wish.next and last else _told(field_, question)
        return (shown(answer, wish), answer.status) if answer else _not_found(field_, question)


def field_of(sources: Sequence[Source], look: Callable[[str], Speech | None] | None) -> Field:
    """All paragraphs of the sources' speeches; those among the sources carry their number and can be cited."""
    return lay_out(_items(sources, look))


def _items(sources: Sequence[Source], look: Callable[[str], Speech | None] | None) -> list[Item]:
    cited = {(s.speech_id, s.paragraph.id): (s.number, s.rank) for s in sources}
    first = {s.speech_id: s for s in reversed(sources)}
    items = []
    for speech_id, source in first.items():
        speech = look(speech_id) if look else None
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


def _told(field_: Field, question: Question) -> Told | None:
    """The answer to the question by its shape."""
    answer: Told | None = None
    if question.shape == "which":
        return several.which(field_, question)
    if question.shape == "compare":
        answer = comparing.compared(field_, question)
    elif question.shape == "list":
        answer = several.listed(field_, question)
    elif question.shape == "point":
        answer = comparing.across(field_, question)
    return answer or point.answer(field_, question)


def _limited(items: list[Item], wish: Wish) -> list[Item]:
    """The items of 第3篇, or of the speaker that is wished; all when nothing is."""
    if wish.title:
        return [i for i in items if all(piece in i.title for piece in wish.title.split("…"))]
    if wish.number is not None:
        return [i for i in items if wish.number in i.numbers]
    return [i for i in items if wish.role in i.role or wish.role in i.title] if wish.role else items


def when(speech: Speech | None, locations: Sequence[Location]) -> str:
    """What is known of the time of a speech: its date, and the names of its files."""
    date = speech.date.value if speech else None
    return " ".join([date or "", *(at.file for at in locations)])


def _not_found(field_: Field, question: Question) -> tuple[str, Status]:
    """That nothing is found, and the paragraphs that come nearest."""
    ask = Ask("open", question.terms, about=question.text)
    items = dict.fromkeys(c.item for c in candidates(field_, question, ask))
    if not items:
        items = dict.fromkeys(sorted((i for i in field_.items if i.source), key=lambda i: i.source))
    return compose.not_found(list(items)[:NEAREST]), "not_found"
