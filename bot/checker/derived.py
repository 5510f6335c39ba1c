"""Figures worked out from those of the evidence: sums, differences, multiples, shares, discounts, seasons."""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from itertools import combinations

from bot.checker.compare import SENTENCE_END, Case
from bot.checker.figures import Figure
from bot.checker.quantity import ABOUT, ABOVE, BELOW
from bot.checker.rounding import fits

_LESS = re.compile(r"便宜|优惠|低|降|省下|少|折让")
_TIMES = {  # 前三个月 is 一季度
    Decimal(90): r"(?:开年|年初|今年|全年|当年)?[头前]$",
    Decimal(180): r"(?:今年|全年|当年)?[头前上]$",
    Decimal(270): r"(?:今年|全年|当年)?[头前]$",
}
_SEASONS = {
    Decimal(90): re.compile(r"一季度|首季|第1季度|1季度"),
    Decimal(180): re.compile(r"上半年"),
    Decimal(270): re.compile(r"前三季度|前3季度"),
}
_FULL_STOP = frozenset("。！？\n")
_FRAME = 6  # units of common text around a figure that make its place sure
_TOGETHER = re.compile(r"共|合计|总|加起来|相加|累计|两[者家项个地处]|之和|连同")
_APART = re.compile(  # that a figure is the difference of two
    r"增|减|多|少|差|高出|提高|上升|降|净|超出|低|缩|剩|余|还有|原|之前|此前|以前|前年|上年|去年|年初|平均|其他|另|未|没"
)
_EARLIER = re.compile(r"原|之前|此前|以前|前年|上年|去年|年初|平均")  # what stood before a fall
_SURE = 3  # digits of a figure that no chance makes the difference of two
_MOST = 24  # figures of one unit looked at


def worked_out(figure: Figure, case: Case) -> bool:
    """Whether a share of the claim is what two counts of one sentence give, or the other side of a discount."""
    if figure.value is None:
        return False
    if figure.unit == "天" and _season(figure, case):
        return True
    if _sum(figure, figure.value, case) or _multiple(figure, figure.value, case):
        return True
    if _part(figure, case) or _times(figure, case) or _yearly(figure, figure.value, case):
        return True
    return figure.unit == "%" and (_discount(figure, case) or _ratio(figure, case))


_RATES = ((re.compile(r"每个?季度?"), 4), (re.compile(r"每个?月"), 12), (re.compile(r"每半年"), 2))


def _yearly(figure: Figure, value: Decimal, case: Case) -> bool:
    """一年四次 of 每季度1次."""
    start, source = case.claim.clause(figure.start)[0], case.source.norm
    if figure.measured or not re.search(r"[一每全]年", case.claim.norm[start : figure.start]):
        return False
    for pattern, times in _RATES:
        for m in pattern.finditer(source):
            end = case.source.clause(m.start())[1]
            after = [g for g in case.source.units.figures if m.end() <= g.start < end and g.unit == figure.unit]
            number = after[0].value if after else None
            once = not after and bool(re.match(rf"[^，。；]{{0,10}}[一1]{figure.unit}", source[m.end() : end]))
            if value == (Decimal(1) if once else number or Decimal(0)) * times:
                return True
    return False


def _part(figure: Figure, case: Case) -> bool:
    """约4900人 of 5400多人, of whom 九成: a share of a whole, worked out and called rough."""
    if not figure.qualifier:
        return False
    for span in _sentences(case):
        shares, wholes = _of_unit("%", case, *span), _of_unit(figure.unit, case, *span)
        if any(fits(figure, whole * share / 100) for whole in wholes for share in shares):
            return True
    return False


def _times(figure: Figure, case: Case) -> bool:
    """3倍多 of 由58万增加到196万."""
    if figure.unit != "倍" or not (figure.qualifier or figure.open_ended):
        return False
    for span in _sentences(case):
        for unit in {g.unit for g in case.source.units.figures if span[0] <= g.start < span[1]} - {"%", "纪年"}:
            pairs = combinations([v for v in _of_unit(unit, case, *span) if v], 2)
            if any(fits(figure, max(a, b) / min(a, b)) for a, b in pairs if a > 0 and b > 0):
                return True
    return False


def _sum(figure: Figure, value: Decimal, case: Case) -> bool:
    """Whether the figure is the sum or the difference of two in the evidence, and the claim can mean that."""
    if figure.unit in ("纪年", "月", "日", "code", ""):
        return False
    start, end = case.claim.clause(figure.start, _FULL_STOP)
    said = case.claim.norm[start:end]
    results: list[Decimal] = []
    sure = len(value.normalize().as_tuple().digits) >= _SURE and not _replaces(figure, case)
    if sure or (_APART.search(said) and not _other_unit(figure, case)):
        for span in _sentences(case):
            values = _of_unit(figure.unit, case, *span)
            if figure.unit == "百分点":
                values = _of_unit("%", case, *span)
            results += [abs(a - b) for a, b in combinations(values, 2)]
            if _EARLIER.search(said):
                results += [a + b for a, b in combinations(values, 2)]
            points = _of_unit("百分点", case, *span) if figure.unit == "%" else []
            results += [a + sign * b for a in values for b in points for sign in (1, -1)]
    if _TOGETHER.search(said):
        results += [a + b for a, b in combinations(_of_unit(figure.unit, case), 2)]
    rough = figure.qualifier and len(value.normalize().as_tuple().digits) > 1
    return any(v == value or (rough and fits(figure, v)) for v in results)


