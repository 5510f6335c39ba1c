"""Rules on who acts and what is measured: departments that stand nowhere, and measures whose names hold one another."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem, Side
from bot.checker.figures import Figure, same_value
from bot.checker.register import synonyms
from bot.checker.text import HIDDEN

_ACTOR = re.compile(
    r"([㐀-鿿]{2})(?:部门|[局委厅](?=牵头|负责|会同|联合|组织|制定|发布|批准|出资|主管|主办|承办|要|应|将|须|可|和|与|等|$|[，。、]))"
)
_NO_ACTOR = re.compile(  # words of any department, and of none: 有关部门, 工作部门, 布局, 编委
    r"有关|相关|各级|主管|职能|政府|多个|[两这那各该本市省县区上下外内某个级]|业务|专门|工作|行政|监管|布局|格局|大局|全局|结局|开局|当局|省委|市委|党委|常委|编委|纪委|区委|县委"
)


def actor_problems(case: Case) -> list[Problem]:
    """A department of the claim of which the evidence knows nothing, not even by another word: 财政部门."""
    source = case.source.norm
    for m in _ACTOR.finditer(case.claim.norm):
        name = m.group(1)
        if _NO_ACTOR.search(name) or _NO_ACTOR.search(m.group()[-2:]) or name in source or HIDDEN in name:
            continue
        if any(word in source for word in synonyms().get(name, ())) or sum(c in source for c in name) == len(name):
            continue
        return [Problem(f"出处中没有“{m.group()}”", 0.75)]
    return []


_SUM = re.compile(r"(?:总额|总量|总值|总数|总计|额|量|值|数)$")


def nested_problems(case: Case) -> list[Problem]:
    """508亿元 told of 出口 where the evidence gives it of 进出口, and gives 出口 another figure of the unit."""
    given = case.source.units.figures
    for figure in case.claim.units.figures:
        own = [g for g in given if same_value(figure, g)]
        rivals = [g for g in given if g.unit == figure.unit and not g.masked and not same_value(figure, g)]
        if not own or not rivals or not figure.measured:
            continue
        for name in _measures(case.claim, figure):
            inside = all(any(_holds(name, t) for t in _measures(case.source, g)) for g in own)
            other = next((g for g in rivals if name in _measures(case.source, g)), None)
            if inside and other and not any(name in _measures(case.source, g) for g in own):
                shown = case.claim.norm[figure.start : figure.end]
                there = case.source.norm[other.start : other.end]
                return [Problem(f"“{shown}”张冠李戴：原文中“{name}”对应的是“{there}”", 0.85)]
    return []


def _measures(side: Side, figure: Figure) -> list[str]:
    """The words right before a figure, without 总额: what it may be the measure of."""
    before = side.around[figure.start].owner
    start = figure.start - len(side.around[figure.start].before)
    words = side.words_in(start, figure.start) if figure.start > start else []
    if not any(w.content and len(w.text) > 1 for w in words) and len(before) > figure.start - start:
        at = side.norm.rfind(before[:-1] or before, 0, figure.start)  # 出口突破300亿元，达317亿元: owned from before
        last = [f for f in side.units.figures if f.end <= figure.start]
        return _measures(side, last[-1]) if at < 0 and last else []
    return [_SUM.sub("", w.text) for w in words if w.content and len(_SUM.sub("", w.text)) > 1]


def _holds(name: str, other: str) -> bool:
    """Whether one measure's name lies inside the other's, not as its beginning: 出口 in 进出口."""
    return name != other and (other.endswith(name) or name.endswith(other))
