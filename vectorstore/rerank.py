"""A second look at the best hits by a cross-encoder, when the user names one (YANJU_RERANKER)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from vectorstore.types import Hit, StoreError

LOOKED_AT = 30  # hits that are read again: about a second for a small cross-encoder on two cores


class Reranker(Protocol):
    """Scores for how well texts answer a question; higher is better."""

    @property
    def name(self) -> str: ...

    def scores(self, question: str, texts: Sequence[str]) -> list[float]: ...


def reranker_named(name: str) -> Reranker:
    """The reranker that a setting names. Raises StoreError for a name that is not known."""
    kind, _, model = name.partition(":")
    if kind == "fastembed" and model:
        from vectorstore.fastembed_model import FastembedReranker

        return FastembedReranker(model)
    raise StoreError(f"不认识的重排模型 {name!r}：请写 fastembed:模型名，或 fastembed:放着模型的文件夹")


def reranked(hits: Sequence[Hit], question: str, reranker: Reranker) -> list[Hit]:
    """The hits, the first LOOKED_AT of them in the reranker's order; `ranks` gains its place as "rerank".

    `score` stays the fused one, so that scores of hits remain comparable. Equal scores keep their order.
    """
    looked, rest = list(hits[:LOOKED_AT]), list(hits[LOOKED_AT:])
    if not looked:
        return rest
    scores = reranker.scores(question, [hit.passage.text for hit in looked])
    order = sorted(range(len(looked)), key=lambda n: -scores[n])
    again = [replace(looked[n], ranks=(*looked[n].ranks, ("rerank", place))) for place, n in enumerate(order, 1)]
    return again + rest
