"""Rules on comparisons and trends turned round: which of two is more, whether something rises or falls."""

from __future__ import annotations

import re
from itertools import product

from bot.checker.compare import Case, Problem
from bot.checker.signals import DOWN, UP, denial

_THAN = re.compile(
    r"([^，。；！？\n]{1,20}?)(大|高|多|强|快|难|重|优|小|低|少|弱|慢|差|轻|劣)于([^，。；！？\n]{1,14})"
)
_BI = re.compile(
    r"([^，。；！？\n]{1,24}?)比([^，。；！？\n]{1,14}?)(?:更|还|要)*(大|高|多|强|快|难|重|优|小|低|少|弱|慢|差|轻|劣)"
)

_LIGHT = frozenset("的是了在和与及更还")


def comparison_problems(case: Case) -> list[Problem]:
    """A角难于B角 where the evidence says that B角 is harder than A角."""
    for (more, less), (most, least) in product(_compared(case.claim.norm), _compared(case.source.norm)):
        both = (more & less) | (most & least)
        more, less, most, least = (chars - both for chars in (more, less, most, least))
        if not more or not less or not most & less or not more & least:
            continue
        if not less & least and least <= more:
            return [Problem("比较的两方与原文相反", 0.85)]
    return []


def _compared(text: str) -> list[tuple[frozenset[str], frozenset[str]]]:
    """Of every comparison the telling characters of what is more and of what is less."""
    found = []
    sides = [(m[1], m[3], m[2]) for m in _THAN.finditer(text)] + [(m[1], m[2], m[3]) for m in _BI.finditer(text)]
    for one, two, way in sides:
        first, second = (frozenset(re.findall(r"[㐀-鿿a-z0-9]", t)) - _LIGHT for t in (one, two))
        found.append((second, first) if way in "小低少弱慢差轻劣" else (first, second))
    return found


_RISES = re.compile("|".join(w for w in UP if len(w) > 1) + "|走高|翻番|倍增|壮大")
_FALLS = re.compile("|".join(w for w in DOWN if len(w) > 1) + "|走低|萎缩|缩水|负增长|下挫|递减")
_ANY_FALL = re.compile(r"[降减跌缩落滑低少负]")
_ANY_RISE = re.compile(r"[增升涨高加扩多翻]")


def trend_problems(case: Case) -> list[Problem]:
    """出口逐年回落 where the evidence's clause on it speaks of growth only, and the other way round."""
    norm, source = case.claim.norm, case.source.norm
    for mine, theirs, too in ((_FALLS, _RISES, _ANY_FALL), (_RISES, _FALLS, _ANY_RISE)):
        for m in mine.finditer(norm):
            start, end = case.claim.clause(m.start())
            before = [w for w in case.claim.words_in(start, m.start()) if w.nounlike and w.end <= m.start()]
            if not before or denial(norm[start:end]) or m.group() in source:
                continue
            topic = before[-1].text
            places = [case.source.clause(p.start()) for p in re.finditer(re.escape(topic), source)][:6]
            there = [source[low:high] for low, high in places]
            if there and not any(too.search(t) or denial(t) for t in there) and all(theirs.search(t) for t in there):
                return [Problem(f"与原文意思相反：断言为“{m.group()}”，原文为“{there[0]}”", 0.75)]
    return []
