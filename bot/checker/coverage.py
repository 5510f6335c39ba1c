"""How much of a claim its evidence carries, word by word. Robust to plain-spoken rewording."""

from __future__ import annotations

from dataclasses import dataclass

from bot.checker.compare import Case, Word
from bot.checker.register import commonness, plain_words, synonyms
from bot.checker.signals import WEAK_CHARS
from vectorstore.thesaurus import related

_SINGLE = 0.3  # the weight of a word of one character
_SUBJECT = 0.3  # whose speech it is (工会将…, 检察机关要…) often stands outside the paragraph
_SYNONYM, _ALIKE = 0.75, 0.5
NEW = 0.45  # a word of less credit is new: the evidence has nothing like it


@dataclass(frozen=True, slots=True)
class Carried:
    """A content word of the claim, how much the evidence carries it (0 to 1) and how much it says (0.3 to 1)."""

    word: Word
    credit: float
    weight: float

    @property
    def new(self) -> bool:
        return self.credit < NEW and len(self.word.text) > 1


def credit(word: str, source: str) -> float:
    """1: stands there; 0.9: a word it stands for, or its long form, does; else by the telling characters it shares."""
    if word in source:
        return 1.0
    if any(other in source for other in plain_words().get(word, ())):
        return 0.9
    if len(word) > 2 and long_form(word, source):
        return 0.9
    strong = [c for c in word if c not in WEAK_CHARS]
    if not strong:
        return 0.4 if all(c in source for c in word) else 0.1
    return 0.6 * sum(c in source for c in strong) / len(strong)


def long_form(word: str, source: str) -> bool:
    """Whether the characters of an abbreviation follow each other in one phrase: 进博会 in 国际进口博览会."""
    at, tries = source.find(word[0]), 0
    while at >= 0 and tries < 200:
        tries += 1
        place = at
        for char in word[1:]:
            place = source.find(char, place + 1, place + 5)
            if place < 0:
                break
        else:
            return True
        at = source.find(word[0], at + 1)
    return False


def _equivalents(case: Case) -> list[bool]:
    """For each character of the claim, whether a phrase over it has an equivalent in the evidence (the thesaurus)."""
    marked = [False] * len(case.claim.norm)
    for head, expansions in related(case.claim.norm):
        if any(e in case.source.norm for e in expansions):
            at = case.claim.norm.find(head)
            while at >= 0:
                marked[at : at + len(head)] = [True] * len(head)
                at = case.claim.norm.find(head, at + 1)
    return marked


def carried(case: Case) -> list[Carried]:
    """Every content word of the claim with its credit and weight."""
    result = []
    same: list[bool] | None = None
    figures = [(f.start, f.end) for f in case.claim.units.figures]
    for found in case.claim.words:
        word = _bare(found)
        if not word.content or any(s < word.end and e > word.start for s, e in figures):
            continue
        share = sum(case.covered[word.start : word.end]) / len(word.text)
        value = max(credit(word.text, case.source.norm), share if len(word.text) > 1 else 0.0)
        if value < 0.8:
            same = _equivalents(case) if same is None else same
            value = 0.8 if all(same[word.start : word.end]) else value
        if value < _SYNONYM:
            value = max(value, _reworded(word, case))
        weight = _SINGLE if len(word.text) == 1 else commonness(word.text)
        if not word.start and word.tag in ("n", "j", "l"):
            weight *= _SUBJECT
        result.append(Carried(word, value, weight))
    return result


def _bare(word: Word) -> Word:
    """A word without a 要 or 上 that the segmenter has drawn into it: 坎要, 要带头."""
    text = word.text.strip("要上让") if len(word.text) > 2 else word.text.removesuffix("要")
    start = word.start + word.text.find(text)
    return Word(text, word.tag, start, start + len(text)) if text and text != word.text else word


def _reworded(word: Word, case: Case) -> float:
    """The credit for a general synonym, or for a word of the same kind that shares a telling character."""
    if any(other in case.source.norm for other in synonyms().get(word.text, ())):
        return _SYNONYM
    telling = set(word.text) - WEAK_CHARS
    if len(word.text) > 1 and telling & case.source.alike(word.tag[0]):
        return _ALIKE
    return 0.0


def share_carried(words: list[Carried]) -> float:
    """How much of the words is carried, by weight; 1 without any."""
    total = sum(c.weight for c in words)
    return sum(c.weight * c.credit for c in words) / total if total else 1.0


def in_common(case: Case, words: list[Carried]) -> float:
    """The share of the different characters of the claim's content words that stand in the evidence at all."""
    characters = {c for found in words for c in found.word.text}
    return sum(c in case.source.norm for c in characters) / len(characters) if characters else 1.0


def tile_share(case: Case) -> float:
    """The share of the claim in tiles of at least four units."""
    long = sum(t.size for t in case.tiles if t.size >= 4)
    return long / max(1, len(case.claim.units.keys))
