"""Where wordings stand: many texts at once, by their words alone. For a draft, whose sentences are mostly copied."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from vectorstore.normalise import normalise
from vectorstore.store import Store
from vectorstore.tokens import MAX_ASKED
from vectorstore.types import Hit

_THREADS = 4  # tantivy lets go of Python's lock while it searches


def nearest(store: Store, texts: Sequence[str], k: int) -> list[list[Hit]]:
    """The best k passages for each text, by the keyword leg. Raises StoreError."""
    if not texts:
        return []
    leg = store.legs[0]
    with ThreadPoolExecutor(_THREADS) as pool:
        found = list(pool.map(lambda text: leg.search(normalise(text)[:MAX_ASKED], k), texts))
    passages = store.passages(list(dict.fromkeys(key for one in found for key, _ in one)))
    heads = store.heads(list(dict.fromkeys(passage.speech_id for passage in passages.values())))
    made: dict[tuple[str, float, int], Hit] = {}
    for one in found:
        for rank, (key, score) in enumerate(one, 1):
            passage = passages.get(key)
            head = heads.get(passage.speech_id) if passage else None
            if passage and head:
                places = head.locations(passage.first)
                hit = Hit(passage, score, ((leg.name, rank),), head.title, head.speaker_role, places)
                made[key, score, rank] = hit
    keys = [[(key, score, rank) for rank, (key, score) in enumerate(one, 1)] for one in found]
    return [[made[key] for key in one if key in made] for one in keys]
