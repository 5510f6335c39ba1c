"""Rules on figures: each must stand whole in the evidence, with a compatible unit, and belong to the same thing."""

from __future__ import annotations

import re
from decimal import Decimal

from bot.compare import Case, Problem, Side
from bot.figures import ABOUT, ABOVE, BELOW, VAGUE, Figure, same_value
from bot.signals import DOWN, UP, WEAK_CHARS
from bot.text import HIDDEN

_SEGMENT_END = frozenset("，。；！？：、\n,;!?:()（）")
_HEAD = 10  # characters looked at on each side of a figure for what it belongs to
_MARGIN = 0.34


def figure_problems(case: Case) -> list[Problem]:
    """Figures of the claim that the evidence does not give, hides, or gives of something else."""
    problems: list[Problem] = []
    claimed, given = case.claim.units.figures, case.source.units.figures
    for figure in claimed:
        if figure.masked:
            continue
        equals = [g for g in given if same_value(figure, g) or _roughly(figure, g)]
        if not equals:
            if not _derived(figure, case):
                problems.append(_absent(figure, case))
            continue
        problem = (
            _other_slot(figure, equals, case)
            or _qualified(figure, equals, case)
            or _belongs(figure, equals, case)
            or _direction(figure, equals, case)
        )
        if problem:
            problems.append(problem)
    return problems


def _roughly(figure: Figure, given: Figure) -> bool:
    """一百多趟 of 136列, 几十间 of 64间, 两成多 of 21%: a round number that the claim itself calls a lower bound."""
    if figure.value is None or given.value is None or figure.value <= 0 or figure.measured != given.measured:
        return False
    if figure.measured and figure.unit != given.unit:
        return False
    if figure.qualifier == VAGUE:
        return 2 * figure.value <= given.value < 10 * figure.value and given.qualifier != VAGUE
    round_step = Decimal(10) ** figure.value.adjusted()
    if figure.value % round_step or not figure.open_ended:
        return False
    return figure.value < given.value < figure.value + round_step


def _raw(side: Side, figure: Figure) -> str:
    return side.units.text.quote(figure.start, figure.end)


def _absent(figure: Figure, case: Case) -> Problem:
    shown = _raw(case.claim, figure)
    near = _nearest(figure, case, [g for g in case.source.units.figures if _comparable(figure, g)])
    if near is None:
        return Problem(f"出处中没有“{shown}”这一数字")
    if near.masked:
        return Problem(f"“{shown}”在原文中已隐去：原文隐去了该数值，写作“{_raw(case.source, near)}”")
    if near.value == figure.value:
        return Problem(f"“{shown}”的单位与原文不符：原文为“{_raw(case.source, near)}”")
    return Problem(f"数字“{shown}”与原文不符：原文为“{_raw(case.source, near)}”")


def _comparable(a: Figure, b: Figure) -> bool:
    if a.unit == "code" or b.unit == "code":
        return a.unit == b.unit
    return a.measured == b.measured or a.unit == "" or b.unit == "" or b.masked


def _derived(figure: Figure, case: Case) -> bool:
    """Whether the number only counts what stands there: two pieces of evidence (两处材料), three things listed."""
    if figure.measured or figure.value is None or not 2 <= figure.value <= 12 or figure.text[:1].isascii():
        return False
    after = case.claim.norm[figure.end : figure.end + 4]
    if re.match(
        r"(?:材料|发言|讲话|出处|文章|段|来源|稿|地(?!区)|市|县|方面都|者)",
        figure.unit + after if figure.unit in "地市县段" else after,
    ):
        return True
    told = figure.unit in _PARTIES or after[:1] in _PARTIES or after[:2] in _PARTIES
    if told and figure.value == case.source.norm.count("\n") + 1:
        return True
    if any(
        g.value is not None and not g.measured and 2 <= g.value <= 20 and _similar(figure, g, case) >= 0.5
        for g in case.source.units.figures
    ):
        return False
    return _listed(int(figure.value), figure, case)


_PARTIES = frozenset(
    [
        "处",
        "篇",
        "份",
        "段",
        "地",
        "市",
        "县",
        "区",
        "镇",
        "乡",
        "村",
        "者",
        "省",
        "校",
        "院",
        "局",
        "方面",
        "企业",
        "公司",
        "单位",
        "部门",
    ]
)


def _listed(count: int, figure: Figure, case: Case) -> bool:
    """Whether the claim itself, around the figure, lists `count` things that all stand in the evidence."""
    start, end = case.claim.clause(figure.start, frozenset("。；！？\n"))
    for part in re.split(r"[，：:,]", case.claim.norm[start:end]):
        items = [i for i in re.split(r"[、和与及]|以及", part) if i]
        if len(items) == count:
            return True
    return False


