"""Rules on the order that a frame gives: 既要甲，更要乙; 不是甲，而是乙; 由甲到乙. Exchanged, the sense turns round."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem

_PART = r"([^，。；！？：\n]{1,24}?)"
_END = r"(?=[，。；！？\n]|$)"
_FRAMES = tuple(
    re.compile(pattern.replace("甲", _PART).replace("乙", _PART) + _END)
    for pattern in (
        "既要?甲[，,]?更要?乙",
        "不仅要?甲[，,]?更要?乙",
        "不是甲[，,]?而是乙",
        "是甲[，,]而?不是减?乙",
        "先甲[，,]?[后再]乙",
        "[由从]甲(?:到|至|向|变为|转为|转向|变成|压缩至|提高到|增加到|减少到|升至|降至)乙",
        "以甲(?:促进|促|带动|带|引领|推动|支撑|倒逼|赋能)乙",
        "甲向乙(?:转变|转型|转化|转移|升级|过渡|倾斜)",
        "以甲为乙",
        "甲是乙的[㐀-鿿]{2,6}",
        "甲(?:重于|先于|高于|大于|优于|优先于|服从|服务于|决定)乙",
        "比甲更乙",
        r"主要(?:来自|依靠|靠|是|看)甲[，,]而?乙(?:只|仅|才)(?:占|是|算|能)[^，。；\n]{0,10}",
        "宁可?甲[，,]?也?不乙",
    )
)


def _common(one: str, two: str) -> float:
    """The share of the characters of `one` that `two` holds."""
    own = set(one) - _LIGHT
    return len(own & set(two)) / len(own) if own else 0.0


_LIGHT = frozenset("的了在和与等，、要")


def _alike(one: str, two: str) -> float:
    """The same, of the shorter of the two: 推动集中隔离 holds 集中."""
    return max(_common(one, two), _common(two, one) if len(two) > 1 else 0.0)


def _apart(one: str, two: str) -> tuple[str, str]:
    """Both without the characters that they share, if something is left: 居家隔离 and 集中隔离 → 居家 and 集中."""
    first = "".join(c for c in one[-12:] if c not in two)
    second = "".join(c for c in two if c not in one)
    return (first, second) if first and second else (one, two)


def frame_problems(case: Case) -> list[Problem]:
    """A frame of the claim whose two places the same frame of the evidence has the other way round."""
    for frame in _FRAMES:
        mine = [(m.group(1), m.group(2)) for m in frame.finditer(case.claim.norm)]
        theirs = [(m.group(1), m.group(2)) for m in frame.finditer(case.source.norm)] if mine else []
        for first, second in mine if theirs else ():
            first, second = _apart(first, second)
            others = [_apart(a, b) for a, b in theirs]
            straight = max(min(_alike(first, a), _alike(second, b)) for a, b in others)
            crossed, (a, b) = max((min(_alike(first, b), _alike(second, a)), (a, b)) for a, b in others)
            if crossed >= 0.5 and crossed > straight + 0.25:
                return [Problem(f"与原文先后轻重相反：原文为“{a}”在前、“{b}”在后", 0.85)]
    return []
