"""The nearest passages of a Chroma collection, of all speeches or of some."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from vectorstore.legs import Vectors

if TYPE_CHECKING:
    from chromadb.api.models.Collection import Collection

# Chroma's own filtered query takes 200 ms at 60,000 passages and misses some of a narrow filter (it walks the graph for
# matches); an unfiltered one takes 3 ms. So ask for more than is wanted and keep what passes. When too few pass, all
# vectors of a narrow filter are compared, for a model of meaning: for `hash` the keyword leg has done as much.
_WIDER, _NARROW = 4, 100


def nearest(
    collection: Collection, vector: Vectors, k: int, speech_ids: frozenset[str] | None, by_meaning: bool
) -> list[tuple[str, float]]:
    """(passage id, cosine similarity) of the best k. `by_meaning`: the vectors know more than the words do."""
    if speech_ids is None:
        found = collection.query(vector, n_results=k, include=["distances"])  # metadata would double the time
        return [(i, 1.0 - d) for i, d in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)]
    wide = _with_speeches(collection, vector, _WIDER * k)
    kept = [(passage_id, score) for passage_id, score, speech_id in wide if speech_id in speech_ids][:k]
    if len(kept) == k or not by_meaning or len(speech_ids) > _NARROW:
        return kept
    return _compared(collection, vector, speech_ids)[:k]


def _with_speeches(collection: Collection, vector: Vectors, k: int) -> list[tuple[str, float, str]]:
    """(passage id, cosine similarity, speech id) of the nearest k."""
    found = collection.query(vector, n_results=k, include=["distances", "metadatas"])
    distances, metadatas = (found["distances"] or [[]])[0], (found["metadatas"] or [[]])[0]
    return [
        (passage_id, 1.0 - distance, str(metadata["speech_id"]))
        for passage_id, distance, metadata in zip(found["ids"][0], distances, metadatas, strict=True)
    ]


def _compared(collection: Collection, vector: Vectors, speech_ids: frozenset[str]) -> list[tuple[str, float]]:
    """(passage id, cosine similarity) of all passages of a few speeches, best first."""
    where: Any = {"speech_id": {"$in": sorted(speech_ids)}}
    found = collection.get(where=where, include=["embeddings"])
    scores = np.asarray(found["embeddings"], dtype=np.float32).reshape(-1, vector.shape[1]) @ vector[0]
    return sorted(zip(found["ids"], map(float, scores), strict=True), key=lambda pair: (-pair[1], pair[0]))
