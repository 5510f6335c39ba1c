"""A rule on rival names: what the evidence says of 凤凰行动 is told of 雏鹰行动, each name standing in both."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem, Side
from bot.checker.text import quotations

_KIND = re.compile(r"(?:行动|计划|工程|产业|公司|集团|大学|学院|[谷镇县市区村园港湖岛馆院校局企城链])$")
_LEAD = re.compile(r"(?:^|[，。；、\n])([㐀-鿿]{1,4}[谷镇县市区村园港湖岛馆院校局])(?![㐀-鿿]?[长委民场域])")
_ROLE = re.compile(r"(?:(?:[省市县区镇乡]委)?书记|[省市县区镇乡]委|[省市县区]政府|[省市县区镇乡]长)(?!会议|工作|全会)")
_GENERAL = re.compile(r"^[全我本该各这那两一每]")
_LINE = frozenset("\n")
_SENTENCE = frozenset("。！？\n")
_Place = tuple[int, int, str]


def _anchors(case: Case) -> list[str]:
    """Names of one kind in the claim, each of which stands in the evidence: two, or none."""
    names: dict[str, str] = {}
    norm, source = case.claim.norm, case.source.norm
    for start, end in quotations(case.claim.units.text):
        kind = _KIND.search(norm[start:end]) or re.match(r'"?(?:行动|计划|工程)', norm[end : end + 3])
        if kind and 2 <= end - start <= 8:
            names[norm[start:end]] = kind.group().strip('"')
    for word in case.claim.words:
        kind = _KIND.search(word.text)
        if kind and word.nounlike and 2 < len(word.text) <= 6:
            names[word.text] = kind.group()
    names |= {m[1]: m[1][-1] for m in _LEAD.finditer(norm)}
    names |= dict.fromkeys(_ROLE.findall(norm), "role")
    groups: dict[str, list[str]] = {}
    for name, group in names.items():
        if name in source and not _GENERAL.match(name):
            groups.setdefault(group, []).append(name)
    return next((g for g in groups.values() if len(g) == 2 and g[0] not in g[1] and g[1] not in g[0]), [])


def _places(side: Side, names: list[str]) -> list[_Place]:
    return sorted((m.start(), m.end(), n) for n in names for m in re.finditer(re.escape(n), side.norm))


def _owner(side: Side, places: list[_Place], at: int, ends: frozenset[str]) -> str:
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
    if len(mine) != 2 or len(theirs) > 40:
        return []
    crossed: set[str] = set()
    other = 0
    for word in case.claim.words:
        telling = word.content and len(word.text) > 1 and not any(s < word.end and e > word.start for s, e, _ in mine)
        said = _owner(case.claim, mine, word.start, _SENTENCE) if telling else ""
        if not said:
            continue
        spots = [m.start() for m in list(re.finditer(re.escape(word.text), case.source.norm))[:8]]
        owners = {_owner(case.source, theirs, at, _LINE) for at in spots} - {""}
        if said in owners:
            if len(owners) == 1:
                return []
        elif owners:
            other += len(word.text)
            crossed.add(said)
    if len(crossed) < 2 and other < 6:
        return []
    one = sorted(crossed)[0]
    two = next(n for n in names if n != one)
    return [Problem(f"张冠李戴：断言归于“{one}”的内容，原文中说的是“{two}”", 0.8)]
