"""What speaks for a sentence as the answer to an ask: features from 0 to about 1, weighed by ranking.py."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive import cues
from bot.extractive.field import RELATED, TRANSLATED, Field, found_in, hint_cover, worth
from bot.extractive.question import Ask, Question
from bot.extractive.spans import Quantity, Span, norm_of
from bot.extractive.terms import Term, grams, is_noun
from vectorstore import tokens

MOST_SPOTS = 50  # of a word in a paragraph
PART = 0.5  # credit of a part of a long word
SHORT = 12  # characters of a sentence that says little by itself
AT_HOME = 3  # times that a speech names what it is about
BEST_NAMED = 0.95  # share of the best fit of a speech to the words that name one

_QUOTATION = re.compile(r"[“《‘][^”》’]{2,}")
_Spots = tuple[tuple[int, float], ...]  # where a word begins, with its credit


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in every paragraph for one ask, each with its weight among the paragraphs at hand.

    `things` are nouns that other paragraphs hold; `named` is how well each speech fits the words that name one, 0 to 1.
    """

    ask: Ask
    words: tuple[tuple[Term, float], ...]
    pieces: tuple[tuple[str, float], ...]
    things: tuple[Term, ...]
    names: tuple[Term, ...]
    named: dict[str, float]


def sought(field_: Field, question: Question, ask: Ask) -> Sought:
    """What to look for; the words that only name a speech are looked for when there are no others."""
    terms = tuple(t for t in ask.terms if not t.hint) or ask.terms
    covers = hint_cover(field_, question)
    most = max(covers.values(), default=1.0) or 1.0
    return Sought(
        ask,
        tuple((t, worth(field_, t)) for t in terms),
        tuple((p, weight) for p in grams(ask.about) if (weight := field_.gram(p))),
        tuple(t for t in terms if _is_thing(field_, ask, t)),
        tuple(t for t in terms if t.name and not t.text.isdigit() and t.text in ask.text),
        {key: cover / most for key, cover in covers.items()},
    )


def _is_thing(field_: Field, ask: Ask, term: Term) -> bool:
    """Whether the word is a noun that stands at hand, and more than the kind of answer that is wanted (哪座城市)."""
    at = ask.text.find(term.text)
    if (
        at < 0
        or term.name
        or term.hint
        or term.text in cues.BARE_KIND
        or len(term.text) < 2
        or field_.weight(term) == 1.0
    ):
        return False
    return is_noun(term.text) and not cues.ASKS_KIND.search(ask.text, max(0, at - 4), at)


