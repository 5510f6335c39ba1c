"""From a question to hits: both legs at once, over the question and its further forms, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from vectorstore import lookups, neighbours, thesaurus, tokens
from vectorstore.legs import Leg
from vectorstore.normalise import normalise
from vectorstore.types import Filters, Hit, StoreError

if TYPE_CHECKING:
    from vectorstore.store import Store

RANK_CONSTANT = 60  # of the fusion; its authors' value
DEPTH = 50  # passages asked of each leg: enough for the fusion to agree on the first ten
EACH = 200  # the same when every speech gives one passage: enough to meet the speeches that speak of a thing
MERGED = 5  # passages looked at beyond the wanted: what goes into a neighbour's block makes room
EXTRA_WEIGHT = 0.5  # of a further form of the question, against the question itself
FIRST_WEIGHT = 1.5  # of what is found within the speeches that the question points at, beside what is found in all
# A filter that lets few speeches through is put into the query. Of one that lets many through, more is asked for than
# is wanted and what passes is kept: a query with thousands of speeches in it is slower than a longer list.
FEW = 500
TIES = 0.5  # a leg of less weight only orders what the other found: it is asked once, without the filter
THREADS = 8  # for all searches at once; the libraries let go of Python's lock while they search


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a question, normalised; `related` holds its words and what speeches say for them."""

    text: str
    weight: float
    related: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """What one leg found for one form: (passage id, score), best first.

    `first`: only where the question points; `tied`: of a leg that only orders what the other found.
    """

    leg: str
    form: Form
    weight: float
    found: tuple[tuple[str, float], ...]
    first: bool = False
    tied: bool = False


@dataclass(slots=True)
class Fused:
    """A passage in the making: its score, and its best rank in each leg."""

    score: float = 0.0
    ranks: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Within:
    """The speeches that are searched; None is all. `share` of the speeches of the library, 0 to 1."""

    speech_ids: frozenset[str] | None = None
    share: float = 1.0
    first: bool = False


def search(
    store: Store,
    question: str,
    k: int = 10,
    filters: Filters = Filters(),
    extra: Sequence[str] = (),
    by_speech: bool = False,
) -> list[Hit]:
    """The best k passages for a question and its further forms; empty when nothing in it can be searched for.

    `by_speech`: first the best passage of every speech, as "which speeches" asks. Raises StoreError.
    """
    rankings = rank(store, question, k, filters, extra, by_speech)
    return hits_of(store, fused(rankings), k, by_speech)


def rank(
    store: Store, question: str, k: int, filters: Filters, extra: Sequence[str], by_speech: bool = False
) -> list[Ranking]:
    """What each leg finds for each form, in all that the filters allow and in each group that they put first."""
    forms = forms_of(question, extra)
    scopes = _scopes(store, filters)
    if not forms or k < 1 or not scopes:
        return []
    depth = max(EACH if by_speech else DEPTH, k)
    enough = depth // 2 if by_speech else k
    jobs = [(leg, form, scopes[0]) for form in forms for leg in store.legs]
    jobs += [(leg, forms[0], scope) for scope in scopes[1:] for leg in store.legs]

    def run(job: tuple[Leg, Form, Within]) -> Ranking:
        leg, form, scope = job
        weight = leg.weight * (FIRST_WEIGHT if scope.first else form.weight)
        found = tuple(found_within(store, leg, form, depth, enough, scope))
        return Ranking(leg.name, form, weight, found, scope.first, leg.weight < TIES)

    return list(_pool().map(run, jobs))


def forms_of(question: str, extra: Sequence[str] = ()) -> list[Form]:
    """The forms that have something to search for; the question itself is the first and weighs 1."""
    forms = []
    for number, form in enumerate((question, *extra)):
        text = normalise(form[: tokens.MAX_ASKED])
        if any(tokens.asked(text).values()):
            forms.append(Form(text, EXTRA_WEIGHT if number else 1.0, tuple(thesaurus.related(text))))
    return forms


def _scopes(store: Store, filters: Filters) -> list[Within]:
    """All that the filters allow, then the groups put first that are within it; empty when they allow nothing."""
    allowed = store.speech_ids(filters)
    if allowed is None and not filters.first:
        return [Within()]
    if allowed is not None and not allowed:
        return []
    with store.reading() as db:
        total = max(lookups.speech_count(db), 1)
    groups = [frozenset(group) if allowed is None else allowed & frozenset(group) for group in filters.first]
    whole = Within() if allowed is None else Within(allowed, len(allowed) / total)
    return [whole, *(Within(group, len(group) / total, first=True) for group in groups if group)]


