"""How well a sentence answers an ask: weighted words found in its clause, sentence, paragraph, title and speech.

A word counts wholly in the clause of the asked quantity and less the farther away it stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.field import (
    HINT_SPEECH,
    RELATED,
    TRANSLATED,
    Field,
    Item,
    found_in,
    hint_cover,
    is_counting,
    spelled_out,
    worth,
)
from bot.question import Ask, Question
from bot.spans import Quantity, Span, clauses, hide, quantities, sentences
from bot.terms import Term, grams
from bot.units import unit_fit

CLAUSE, BEFORE, SENTENCE, NEXT, PARAGRAPH, TITLE, SPEECH = 1.0, 0.93, 0.85, 0.6, 0.5, 0.55, 0.3
RELATED_STRICT = 0.5  # for a figure or a name: 水利 is related to 水库, and yet not what was counted
PAIRS = 0.3  # share of the characters in the score, beside the words
# Factors of a speech that lacks the asked year, or a name: meant by 全市, known elsewhere, known nowhere.
OTHER_YEAR, IMPLIED_NAME, ELSEWHERE_NAMED, UNKNOWN_NAME = 0.4, 0.9, 0.75, 0.65
REACHED, NOT_REACHED = 1.1, 0.9  # 提高到 before the quantity, when the question asks 提高到多少
OTHER_NUMBER, SAME_ROLE = 0.6, 1.1  # a speech that is not the asked 第3篇; one whose speaker is the asked 市长
ASKED_FIGURE = 0.4  # a figure that the question itself gives is not what it asks for
NAMED = 0.1  # what standing in the named speech counts by itself
DENSE = 0.2  # how much a short sentence full of the question's words gains
MOST_SENTENCES = 2000  # of one paragraph; the longest real one has about a hundred
LOOKED_AT, LOOKED_AT_FOR_WHICH = 20, 60  # paragraphs whose sentences are looked at, best first


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence [start, end) of an item for an ask, with the clause and the quantity that answer it."""

    item: Item
    start: int
    end: int
    score: float
    cover: float
    clause: Span
    quantity: Quantity | None = None


