"""How well a sentence answers an ask: weighted words found in its clause, sentence, paragraph, title and speech.

A word counts wholly in the clause of the asked quantity and less the farther away it stands; a word that names the
speech counts wholly in the title. Weights fall with how many paragraphs at hand hold the word (inverse frequency).
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from bot.question import Ask, Question
from bot.spans import Quantity, Span, clauses, hide, norm_of, quantities, sentences
from bot.terms import NAME, Term, grams
from vectorstore.types import Paragraph

CLAUSE, BEFORE, SENTENCE, NEXT, PARAGRAPH, TITLE, SPEECH = 1.0, 0.93, 0.85, 0.6, 0.5, 0.55, 0.3
HINT_TITLE, HINT_SPEECH = 1.0, 0.85  # a word that names the speech is at home in its title
TRANSLATED, SPELLED, RELATED, PARTIAL = 0.9, 0.85, 0.65, 0.7
RELATED_STRICT = 0.5  # for a figure or a name: 水利 is related to 水库, and yet not what was counted
LONG = 3000  # characters of a text where the pairs of a word may be found anywhere by chance
SPELLING = 250  # characters of a text that may spell out an abbreviation: a sentence, not a speech
LONGER = 1.2  # of three or four characters that stand in a row in question and source
PAIRS = 0.3  # share of the characters in the score, beside the words
OTHER_YEAR, IMPLIED_NAME, ELSEWHERE_NAMED, UNKNOWN_NAME = 0.4, 0.9, 0.75, 0.65  # a speech without the asked year or name
REACHED, NOT_REACHED = 1.1, 0.9  # 提高到 before the quantity, when the question asks 提高到多少
OTHER_NUMBER = 0.6  # a speech that is not the asked 第3篇
ASKED_FIGURE = 0.4  # a figure that the question itself gives is not what it asks for
NAMED = 0.1  # what standing in the named speech counts by itself
DENSE = 0.2  # how much a short sentence full of the question's words gains
LOOKED_AT = 20  # paragraphs whose sentences are looked at, best first


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph at hand: `source` is its number among the sources (0: none), `place` its position in the speech.

    `rank` is that of the first hit in the speech; `numbers` those of the speech in its files (第3篇).
    """

    paragraph: Paragraph
    speech_id: str
    title: str
    role: str
    place: int
    source: int = 0
    rank: int = 0
    numbers: tuple[int, ...] = ()


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


@dataclass(slots=True)
class Field:
    """The paragraphs at hand, normalised once, with what every question word weighs among them."""

    items: tuple[Item, ...]
    norms: tuple[str, ...]
    titles: dict[str, str]
    speeches: dict[str, str]
    numbers: dict[str, tuple[int, ...]] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def weight(self, word: str, others: tuple[str, ...] = (), parts: tuple[str, ...] = ()) -> float:
        """1 for a word that no paragraph holds, itself or in other words, less for one that many do."""
        if word not in self.weights:
            held = sum(
                1
                for norm in self.norms
                if word in norm or any(o in norm for o in others) or (parts and all(p in norm for p in parts))
            )
            total = max(1, len(self.norms))
            self.weights[word] = math.log(1 + total / (0.5 + held)) / math.log(1 + total / 0.5)
        return self.weights[word]


    def gram(self, piece: str) -> float:
        """The weight of some characters in a row; longer ones that stand nowhere are no words, and weigh nothing."""
        weight = self.weight(piece)
        return weight if len(piece) == 2 else 0.0 if weight == 1.0 else LONGER * weight


    def only(self, speech_id: str) -> Field:
        """The same field with the paragraphs of one speech only; words weigh what they weigh among all."""
        kept = [(i, n) for i, n in zip(self.items, self.norms, strict=True) if i.speech_id == speech_id]
        return replace(self, items=tuple(i for i, _ in kept), norms=tuple(n for _, n in kept))


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
    return Field(kept, norms, titles, speeches, {i.speech_id: i.numbers for i in kept})


_COUNTED = re.compile(r"(?:[二两三四五六七八九十][^\W\d_一二两三四五六七八九十百千万亿个大项条种年月日期届轮批季]){1,3}")
_VALUES = {c: n for n, c in enumerate("二三四五六七八九十", 2)} | {"两": 2}


@lru_cache(maxsize=1024)
def _counting(term: str) -> bool:
    return _COUNTED.fullmatch(term) is not None


def _spelled_out(term: str, text: str, start: int, stop: int) -> bool:
    """Whether the text spells out a counting abbreviation: 四水四定 is four times 水 and four times 定."""
    if not _counting(term):
        return False
    return all(text.count(term[i + 1], start, stop) >= _VALUES[term[i]] for i in range(0, len(term), 2))


