"""Going on from the last answer, found again by its sentences: more of it, what else, why, or how else it is put."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive import compose, cues
from bot.extractive.asked import judged
from bot.extractive.compose import Group, Told
from bot.extractive.excerpts import whole
from bot.extractive.field import Field, Item
from bot.extractive.pick import MARK_ROOM, Quote, tidy
from bot.extractive.question import Question
from bot.extractive.spans import Span, norm_of, sentences
from bot.extractive.wishes import Wish

ROOM = 600  # characters of a more detailed answer
SAID = 8  # characters of a sentence by which its place is found again
STILL = 8.0  # below the best score, for what else there is
MOST = 3
PARAGRAPHS = 3  # of the last answer, that are gone on from
NO_REWORDING = "没有接大模型时不改写原文，材料里相近的说法有："

_MARK = re.compile(r"\[\d+\]")
_TABLE_BAR = re.compile(r"^\||\|$|\s\|\s")


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sentence of the last answer where it stands."""

    item: Item
    start: int
    end: int


def go_on(field_: Field, question: Question, wish: Wish, answer: str) -> Told | None:
    """What the wish asks for; None when the materials at hand hold nothing of it."""
    spots = _spots(field_, answer)
    if wish.next == "detail":
        return _detailed(field_, spots)
    if wish.next == "why":
        return _because(field_, spots)
    return _others(field_, question, spots, wish.next == "reworded")


def _spots(field_: Field, answer: str) -> list[_Spot]:
    bare = _TABLE_BAR.sub("\n", _MARK.sub("", answer))
    said = [t for a, b in sentences(bare) if len(t := norm_of(bare[a:b]).strip(" “”。；|①②③④⑤⑥⑦⑧⑨⑩")) >= SAID]
    found: list[_Spot] = []
    for text in said:
        for item, norm in zip(field_.items, field_.norms, strict=True):
            at = norm.find(text)
            if at >= 0 and item.source:
                found.append(_Spot(item, at, at + len(text)))
                break
    return found


def _detailed(field_: Field, spots: Sequence[_Spot]) -> Told | None:
    """The paragraphs of the last answer from the quoted sentence on, then what stands before it, then what follows."""
    quotes: list[Quote] = []
    left = ROOM
    for item in list(dict.fromkeys(spot.item for spot in spots))[:PARAGRAPHS]:
        own = [s for s in spots if s.item == item]
        room = max(ROOM // PARAGRAPHS, left - ROOM // PARAGRAPHS * (len({s.item for s in spots}) - 1))
        low, high = _widened(item, min(s.start for s in own), max(s.end for s in own), min(room, left))
        if quote := tidy(item, low, high):
            quotes.append(quote)
            left -= high - low
            if (low, high) == (min(s.start for s in own), max(s.end for s in own)):
                quotes += _following(field_, item, left)
        if left < SAID:
            break
    return compose.told(quotes)


def _widened(item: Item, start: int, end: int, room: int) -> Span:
    """The span with the sentences after it, then those before it, as many as the room takes."""
    spans = sentences(norm_of(item.paragraph.text))
    for _, stop in spans:
        if stop > end and stop - start <= room:
            end = stop
    for begin, _ in reversed(spans):
        if begin < start and end - begin <= room:
            start = begin
    return start, end


def _following(field_: Field, item: Item, room: int) -> list[Quote]:
    """The paragraph after one that was already told wholly."""
    after = [i for i in field_.items if i.speech_id == item.speech_id and i.place == item.place + 1 and i.source]
    if not after:
        return []
    low, high = _widened(after[0], 0, 0, room)
    quote = tidy(after[0], low, high)
    return [quote] if quote else []


def _because(field_: Field, spots: Sequence[_Spot]) -> Told | None:
    """The sentence that gives a reason nearest to those of the last answer, in their paragraphs or the next one."""
    best: tuple[int, Quote] | None = None
    for spot in spots:
        for item, norm in zip(field_.items, field_.norms, strict=True):
            apart = item.place - spot.item.place
            if item.speech_id != spot.item.speech_id or not item.source or not 0 <= apart <= 1:
                continue
            for start, end in sentences(norm):
                if not cues.CAUSE.search(norm, start, end):
                    continue
                far = abs(start - spot.start) if not apart else len(spot.item.paragraph.text) - spot.start + start
                quote = tidy(item, start, end)
                if quote and (best is None or far < best[0]):
                    best = (far, quote)
    return compose.told([best[1]]) if best else None


def _others(field_: Field, question: Question, spots: Sequence[_Spot], reworded: bool) -> Told | None:
    """Sentences on the same question that were not told yet, speech by speech."""
    told = [(s.item.paragraph.id, s.start, s.end) for s in spots]
    ask = whole(question)
    found = judged(field_, question, ask)
    least = max((c.score for c in found), default=0.0) - STILL
    left = ROOM
    groups: dict[str, list[Quote]] = {}
    for c in found:
        seen = any(p == c.item.paragraph.id and c.start < end and start < c.end for p, start, end in told)
        quote = None if seen or c.score < least or c.end - c.start > left else tidy(c.item, c.start, c.end)
        if quote and sum(map(len, groups.values())) < MOST:
            groups.setdefault(c.item.speech_id, []).append(quote)
            left -= c.end - c.start + MARK_ROOM
    answer = compose.side_by_side([Group(said[0].item.title, tuple(said)) for said in groups.values()])
    return compose.led(answer, NO_REWORDING) if answer and reworded else answer