def candidates(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """Every sentence that could answer the ask, best first."""
    covers = hint_cover(field_, question)
    most = max(covers.values(), default=1.0) or 1.0
    fits = {key: 0.4 + 0.6 * cover / most if question.hints else 1.0 for key, cover in covers.items()}
    fits = {key: fit * _constraints(field_, question, ask, key) for key, fit in fits.items()}
    found: list[Candidate] = []
    looked = LOOKED_AT_FOR_WHICH if question.shape == "which" else LOOKED_AT
    for index in _worth_looking(field_, ask, fits)[:looked]:
        found.extend(_of_item(field_, ask, question.figures, index, fits[field_.items[index].speech_id]))
    return sorted(found, key=lambda c: (-c.score, c.item.rank, c.item.place, c.start))


def _constraints(field_: Field, question: Question, ask: Ask, key: str) -> float:
    """Below 1 when the speech lacks a year or a name that the question gives."""
    body, title = field_.speeches[key], field_.titles[key]
    factor = 1.0
    for year in question.years if len(question.years) == 1 else ():
        if year not in body and year not in title:
            factor *= OTHER_YEAR
    for term in ask.terms:
        if not term.name or is_counting(term.text) or term.text in body or term.text in title:
            continue
        if any(part in body or part in title for part in term.parts):
            continue
        if any(other in body for other in term.others):
            factor *= IMPLIED_NAME
        elif not found_in(term, body):
            factor *= ELSEWHERE_NAMED if field_.weight(term.text, term.others, term.parts) < 1 else UNKNOWN_NAME
    if question.speech_number and question.speech_number not in field_.numbers.get(key, ()):
        factor *= OTHER_NUMBER
    if question.role and question.role in {r.strip() for r in title.replace("、", " ").split()}:
        factor *= SAME_ROLE
    return factor


def topic(ask: Ask) -> tuple[Term, ...]:
    """The words that say what is asked, without those that only name the speech; these when there are no others."""
    return tuple(t for t in ask.terms if not t.hint) or ask.terms


def _worth_looking(field_: Field, ask: Ask, fits: dict[str, float]) -> list[int]:
    words = [(t, worth(field_, t)) for t in topic(ask)]
    two = [(p, 0.3 * field_.gram(p)) for p in grams(ask.about)]
    scores = []
    for index, (item, norm) in enumerate(zip(field_.items, field_.norms, strict=True)):
        got = sum(w * (found_in(t, norm) or spelled_out(t.text, norm, 0, len(norm))) for t, w in words)
        got += sum(w for p, w in two if p in norm)
        scores.append((got * fits[item.speech_id], fits[item.speech_id], -item.rank, -item.place, index))
    scores.sort(reverse=True)
    named = max(fits.values(), default=0.0) if any(t.hint for t in ask.terms) else 2.0
    return [index for got, fit, _, _, index in scores if got > 0 or fit >= named]


def _of_item(field_: Field, ask: Ask, given: Sequence[str], index: int, fit: float) -> list[Candidate]:
    item, norm = field_.items[index], field_.norms[index]
    spans = sentences(norm)[:MOST_SENTENCES]
    words = [_word(field_, item, norm, term, ask) for term in topic(ask)]
    named = any(t.hint for t in ask.terms)
    two = [(field_.gram(p), _spots(p, (), 0.0, norm)) for p in grams(ask.about)]
    found = []
    for n, (start, end) in enumerate(spans):
        around = (spans[n - 1][0] if n else start, spans[n + 1][1] if n + 1 < len(spans) else end)
        pair = _share(two, start, end)
        for own, clause, quantity, fitness in _targets(item, norm, ask, given, start, end):
            cover, dense = _cover(norm, words, (own, clause, (start, end), around))
            base = (1 - PAIRS) * cover + PAIRS * pair if two else cover
            base = (1 - NAMED) * base + NAMED if named else base
            score = base * fitness * fit * (1 + DENSE * dense)
            found.append(Candidate(item, start, end, score, cover, clause, quantity))
    return found


_Target = tuple[Span, Span, Quantity | None, float]


@dataclass(frozen=True, slots=True)
class _Word:
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


def _word(field_: Field, item: Item, norm: str, term: Term, ask: Ask) -> _Word:
    credit = RELATED_STRICT if ask.kind in {"quantity", "person"} else RELATED
    spots = _spots(term.text, term.others, TRANSLATED if term.text.isascii() else credit, norm)
    vague = not spots and (found_in(term, norm) > 0 or spelled_out(term.text, norm, 0, len(norm)))
    return _Word(worth(field_, term), term, _far(field_, item, norm, term), spots, vague)


def _spots(term: str, others: tuple[str, ...], related: float, norm: str) -> tuple[tuple[int, float], ...]:
    """Where a word or another word for it begins, with its credit."""
    found: list[tuple[int, float]] = []
    for word, credit in [(term, 1.0), *((other, related) for other in others)]:
        at = norm.find(word)
        while at >= 0 and len(found) < 200:
            found.append((at, credit))
            at = norm.find(word, at + 1)
    return tuple(found)


def _far(field_: Field, item: Item, norm: str, term: Term) -> float:
    """What a word counts for outside the sentence: in the paragraph, the title, the speech."""
    title, body = field_.titles[item.speech_id], field_.speeches[item.speech_id]
    if term.hint:
        return max(found_in(term, title), HINT_SPEECH * found_in(term, body))
    best = PARAGRAPH * found_in(term, norm)
    if best < TITLE:
        best = max(best, TITLE * found_in(term, title))
    return best if best >= SPEECH else max(best, SPEECH * found_in(term, body))


def _cover(norm: str, words: Sequence[_Word], spans: tuple[Span, Span, Span, Span]) -> tuple[float, float]:
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


def _share(two: Sequence[tuple[float, tuple[tuple[int, float], ...]]], start: int, end: int) -> float:
    total = sum(weight for weight, _ in two)
    return sum(w for w, spots in two if any(start <= at < end for at, _ in spots)) / total if total else 0.0


def _targets(item: Item, norm: str, ask: Ask, given: Sequence[str], start: int, end: int) -> list[_Target]:
    """The places of a sentence that could hold the answer: own clause, that and the one before, quantity, fitness."""
    if ask.kind != "quantity":
        return [((start, end), (start, end), None, 1.0)]
    hidden = hide(norm, item.paragraph.masks)[start:end]
    held = [(q, fitness) for q in quantities(hidden) if (fitness := unit_fit(ask, q))]
    found: list[_Target] = []
    cut = clauses(norm, start, end) if held else []
    for quantity, fitness in held:
        here = Quantity(quantity.start + start, quantity.end + start, quantity.kind, quantity.unit, quantity.masked)
        n = next(i for i, c in enumerate(cut) if here.start < c[1])
        if any(norm[here.start : here.end].startswith(figure) for figure in given):
            fitness *= ASKED_FIGURE
        if ask.reached:
            before = norm[max(0, here.start - 3) : here.start].rstrip("了近约超")
            fitness *= REACHED if before.endswith(("到", "至", "为", "达", "成")) else NOT_REACHED
        found.append((cut[n], (cut[max(0, n - 1)][0], cut[n][1]), here, fitness))
    return found
