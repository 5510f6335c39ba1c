"""A look inside a search: the forms searched, what they were widened by, the filters, and why each passage came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vectorstore import tokens
from vectorstore.normalise import normalise
from vectorstore.search import RANK_CONSTANT, Form, Ranking, forms_of, fused, hits_of, rank
from vectorstore.types import Filters, Hit

if TYPE_CHECKING:
    from vectorstore.store import Store

_SHOWN = 12  # words of a passage that are named


@dataclass(frozen=True, slots=True)
class Searched:
    """One form of the question. `words` are what was searched for; `expansions` are (word, what speeches say)."""

    text: str
    weight: float
    words: tuple[str, ...]
    expansions: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A rank in one list: of which leg, for which form (its number, from 1), what it adds to the fused score.

    `first`: in the list of only the speeches that the question points at.
    """

    leg: str
    form: int
    rank: int
    score: float
    points: float
    first: bool


@dataclass(frozen=True, slots=True)
class Why:
    """A hit and why it came: its places, the words of the question in it, and (word, phrase) of expansions in it."""

    hit: Hit
    places: tuple[Place, ...]
    words: tuple[str, ...]
    expanded: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """`speeches` is how many speeches the filters let through, None when they limit nothing.

    `reason` says why there are no hits; it is empty when there are some.
    """

    question: str
    forms: tuple[Searched, ...]
    filters: Filters
    speeches: int | None
    hits: tuple[Why, ...]
    reason: str


def explain(
    store: Store,
    question: str,
    k: int = 10,
    filters: Filters = Filters(),
    extra: Sequence[str] = (),
    by_speech: bool = False,
) -> Explanation:
    """The same hits as `search` gives for the same arguments, explained. Raises StoreError."""
    forms = forms_of(question, extra)
    rankings = rank(store, question, k, filters, extra, by_speech)
    hits = hits_of(store, fused(rankings), k, by_speech)
    allowed = store.speech_ids(filters)
    return Explanation(
        question,
        tuple(Searched(f.text, f.weight, _words(f), f.related) for f in forms),
        filters,
        None if allowed is None else len(allowed),
        tuple(_why(hit, forms, rankings) for hit in hits),
        "" if hits else why_nothing(store, question, filters, extra),
    )


def why_nothing(store: Store, question: str, filters: Filters = Filters(), extra: Sequence[str] = ()) -> str:
    """Why a search found nothing, in words a user can act on. Raises StoreError."""
    if not forms_of(question, extra):
        if any(tokens.words(normalise(question[: tokens.MAX_ASKED]))):
            return "问题里只有虚词和问话的词（如“的”“怎么”“什么”），没有可以检索的词。请写出要找的事情。"
        return "问题里只有标点、符号或空白，没有可以检索的字词。"
    if store.counts()["passages"] == 0:
        return "资料库是空的。请先运行 yanju ingest 收进文件。"
    allowed = store.speech_ids(filters)
    if allowed is not None and not allowed:
        return "限定的文件、身份、日期里没有讲话。请放宽限定。"
    return "库里没有出现问题中的词。请换个说法，或者放宽限定。"


def _words(form: Form) -> tuple[str, ...]:
    asked = tokens.asked(form.text)
    return tuple(asked["words"]) or tuple(asked["pairs"])


def _why(hit: Hit, forms: Sequence[Form], rankings: Sequence[Ranking]) -> Why:
    text = hit.passage.search_text + normalise(hit.passage.text)
    words = dict.fromkeys(word for form in forms for word in _words(form) if word in text)
    expanded = dict.fromkeys(
        (head, phrase) for form in forms for head, phrases in form.related for phrase in phrases if phrase in text
    )
    number = {form.text: n for n, form in reversed(list(enumerate(forms, 1)))}
    places = [
        Place(r.leg, number[r.form.text], rank_, score, points, r.first)
        for r in rankings
        for rank_, score, points in _places_in(r, hit.passage.id)
    ]
    places.sort(key=lambda place: -place.points)
    return Why(hit, tuple(places), tuple(words)[:_SHOWN], tuple(expanded)[:_SHOWN])


def _places_in(ranking: Ranking, passage_id: str) -> list[tuple[int, float, float]]:
    """(rank, the leg's own score, points in the fusion) of a passage in a list; empty when it is not there."""
    for place, (found, score) in enumerate(ranking.found, 1):
        if found == passage_id:
            return [(place, score, ranking.weight / (RANK_CONSTANT + place))]
    return []