def _segment(side: Side, figure: Figure) -> str:
    """The words around a figure, up to the next figure or mark of punctuation on each side."""
    norm, others = side.norm, side.units.figures
    at = others.index(figure)
    low = max([figure.start - 24, *(f.end for f in others[max(0, at - 1) : at])])
    high = min([figure.end + _HEAD, *(f.start for f in others[at + 1 : at + 2])])
    start, end = figure.start, figure.end
    while start > max(low, 0) and norm[start - 1] not in _SEGMENT_END:
        start -= 1
    while end < min(high, len(norm)) and norm[end] not in _SEGMENT_END:
        end += 1
    return norm[start : figure.start] + "|" + norm[figure.end : end]


def _pairs(text: str) -> set[str]:
    """Pairs of neighbouring telling characters, with the place of the figure as a border."""
    runs = re.findall(r"[㐀-鿿a-z]+", text)
    return {
        run[i : i + 2] for run in runs for i in range(len(run) - 1) if not (run[i] in _LIGHT and run[i + 1] in _LIGHT)
    }


_LIGHT = WEAK_CHARS | frozenset("达约近超过突破同比增长降率占额总共有约到至")


def _similar(a: Figure, b: Figure, case: Case) -> float:
    return _likeness(_segment(case.claim, a), _segment(case.source, b))


def _likeness(one: str, two: str) -> float:
    """How alike two surroundings are: shared character pairs over those of the claim's, before and after apart."""
    before, _, after = one.partition("|")
    other_before, _, other_after = two.partition("|")
    total = shared = 0.0
    for mine, theirs in ((before, other_before), (after, other_after)):
        pairs = _pairs(mine)
        total += len(pairs)
        shared += len(pairs & _pairs(theirs))
    if total < 1:
        return 0.0
    head = re.search(r"[㐀-鿿]{2}(?=[㐀-鿿]{0,2}$)", before)
    bonus = 0.0 if not head or not re.search(r"(?<![㐀-鿿])" + head.group(), other_before) else 0.05
    return shared / total + bonus


def _nearest(figure: Figure, case: Case, given: list[Figure]) -> Figure | None:
    """The figure of the evidence whose surroundings are most like those of `figure`; by alignment first."""
    for edit in case.edits:
        if edit.claim_start <= figure.start and figure.end <= edit.claim_end + 1:
            inside = [g for g in given if edit.source_start <= g.start and g.end <= edit.source_end + 1]
            if inside:
                return inside[0]
    scored = [(_similar(figure, g, case) + 0.2 * (g.unit == figure.unit), -i) for i, g in enumerate(given)]
    if not scored or max(scored)[0] < 0.3:
        return None
    return given[-max(scored)[1]]


