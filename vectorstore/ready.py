"""Passages with what the legs need of them worked out beforehand, in whatever process read the file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from vectorstore import tokens
from vectorstore.embedding import HashEmbedding
from vectorstore.legs import Vectors
from vectorstore.passages import head_and_body
from vectorstore.types import Passage


@dataclass(frozen=True, slots=True)
class ReadyPassage(Passage):
    """A passage, its search words and those of its head, joined by spaces, and its vector by the embedding `made_by`.

    A leg that is given a plain passage works them out itself: the result is the same.
    """

    words: str = field(default="", compare=False)
    head: str = field(default="", compare=False)
    vector: Vectors | None = field(default=None, compare=False)
    made_by: str = field(default="", compare=False)

    def __reduce__(self) -> tuple[type[ReadyPassage], tuple[object, ...]]:
        # what dataclasses do by themselves asks for the fields by name, three times as slow
        here = self.id, self.speech_id, self.first, self.last, self.text, self.search_text
        return ReadyPassage, (*here, self.words, self.head, self.vector, self.made_by)


def ready(passages: Sequence[Passage], embedding: str) -> list[Passage]:
    """The passages made ready: each text is segmented once. Only `hash` vectors are worked out here."""
    cuts = [tokens.search_words(passage.search_text) for passage in passages]
    texts = [passage.search_text for passage in passages]
    vectors = _hash().embed_cut(texts, cuts) if embedding == "hash" else None
    return [
        ReadyPassage(
            passage.id,
            passage.speech_id,
            passage.first,
            passage.last,
            passage.text,
            passage.search_text,
            " ".join(cut),
            head_words(head_and_body(passage)[0]),
            None if vectors is None else vectors[n],
            "" if vectors is None else embedding,
        )
        for n, (passage, cut) in enumerate(zip(passages, cuts, strict=True))
    ]


@lru_cache(1024)
def head_words(head: str) -> str:
    """The search words of a passage's head, joined by spaces; the passages of a section share it."""
    return " ".join(tokens.search_words(head))


@cache
def _hash() -> HashEmbedding:
    return HashEmbedding()