def worth(field_: Field, term: Term) -> float:
    """What a word of the question weighs among the paragraphs at hand."""
    return term.weight * field_.weight(term.text, term.others, term.parts)


def found_in(wanted: Term, text: str, start: int = 0, end: int | None = None) -> float:
    """1 when the text holds the word, less for another word for it or for most of a long word's pairs, 0 otherwise."""
    stop = len(text) if end is None else end
    term = wanted.text
    if text.find(term, start, stop) >= 0:
        return 1.0
    if stop - start <= SPELLING and _spelled_out(term, text, start, stop):
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
    """The question without words that are a wrong cut: they stand nowhere, and yet their characters do, cut otherwise."""

    def stands(term: Term) -> bool:
        if term.others or term.hint or len(term.text) > 4 or not term.text.isalpha() or field_.weight(term.text) < 1.0:
            return True
        at = question.text.find(term.text)
        return at < 0 or not all(_covered(field_, question.text, i) for i in range(at, at + len(term.text)))

    def settled(terms: tuple[Term, ...], counted: bool) -> tuple[Term, ...]:
        return tuple(_as_name(field_, t) if counted else t for t in terms if stands(t)) or terms

    asks = tuple(replace(ask, terms=settled(ask.terms, ask.kind == "quantity")) for ask in question.asks)
    return replace(question, asks=asks, terms=settled(question.terms, False))


def _as_name(field_: Field, term: Term) -> Term:
    """Characters that are no word of the dictionary and yet stand together in a speech are a name (恒澜)."""
    found = term.coined and len(term.text) <= 3 and field_.weight(term.text) < 1.0
    return replace(term, weight=max(NAME, term.weight), name=True) if found and not term.hint else term


def _covered(field_: Field, text: str, at: int) -> bool:
    """Whether the character and a neighbour of it stand together in some paragraph."""
    near = (text[max(0, at - 1) : at + 1], text[at : at + 2])
    return any(len(pair) == 2 and pair.isalpha() and field_.weight(pair) < 1.0 for pair in near)


def hint_cover(field_: Field, question: Question) -> dict[str, float]:
    """How well each speech at hand fits the words that name a speech, 0 to 1; 1 for all when none is named."""
    hints = question.hints
    total = sum(worth(field_, t) for t in hints)
    covers: dict[str, float] = {}
    for key, title in field_.titles.items():
        if not total:
            covers[key] = 1.0
            continue
        body = field_.speeches[key]
        got = sum(
            worth(field_, t) * max(found_in(t, title), HINT_SPEECH * found_in(t, body))
            for t in hints
        )
        covers[key] = got / total
    return covers


def candidates(field_: Field, question: Question, ask: Ask) -> list[Candidate]:
    """Every sentence that could answer the ask, best first."""
    covers = hint_cover(field_, question)
    most = max(covers.values(), default=1.0) or 1.0
    fits = {key: 0.4 + 0.6 * cover / most if question.hints else 1.0 for key, cover in covers.items()}
    fits = {key: fit * _constraints(field_, question, ask, key) for key, fit in fits.items()}
    found: list[Candidate] = []
    looked = LOOKED_AT * 3 if question.shape == "which" else LOOKED_AT
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
        if not term.name or _counting(term.text) or term.text in body or term.text in title:
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
        factor *= 1.1
    return factor


def topic(ask: Ask) -> tuple[Term, ...]:
    """The words that say what is asked, without those that only name the speech; these when there are no others."""
    return tuple(t for t in ask.terms if not t.hint) or ask.terms


def _worth_looking(field_: Field, ask: Ask, fits: dict[str, float]) -> list[int]:
    words = [(t, worth(field_, t)) for t in topic(ask)]
    two = [(p, 0.3 * field_.gram(p)) for p in grams(ask.about)]
    scores = []
    for index, (item, norm) in enumerate(zip(field_.items, field_.norms, strict=True)):
        got = sum(w * (found_in(t, norm) or _spelled_out(t.text, norm, 0, len(norm))) for t, w in words) + sum(w for p, w in two if p in norm)
        scores.append((got * fits[item.speech_id], fits[item.speech_id], -item.rank, -item.place, index))
    scores.sort(reverse=True)
    named = max(fits.values(), default=0.0) if any(t.hint for t in ask.terms) else 2.0
    return [index for got, fit, _, _, index in scores if got > 0 or fit >= named]


