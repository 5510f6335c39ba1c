"""Rules on periods: how often something happens, and of which part of a year it is told."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem

_PERIOD = re.compile(r"每(?:隔)?(?:两|三|半)?个?(?:天|日(?!制)|周|星期|月|季度|季|半年|年(?!度)|届)")
_PERIODS = {"日": "天", "星期": "周", "三月": "季度", "季": "季度"}


def _period(word: str) -> str:
    """每三个月, 每个季度 and 每季 are one."""
    bare = word.lstrip("每隔").replace("个", "")
    return "每" + _PERIODS.get(bare, bare)


def period_problems(case: Case) -> list[Problem]:
    """每月 where the source says 每季度; 上半年 where it speaks of 一季度 only."""
    return _periods(case) + _seasons(case)


def _periods(case: Case) -> list[Problem]:
    given = {_period(m.group()) for m in _PERIOD.finditer(case.source.norm)}
    for m in _PERIOD.finditer(case.claim.norm):
        if given and _period(m.group()) not in given:
            return [Problem(f"“{m.group()}”与原文不符：原文为“{'”“'.join(sorted(given))}”", 0.8)]
    return []


_SEASON = re.compile(r"[一二三四1-4]季度|首季|前三季度|[上下]半年")


def _seasons(case: Case) -> list[Problem]:
    """上半年 where the source speaks of 一季度 only."""
    given = {_season(m.group()) for m in _SEASON.finditer(case.source.norm)}
    for m in _SEASON.finditer(case.claim.norm):
        if given and _season(m.group()) not in given:
            return [Problem(f"“{m.group()}”与原文不符：原文为“{'”“'.join(sorted(given))}”", 0.8)]
    return []


def _season(word: str) -> str:
    return "一季度" if word == "首季" else word.translate(str.maketrans("1234", "一二三四"))
