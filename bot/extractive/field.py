"""The paragraphs at hand, with what each word of a question weighs among them and where it is found.

Weights fall with how many paragraphs hold the word (inverse document frequency, Spärck Jones 1972).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.extractive.question import Question
from bot.extractive.spans import norm_of
from bot.extractive.terms import Term
from vectorstore.types import Paragraph

if TYPE_CHECKING:
    from bot.extractive.evidence import Candidate

HINT_SPEECH = 0.85  # a word that names the speech is at home in its title; in its text it counts for this
TRANSLATED, SPELLED, RELATED, PARTIAL = 0.9, 0.85, 0.65, 0.7
LONG = 3000  # characters of a text where the pairs of a word may be found anywhere by chance
SPELLING = 250  # characters of a text that may spell out an abbreviation: a sentence, not a speech
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
LONGER = 1.2  # of three or four characters that stand in a row in question and source


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph at hand: `source` is its number among the sources (0: none), `place` its position in the speech.

    `rank` is that of the first hit in the speech, `hit` that of the best hit that holds the paragraph (0: none);
    `numbers` are those of the speech in its files (第3篇), `when` its date and the names of its files.
    """

    paragraph: Paragraph
    speech_id: str
    title: str
    role: str
    place: int
    source: int = 0
    rank: int = 0
    numbers: tuple[int, ...] = ()
    hit: int = 0
    when: str = ""


@dataclass(slots=True)
class Field:
    """The paragraphs at hand, normalised once, with what every question word weighs among them."""

    items: tuple[Item, ...]
    norms: tuple[str, ...]
    titles: dict[str, str]
    speeches: dict[str, str]
    numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)
    ranked: dict[object, list[Candidate]] = field(default_factory=dict)  # kept by bot/extractive/evidence.py
    _credits: dict[str, tuple[float, ...]] = field(default_factory=dict)
    _weights: dict[str, float] = field(default_factory=dict)
    _years: dict[str, set[str]] = field(default_factory=dict)
    _afar: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def credits(self, term: Term) -> tuple[float, ...]:
        """`found_in` of a word for each paragraph."""
        if term.text not in self._credits:
            found = [
                found_in(term, norm) or SPELLED * spelled_out(term.text, norm, 0, len(norm)) for norm in self.norms
            ]
            self._credits[term.text] = tuple(found)
        return self._credits[term.text]

    def weight(self, term: Term) -> float:
        """1 for a word that no paragraph holds, itself or in other words, less for one that many do."""
        if term.text not in self._weights:
            self._weights[term.text] = self._rarity(sum(1 for credit in self.credits(term) if credit >= RELATED))
        return self._weights[term.text]

    def piece(self, characters: str) -> float:
        """The same for characters as they stand."""
        if characters not in self._weights:
            self._weights[characters] = self._rarity(sum(1 for norm in self.norms if characters in norm))
        return self._weights[characters]

    def _rarity(self, held: int) -> float:
        total = max(1, len(self.norms))
        return math.log(1 + total / (0.5 + held)) / math.log(1 + total / 0.5)

    def afar(self, term: Term, speech_id: str) -> tuple[float, float]:
        """`found_in` of a word for the title of a speech, and for its text."""
        key = (term.text, speech_id)
        if key not in self._afar:
            self._afar[key] = found_in(term, self.titles[speech_id]), found_in(term, self.speeches[speech_id])
        return self._afar[key]

    def years(self, speech_id: str) -> set[str]:
        """The years that a speech names; by its date and its files it may tell of that year and the one before too."""
        if speech_id not in self._years:
            dated = {int(year) for year in _YEAR.findall(self.dates.get(speech_id, ""))}
            named = {str(year - back) for year in dated for back in (0, 1)}
            named.update(_YEAR.findall(self.speeches[speech_id]), _YEAR.findall(self.titles[speech_id]))
            self._years[speech_id] = named
        return self._years[speech_id]

    def gram(self, piece: str) -> float:
        """The weight of some characters in a row; longer ones that stand nowhere are no words, and weigh nothing."""
        weight = self.piece(piece)
        return weight if len(piece) == 2 else 0.0 if weight == 1.0 else LONGER * weight

    def only(self, speech_id: str) -> Field:
        """The same field with the paragraphs of one speech only; words weigh what they weigh among all."""
        kept = [(i, n) for i, n in zip(self.items, self.norms, strict=True) if i.speech_id == speech_id]
        return replace(self, items=tuple(i for i, _ in kept), norms=tuple(n for _, n in kept), _credits={}, ranked={})