def _qualified(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    """近1000项 is not 1000多项; 超1000项 is more than the source's 1000项 says."""
    mine = figure.qualifier
    if (
        figure.open_ended
        or mine not in (ABOVE, BELOW)
        or (not figure.measured and figure.value is not None and figure.value < 10)
    ):
        return None
    theirs = {g.qualifier for g in equals}
    if (
        mine in theirs
        or (mine == BELOW and ABOUT in theirs)
        or (mine == ABOVE and any(_reached(g, case) for g in equals))
    ):
        return None
    source = max(equals, key=lambda g: _similar(figure, g, case))
    said = case.claim.norm[max(0, figure.start - 2) : figure.end + 2]
    return Problem(
        f"“{said}”的程度与原文不符：原文为“{case.source.norm[max(0, source.start - 3) : source.end + 2]}”", 0.7
    )


def _reached(given: Figure, case: Case) -> bool:
    return given.qualifier == ABOVE or bool(
        re.search(r"(?:突破|达|迈上|跨上|站上)[到了]?$", case.source.norm[max(0, given.start - 3) : given.start])
    )


def _belongs(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    """Whether another figure of the evidence stands with what the claim says this one is of."""
    own = max(_belonging(figure, g, case) for g in equals)
    best: Figure | None = None
    best_score = own
    for other in case.source.units.figures:
        if other in equals or not _rival(figure, other):
            continue
        score = _belonging(figure, other, case)
        if score > best_score:
            best, best_score = other, score
    if best is None or best_score - own < _MARGIN or best_score < 0.6:
        return None
    shown, there = _raw(case.claim, figure), _raw(case.source, best)
    what = _segment(case.claim, figure).replace("|", "…")
    if best.masked:
        return Problem(f"“{shown}”不是“{what}”的数值：原文隐去了该数值，写作“{there}”", 0.8)
    return Problem(f"“{shown}”张冠李戴：原文中“{what}”对应的是“{there}”", 0.8)


def _other_slot(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    """Between the same words the evidence has another figure: the claim's own stands elsewhere in it."""
    for edit in case.edits:
        if edit.common < 4 or not (edit.claim_start <= figure.start and figure.end <= edit.claim_end):
            continue
        before, after = case.claim.norm[edit.claim_start : figure.start], case.claim.norm[figure.end : edit.claim_end]
        if edit.left and not _HAN.search(before):
            there = [g for g in case.source.units.figures if edit.source_start <= g.start < edit.source_end]
            slot = (
                there[0]
                if there
                and not _HAN.search(case.source.norm[edit.source_start : there[0].start].strip("到至为达近约超了"))
                else None
            )
        elif edit.right and not _HAN.search(after):
            there = [g for g in case.source.units.figures if edit.source_start < g.end <= edit.source_end]
            slot = there[-1] if there and not _HAN.search(case.source.norm[there[-1].end : edit.source_end]) else None
        else:
            continue
        if slot is None or slot in equals or not (_rival(figure, slot) or figure.measured == slot.measured):
            continue
        shown, true = _raw(case.claim, figure), _raw(case.source, slot)
        if slot.masked:
            return Problem(f"“{shown}”在原文中已隐去：原文隐去了该数值，写作“{true}”", 0.85)
        return Problem(f"“{shown}”张冠李戴：原文此处为“{true}”", 0.85)
    return None


_HAN = re.compile(r"[㐀-鿿a-z0-9]")


def _rival(figure: Figure, other: Figure) -> bool:
    if figure.unit == "code" or other.unit == "code":
        return figure.unit == other.unit
    return figure.unit == other.unit or (not figure.measured and not other.measured)


def _belonging(figure: Figure, given: Figure, case: Case) -> float:
    return _likeness(_owner(case.claim, figure), _owner(case.source, given))


def _owner(side: Side, figure: Figure) -> str:
    """The words that say what a figure is of; for 达317亿元 after a comma, those of the figure before it."""
    named = _respective(side, figure)
    if named:
        return named
    segment = _segment(side, figure)
    at = side.units.figures.index(figure)
    if (
        not _pairs(segment)
        and at
        and not set(side.norm[side.units.figures[at - 1].end : figure.start]) & set("。；！？\n")
    ):
        before = _segment(side, side.units.figures[at - 1]).partition("|")[0]
        return before + segment
    return segment


def _respective(side: Side, figure: Figure) -> str | None:
    """In 甲和乙分别为5亿元、3亿元: the thing that this figure is of."""
    start, end = side.clause(figure.start, frozenset("。；！？\n"))
    sentence = side.norm[start:end]
    word = sentence.find("分别")
    if word < 0 or start + word > figure.start:
        return None
    names = [n for n in re.split(r"[、和与及]|以及", re.split(r"[，：,:]", sentence[:word])[-1]) if n]
    given = [f for f in side.units.figures if start + word < f.start < end]
    if len(names) < 2 or len(names) != len(given):
        return None
    return f"{names[given.index(figure)]}|"


def _signs(side: Side, figure: Figure) -> set[str]:
    """The direction words that the figure stands with: up, down, and to for 提高到."""
    segment = _segment(side, figure).partition("|")[0][-8:]
    after = side.norm[figure.end : figure.end + 4]
    signs = {
        "up"
        for w in UP
        if segment.endswith((w, w + "了", w + "到", w + "至", w + "约", w + "近", w + "超", w + "超过"))
    }
    signs |= {
        "down"
        for w in DOWN
        if segment.endswith((w, w + "了", w + "到", w + "至", w + "约", w + "近", w + "超", w + "超过"))
    }
    if not signs:
        signs |= {"up" for w in UP if w in segment} | {"down" for w in DOWN if len(w) > 1 and w in segment}
    if after.startswith(("增长", "的增")):
        signs.add("up")
    if after.startswith(("降幅", "的降", "的跌")):
        signs.add("down")
    if re.search(r"[高升加低少降大][到至为]$", segment):
        signs.add("to")
    elif re.search(r"(?:提高|上升|增加|降低|减少|提升|下降|扩大)了?$", segment):
        signs.add("by")
    return signs


def _direction(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    if not figure.measured or figure.unit in ("纪年", "月", "日"):
        return None
    mine = _signs(case.claim, figure)
    source = max(equals, key=lambda g: _belonging(figure, g, case))
    theirs = _signs(case.source, source)
    for one, two in (("up", "down"), ("down", "up"), ("to", "by"), ("by", "to")):
        if one in mine and two not in mine and two in theirs and one not in theirs:
            said = case.claim.norm[max(0, figure.start - 6) : figure.end]
            there = case.source.norm[max(0, source.start - 6) : source.end]
            return Problem(f"变化方向与原文不符：断言为“{said}”，原文为“{there}”", 0.9)
    return None


__all__ = ["HIDDEN", "figure_problems"]
