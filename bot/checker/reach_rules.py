"""Rules on how far a statement reaches: scope, deadline, conditions dropped."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem

_EVERY = re.compile(r"全[国省市县区州](?:上下)?[各所]|全国各")
_CARRIES = re.compile(
    r"[全各均都每凡]|所有|普遍|广大|普及|一切|处处|到处|我[国省市县区州]|多地|层层|级|逐|推广|不同|别的"
)


def scope_problems(case: Case) -> list[Problem]:
    """全省各开发区 where nothing in the evidence speaks of more than one place."""
    m = _EVERY.search(case.claim.norm)
    if m is None or m.group() in case.source.norm or _CARRIES.search(case.source.norm):
        return []
    return [Problem(f"“{m.group()}”言过其实：出处中没有这样的范围", 0.7)]


_DEADLINE = re.compile(
    r"(?:今年|明年|本)?(?:年[底末]|月底|季度末|年)[之以]?前|年内|月内|[一二三四五六七八九十\d]+[月年日]底?[之以]?前|到20\d\d年底?"
)


def deadline_problems(case: Case) -> list[Problem]:
    """A deadline that the evidence sets in one sentence, told of what stands only in others."""
    norm, source = case.claim.norm, case.source.norm
    sentences = [m.span() for m in re.finditer(r"[^。！？；\n]+", source)]
    for m in _DEADLINE.finditer(norm):
        homes = [n for n, span in enumerate(sentences) if source.find(m.group(), *span) >= 0]
        if not homes or len(sentences) < 2:
            continue
        start, end = case.claim.clause(m.start())
        words = {w.text for w in case.claim.words_in(start, end) if w.content and len(w.text) > 1} - {m.group()}
        told = [w for w in words if w in source and w not in m.group()]
        here = [w for w in told if any(source.find(w, *sentences[n]) >= 0 for n in homes)]
        if len(told) >= 2 and not here and "\n" in source[sentences[homes[-1]][0] :]:
            return [Problem(f"期限张冠李戴：原文的“{m.group()}”说的是别的事", 0.7)]
    return []


_SUFFICES = re.compile(r"只要|即可|便可|就能|就可")
_FURTHER = re.compile(r"(?:^|[，,、])(?:且|并且|同时(?:还)?[应须需要]|还[应须需])([^，。；\n]{5,})")


def condition_problems(case: Case) -> list[Problem]:
    """只要 A where the evidence's sentence demands A and also B."""
    if not _SUFFICES.search(case.claim.norm):
        return []
    for start, end in case.sentences_beneath():
        for m in _FURTHER.finditer(case.source.norm[start:end]):
            near = case.source.words_in(start + m.start(1), start + m.end(1))
            words = {w.text for w in near if w.content and len(w.text) > 1}
            held = sum(w in case.claim.norm for w in words)
            if len(words) >= 3 and held * 2 <= len(words):
                return [Problem(f"漏掉了条件：原文还要求“{m.group(1)}”", 0.7)]
    return []


def reach_problems(case: Case) -> list[Problem]:
    """All that these rules speak against a claim."""
    return [*scope_problems(case), *deadline_problems(case), *condition_problems(case)]