def found_within(
    store: Store, leg: Leg, form: Form, depth: int, enough: int, scope: Within, few: int = FEW
) -> list[tuple[str, float]]:
    """What a leg finds within a scope, at most `depth`; where a long list is needed for it, `enough` will do."""
    related = [phrases for _, phrases in form.related]
    allowed = scope.speech_ids
    if allowed is None or scope.share >= 1.0:
        return leg.search(form.text, depth, None, related)
    tied = leg.weight < TIES
    if not tied and len(allowed) <= few:
        return leg.search(form.text, depth, allowed, related)
    asked = depth if tied else max(depth, int((enough + MERGED) / scope.share))
    for longer in (1, 3):
        found = leg.search(form.text, longer * asked, None, related)
        with store.reading() as db:
            speeches = lookups.speeches_of(db, [passage_id for passage_id, _ in found])
        kept = [(passage_id, score) for passage_id, score in found if speeches.get(passage_id) in allowed][:depth]
        if tied or len(kept) >= enough or len(found) < longer * asked:
            return kept
    return leg.search(form.text, depth, allowed, related)


def fused(rankings: Sequence[Ranking]) -> dict[str, Fused]:
    """The rankings fused, without what only a leg that orders ties has found: where no word agrees it found noise."""
    kept = {passage_id for r in rankings if not r.tied for passage_id, _ in r.found}
    found = fuse((r.leg, r.weight, r.found) for r in rankings)
    return {passage_id: entry for passage_id, entry in found.items() if passage_id in kept}


def fuse(lists: Iterable[tuple[str, float, Sequence[tuple[str, float]]]]) -> dict[str, Fused]:
    """(leg, weight, ranked list) fused, best first: score = Σ weight / (60 + rank). Equal scores are ordered by id.

    Reciprocal rank fusion: Cormack, Clarke, Büttcher, SIGIR 2009.
    """
    entries: dict[str, Fused] = {}
    for leg, weight, found in lists:
        for place, (passage_id, _) in enumerate(found, 1):
            entry = entries.setdefault(passage_id, Fused())
            entry.score += weight / (RANK_CONSTANT + place)
            entry.ranks[leg] = min(place, entry.ranks.get(leg, place))
    return dict(sorted(entries.items(), key=lambda item: (-item[1].score, item[0])))


def hits_of(store: Store, found: dict[str, Fused], k: int, by_speech: bool = False) -> list[Hit]:
    """The first k hits: passages the catalog knows (an index that is behind may name one that is gone), made whole."""
    ids = list(found)
    if by_speech:
        ids = _one_of_each(store, ids)
    with store.reading() as db:
        near = lookups.around(db, ids[: k + MERGED])
    blocks = neighbours.blocks(ids[: k + MERGED], near, merge=not by_speech)
    heads = store.heads([block.speech_id for _, block in blocks])
    hits: list[Hit] = []
    for passage_id, passage in blocks:
        entry, head = found[passage_id], heads.get(passage.speech_id)
        if head is None or len(hits) == k:
            continue
        places = head.locations(passage.first)
        ranks = tuple(sorted(entry.ranks.items()))
        hits.append(Hit(passage, entry.score, ranks, head.title, head.speaker_role, places))
    return hits


def _one_of_each(store: Store, ids: Sequence[str]) -> list[str]:
    """The best passage of every speech, then the others, each part in its order."""
    with store.reading() as db:
        speeches = lookups.speeches_of(db, ids)
    best: dict[str, str] = {}
    for passage_id in ids:
        if passage_id in speeches:
            best.setdefault(speeches[passage_id], passage_id)
    return list(dict.fromkeys([*best.values(), *ids]))


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, thread_name_prefix="search")


def warm_up(store: Store) -> None:
    """Load what the first search needs (libraries, the vectors, dictionaries), so that no reader waits for it."""
    forms_of("工作部署")
    for leg in store.legs:
        leg.preload()


def self_test(store: Store) -> None:
    """Raise StoreError when words that the store holds are not found by keyword: index and query are cut apart."""
    passage = store.sample_passage()
    if passage is None:
        return
    phrase = normalise(passage.text)[:60]
    found = store.legs[0].search(phrase, DEPTH, frozenset({passage.speech_id}))
    # any passage with the phrase will do: a speech may say the same words many times
    texts = [normalise(p.text) for p in store.passages([i for i, _ in found]).values()]
    if any(tokens.asked(phrase).values()) and not any(phrase in text for text in texts):
        raise StoreError(f"关键词索引自检失败：库里的原文「{passage.text[:20]}」搜不到，请运行 yanju doctor --rebuild")