class Page:
    """One paragraph, searched once for all that is sought, so that its sentences are looked up quickly."""

    def __init__(self, field_: Field, index: int, what: Sought) -> None:
        self.item, self.norm, self._what = field_.items[index], field_.norms[index], what
        self._words = [(term, weight, spots_of(term, self.norm)) for term, weight in what.words]
        self._pieces = [(weight, at) for p, weight in what.pieces if (at := _places(p, self.norm))]
        self._totals = [sum(w for _, w in group) or 1.0 for group in (what.words, what.pieces)]
        self._years = field_.years(self.item.speech_id)
        self.shared = self._of_paragraph(field_)

    def _of_paragraph(self, field_: Field) -> dict[str, float]:
        key, whole = self.item.speech_id, (0, len(self.norm))
        title, body = field_.titles[key], field_.speeches[key]
        afar = [(weight, *field_.afar(term, key)) for term, weight in self._what.words]
        others = [t for t in self._what.things if not found_in(t, self.norm + title) and body.count(t.text) < AT_HOME]
        return {
            "words_paragraph": self.words(whole),
            "pairs_paragraph": self.pieces(whole),
            "words_title": sum(weight * at_title for weight, at_title, _ in afar) / self._totals[0],
            "words_speech": sum(weight * in_body for weight, _, in_body in afar) / self._totals[0],
            "rank": self.item.hit**-0.5 if self.item.hit else 0.0,
            "named": self._what.named[key],
            "named_best": float(self._what.named[key] >= BEST_NAMED),
            "other_thing": min(2, len(others)) / 2,
            "heading": float(self.item.paragraph.kind == "heading"),
        }

    def words(self, span: Span) -> float:
        """The share of the weight of the words that begin in the span."""
        got = 0.0
        for _, weight, spots in self._words:
            got += weight * _credit(spots, span)
        return got / self._totals[0]

    def pieces(self, span: Span) -> float:
        """The same of characters in a row."""
        low, high = span
        got = sum(weight for weight, spots in self._pieces if any(low <= at < high for at in spots))
        return got / self._totals[1]

    def features(
        self, spans: Sequence[Span], n: int, clauses: tuple[Span, Span], quantity: Quantity | None
    ) -> dict[str, float]:
        """Those of the n-th sentence; `clauses` are that of the quantity, and that with the one before it."""
        span = start, end = spans[n]
        near = spans[max(0, n - 1)][0], end
        found = {
            "words": self.words(span),
            "words_near": self.words(near),
            "pairs": self.pieces(span),
            "pairs_near": self.pieces(near),
            "missing": self._missing(end),
            "name_far": self._far_names(end) / 2,
            "short": float(end - start < SHORT),
            "year": float(bool(self._what.ask.years) and self._of_year(start, end)),
            "held": self._holds_its_kind(span),
        }
        if quantity is not None:
            found |= {
                "words_clause": self.words(clauses[0]),
                "words_clauses": self.words(clauses[1]),
                "pairs_clause": self.pieces(clauses[0]),
                "pairs_clauses": self.pieces(clauses[1]),
            }
        return self.shared | found

    def _of_year(self, start: int, end: int) -> bool:
        """Whether the year that is asked is that of the sentence, the last one before it, or else of the speech."""
        named = list(cues.YEAR.finditer(self.norm, 0, end))
        near = {m[1] for m in named if m.start() >= start} | {m[1] for m in named[-1:]}
        return not (near or self._years).isdisjoint(self._what.ask.years)

    def _missing(self, end: int) -> float:
        """The weight of the weightiest word of the ask that does not stand up to here in the paragraph."""
        text = self._what.ask.text
        lost = (
            w
            for t, w, spots in self._words
            if t.text in text and t.text not in cues.BARE_KIND and not _credit(spots, (0, end))
        )
        return max(lost, default=0.0)

    def _far_names(self, end: int) -> int:
        title = norm_of(self.item.title + " " + self.item.role)
        return sum(not found_in(t, self.norm, 0, end) and not found_in(t, title) for t in self._what.names)

    def _holds_its_kind(self, span: Span) -> float:
        """1 when a person, a place, a 公司 or a quotation stands in the sentence, whichever is asked."""
        ask, sentence = self._what.ask, self.norm[slice(*span)]
        if ask.kind == "person":
            hidden = any(span[0] <= mask.start < span[1] for mask in self.item.paragraph.masks)
            return float(hidden or any(tag in cues.PERSON_TAGS and len(w) > 1 for w, tag in tokens.tagged(sentence)))
        if ask.kind == "place":
            return float(any(tag == "ns" and w not in ask.text for w, tag in tokens.tagged(sentence)))
        if ask.kind == "name":
            noun = cues.KIND_NOUN.search(ask.text)
            return float(noun[1] in sentence if noun else bool(_QUOTATION.search(sentence)))
        return 0.0


def _places(piece: str, norm: str) -> list[int]:
    found: list[int] = []
    at = norm.find(piece)
    while at >= 0 and len(found) < MOST_SPOTS:
        found.append(at)
        at = norm.find(piece, at + 1)
    return found


def spots_of(term: Term, norm: str) -> _Spots:
    """Where a word or another word for it begins, with its credit; a long word also by parts or most of its pairs."""
    credit = TRANSLATED if term.text.isascii() else RELATED
    found = [(at, 1.0) for at in _places(term.text, norm)]
    found += [(at, credit) for other in term.others for at in _places(other, norm)]
    found += [(at, PART) for part in term.parts for at in _places(part, norm)]
    if not found and len(term.text) > 2:
        pairs = [term.text[i : i + 2] for i in range(len(term.text) - 1)]
        held = [at for pair in pairs for at in _places(pair, norm)]
        found = [(at, PART) for at in held] if len(held) * 2 >= len(pairs) else []
    return tuple(found)


def _credit(spots: _Spots, span: Span) -> float:
    best = 0.0
    for at, credit in spots:
        if credit > best and span[0] <= at < span[1]:
            best = credit
    return best
