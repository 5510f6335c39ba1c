"""A rule on who is told what: two clauses of the claim whose words have changed places between two of the evidence.

白石镇…古窑，沙河镇…梨园 where the evidence has 白石镇 with 梨园 and 沙河镇 with 古窑. A word or a figure tells where it
belongs by the few clauses (sentences, items) of the evidence in which it stands, its homes.
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
_Homes = dict[str, frozenset[int]]
_SURE = 2  # of the four corners of a crossing that a word with one home holds
_HOMES = 3  # a word that stands in more places tells nothing


def crossing_problems(case: Case) -> list[Problem]:
    """Two clauses that each take one half of their content from the place where the other has its second half."""
    for level in _LEVELS:
        pieces = [m.span() for m in level.finditer(case.source.norm)][:_MOST]
        clauses = list((_ITEM if level is _ITEM else _LEVELS[0]).finditer(case.claim.norm))
        if len(clauses) < 2 or len(pieces) < 2:
            continue
        groups = [_homes(case, m.span(), pieces, level is _ITEM) for m in clauses]
        for one, two in combinations([g for g in groups if len(g) > 1], 2):
            crossed = _crossed(one, two)
            if crossed:
                first, second = crossed
                return [Problem(f"张冠李戴：原文中与“{first}”在一起的不是“{second}”", 0.85)]
    return []


def _crossed(one: _Homes, two: _Homes) -> tuple[str, str] | None:
    """Two words of the first clause that the evidence parts, where the second clause mixes the same two places."""
    shared = sorted(frozenset().union(*one.values()) & frozenset().union(*two.values()))
    for a, b in combinations(shared, 2):
        corners = _at(one, two, a, b), _at(one, two, b, a), _at(two, one, a, b), _at(two, one, b, a)
        if not all(corners) or sum(any(len(homes) == 1 for _, homes in corner) for corner in corners) < _SURE:
            continue
        here, there = corners[:2]
        if all(x.isdisjoint(y) for _, x in here for _, y in there):
            return here[0][0], there[0][0]
    return None


def _at(own: _Homes, other: _Homes, home: int, elsewhere: int) -> list[tuple[str, frozenset[int]]]:
    return [(w, places) for w, places in own.items() if home in places and elsewhere not in places and w not in other]


def _homes(case: Case, clause: tuple[int, int], pieces: list[tuple[int, int]], items: bool) -> _Homes:
    """The telling words and figures of a clause with their homes; among items general words tell too."""
    norm = case.source.norm
    found: _Homes = {}
    told = (w for w in case.claim.words_in(*clause) if (w.tag[:2] not in FUNCTION_TAGS if items else w.content))
    words = [w.text for w in told if len(w.text) > 1]
    head = case.claim.norm[clause[0] : clause[0] + 2]  # a subject that the segmenter does not know: 智谷
    if all("㐀" <= c <= "鿿" for c in head) and not any(head in w for w in words):
        words.append(head)
    for word in words:
        if f"等{word}" in norm:  # 停车难、看病贵等问题: the kind of the things listed has no home of its own
            continue
        places = [n for n, (start, end) in enumerate(pieces) if norm.find(word, start, end) >= 0]
        if 0 < len(places) <= _HOMES:
            found[word] = frozenset(places)
    for figure in case.claim.units.figures:
        if clause[0] <= figure.start < clause[1] and not figure.masked:
            same = [g.start for g in case.source.units.figures if g.value == figure.value and g.unit == figure.unit]
            places = [n for n, (start, end) in enumerate(pieces) if any(start <= at < end for at in same)]
            if 0 < len(places) <= _HOMES:
                found[figure.text] = frozenset(places)
    return found