def lay_out(items: Iterable[Item], whole: dict[str, str] | None = None) -> Field:
    """A field of paragraphs; `whole` gives the normalised text of whole speeches where it is known."""
    kept = tuple(items)
    norms = tuple(norm_of(i.paragraph.text) for i in kept)
    speeches: dict[str, str] = dict(whole or {})
    parts: dict[str, list[str]] = {}
    for item, norm in zip(kept, norms, strict=True):
        parts.setdefault(item.speech_id, []).append(norm)
    for key, texts in parts.items():
        speeches.setdefault(key, "\n".join(texts))
    titles = {i.speech_id: norm_of(f"{i.title} {i.role}") for i in kept}
    return Field(
        kept, norms, titles, speeches, {i.speech_id: i.numbers for i in kept}, {i.speech_id: i.when for i in kept}
    )


_COUNTED = re.compile(
    r"(?:[二两三四五六七八九十][^\W\d_一二两三四五六七八九十百千万亿个大项条种年月日期届轮批季]){1,3}"
)
_VALUES = {c: n for n, c in enumerate("二三四五六七八九十", 2)} | {"两": 2}


@lru_cache(maxsize=1024)
def is_counting(term: str) -> bool:
    return _COUNTED.fullmatch(term) is not None


def spelled_out(term: str, text: str, start: int, stop: int) -> bool:
    """Whether the text spells out a counting abbreviation: 四水四定 is four times 水 and four times 定."""
    if not is_counting(term):
        return False
    return all(text.count(term[i + 1], start, stop) >= _VALUES[term[i]] for i in range(0, len(term), 2))


def worth(field_: Field, term: Term) -> float:
    """What a word of the question weighs among the paragraphs at hand."""
    return term.weight * field_.weight(term)


def found_in(wanted: Term, text: str, start: int = 0, end: int | None = None) -> float:
    """1 when the text holds the word, less for another word for it or for most of a long word's pairs, 0 otherwise."""
    stop = len(text) if end is None else end
    term = wanted.text
    if text.find(term, start, stop) >= 0:
        return 1.0
    if stop - start <= SPELLING and spelled_out(term, text, start, stop):
        return SPELLED
    for other in wanted.others:
        if text.find(other, start, stop) >= 0:
            return TRANSLATED if term.isascii() else RELATED
    if wanted.parts:
        held = sum(len(p) for p in wanted.parts if text.find(p, start, stop) >= 0)
        return PARTIAL * min(1.0, held / len(term))
    if len(term) < 3 or stop - start > LONG:
        return 0.0
    held = sum(1 for i in range(len(term) - 1) if text.find(term[i : i + 2], start, stop) >= 0)
    share = held / (len(term) - 1)
    return PARTIAL * share if share >= 0.5 else 0.0


def settle(field_: Field, question: Question) -> Question:
    """The question without words that are a wrong cut: they stand nowhere, their characters do, cut otherwise."""

    def stands(term: Term) -> bool:
        if term.others or term.hint or len(term.text) > 4 or not term.text.isalpha() or field_.piece(term.text) < 1.0:
            return True
        at = question.text.find(term.text)
        return at < 0 or not all(_covered(field_, question.text, i) for i in range(at, at + len(term.text)))

    def settled(terms: tuple[Term, ...]) -> tuple[Term, ...]:
        return tuple(t for t in terms if stands(t)) or terms

    asks = tuple(replace(ask, terms=settled(ask.terms)) for ask in question.asks)
    return replace(question, asks=asks, terms=settled(question.terms))


def _covered(field_: Field, text: str, at: int) -> bool:
    """Whether the character and a neighbour of it stand together in some paragraph."""
    near = (text[max(0, at - 1) : at + 1], text[at : at + 2])
    return any(len(pair) == 2 and pair.isalpha() and field_.piece(pair) < 1.0 for pair in near)


def hint_cover(field_: Field, question: Question) -> dict[str, float]:
    """How well each speech at hand fits the words that name a speech, 0 to 1; 1 for all when none is named."""
    hints = question.hints
    total = sum(worth(field_, t) for t in hints)
    covers: dict[str, float] = {}
    for key in field_.titles:
        seen = [(t, *field_.afar(t, key)) for t in hints]
        got = sum(worth(field_, t) * max(title, HINT_SPEECH * body) for t, title, body in seen)
        covers[key] = got / total if total else 1.0
    return covers
