"""Which enumeration of which speech is the list that a question asks for, and the words of its items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive.evidence import Candidate
from bot.extractive.field import HINT_SPEECH, Field, Item, found_in, hint_cover, worth
from bot.extractive.lists import Enumeration, Place, enumerations
from bot.extractive.pick import Quote, tidy
from bot.extractive.question import Question
from bot.extractive.spans import MARK_LIKE, clauses, norm_of, sentences
from bot.extractive.terms import Term

ANNOUNCED = 1.1  # score of a list, against that of the sentence that announces just as many items
LEAD_ENOUGH = 0.2  # of such a score, to count
ENOUGH = 0.42  # of the question's words that lead, heads and title must carry; calibrated, docs/measurements.md
PARAGRAPH, TITLE, SPEECH = 0.5, 0.55, 0.3  # credit of a word that stands there only
ALL_HEADS, ONE_EACH, ONE_HEAD, LEAD = 1.0, 0.8, 0.4, 0.95
RIGHT_COUNT, WRONG_COUNT = 1.3, 0.55
HEAD, DETAILED_HEAD = 80, 190  # characters of an item

_COUNTING = re.compile(r"(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:个|条|项|种|大|点|类|方面|招|步|句|套|处|家|字)?")


@dataclass(frozen=True, slots=True)
class Listing:
    """The items of a list as (paragraph, start, end), in order; `lead` is the sentence that announces it."""

    items: tuple[tuple[Item, int, int], ...]
    score: float
    lead: tuple[Item, int] | None = None


def best_listing(field_: Field, question: Question, leads: Sequence[Candidate] = ()) -> Listing | None:
    """The enumeration that carries most of the question's words, or that one of `leads` announces; None if none does.

    `leads` are sentences that answer the question well: 重点抓四个“一”, and four items follow.
    """
    announced = {(c.item.speech_id, c.item.place, c.start): ANNOUNCED * c.cover for c in leads}
    best: Listing | None = None
    covers = hint_cover(field_, question)
    most = max(covers.values(), default=1.0) or 1.0
    by_speech: dict[str, list[Item]] = defaultdict(list)
    for item in field_.items:
        by_speech[item.speech_id].append(item)
    for key, items in by_speech.items():
        items.sort(key=lambda i: i.place)
        fit = 0.4 + 0.6 * covers[key] / most if question.hints else 1.0
        for enumeration in enumerations(tuple(i.paragraph.text for i in items)):
            score = fit * _score(field_, question, items, enumeration)
            if enumeration.lead and len(enumeration.items) == question.count:
                lead_at = (key, items[enumeration.lead[0]].place, enumeration.lead[1])
                told = announced.get(lead_at, 0.0)
                score = max(score, told + ENOUGH - LEAD_ENOUGH) if told >= LEAD_ENOUGH else score
            if score >= ENOUGH and (best is None or score > best.score):
                places = tuple((items[p], start, end) for p, start, end in enumeration.items)
                lead = (items[enumeration.lead[0]], enumeration.lead[1]) if enumeration.lead else None
                best = Listing(places, score, lead)
    return best


def _score(field_: Field, question: Question, items: Sequence[Item], enumeration: Enumeration) -> float:
    terms = [t for t in question.terms if not _COUNTING.fullmatch(t.text)]
    heads = [_head_text(items, place) for place in enumeration.items]
    lead = _announced(items, enumeration)
    first = norm_of(items[enumeration.items[0][0]].paragraph.text)
    title = field_.titles[items[0].speech_id]
    body = field_.speeches[items[0].speech_id]
    got = total = 0.0
    found = {t.text: [found_in(t, head) for head in heads] for t in terms}
    only = {f.index(max(f)) for f in found.values() if sum(1 for x in f if x) == 1}
    single = ONE_EACH if len(only) > 1 else ONE_HEAD
    for term in terms:
        weight = worth(field_, term)
        total += weight
        got += weight * _credit(term, found[term.text], single, (lead, first, title, body))
    if not total:
        return 0.0
    size = len(enumeration.items)
    count = 1.0 if question.count is None else RIGHT_COUNT if size == question.count else WRONG_COUNT
    return got / total * count


def _credit(term: Term, found: Sequence[float], single: float, texts: tuple[str, str, str, str]) -> float:
    """`found` in each head; a word of one head counts more when other words have each a head of their own."""
    lead, first, title, body = texts
    share = sum(1 for f in found if f) / len(found)
    best = max((ALL_HEADS if share >= 0.6 else single) * max(found), LEAD * found_in(term, lead))
    if term.hint:
        return max(best, found_in(term, title), HINT_SPEECH * found_in(term, body))
    return max(best, PARAGRAPH * found_in(term, first), TITLE * found_in(term, title), SPEECH * found_in(term, body))


def _announced(items: Sequence[Item], enumeration: Enumeration) -> str:
    """The sentence before the first item and the heading above it."""
    lead = _text(items, enumeration.lead) if enumeration.lead else ""
    above = range(enumeration.items[0][0] - 1, max(-1, enumeration.items[0][0] - 4), -1)
    heading = next((items[i].paragraph.text for i in above if items[i].paragraph.kind == "heading"), "")
    return lead + "\n" + norm_of(heading)


def _text(items: Sequence[Item], place: Place) -> str:
    return norm_of(items[place[0]].paragraph.text[place[1] : place[2]])


def _head_text(items: Sequence[Item], place: Place) -> str:
    text = _text(items, place)
    first = sentences(text)
    return text[: min(first[0][1], HEAD)] if first else ""


def heads(listing: Listing, detail: bool) -> list[Quote]:
    """The items as quotes: the first sentence of each, or its first telling clauses when that is long."""
    shared = _shared_clause(listing)
    room = DETAILED_HEAD if detail else HEAD
    found = []
    for item, start, end in listing.items:
        if quote := _head(item, start, end, room, shared):
            found.append(quote)
    return found


def _shared_clause(listing: Listing) -> str:
    """The clause that opens every item (推进…现代化，坚持…): it tells nothing, the next one does."""
    opening = set()
    for item, start, end in listing.items:
        spans = sentences(item.paragraph.text[start:end])
        if spans:
            cut = clauses(item.paragraph.text[start:end], *spans[0])
            opening.add(item.paragraph.text[start:end][slice(*cut[0])])
    return opening.pop() if len(opening) == 1 else ""


def _head(item: Item, start: int, end: int, room: int, shared: str) -> Quote | None:
    text = item.paragraph.text
    spans = [(a + start, b + start) for a, b in sentences(text[start:end])]
    if not spans:
        return None
    begin, stop = spans[0]
    if shared and text.startswith(shared, begin):
        begin += len(shared)
    if text[start : spans[0][0]].strip(" \u3000") and not re.match(r"[（(\d]", text[start:end].lstrip()):
        begin = start
    for a, b in spans[1:]:
        if b - begin > room or MARK_LIKE.search(text, a, b) or room == HEAD:
            break
        stop = b
    if stop - begin > room:
        stop = begin
        for _, b in clauses(text, begin, spans[0][1] if room == HEAD else end):
            if stop > begin and b - begin > room:
                break
            stop = b
    return tidy(item, begin, min(stop, begin + 2 * room))


def row_lengths(candidate: Candidate) -> set[int]:
    """How many things each row of the sentence names: A、B和C is three, “甲”“乙” two."""
    text = candidate.item.paragraph.text[candidate.start : candidate.end]
    found = set()
    for clause in re.split(r"[，。；：]", text):
        if marks := clause.count("、"):
            found |= {marks + 1, marks + 2} if re.search(r"、[^、]*[和及与]", clause) else {marks + 1}
    return found | {len(re.findall(r"[“‘]", run)) for run in re.findall(r"(?:[“‘][^”’]{1,20}[”’]){2,}", text)}
