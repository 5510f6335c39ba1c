"""Hits made whole: the rest of a list (一是…二是…三是…, （一）（二）, 1. 2.), and hits side by side as one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from vectorstore.types import Passage

LONGEST = 2_000  # characters that a block may reach by what is added to its passage
_CHINESE = {character: number for number, character in enumerate("一二三四五六七八九十", 1)}
_NUMBER = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
# The ways of counting, each apart: a list goes on in its own way. Where a paragraph or a sentence begins.
_WAYS = (
    ("是", re.compile(rf"(?:^|[。；;：:！？\n])\s*({_NUMBER})(?:是|要|靠|抓|看|在)")),
    ("第", re.compile(rf"(?:^|[。；;：:！？\n])\s*第({_NUMBER})[，,、：:项条个招步]")),
    ("（", re.compile(rf"(?:^|\n)\s*[（(]({_NUMBER})[）)]")),
    (".", re.compile(r"(?:^|\n)\s*(\d{1,2})(?:[.．、](?!\d)|[）)])")),
    ("①", re.compile(r"([①②③④⑤⑥⑦⑧⑨⑩])")),
    ("其", re.compile(rf"(?:^|[。；;：:！？\n])\s*其({_NUMBER})[，,、]")),
)
_SECTION = re.compile(rf"(?:^|\n)\s*({_NUMBER})、")


def blocks(ids: Sequence[str], near: Mapping[str, Sequence[Passage]], merge: bool = True) -> list[tuple[str, Passage]]:
    """(id of the best passage, the passage with what belongs to it), in the order of `ids`; unknown ids are left out.

    `near` holds for each id the passages around it in the order of the speech. With `merge`, a passage that stands in
    or beside an earlier block goes into it.
    """
    found: list[tuple[str, Passage]] = []
    spans: list[tuple[str, set[str]]] = []  # speech, ids of the passages in each block
    for passage_id in ids:
        around = near.get(passage_id, ())
        at = next((n for n, passage in enumerate(around) if passage.id == passage_id), None)
        if at is None or any(passage_id in held for _, held in spans):
            continue
        start, end = whole_list(around, at)
        beside = _beside(spans, around, start, end) if merge else None
        if beside is not None:
            start, end, place = beside
            joined = _join(found[place][1], around, start, end, spans[place][1])
            if joined is not None:
                found[place] = (found[place][0], joined)
                spans[place][1].update(p.id for p in around[start:end])
                continue
        found.append((passage_id, _joined(around[start:end], around[at])))
        spans.append((around[at].speech_id, {p.id for p in around[start:end]}))
    return found


def whole_list(around: Sequence[Passage], at: int) -> tuple[int, int]:
    """[start, end) of the passages that hold the rest of the list that the passage is part of; itself alone else."""
    start, end = at, at + 1
    size = len(around[at].text)
    for way, pattern in _WAYS:
        numbers = _numbers(pattern, around[at].text)
        if not numbers:
            continue
        low, high = numbers[0], numbers[-1]
        while end < len(around) and size + len(around[end].text) <= LONGEST:
            following = _numbers(pattern, around[end].text)
            if not following or following[0] != high + 1 or _new_section(way, around[end].text):
                break
            high, size, end = following[-1], size + len(around[end].text), end + 1
        while start > 0 and low > 1 and size + len(around[start - 1].text) <= LONGEST:
            before = _numbers(pattern, around[start - 1].text)
            if not before or before[-1] != low - 1:
                break
            low, size, start = before[0], size + len(around[start - 1].text), start - 1
    return start, end


def _numbers(pattern: re.Pattern[str], text: str) -> list[int]:
    """The numbers of the items of the list that is open at the end of the text, or of its first one."""
    return [_value(match[1]) for match in pattern.finditer(text)]


def _value(numeral: str) -> int:
    if numeral.isdecimal():  # full width as well
        return int(numeral)
    if "①" <= numeral <= "⑩":
        return ord(numeral) - ord("①") + 1
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return _CHINESE[numeral]
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)


def _new_section(way: str, text: str) -> bool:
    """Whether a heading 二、 stands before the first item: the counting that follows is another list."""
    heading = _SECTION.search(text)
    return heading is not None and heading.start() < 2 and way != "（"


def _beside(
    spans: Sequence[tuple[str, set[str]]], around: Sequence[Passage], start: int, end: int
) -> tuple[int, int, int] | None:
    """(start, end, place of the earlier block that these passages touch); None when there is none."""
    for place, (speech, held) in enumerate(spans):
        if speech != around[start].speech_id:
            continue
        touching = {p.id for p in around[max(start - 1, 0) : end + 1]}
        if touching & held:
            return start, end, place
    return None


def _join(block: Passage, around: Sequence[Passage], start: int, end: int, held: set[str]) -> Passage | None:
    """The block with the passages that it has not yet, before or after it; None when that makes it too long."""
    new = [passage for passage in around[start:end] if passage.id not in held]
    if not new:
        return block
    if len(block.text) + sum(len(passage.text) for passage in new) > LONGEST:
        return None
    order = {passage.id: n for n, passage in enumerate(around)}
    first_held = min((n for key, n in order.items() if key in held), default=start)
    before = [passage for passage in new if order[passage.id] < first_held]
    after = [passage for passage in new if order[passage.id] >= first_held]
    return _joined([*before, block, *after], block)


def _joined(parts: Sequence[Passage], best: Passage) -> Passage:
    """One passage of neighbours; the parts of one paragraph are put together again."""
    text = parts[0].text
    for left, right in pairwise(parts):
        text += ("" if left.last == right.first else "\n") + right.text
    return replace(best, first=min(p.first for p in parts), last=max(p.last for p in parts), text=text)
