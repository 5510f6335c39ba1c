"""Rules on figures: each must stand whole in the evidence, with a compatible unit, degree and direction."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.checker.belonging import belonging, raw, similar
from bot.checker.compare import Case, Problem, Side
from bot.checker.derived import worked_out
from bot.checker.figures import ABOVE, BELOW, VAGUE, Figure, same_value
from bot.checker.owner_rules import belongs, other_slot
from bot.checker.rounding import rounds
from bot.checker.signals import DOWN, UP
from bot.numerals import SCALES


def figure_problems(case: Case) -> list[Problem]:
    """Figures of the claim that the evidence does not give, hides, or gives of something else."""
    problems: list[Problem] = []
    given = case.source.units.figures
    by_value: dict[Decimal | None, list[Figure]] = {}
    for one in given:
        by_value.setdefault(one.value, []).append(one)
    for figure in case.claim.units.figures:
        if figure.masked:
            continue
        loose = given if figure.open_ended or figure.qualifier in (VAGUE, ABOVE) else by_value.get(figure.value, ())
        same = [g for g in loose if same_value(figure, g) or _roughly(figure, g) or _unit_left_out(figure, g)]
        equals = [g for g in same if {figure.qualifier, g.qualifier} != {ABOVE, BELOW}]  # 近千项 is not 千余项
        equals = equals or [g for g in given if rounds(figure, g, case)]
        if not equals:
            if not _derived(figure, case) and not worked_out(figure, case):
                problems.append(_absent(figure, case))
            continue
        problem = other_slot(figure, equals, case) or belongs(figure, equals, case) or _direction(figure, equals, case)
        if problem:
            problems.append(problem)
    return problems


def _roughly(figure: Figure, given: Figure) -> bool:
    """一百多趟 of 136列, 几十间 of 64间, 上千万 of 2100万元: a round number that the claim calls a lower bound."""
    if figure.value is None or given.value is None or figure.value <= 0:
        return False
    if figure.unit not in ("", given.unit) and (figure.measured or given.measured):
        return False
    if figure.qualifier == VAGUE:
        return 2 * figure.value <= given.value < 10 * figure.value and given.qualifier != VAGUE
    if figure.qualifier == ABOVE and all(c in SCALES for c in figure.text if c not in figure.unit):
        return figure.value <= given.value < 10 * figure.value
    if not figure.open_ended:
        return False
    shown = figure.value.normalize()
    exponent = shown.as_tuple().exponent  # 一百五十多 lies below 160, 一百多 below 200
    step = Decimal(10) ** (exponent if isinstance(exponent, int) else 0)
    return figure.value < given.value < figure.value + step


def _unit_left_out(figure: Figure, given: Figure) -> bool:
    """一笔三十万的补贴 of 30万元, 170亿元 of 产值170亿."""
    bare = "" in (figure.unit, given.unit) and (figure.measured or given.measured)
    return bare and figure.value == given.value and (figure.value or 0) >= _GREAT


def _absent(figure: Figure, case: Case) -> Problem:
    shown = raw(case.claim.units, figure)
    near = _nearest(figure, case, [g for g in case.source.units.figures if _comparable(figure, g)])
    if near is None:
        small = figure.value is not None and figure.value <= _SMALL and not figure.measured
        return Problem(f"出处中没有“{shown}”这一数字", 0.6 if small else 1.0)
    if near.masked:
        return Problem(f"“{shown}”在原文中已隐去：原文隐去了该数值，写作“{raw(case.source.units, near)}”")
    if near.value == figure.value and near.unit == figure.unit:
        there = case.source.norm[max(0, near.start - 2) : near.end + 2]
        return Problem(f"“{shown}”的程度与原文不符：原文为“{there}”", 0.7)
    if near.value == figure.value:
        return Problem(f"“{shown}”的单位与原文不符：原文为“{raw(case.source.units, near)}”")
    return Problem(f"数字“{shown}”与原文不符：原文为“{raw(case.source.units, near)}”")


def _comparable(a: Figure, b: Figure) -> bool:
    if a.unit == "code" or b.unit == "code":
        return a.unit == b.unit
    return a.measured == b.measured or a.unit == "" or b.unit == "" or b.masked


def _derived(figure: Figure, case: Case) -> bool:
    """Whether the number only counts what stands there: two pieces of evidence (两处材料), three things listed."""
    if figure.ordinal and figure.value == 1:
        return bool(re.search(r"第一|首位|榜首|居首|冠军|头名", case.source.norm))
    after = case.claim.norm[figure.end : figure.end + 4]
    points = _SPAN.search(case.claim.norm[max(0, figure.start - 2) : figure.start])
    if figure.measured and (points or (figure.unit == "年" and after[:1] in tuple("间来里"))):
        return not any(g.unit == figure.unit for g in case.source.units.figures)  # 这两年 points, it does not count
    if figure.measured or figure.value is None or not 2 <= figure.value <= 12:
        return False
    if figure.value == 2 and not any(g.unit == figure.unit for g in case.source.units.figures):
        return True  # 两项资金 sums up what stands there
    if any(
        g.value is not None
        and not g.measured
        and 2 <= g.value <= 20
        and similar(case.claim.around[figure.start], case.source.around[g.start]) >= 0.5
        for g in case.source.units.figures
    ):
        return False
    return _listed(int(figure.value), figure, case) or _of_one_name(int(figure.value), figure, case)


def _of_one_name(count: int, figure: Figure, case: Case) -> bool:
    """三大战略 where one sentence of the evidence lists three things whose name ends so: 科教战略、人才战略、…战略."""
    name = case.claim.norm[figure.end : figure.end + 2]
    sentences = re.split(r"[。；！？\n]", case.source.norm) if re.fullmatch(r"[㐀-鿿]{2}", name) else []
    return any(len(re.findall(rf"(?<=[㐀-鿿]){name}(?=[、，和与及]|$)", s)) == count for s in sentences)


_SPAN = re.compile(r"[这近那]$")
_GREAT = 1000  # from here on a number is known without its unit
_SMALL = 12  # a count up to it may sum up what stands there


def _listed(count: int, figure: Figure, case: Case) -> bool:
    """Whether the claim itself, around the figure, lists `count` things that all stand in the evidence."""
    start, end = case.claim.clause(figure.start, frozenset("。；！？\n"))
    told = re.split(r"[：:]|——?", case.claim.norm[figure.end : end])[1:]
    if told and len(re.split(r"[，,、]", told[0])) == count:  # 四种功夫：学习下…，宣传下…，研讨下…，落实下…
        return True
    before = re.split(r"[，：:,]", case.claim.norm[start : figure.start])[-1].split("、")
    if len(before) == count and all(item[-2:] in case.source.norm for item in before):  # 学习、宣传、研讨三个方面
        return True
    for part in re.finditer(r"[^，：:,]+", case.claim.norm[start:end]):
        items = [m.span() for m in re.finditer(r"(?:(?!以及)[^、和与及])+", part.group())]
        at = start + part.start()
        if len(items) == count and all(2 * sum(case.covered[at + a : at + b]) >= b - a for a, b in items):
            return True
    return False


def _nearest(figure: Figure, case: Case, given: list[Figure]) -> Figure | None:
    """The figure of the evidence whose surroundings are most like those of `figure`; by alignment first."""
    for edit in case.edits:
        if edit.claim_start <= figure.start and figure.end <= edit.claim_end + 1:
            inside = [g for g in given if edit.source_start <= g.start and g.end <= edit.source_end + 1]
            if inside:
                return inside[0]
    scored = [
        (similar(case.claim.around[figure.start], case.source.around[g.start]) + 0.2 * (g.unit == figure.unit), -i)
        for i, g in enumerate(given)
    ]
    if not scored or max(scored)[0] < 0.3:
        alike = [g for g in given if g.unit == figure.unit]
        return alike[0] if figure.measured and len(alike) == 1 else None
    return given[-max(scored)[1]]


_COMPARED = re.compile(r"[比较][^，。；]{1,16}?(高|多|低|少)[了出]?$")  # 比上年末低2.6个百分点


def _signs(side: Side, figure: Figure) -> set[str]:
    """The direction words that the figure stands with: up, down, and to for 提高到."""
    words = side.around[figure.start].before[-8:]
    after = side.norm[figure.end : figure.end + 4]
    signs = {
        "up" for w in UP if words.endswith((w, w + "了", w + "到", w + "至", w + "约", w + "近", w + "超", w + "超过"))
    }
    signs |= {
        "down"
        for w in DOWN
        if words.endswith((w, w + "了", w + "到", w + "至", w + "约", w + "近", w + "超", w + "超过"))
    }
    if not signs:
        signs |= {"up" for w in UP if w in words} | {"down" for w in DOWN if len(w) > 1 and w in words}
    compared = _COMPARED.search(side.norm[max(0, figure.start - 24) : figure.start])
    if compared and not signs:
        signs.add("up" if compared[1] in "高多" else "down")
    if after.startswith(("增长", "的增")):
        signs.add("up")
    if after.startswith(("降幅", "的降", "的跌")):
        signs.add("down")
    if re.search(r"[高升加低少降大][到至为]$", words):
        signs.add("to")
    elif re.search(r"(?:提高|上升|增加|降低|减少|提升|下降|扩大)了?$", words):
        signs.add("by")
    return signs


def _direction(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    if not figure.measured or figure.unit in ("纪年", "月", "日"):
        return None
    mine = _signs(case.claim, figure)
    source = max(equals, key=lambda g: belonging(case.claim.around[figure.start], case.source.around[g.start]))
    theirs = _signs(case.source, source)
    for one, two in (("up", "down"), ("down", "up"), ("to", "by"), ("by", "to")):
        if one in mine and two not in mine and two in theirs and one not in theirs:
            said = case.claim.norm[max(0, figure.start - 6) : figure.end]
            there = case.source.norm[max(0, source.start - 6) : source.end]
            return Problem(f"变化方向与原文不符：断言为“{said}”，原文为“{there}”", 0.9)
    return None
