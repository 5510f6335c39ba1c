"""From hits to numbered sources: the paragraphs that bear on the question, best first, whole lists together."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from bot.extractive.features import Page, Sought, sought
from bot.extractive.field import Field, Item, lay_out, settle
from bot.extractive.listing import best_listing
from bot.extractive.question import Question, analyse
from bot.extractive.ranking import kind_of, ranked
from bot.extractive.several import leads
from bot.types import Source
from vectorstore.types import Hit, Location, Speech

SPEECHES = 10  # speeches of the hits that are read wholly; the rest give only the paragraphs that were hit
PER_ASK, MOST_OF_IT = 4, 0.5  # paragraphs beside the hits that an ask brings in, and what they must hold of it
LIST_ROOM = 24  # paragraphs of a list that come in beyond the limit

Look = Callable[[str], Speech | None]


class Library(Protocol):
    """What of a store is needed here."""

    def speech(self, speech_id: str) -> Speech | None: ...

    def locations(self, speech_id: str, paragraph: int) -> tuple[Location, ...]: ...


def number_sources(store: Library, hits: Sequence[Hit], searched: str, limit: int) -> tuple[Source, ...]:
    """The paragraphs to answer from, numbered from 1, each once, with every place where it stands.

    First what bears most on each thing asked (anywhere in a speech that was hit), then the hits in their order; the
    items of an asked list are brought in whole even when that makes more than `limit`.
    """
    question = analyse(searched)
    speeches = _speeches(store, hits)
    chosen: dict[tuple[str, int], None] = {}
    if hits and limit > 0:
        field_ = read_field(speeches.values(), hits)
        question = settle(field_, question)
        listed = _listed(field_, question)
        bearing = _bearing(field_, question)
        chosen = dict.fromkeys([*bearing[: max(1, limit // 2)], *listed, *bearing, *hit_ranks(hits)])
        limit = max(limit, min(limit + LIST_ROOM, limit // 2 + len(listed)))
    return _numbered(store, speeches, list(chosen), limit, hit_ranks(hits))


def read_field(speeches: Iterable[Speech], hits: Sequence[Hit] = ()) -> Field:
    """A field of all paragraphs of the speeches, ranked by the first hit in each."""
    ranks = {h.passage.speech_id: n for n, h in reversed(list(enumerate(hits, 1)))}
    held = hit_ranks(hits)
    files = {h.passage.speech_id: tuple(at.file for at in h.locations) for h in hits}
    numbers = {h.passage.speech_id: tuple(at.speech for at in h.locations) for h in hits}
    return lay_out(
        Item(
            paragraph,
            speech.id,
            speech.title,
            speech.speaker_role.value or "",
            place,
            rank=ranks.get(speech.id, 0),
            numbers=numbers.get(speech.id, ()),
            hit=held.get((speech.id, place), 0),
            source=held.get((speech.id, place), 0),
            when=" ".join([speech.date.value or "", *files.get(speech.id, ())]),
        )
        for speech in speeches
        for place, paragraph in enumerate(speech.paragraphs, 1)
    )


def hit_ranks(hits: Sequence[Hit]) -> dict[tuple[str, int], int]:
    """(speech id, paragraph number) to the 1-based rank of the best hit that holds the paragraph."""
    ranks: dict[tuple[str, int], int] = {}
    for rank, hit in enumerate(hits, 1):
        for number in range(hit.passage.first, hit.passage.last + 1):
            ranks.setdefault((hit.passage.speech_id, number), rank)
    return ranks


def _speeches(store: Library, hits: Sequence[Hit]) -> dict[str, Speech]:
    found: dict[str, Speech] = {}
    for hit in hits:
        if hit.passage.speech_id not in found and len(found) < SPEECHES:
            speech = store.speech(hit.passage.speech_id)
            if speech is not None:
                found[speech.id] = speech
    return found


def _bearing(field_: Field, question: Question) -> list[tuple[str, int]]:
    """The paragraphs that bear most on any ask first: those that were hit, and a few that hold most of its words."""
    best: dict[tuple[str, int], float] = {}
    for ask in question.asks:
        what, kind = sought(field_, question, ask), kind_of(ask.kind)
        held = _held(field_, what)
        others = sorted((n for n, item in enumerate(field_.items) if not item.hit), key=lambda n: -held[n])[:PER_ASK]
        hit = [n for n, item in enumerate(field_.items) if item.hit]
        for index in [*hit, *(n for n in others if held[n] >= MOST_OF_IT)]:
            key = (field_.items[index].speech_id, field_.items[index].place)
            best[key] = max(ranked(Page(field_, index, what).shared, kind), best.get(key, -math.inf))
    return sorted(best, key=lambda key: -best[key])


def _held(field_: Field, what: Sought) -> list[float]:
    """For each paragraph the share of the weight of the words that it holds."""
    total = sum(weight for _, weight in what.words) or 1.0
    credits = [(weight, field_.credits(term)) for term, weight in what.words]
    return [sum(weight * credit[n] for weight, credit in credits) / total for n in range(len(field_.items))]


def _listed(field_: Field, question: Question) -> list[tuple[str, int]]:
    if question.shape != "list":
        return []
    listing = best_listing(field_, question, leads(field_, question))
    return list(dict.fromkeys((i.speech_id, i.place) for i, _, _ in listing.items)) if listing else []


def _numbered(
    store: Library,
    speeches: dict[str, Speech],
    chosen: Sequence[tuple[str, int]],
    limit: int,
    ranks: dict[tuple[str, int], int],
) -> tuple[Source, ...]:
    sources: list[Source] = []
    seen: set[str] = set()
    for speech_id, place in chosen:
        if len(sources) >= limit:
            break
        speech = speeches.get(speech_id) or store.speech(speech_id)
        if speech is None or not 1 <= place <= len(speech.paragraphs):
            continue
        paragraph = speech.paragraphs[place - 1]
        if paragraph.id in seen or not paragraph.text.strip():
            continue
        seen.add(paragraph.id)
        speeches.setdefault(speech_id, speech)
        locations = store.locations(speech_id, place)
        role, rank = speech.speaker_role.value, ranks.get((speech_id, place), 0)
        named = (speech.id, speech.title, role)
        sources.append(Source(len(sources) + 1, paragraph, *named, locations, rank=rank, date=speech.date.value))
    return tuple(sources)
