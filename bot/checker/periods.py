"""A rule on rates: what the source gives for each year must not be told as for each month."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem

_RATE = re.compile(r"每(?:一|个|一个)?(年|月|周|星期|天|日|季|小时)|(?<![今去明本全上])(年|月|周|日)均(?!衡)")
_SAME = {"星期": "周", "日": "天"}


def period_problems(case: Case) -> list[Problem]:
    """A rate of the claim (每月, 月均) where the evidence has rates, and none of that period."""
    there = _periods(case.source.norm)
    return [
        Problem(f"“{said}”与原文不符：原文为“{'、'.join(there.values())}”", 0.8)
        for period, said in _periods(case.claim.norm).items()
        if there and period not in there
    ]


def _periods(text: str) -> dict[str, str]:
    """The periods of the rates in a text, each with its first wording."""
    found: dict[str, str] = {}
    for m in _RATE.finditer(text):
        period = m[1] or m[2]
        found.setdefault(_SAME.get(period, period), m.group())
    return found
