"""A rule on rival names: what the evidence says of 凤凰行动 is told of 雏鹰行动, each name standing in both."""

from __future__ import annotations

import re

from bot.compare import Case, Problem, Side
from bot.text import quotations

_KIND = re.compile(r"(?:行动|计划|工程|产业|公司|集团|大学|学院|[谷镇县市区村园港湖岛馆院校局企城链])$")
_LINE = frozenset("\n")
_SENTENCE = frozenset("。！？\n")


def _anchors(case: Case) -> list[str]:
    """Names of one kind in the claim, each of which stands in the evidence: two at least, or none."""
    names: dict[str, str] = {}
    norm = case.claim.norm
    for start, end in quotations(case.claim.units.text):
        name = norm[start:end]
        if 2 <= len(name) <= 8 and name in case.source.norm:
            after = norm[end : end + 4].lstrip('"')
            kind = _KIND.search(name) or re.match(r"行动|计划|工程", after)
            names[name] = kind.group() if kind else ""
    for word in case.claim.words:
        kind = _KIND.search(word.text)
        if kind and word.nounlike and 2 < len(word.text) <= 6 and word.text in case.source.norm:
            names[word.text] = kind.group()
    groups: dict[str, list[str]] = {}
    for name, group in names.items():
        if group:
            groups.setdefault(group, []).append(name)
    return next((g for g in groups.values() if len(g) == 2), [])


def _places(side: Side, names: list[str]) -> list[tuple[int, int, str]]:
    return sorted((m.start(), m.end(), n) for n in names for m in re.finditer(re.escape(n), side.norm))


def _owner(side: Side, places: list[tuple[int, int, str]], at: int, ends: frozenset[str]) -> str:
    """The last of the names before a character, in the same stretch of text; "" when there is none."""
    low = side.clause(at, ends)[0]
    before = [n for start, end, n in places if low <= start and end <= at]
    return before[-1] if before else ""


def attribution_problems(case: Case) -> list[Problem]:
    """Two rival names whose predicates changed places: nothing stands under its own name, some under the other."""
    names = _anchors(case)
    if not names:
        return []
    mine, theirs = _places(case.claim, names), _places(case.source, names)
    if len(mine) != 2:
        return []
    own, other = 0, 0
    spans, places = case.claim.units.spans, case.source.units.spans
    crossed: set[str] = set()
    for tile in case.tiles:
        start, end = spans[tile.claim][0], spans[tile.claim + tile.size - 1][1]
        if tile.size < 3 or any(s < end and e > start for s, e, _ in mine):
            continue
        at = places[tile.source][0]
        said, there = _owner(case.claim, mine, start, _SENTENCE), _owner(case.source, theirs, at, _LINE)
        if not said or not there:
            continue
        if said == there:
            own += tile.size
        else:
            other += tile.size
            crossed.add(said)
    if own or other < 4:
        return []
    one = sorted(crossed)[0]
    two = next(n for n in names if n != one)
    return [Problem(f"张冠李戴：断言归于“{one}”的内容，原文中说的是“{two}”", 0.8)]
