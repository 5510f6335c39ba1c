"""From a question to hits: both legs at once, over the question and its further forms, fused by reciprocal rank."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vectorstore import thesaurus, tokens
from vectorstore.normalise import normalise
from vectorstore.types import Filters, Hit, StoreError

if TYPE_CHECKING:
    from vectorstore.store import Store

RANK_CONSTANT = 60  # of the fusion; its authors' value
DEPTH = 50  # passages asked of each leg: enough for the fusion to agree on the first ten
EXTRA_WEIGHT = 0.5  # of a further form of the question, against the question itself


@dataclass(slots=True)
class Fused:
    """A passage in the making: its score, and its best rank in each leg."""

    score: float = 0.0
    ranks: dict[str, int] = field(default_factory=dict)


def search(
    store: Store, question: str, k: int = 10, filters: Filters = Filters(), extra: Sequence[str] = ()
) -> list[Hit]:
    """The best k passages for a question and its further forms; empty when nothing in it can be searched for."""
    forms = [
        (normalise(form[: tokens.MAX_ASKED]), EXTRA_WEIGHT if number else 1.0)
        for number, form in enumerate((question, *extra))
    ]
    forms = [(form, weight) for form, weight in forms if any(tokens.asked(form).values())]
    allowed = store.speech_ids(filters)
    if not forms or k < 1 or (allowed is not None and not allowed):
        return []
    depth = max(DEPTH, k)
    groups = {form: [phrases for _, phrases in thesaurus.related(form)] for form, _ in forms}
    jobs = [(leg, form, weight * leg.weight) for form, weight in forms for leg in store.legs]
    with ThreadPoolExecutor(len(jobs)) as pool:
        lists = pool.map(lambda job: job[0].search(job[1], depth, allowed, groups[job[1]]), jobs)
        fused = fuse((leg.name, weight, found) for (leg, _, weight), found in zip(jobs, lists, strict=True))
    return _hits(store, fused, k)


def fuse(lists: Iterable[tuple[str, float, Sequence[tuple[str, float]]]]) -> dict[str, Fused]:
    """(leg, weight, ranked list) fused, best first: score = Σ weight / (60 + rank). Equal scores are ordered by id.

    Reciprocal rank fusion: Cormack, Clarke, Büttcher, SIGIR 2009.
    """
    fused: dict[str, Fused] = {}
    for leg, weight, found in lists:
        for rank, (passage_id, _) in enumerate(found, 1):
            entry = fused.setdefault(passage_id, Fused())
            entry.score += weight / (RANK_CONSTANT + rank)
            entry.ranks[leg] = min(rank, entry.ranks.get(leg, rank))
    return dict(sorted(fused.items(), key=lambda item: (-item[1].score, item[0])))


def _hits(store: Store, fused: dict[str, Fused], k: int) -> list[Hit]:
    """The first k whose passages the catalog knows: an index that is behind may name one that is gone."""
    first = list(fused)[: 2 * k]
    known = store.passages(first)
    heads = store.heads([passage.speech_id for passage in known.values()])
    hits: list[Hit] = []
    for passage in [known[passage_id] for passage_id in first if passage_id in known]:
        entry, head = fused[passage.id], heads.get(passage.speech_id)
        if head is None or len(hits) == k:
            continue
        places = head.locations(passage.first)
        ranks = tuple(sorted(entry.ranks.items()))
        hits.append(Hit(passage, entry.score, ranks, head.title, head.speaker_role, places))
    return hits


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
