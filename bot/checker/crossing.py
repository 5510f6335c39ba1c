"""A rule on who is told what: two clauses of the claim whose words have changed places between two of the evidence.

白石镇…古窑，沙河镇…梨园 where the evidence has 白石镇 with 梨园 and 沙河镇 with 古窑. A word or a figure tells where it
belongs when it stands in one clause (or sentence) of the evidence only, its home.
"""

from __future__ import annotations

import re
from itertools import combinations

from bot.checker.compare import Case, Problem
from bot.checker.signals import FUNCTION_TAGS

_LEVELS = tuple(
    re.compile(rf"[^。；！？\n;!?{more}]+") for more in ("，：,:", "", "，：,:、")
)  # clause, sentence, item
_ITEM = _LEVELS[2]
_MOST = 400  # pieces of evidence looked at
_Homes = dict[str, int]


def crossing_problems(case: Case) -> list[Problem]:
    """Two clauses that each take one half of their content from the place where the other has its second half."""
    for level in _LEVELS:
        pieces = [m.span() for m in level.finditer(case.source.norm)][:_MOST]
        clauses = (m for m in _LEVELS[0].finditer(case.claim.norm) if level is not _ITEM or "、" not in m.group())
        groups = [_homes(case, m.span(), pieces) for m in clauses]
        for one, two in combinations([g for g in groups if len(g) > 1], 2):
            crossed = _crossed(one, two)
            if crossed:
                first, second = crossed
                return [Problem(f"张冠李戴：原文中与“{first}”在一起的不是“{second}”", 0.85)]
    return []


def _crossed(one: _Homes, two: _Homes) -> tuple[str, str] | None:
    """Two words of the first clause that the evidence parts, where the second clause mixes the same two places."""
    shared = sorted(set(one.values()) & set(two.values()))
    for a, b in combinations(shared, 2):
        here, there = _at(one, two, a), _at(one, two, b)
        if here and there and _at(two, one, a) and _at(two, one, b):
            return here[0], there[0]
    return None


def _at(own: _Homes, other: _Homes, home: int) -> list[str]:
    return [word for word, place in own.items() if place == home and word not in other]


def _homes(case: Case, clause: tuple[int, int], pieces: list[tuple[int, int]]) -> _Homes:
    """The telling words and figures of a clause that have one home each."""
    norm = case.source.norm
    found: _Homes = {}
    words = [w.text for w in case.claim.words_in(*clause) if w.tag[:2] not in FUNCTION_TAGS and len(w.text) > 1]
    head = case.claim.norm[clause[0] : clause[0] + 2]  # a subject that the segmenter does not know: 智谷
    if all("㐀" <= c <= "鿿" for c in head) and not any(head in w for w in words):
        words.append(head)
    for word in words:
        if f"等{word}" in norm:  # 停车难、看病贵等问题: the kind of the things listed has no home of its own
            continue
        places = [n for n, (start, end) in enumerate(pieces) if norm.find(word, start, end) >= 0]
        if len(places) == 1:
            found[word] = places[0]
    for figure in case.claim.units.figures:
        if clause[0] <= figure.start < clause[1] and not figure.masked:
            same = [g.start for g in case.source.units.figures if g.value == figure.value and g.unit == figure.unit]
            places = [n for n, (start, end) in enumerate(pieces) if any(start <= at < end for at in same)]
            if len(places) == 1:
                found[figure.text] = places[0]
    return found
