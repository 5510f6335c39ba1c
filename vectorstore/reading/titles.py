"""The evidence for and against each title block: whether it is the title of a speech."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from vectorstore.reading.blocks import PART, Block, blocks_of
from vectorstore.reading.facts import is_name
from vectorstore.reading.glued import SPOKEN, TITLE_WORD
from vectorstore.reading.lines import Line
from vectorstore.reading.numbering import Number, chinese_number, number_of, opens_clause
from vectorstore.reading.roles import is_byline, is_date_line, paren_kind
from vectorstore.reading.shapes import is_greeting, is_signoff, is_subtitle
from vectorstore.reading.toc import Toc, key

_SERIES = re.compile(r"(?P<stem>.{4,50}?)\s*[【\[（(]?\s*(?P<n>[一二三四五六七八九十]{1,3}|\d{1,2})\s*[】\]）)]?\Z")
_ATTACHED = re.compile(r"附\s*[件表录]")
_AT_MEETING = re.compile(r"\A[^。]{0,30}?在.{2,40}?(?:会议?|大会|班|仪式|活动|座谈|调研|论坛|学习)[^。]{0,6}[上时]的?")


def find_blocks(lines: Sequence[Line], toc: Toc) -> list[Block]:
    """Every block of the file, in order, with its score."""
    keys = frozenset(toc.titles)
    turns = _turns(lines)
    blocks = blocks_of(lines, keys)
    series = _series(lines, blocks)
    return [_scored(lines, block, keys, turns, series) for block in blocks]


def _series(lines: Sequence[Line], blocks: Sequence[Block]) -> frozenset[int]:
    """The first lines of the blocks whose titles are the same but for a number behind that counts up from 1."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for block in blocks:
        if found := _SERIES.fullmatch(lines[block.first].text):
            runs.setdefault(found["stem"], []).append((block.first, chinese_number(found["n"])))
    return frozenset(
        first
        for run in runs.values()
        if len(run) > 1 and [value for _, value in run] == list(range(1, len(run) + 1))
        for first, _ in run
    )


def _turns(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """(index, value) of every 一、 line: where the count starts again, a new speech has begun."""
    found = []
    for i, line in enumerate(lines):
        if line.text[0] in "一二三四五六七八九十" and (number := number_of(line.text)) and number.kind == "dun":
            found.append((i, number.value))
    return found


def _restarts(block: Block, turns: Sequence[tuple[int, int]]) -> bool:
    behind = bisect_left(turns, (block.first, 0))
    ahead = bisect_left(turns, (block.last + 1, 0))
    return 0 < behind <= ahead < len(turns) and turns[behind - 1][1] >= 2 and turns[ahead][1] == 1


def _scored(
    lines: Sequence[Line],
    block: Block,
    keys: frozenset[str],
    turns: Sequence[tuple[int, int]],
    series: frozenset[int],
) -> Block:
    texts = [lines[k].text for k in range(block.first, block.last + 1)]
    if block.cut:
        texts[-1] = texts[-1][: block.cut].rstrip()
    marks: set[str] = set()
    score = 0.5 * min(block.before, 2) + (0.5 if block.after else 0.0)
    score += _own_evidence(texts, block, lines, keys, marks)
    following = lines[block.last].text[block.cut :].lstrip() if block.cut else _text(lines, block.last + 1)
    if is_greeting(following):
        marks.add("greeting")
        score += 4
    if block.first in series:
        marks.add("label")
        score += 5
    previous = _text(lines, block.first - 1)
    if previous and (is_signoff(previous) or (block.before and is_date_line(previous))):
        marks.add("closing")
        score += 2
    elif previous and block.first and _broken(previous):
        score -= 1.5 if block.before == 0 else 0.5
    if _restarts(block, turns) and not (block.number and block.number.level):
        marks.add("restart")
        score += 3
    return Block(block.first, block.last, block.cut, score, block.number, frozenset(marks), block.before, block.after)


def _own_evidence(
    texts: Sequence[str], block: Block, lines: Sequence[Line], keys: frozenset[str], marks: set[str]
) -> float:
    score = 0.0
    title = texts[0]
    if any(key(text) in keys for text in texts) or key("".join(texts[:2])) in keys:
        marks.add("toc")
        score += 6
    kinds = {kind for text in texts if (kind := paren_kind(text))}
    if kinds & {"role", "sample"}:
        marks.add("role")
        score += 3
    elif "org" in kinds:
        marks.add("role")
        score += 2
    number = block.number
    if number and number.kind.startswith("label:"):
        marks.add("label")
        score += 5
    elif number and number.bare:
        marks.add("bare")
        score += 2.5
    elif number or PART.match(title) or _ATTACHED.match(title):
        marks.add("weak")
        score -= 3
    score += _marked_as(lines, block.first, marks)
    word = next((found for text in texts if (found := TITLE_WORD.search(text.rstrip("（）()")))), None)
    if word and not (number and number.level):
        score += (2.5 if word["strong"] else 1.5) + (1 if _AT_MEETING.match(title) else 0)
        marks.add("words")
        if word["strong"] and SPOKEN.search(title):
            marks.add("spoken")
    if any(is_subtitle(text) for text in texts[1:]):
        score += 3
        marks.add("subtitle")
    if any(is_date_line(text) for text in texts[1:]):
        score += 3
        marks.add("date")
    alone = is_byline(title.rstrip("：:")) and _text(lines, block.first - 1)[-1:] in ("", *"。！？”）")
    if alone or any(is_byline(text) or is_name(text) for text in texts[1:]):
        score += 2
        marks.add("byline")
    return score + _against(title, number)


def _marked_as(lines: Sequence[Line], first: int, marks: set[str]) -> float:
    """The evidence of a heading's mark or style, and of a line set as a title that heads no attachment."""
    score = 0.0
    if lines[first].md:
        marks.update(("md", f"md:{lines[first].md}"))
        score += 3 if lines[first].md <= 2 else 1
    if lines[first].headline and "weak" not in marks:
        marks.add("headline")
        score += 2
    return score


def _against(title: str, number: Number | None) -> float:
    score = 0.0
    if title[-1] in "？?！!":
        score -= 3
    if opens_clause(title):
        score -= 3
    return score


def _broken(text: str) -> bool:
    return len(text) > 60 and text[-1] not in "。！？!?；;：:…”’」』）)》"


def _text(lines: Sequence[Line], i: int) -> str:
    return lines[i].text if 0 <= i < len(lines) else ""
