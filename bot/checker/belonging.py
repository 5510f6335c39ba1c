"""What a figure is of: the words around it, and how alike the surroundings of two figures are."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.checker.align import Units
from bot.checker.figures import Figure
from bot.checker.signals import WEAK_CHARS

_SEGMENT_END = frozenset("，。；！？：、\n,;!?:()（）")
_SENTENCE_END = frozenset("。；！？\n")
_BEFORE, _AFTER = 24, 10  # characters looked at on each side of a figure
_MOST = 8  # figures of one list
_FIGURE_AT = re.compile(r"[\d一二三四五六七八九十百千万亿□]")
_REACH = 200  # of a sentence, in characters
_LIGHT = WEAK_CHARS | frozenset("达约近超过突破同比增长降率占额总共有约到至")


@dataclass(frozen=True, slots=True)
class Around:
    """The words before and after a figure; `pairs`: their pairs of telling characters, those that say what it is of."""

    before: str
    after: str
    owner: str
    head: str  # the last word before the figure, where it opens what the figure is of
    pairs: tuple[frozenset[str], frozenset[str]]
    owned: tuple[frozenset[str], frozenset[str]]


def surroundings(units: Units) -> dict[int, Around]:
    """Of every figure of a text, by where it starts."""
    found: dict[int, Around] = {}
    last: Around | None = None
    for number, figure in enumerate(units.figures):
        before, after = _segment(units, number)
        pairs = _pairs(before), _pairs(after)
        owner, owned = before, pairs
        named = _respective(units, number)
        if named:
            owner, owned = named, (_pairs(named), frozenset[str]())
        elif not (pairs[0] or pairs[1]) and last and _same_sentence(units, number):
            owner = last.before + before  # 出口突破200亿元，达268亿元
            owned = _pairs(owner), pairs[1]
        last = found[figure.start] = Around(before, after, owner, _head(owner), pairs, owned)
    return found


def _segment(units: Units, number: int) -> tuple[str, str]:
    """The words around a figure, up to the next figure or mark of punctuation on each side."""
    norm, figures, figure = units.text.norm, units.figures, units.figures[number]
    low = max(figure.start - _BEFORE, figures[number - 1].end if number else 0, 0)
    high = min(figure.end + _AFTER, figures[number + 1].start if number + 1 < len(figures) else len(norm), len(norm))
    start, end = figure.start, figure.end
    while start > low and norm[start - 1] not in _SEGMENT_END:
        start -= 1
    while end < high and norm[end] not in _SEGMENT_END:
        end += 1
    return norm[start : figure.start], norm[figure.end : end]


def _same_sentence(units: Units, number: int) -> bool:
    between = units.text.norm[units.figures[number - 1].end : units.figures[number].start]
    return len(between) < _REACH and _SENTENCE_END.isdisjoint(between)


def _respective(units: Units, number: int) -> str | None:
    """In 甲和乙分别为5亿元、3亿元 and in 甲5亿元，乙3亿元，同比分别增长6%、8%: the thing that this figure is of."""
    norm, figure = units.text.norm, units.figures[number]
    word = norm.rfind("分别", max(0, figure.start - _REACH), figure.start)
    if word < 0 or not _SENTENCE_END.isdisjoint(norm[word : figure.start]):
        return None
    first = number
    while first and units.figures[first - 1].start > word:
        first -= 1
    last = number
    while last + 1 < len(units.figures) and last - first < _MOST and _joined(units, last):
        last += 1
    count = last - first + 1
    clauses = re.split(r"[，：,:。；！？\n;]", norm[max(0, word - _REACH) : word])
    names = [n for n in re.split(r"[、和与及]|以及", clauses[-1]) if n]
    if len(names) != count:
        names = [_FIGURE_AT.split(clause)[0] + clauses[-1] for clause in clauses[-1 - count : -1]]
    return names[number - first] if 2 <= len(names) == count else None


def _joined(units: Units, number: int) -> bool:
    """Whether a figure and the next one stand in one list: 6.3%、7.2%和16.4%."""
    between = units.text.norm[units.figures[number].end : units.figures[number + 1].start]
    return between in ("、", "和", "与", "及", "以及", ",", "，")


def _pairs(text: str) -> frozenset[str]:
    """Pairs of neighbouring telling characters."""
    return frozenset(
        run[i : i + 2]
        for run in re.findall(r"[㐀-鿿a-z]+", text)
        for i in range(len(run) - 1)
        if not (run[i] in _LIGHT and run[i + 1] in _LIGHT)
    )


def similar(mine: Around, theirs: Around) -> float:
    """How alike two surroundings are: the shared pairs over those of the first, before and after apart."""
    return _likeness(mine.pairs, theirs.pairs)


def belonging(mine: Around, theirs: Around) -> float:
    """How alike the things are that two figures are of."""
    bonus = 0.05 if mine.head and mine.head == theirs.head else 0.0  # 出口 against 进出口
    return _likeness(mine.owned, theirs.owned) + bonus


def _head(owner: str) -> str:
    """The run of characters right before the figure, without 其中, 达, 为."""
    run = re.search(r"[㐀-鿿]{2,8}$", owner)
    return re.sub(r"^(?:其中|分别|全年|累计)|(?:总额|达到|达|为|突破|超过|超|约|近)+$", "", run.group()) if run else ""


def _likeness(mine: tuple[frozenset[str], frozenset[str]], theirs: tuple[frozenset[str], frozenset[str]]) -> float:
    total = len(mine[0]) + len(mine[1])
    if not total:
        return 0.0
    shared = len(mine[0] & theirs[0]) + len(mine[1] & theirs[1])
    return shared / total


def raw(units: Units, figure: Figure) -> str:
    """A figure as its text writes it."""
    return units.text.quote(figure.start, figure.end)