def _of_item(field_: Field, ask: Ask, given: Sequence[str], index: int, fit: float) -> list[Candidate]:
    item, norm = field_.items[index], field_.norms[index]
    spans = sentences(norm)
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
    vague = not spots and (found_in(term, norm) > 0 or _spelled_out(term.text, norm, 0, len(norm)))
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
        return max(HINT_TITLE * found_in(term, title), HINT_SPEECH * found_in(term, body))
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


def _targets(
    item: Item, norm: str, ask: Ask, given: Sequence[str], start: int, end: int
) -> list[tuple[Span, Span, Quantity | None, float]]:
    """The places of a sentence that could hold the answer: own clause, that and the one before, quantity, fitness."""
    if ask.kind != "quantity":
        return [((start, end), (start, end), None, 1.0)]
    hidden = hide(norm, item.paragraph.masks)[start:end]
    held = [(q, fitness) for q in quantities(hidden) if (fitness := unit_fit(ask, q))]
    found = []
    cut = clauses(norm, start, end) if held else []
    for quantity, fitness in held:
        here = Quantity(quantity.start + start, quantity.end + start, quantity.kind, quantity.unit, quantity.masked)
        n = next(i for i, c in enumerate(cut) if here.start < c[1])
        own = any(norm[here.start : here.end].startswith(figure) for figure in given)
        fitness *= ASKED_FIGURE if own else 1.0
        if ask.reached:
            fitness *= REACHED if norm[max(0, here.start - 3) : here.start].rstrip("了近约超")[-1:] in tuple("到至为达成") else NOT_REACHED
        found.append((cut[n], (cut[max(0, n - 1)][0], cut[n][1]), here, fitness))
    return found


_CLOSE = tuple(
    frozenset(group.split())
    for group in (
        "人 名 位 人次 万人 口", "列 趟 班", "次 回 度 场", "家 户 个 所", "亩 公顷 平方公里", "天 日", "件 起 宗", "轮 批 期 次",
        "项 条 件 大 种 类 款", "座 所 处 栋 幢", "部 篇 本 册", "支 组 队", "吨 斤 公斤", "平方米 平方公里", "年 岁", "国 个国家",
    )
)  # fmt: skip
_TIMES = frozenset("年 个月 月 天 日 周 小时 个小时 分钟 秒 个工作日 工作日 星期".split())
# What 个 may stand for, asked or found.
_THINGS = frozenset("个 项 条 件 大 种 类 款 座 处 支 套 家 户 所 批 部 篇 道 国 省 市 县 村 镇 乡 区 点 组 队 站 期 起 宗".split())


def unit_fit(ask: Ask, quantity: Quantity) -> float:
    """1 when the quantity is of the asked kind and unit, about 0.9 for a unit that is used for the same, 0 otherwise."""
    kind = quantity.kind
    if ask.measure == "any":
        return 1.0 if kind in {"money", "share"} else 0.95 if kind == "count" and quantity.unit else 0.85
    if ask.measure == "money":
        if kind == "money" and _currency(ask.unit) and _currency(ask.unit) != _currency(quantity.unit):
            return 0.8
        return 1.0 if kind == "money" else 0.9 if kind == "count" and quantity.unit in {"亿", "万"} else 0.0
    if ask.measure == "share":
        if ask.unit == "百分点":
            return 1.0 if quantity.unit.endswith("百分点") else 0.0
        return 1.0 if kind == "share" else 0.8 if quantity.unit in {"倍", "番", "成"} else 0.0
    if ask.measure == "duration":
        return 1.0 if quantity.unit in _TIMES else 0.0
    if ask.measure == "date":
        if ask.unit == "年":
            return 1.0 if kind == "date" and quantity.unit == "年" else 0.0
        return 1.0 if kind == "date" and quantity.unit == "日" else 0.6 if kind == "date" else 0.0
    if ask.measure == "rank":
        return 1.0 if kind == "rank" and (not ask.unit or ask.unit == quantity.unit or not quantity.unit) else 0.6 if kind == "rank" else 0.0
    return _count_fit(ask.unit, quantity)


def _currency(unit: str) -> str:
    return next((c for c in ("美元", "欧元", "港元", "日元", "元") if unit.endswith(c)), "")


def _count_fit(unit: str, quantity: Quantity) -> float:
    if quantity.kind not in {"count", "date"} or (quantity.kind == "date" and unit != "年"):
        return 0.0
    bare = unit.lstrip("万亿千百") or unit
    if quantity.unit in {bare, unit}:
        return 1.0
    if "个" in {bare, quantity.unit} and bare in _THINGS and quantity.unit in _THINGS:
        return 0.9
    return 0.9 if any(bare in group and quantity.unit in group for group in _CLOSE) else 0.0
