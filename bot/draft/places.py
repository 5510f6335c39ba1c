"""Where a sentence may come from: paragraphs of the hits, ordered by how much of its wording they share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.checker.text import prepare
from bot.extractive.spans import sentences
from vectorstore.normalise import normalise
from vectorstore.types import Hit, Location

_SPACE = re.compile(r"\s+")
_NO_WORDING = re.compile(r"[^㐀-鿿a-z]+")  # figures, signs and masks: they are what is compared apart
# Words of any report: that two sentences share them says nothing of what they tell.
_COMMON = re.compile(
    r"今年|去年|全年|上年|同比|比上年|全[省市县区镇乡村]|我[省市县区镇乡村]|增长|下降|达到|完成|实现|新建|新增|累计|共有|目前|其中|超过|突破"
)
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万亿]+|□+")


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, or the part of a long one that a passage holds. `number` is that of the paragraph in its speech."""

    text: str
    speech_id: str
    number: int
    title: str
    role: str
    locations: tuple[Location, ...]

    @property
    def location(self) -> Location | None:
        first = self.locations[0] if self.locations else None
        return Location(first.file, first.speech, self.number) if first else None


def places_of(hits: Sequence[Hit]) -> Iterator[Place]:
    """The paragraphs of the hits, each once."""
    seen: set[tuple[str, int, str]] = set()
    for hit in hits:
        passage = hit.passage
        texts = passage.text.split("\n") if passage.last > passage.first else [passage.text]
        for number, text in enumerate(texts, passage.first):
            key = (passage.speech_id, number, text)
            if key not in seen and text.strip():
                seen.add(key)
                yield Place(text, passage.speech_id, number, hit.title, hit.speaker_role or "", hit.locations)


def wording(text: str, place: Place) -> str:
    """The sentence of the paragraph that comes nearest to the text."""
    return max(own_sentences(place.text), key=lambda own: share(text, own), default="")


@lru_cache(maxsize=4096)
def own_sentences(text: str) -> tuple[str, ...]:
    return tuple(text[start:end] for start, end in sentences(text))


def share(text: str, other: str) -> float:
    """The share of the text's telling character pairs, figures apart, that stand in the other."""
    pairs = _telling(text)
    return len(pairs & _pairs(other)) / len(pairs) if pairs else 0.0


def nearness(text: str, place: Place) -> float:
    """The share of the text's wording in one sentence of the paragraph: at most `share` of the whole."""
    if share(text, place.text) < 0.15:
        return 0.0
    return max((share(text, own) for own in own_sentences(place.text)), default=0.0)


@lru_cache(maxsize=65536)
def _pairs(text: str) -> frozenset[str]:
    return _runs(_SPACE.sub("", normalise(text)))


@lru_cache(maxsize=16384)
def _telling(text: str) -> frozenset[str]:
    """The pairs of a text without those of common words, unless it has no other."""
    telling = _runs(_COMMON.sub("|", _SPACE.sub("", normalise(text))))
    return telling if len(telling) > 2 else _pairs(text)


def _runs(text: str) -> frozenset[str]:
    runs = _NO_WORDING.split(_NUMERAL.sub("|", text))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


@lru_cache(maxsize=16384)
def norm(text: str) -> str:
    """The text for comparing wordings: normalised, masks marked, without white space."""
    return _SPACE.sub("", prepare(text).norm)
