"""Where the words of a question stand around a sentence: wholly in the clause asked for, less the farther away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive.field import HINT_SPEECH, RELATED, TRANSLATED, Field, found_in, worth
from bot.extractive.question import Ask
from bot.extractive.spans import Span
from bot.extractive.terms import Term

CLAUSE, BEFORE, SENTENCE, NEXT, PARAGRAPH, TITLE, SPEECH = 1.0, 0.93, 0.85, 0.6, 0.5, 0.55, 0.3
RELATED_STRICT = 0.5  # for a figure or a name: 水利 is related to 水库, and yet not what was counted
MOST_SPOTS = 200  # of a word in a paragraph


@dataclass(frozen=True, slots=True)
class Word:
    """A question's word for one paragraph: its weight, what it counts for from afar, where it stands.

    `vague` when it stands there only in pieces or spelled out, so that each span must be searched.
    """

    weight: float
    term: Term
    far: float
    spots: tuple[tuple[int, float], ...]
    vague: bool

    def near(self, norm: str, span: Span) -> float:
        if self.vague:
            return found_in(self.term, norm, *span)
        best = 0.0
        for at, credit in self.spots:
            if span[0] <= at < span[1] and credit > best:
                best = credit
        return best


def word_in(field_: Field, index: int, term: Term, ask: Ask) -> Word:
    credit = RELATED_STRICT if ask.kind in {"quantity", "person"} else RELATED
    held = field_.credits(term)[index]
    spots = _spots(term, TRANSLATED if term.text.isascii() else credit, field_.norms[index]) if held else ()
    title, body = field_.afar(term, field_.items[index].speech_id)
    far = max(title, HINT_SPEECH * body) if term.hint else max(PARAGRAPH * held, TITLE * title, SPEECH * body)
    return Word(worth(field_, term), term, far, spots, bool(held) and not spots)


def _spots(term: Term, related: float, norm: str) -> tuple[tuple[int, float], ...]:
    """Where a word or another word for it begins, with its credit."""
    found: list[tuple[int, float]] = []
    for word, credit in [(term.text, 1.0), *((other, related) for other in term.others)]:
        at = norm.find(word)
        while at >= 0 and len(found) < MOST_SPOTS:
            found.append((at, credit))
            at = norm.find(word, at + 1)
    return tuple(found)


def cover_of(norm: str, words: Sequence[Word], spans: tuple[Span, Span, Span, Span]) -> tuple[float, float]:
    """The share of the words' weight that is found, by how near; and how densely they stand in the sentence."""
    got = total = 0.0
    inside = 0
    for word in words:
        total += word.weight
        best = word.far
        if word.spots or word.vague:
            for credit, span in zip((CLAUSE, BEFORE, SENTENCE, NEXT), spans, strict=True):
                if credit <= best:
                    break
                best = max(best, credit * word.near(norm, span))
            inside += len(word.term.text) if best > NEXT else 0
        got += word.weight * best
    length = max(1, spans[2][1] - spans[2][0])
    return (got / total if total else 0.0), min(1.0, inside / length)
