"""How well a sentence answers an ask: weighted words found in its clause, sentence, paragraph, title and speech.

A word counts wholly in the clause of the asked quantity and less the farther away it stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.extractive.field import Field, Item, found_in, hint_cover, is_counting, worth
from bot.extractive.question import Ask, Question
from bot.extractive.spans import Quantity, Span, clauses, hide, quantities, sentences
from bot.extractive.terms import Term, characters, grams
from bot.extractive.units import unit_fit
from bot.extractive.words import cover_of, word_in

PAIRS = 0.3  # share of the characters in the score, beside the words
# Factors of a speech that lacks the asked year, or a name: meant by 全市, known elsewhere, known nowhere.
OTHER_YEAR, IMPLIED_NAME, ELSEWHERE_NAMED, UNKNOWN_NAME = 0.4, 0.9, 0.75, 0.65
REACHED, NOT_REACHED = 1.1, 0.9  # 提高到 before the quantity, when the question asks 提高到多少
OTHER_NUMBER, SAME_ROLE = 0.6, 1.1  # a speech that is not the asked 第3篇; one whose speaker is the asked 市长
ASKED_FIGURE = 0.4  # a figure that the question itself gives is not what it asks for
NAMED = 0.1  # what standing in the named speech counts by itself
DENSE = 0.2  # how much a short sentence full of the question's words gains
PIECE = 0.3  # weight of characters in a row, beside words, where paragraphs are chosen
FREE = frozenset({"open", "name"})  # kinds of ask whose answer no form betrays
# Beside the score, for these: single characters, and how far up the search found the paragraph (decision 0050).
CHARACTERS, RETRIEVED = 0.5, 0.1
ALWAYS = 3  # hits whose paragraphs are looked at even when they share few words with the question
MOST_SENTENCES = 2000  # of one paragraph; the longest real one has about a hundred
LOOKED_AT, LOOKED_AT_FOR_WHICH = 16, 60  # paragraphs whose sentences are looked at, best first

Pieces = Sequence[tuple[str, float]]  # characters in a row of what is asked, with what they weigh


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence [start, end) of an item for an ask, with the clause and the quantity that answer it.

    `score` is how much of the ask it holds; `order` is what candidates are ranked by.
    """

    item: Item
    start: int
    end: int
    score: float
    order: float
    cover: float
    clause: Span
    quantity: Quantity | None = None

    def times(self, factor: float, order: float) -> Candidate:
        """With `factor` on both, and `order` on the order alone: it prefers, and refuses nothing."""
        return replace(self, score=self.score * factor, order=self.order * factor * order)