def _sentences(case: Case) -> list[tuple[int, int]]:
    """The sentences of the evidence that hold figures."""
    return list(dict.fromkeys(case.source.clause(g.start, _FULL_STOP) for g in case.source.units.figures))


def _other_unit(figure: Figure, case: Case) -> bool:
    """Whether the evidence has the same number with another unit: 3000亩 for 3000公顷."""
    number = re.match(r"[\d.]+", figure.text)
    known = (re.match(r"[\d.]+", g.text) for g in case.source.units.figures)
    return number is not None and number.group() in {m.group() for m in known if m}


def _replaces(figure: Figure, case: Case) -> bool:
    """Whether the claim is the evidence's own wording with another figure in its place."""
    for edit in case.edits:
        if edit.common >= _FRAME and edit.claim_start <= figure.start and figure.end <= edit.claim_end:
            there = (g for g in case.source.units.figures if edit.source_start <= g.start < edit.source_end)
            return any(g.unit == figure.unit or g.value == figure.value for g in there)
    return False


def _multiple(figure: Figure, value: Decimal, case: Case) -> bool:
    """它的一半, 是前者的3倍: what one figure of the evidence is of another of the same unit."""
    if figure.unit not in ("%", "倍") or case.claim.norm[figure.start - 1 : figure.start] != "的":
        return False
    times = value / 100 if figure.unit == "%" else value
    units = dict.fromkeys(g.unit for g in case.source.units.figures)
    known = [set(_of_unit(unit, case)) for unit in units]
    return times != 1 and any(times * a in values for values in known for a in values if a)


def _of_unit(unit: str, case: Case, start: int = 0, end: int = sys.maxsize) -> list[Decimal]:
    given = (g.value for g in case.source.units.figures if g.unit == unit and start <= g.start < end)
    return list(dict.fromkeys(v for v in given if v is not None))[:_MOST]


def _season(figure: Figure, case: Case) -> bool:
    before = _TIMES.get(figure.value) if figure.value is not None else None
    if before is None or "个月" not in figure.text:
        return False
    said = re.search(before, case.claim.norm[max(0, figure.start - 4) : figure.start])
    return bool(said and _SEASONS[figure.value].search(case.source.norm))  # type: ignore[index]


def _discount(figure: Figure, case: Case) -> bool:
    """便宜四分之一 of 七五折, 超额8.3% of 完成任务的108.3%."""
    start, end = case.claim.clause(figure.start)
    if _LESS.search(case.claim.norm[start:end]):
        for m in re.finditer(r"([一二三四五六七八九])([一二三四五六七八九])?折|(\d)(?:\.(\d))?折", case.source.norm):
            digits = [g for g in m.groups() if g]
            tens, ones = (_DIGIT.get(d) or int(d) for d in [*digits, "0"][:2])
            if figure.value == 100 - (tens * 10 + ones):
                return True
    if re.search(r"超[出过额]?[^，。；]{0,8}$", case.claim.norm[start : figure.start]):
        return any(
            g.unit == "%"
            and g.value is not None
            and g.value > 100
            and g.value - 100 == figure.value
            and re.search(r"完成[^，。；]{0,12}$", case.source.norm[max(0, g.start - 16) : g.start])
            for g in case.source.units.figures
        )
    return False


_DIGIT = {c: i for i, c in enumerate("一二三四五六七八九", 1)}


def _ratio(figure: Figure, case: Case) -> bool:
    """不到一成 of 508个 and 40个, where the claim names the whole (508个) and calls its share rough."""
    rough = figure.qualifier in (ABOUT, BELOW, ABOVE) or figure.open_ended
    if not rough:
        return False
    named = {f.value for f in case.claim.units.figures if f is not figure and f.value}
    for whole in case.source.units.figures:
        if whole.value is None or whole.value not in named or whole.value < 10 or whole.unit in ("%", "纪年", "code"):
            continue
        low, high = case.source.clause(whole.start, SENTENCE_END)
        for part in case.source.units.figures:
            if not low <= part.start < high or part.value is None or not 0 < part.value < whole.value:
                continue
            if not _same_kind(part, whole):
                continue
            share = part.value * 100 / whole.value
            if fits(figure, share) and abs(share - figure.value) <= max(2, figure.value / 4):  # type: ignore[operator]
                return True
    return False


def _same_kind(part: Figure, whole: Figure) -> bool:
    """Counts of one thing: both of the same unit, or counting words (1200家, 1138份) of about one size."""
    return part.unit == whole.unit or (not part.measured and not whole.measured)
