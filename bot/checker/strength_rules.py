"""Rules on how strongly something is said: plan told as done, rank, totality or denial without a source."""

from __future__ import annotations

import re

from bot.checker.compare import SENTENCE_END, Case, Problem
from bot.checker.signals import DONE, PLAN, RANKS, WHOLES
from bot.checker.text import places


def _own_clause(case: Case, at: int) -> tuple[int, int] | None:
    """The evidence clause on which most of the claim's clause around `at` lies."""
    start, end = case.claim.clause(at)
    sizes: dict[tuple[int, int], int] = {}
    spans = case.claim.units.spans
    for tile in case.tiles:
        size = sum(start <= spans[k][0] < end for k in range(tile.claim, tile.claim + tile.size))
        if size:
            k = next(k for k in range(tile.claim, tile.claim + tile.size) if start <= spans[k][0] < end)
            place = case.source.clause(case.source.units.spans[tile.source + k - tile.claim][0])
            sizes[place] = sizes.get(place, 0) + size
    best = max(sizes, key=sizes.__getitem__, default=None)
    return best if best and sizes[best] >= 3 else None


def plan_problems(case: Case) -> list[Problem]:
    """What the source sets as a task is told as done."""
    norm = case.claim.norm
    for m in DONE.finditer(norm):
        start = case.claim.clause(m.start())[0]
        place = _own_clause(case, m.start())
        if place is None or PLAN.search(norm[start : m.start()].removesuffix("目标")):
            continue
        there = case.source.norm[slice(*place)].replace("目标的", "")  # 完成全年目标的71% is done so far
        if _only_planned(case, m.end()):
            return [Problem(f"把部署说成了已完成：断言为“{norm[m.start() : m.end() + 8]}”", 0.8)]
        if DONE.search(there) or re.search(r"[㐀-鿿]了", there):
            continue
        if (
            PLAN.search(there)
            or _UNDERWAY.search(there)
            or _tasks(case.source.norm[slice(*case.source.clause(place[0], SENTENCE_END))])
        ):
            return [Problem(f"把部署说成了已完成：断言为“{norm[m.start() : m.end() + 6]}”，原文为“{there[:30]}”", 0.85)]
    return []


_UNDERWAY = re.compile(r"取得[^，。；]{0,4}进展|在建|建设中|进行中|尚在")
_TASK = re.compile(r"不断|更好|继续|进一步|切实|加快|大力|深入|坚持|树立|打造|力|[让使]")
_REPORT = re.compile(
    r"来|过去|去年|今年|上年|期间|得到|取得|成效|显著|明显|成为|实现了|获|荣|居|[\d%]|[一二三四五六七八九十百千万][个项座家次户]|[㐀-鿿][了着过]|已"
)


def _tasks(sentence: str) -> bool:
    """Whether a sentence only sets tasks, by its adverbs: 不断提高…，建立健全…，继续…."""
    return bool(_TASK.search(sentence)) and not _REPORT.search(sentence) and not DONE.search(sentence)


_AHEAD = re.compile(
    r"力争|争取|计划|规划|拟|将(?!近|来|军|领)|预计|打算|准备|有望|目标|要(?![素点求件闻道紧塞])|再|下一步|尚未|还没"
)


def _only_planned(case: Case, at: int) -> bool:
    """Whether the evidence names the deed that follows only as one to come: 预计明年通车 for 已于今年通车."""
    source, end = case.source.norm, case.claim.clause(at)[1]
    for word in case.claim.words_in(at, end):
        if word.tag not in ("v", "vn", "n", "nz") or len(word.text) < 2 or word.end < end - 1:
            continue  # the deed closes its clause
        before = [source[case.source.clause(at)[0] : at] for at in places(word.text, source)]
        return bool(before) and all(_AHEAD.search(b) and not DONE.search(b) for b in before)
    return False


def _other_rank(case: Case, at: int, end: int) -> str:
    """The rank that the evidence has in the place of the claim's: 全国第二 for 全国第一."""
    for edit in case.edits:
        if edit.common >= 4 and edit.claim_start < end and at < edit.claim_end:
            inside = [g for g in case.source.units.figures if edit.source_start <= g.start < edit.source_end]
            ranks = [g for g in inside if g.ordinal and g.value != 1]
            if ranks:
                return case.source.norm[ranks[0].start - 1 : ranks[0].end]
    return ""


# 占全部指标的82.6%, 全部贷款的三分之一: the whole of which a share is told, no totality
_WHOLE_OF_SHARE = re.compile(
    r"占(?:全部|所有|全体)|(?:全部|所有|全体)[^，。；]{0,10}的[^，。；]{0,3}(?:[\d.]+%|[一二三四五六七八九十百]+分之)"
)


def overclaim_problems(case: Case) -> list[Problem]:
    """Words of rank or totality that the source does not carry."""
    problems = []
    for patterns, what in ((RANKS, "位次"), (WHOLES, "全称")):
        for pattern, carrier in patterns:
            for m in pattern.finditer(case.claim.norm):
                under = case.source_at(m.start())
                if _WHOLE_OF_SHARE.match(case.claim.norm, m.start()):
                    continue
                if under is not None and pattern.match(case.source.norm, under) and case.source.norm[under - 1] != "占":
                    continue
                other = _other_rank(case, *m.span())
                if other:
                    problems.append(Problem(f"“{m.group()}”与原文不符：原文为“{other}”", 0.8))
                    continue
                place = _own_clause(case, m.start())
                there = (
                    case.source.norm
                    if place is None
                    else case.source.norm[slice(*case.source.clause(place[0], SENTENCE_END))]
                )
                if not carrier.search(_WHOLE_OF_SHARE.sub("", there)):
                    problems.append(Problem(f"“{m.group()}”言过其实：出处中没有这样的{what}表述", 0.7))
    return problems