def candidates(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """Every sentence that could answer the ask, best first."""
    covers = hint_cover(field_, question)
    most = max(covers.values(), default=1.0) or 1.0
    fits = {key: 0.4 + 0.6 * cover / most if question.hints else 1.0 for key, cover in covers.items()}
    fits = {key: fit * _constraints(field_, question, ask, key) for key, fit in fits.items()}
    found: list[Candidate] = []
    looked = LOOKED_AT_FOR_WHICH if question.shape == "which" else LOOKED_AT
    worthy = _worth_looking(field_, ask, fits)[:looked]
    pieces = _pieces(field_, ask)
    for index in worthy:
        fit = fits[field_.items[index].speech_id]
        found.extend(_of_item(field_, ask, question.figures, pieces, index, fit))
    return sorted(found, key=lambda c: (-c.order, c.item.rank, c.item.place, c.start))


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
            factor *= ELSEWHERE_NAMED if field_.weight(term) < 1 else UNKNOWN_NAME
    if question.speech_number and question.speech_number not in field_.numbers.get(key, ()):
        factor *= OTHER_NUMBER
    if question.role and question.role in {r.strip() for r in title.replace("、", " ").split()}:
        factor *= SAME_ROLE
    return factor


def topic(ask: Ask) -> tuple[Term, ...]:
    """The words that say what is asked, without those that only name the speech; these when there are no others."""
    return tuple(t for t in ask.terms if not t.hint) or ask.terms


def _worth_looking(field_: Field, ask: Ask, fits: dict[str, float]) -> list[int]:
    words = [(worth(field_, t), field_.credits(t)) for t in topic(ask)]
    pieces = _pieces(field_, ask)
    scores = []
    for index, (item, norm) in enumerate(zip(field_.items, field_.norms, strict=True)):
        got = sum(w * credits[index] for w, credits in words if credits[index])
        got += PIECE * sum(w for p, w in pieces if p in norm)
        scores.append((got * fits[item.speech_id], fits[item.speech_id], -item.rank, -item.place, index))
    scores.sort(reverse=True)
    named = max(fits.values(), default=0.0) if any(t.hint for t in ask.terms) else 2.0
    found = [index for got, fit, _, _, index in scores if got > 0 or fit >= named]
    if ask.kind not in FREE:
        return found
    first = [n for n, item in enumerate(field_.items) if 0 < item.hit <= ALWAYS]
    return list(dict.fromkeys([*first, *found]))


def _of_item(field_: Field, ask: Ask, given: Sequence[str], pieces: Pieces, index: int, fit: float) -> list[Candidate]:
    item, norm = field_.items[index], field_.norms[index]
    spans = sentences(norm)[:MOST_SENTENCES]
    words = [word_in(field_, index, term, ask) for term in topic(ask)]
    named = any(t.hint for t in ask.terms)
    shares = _shares(pieces, norm, spans)
    alone = _characters(field_, ask, norm, spans)
    near = RETRIEVED / item.hit if item.hit else 0.0
    found = []
    for n, (start, end) in enumerate(spans):
        around = (spans[n - 1][0] if n else start, spans[n + 1][1] if n + 1 < len(spans) else end)
        for own, clause, quantity, fitness in _targets(item, norm, ask, given, start, end):
            cover, dense = cover_of(norm, words, (own, clause, (start, end), around))
            base = (1 - PAIRS) * cover + PAIRS * shares[n] if shares else cover
            base = (1 - NAMED) * base + NAMED if named else base
            score = base * fitness * fit * (1 + DENSE * dense)
            order = score + CHARACTERS * alone[n] + near if alone else score
            found.append(Candidate(item, start, end, score, order, cover, clause, quantity))
    return found


def _pieces(field_: Field, ask: Ask) -> Pieces:
    """Characters in a row of what is asked, with what they weigh; those that weigh nothing are left out."""
    return [(p, weight) for p in grams(ask.about) if (weight := field_.gram(p))]


def _shares(pieces: Pieces, norm: str, spans: Sequence[Span]) -> list[float]:
    """For each sentence the share of the weight of the question's characters that stands in it; empty without any."""
    total = sum(weight for _, weight in pieces)
    if not total:
        return []
    got = [0.0] * len(spans)
    starts = [start for start, _ in spans]
    for piece, weight in pieces:
        held = set()
        at = norm.find(piece)
        while at >= 0:
            held.add(bisect_right(starts, at) - 1)
            at = norm.find(piece, at + 1)
        for n in held:
            if n >= 0:
                got[n] += weight
    return [g / total for g in got]


def _characters(field_: Field, ask: Ask, norm: str, spans: Sequence[Span]) -> list[float]:
    """For each sentence the share of the weight of the single characters asked that it holds; empty for figures.

    Everyday words and what speeches say for them often have a character in common, and no word: 扯皮 的 茶地, 茶园.
    """
    if ask.kind not in FREE:
        return []
    weights = [(c, field_.piece(c)) for c in characters(ask.about)]
    total = sum(w for _, w in weights)
    return [sum(w for c, w in weights if norm.find(c, *span) >= 0) / total for span in spans] if total else []


_Target = tuple[Span, Span, Quantity | None, float]


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
