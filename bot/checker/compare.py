"""A claim laid on its evidence: units, words, tiles and edits, worked out once and shared by all rules."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache

from bot.checker.align import Places, Tile, Units, index, tiles, units
from bot.checker.belonging import Around, surroundings
from bot.checker.edits import Edit, edits
from bot.checker.register import generic, plainness
from bot.checker.signals import FUNCTION_TAGS
from vectorstore.tokens import tagged

CLAUSE_END = frozenset("，。；！？：\n,;!?:")
SENTENCE_END = frozenset("。！？；\n!?;")
_REACH = 400  # characters looked at on each side for the end of a clause or sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """What speaks against a claim. `weight` is how sure the rule is, 0 to 1; 0.5 and more makes a claim unsupported."""

    reason: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    tag: str
    start: int
    end: int

    @property
    def content(self) -> bool:
        return self.tag[:2] not in FUNCTION_TAGS and self.text not in generic() and "㐀" <= self.text[0] <= "鿿"

    @property
    def nounlike(self) -> bool:
        """Whether the word can name a thing: nouns, names, verbal nouns, abbreviations, fixed phrases."""
        return self.content and len(self.text) > 1 and (self.tag[0] in "njlisb" or self.tag in ("vn", "an", "eng"))


@dataclass(frozen=True, slots=True)
class Side:
    """One text with its units, their places, and its words."""

    units: Units
    words: tuple[Word, ...]
    places: Places
    around: dict[int, Around]  # the surroundings of each figure, by where it starts
    characters: dict[str, frozenset[str]]  # by part of speech, those of words of two and more characters

    @property
    def norm(self) -> str:
        return self.units.text.norm

    def alike(self, kind: str) -> frozenset[str]:
        """The characters of the words of two and more characters of one part of speech."""
        return self.characters.get(kind, frozenset())

    def words_in(self, start: int, end: int) -> list[Word]:
        """The words that overlap [start, end)."""
        low = max(0, bisect_right(self.words, start, key=lambda w: w.start) - 1)
        high = bisect_right(self.words, end - 1, key=lambda w: w.start)
        return [w for w in self.words[low:high] if w.start < end and w.end > start]

    def word_at(self, at: int) -> Word | None:
        """The word over one character."""
        low = bisect_right(self.words, at, key=lambda w: w.start) - 1
        return self.words[low] if low >= 0 and self.words[low].end > at else None

    def clause(self, at: int, ends: frozenset[str] = CLAUSE_END) -> tuple[int, int]:
        """The clause (or sentence, with SENTENCE_END) around a character."""
        norm = self.norm
        start = end = min(at, len(norm))
        low, high = max(0, at - _REACH), min(len(norm), at + _REACH)
        while start > low and norm[start - 1] not in ends:
            start -= 1
        while end < high and norm[end] not in ends:
            end += 1
        return start, end


@dataclass(frozen=True, slots=True)
class Case:
    """A claim against the joined evidence. `covered[i]` tells whether character i of the claim lies in a tile."""

    claim: Side
    source: Side
    tiles: tuple[Tile, ...]
    edits: tuple[Edit, ...]
    covered: tuple[bool, ...]
    plain: float  # how plain-spoken the claim is, 0 to 1

    def beneath(self) -> str:
        """The sentences of the evidence on which the claim lies, in their order."""
        return "。".join(self.source.norm[start:end] for start, end in self.sentences_beneath())

    def sentences_beneath(self) -> list[tuple[int, int]]:
        """Where the sentences of the evidence stand on which the claim lies."""
        places = self.source.units.spans
        return sorted({self.source.clause(places[t.source][0], SENTENCE_END) for t in self.tiles if t.size >= 2})

    def source_at(self, claim_char: int) -> int | None:
        """The evidence character under a covered claim character (the start of its unit)."""
        for tile in self.tiles:
            for k in range(tile.size):
                start, end = self.claim.units.spans[tile.claim + k]
                if start <= claim_char < end:
                    return self.source.units.spans[tile.source + k][0]
        return None


def _side(text: str) -> Side:
    found = units(text)
    words, at = [], 0
    for word, tag in tagged(found.text.norm):
        words.append(Word(word, tag or "nz", at, at + len(word)))  # words of data/words.txt have no tag
        at += len(word)
    characters: dict[str, frozenset[str]] = {}
    for one in words:
        if len(one.text) > 1:
            characters[one.tag[0]] = characters.get(one.tag[0], frozenset()) | frozenset(one.text)
    return Side(found, tuple(words), index(found), surroundings(found), characters)


@lru_cache(maxsize=256)
def _source(evidence: tuple[str, ...]) -> Side:
    return _side("\n".join(evidence))


def compare(text: str, evidence: tuple[str, ...]) -> Case:
    """Lay a claim on its evidence."""
    claim, source = _side(text.replace("\n", " ")), _source(evidence)
    found = tiles(claim.units, source.units, source.places)
    covered = [False] * len(claim.norm)
    for tile in found:
        for k in range(tile.claim, tile.claim + tile.size):
            start, end = claim.units.spans[k]
            covered[start:end] = [True] * (end - start)
    plain = plainness((w.text, w.tag) for w in claim.words)
    return Case(claim, source, found, edits(claim.units, source.units, _anchored(found)), tuple(covered), plain)


def _anchored(found: tuple[Tile, ...], reach: int = 14) -> tuple[Tile, ...]:
    """The tiles without pairs of characters that were met by chance far from where the neighbouring tiles stand."""
    kept: list[Tile] = []
    for i, tile in enumerate(found):
        left, right = found[i - 1] if i else None, found[i + 1] if i + 1 < len(found) else None
        room = (3, 6, reach)[min(tile.size, 3) - 1]
        led = left is not None and 0 <= tile.source - left.source - left.size <= room
        followed = right is not None and 0 <= right.source - tile.source - tile.size <= room
        if tile.size > 2 or led or followed or (left is None and right is None):
            kept.append(tile)
    return tuple(kept)
