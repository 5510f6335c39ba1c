"""Round and derived figures: 超过860亿元 of 862.4亿元, 近6倍 of 5.7倍, 不到一成 of 40 in 508. Only as the word says."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from bot.checker.compare import SENTENCE_END, Case
from bot.checker.figures import Figure
from bot.checker.quantity import ABOUT, ABOVE, BELOW
from bot.numerals import same_unit

_CLOSE = Decimal("0.1")  # 近 and 约 are no wider than this share of the round number
_MONEY = re.compile(
    r"(?:产值|总额|投资|收入|资金|生产总值|贷款|存款|利润|税收|营收|销售额|交易额|余额|支出)[^，。；\n]{0,4}$"
)
_LESS = re.compile(r"便宜|优惠|低|降|省下|少|折让")
_TIMES = {  # 前三个月 is 一季度
    Decimal(90): r"(?:开年|年初|今年|全年|当年)?[头前]$",
    Decimal(180): r"(?:今年|全年|当年)?[头前上]$",
}
_SEASONS = {Decimal(90): re.compile(r"一季度|首季|第1季度|1季度"), Decimal(180): re.compile(r"上半年")}


def rounds(figure: Figure, given: Figure, case: Case) -> bool:
    """Whether a figure that the claim itself calls rough is the exact one of the evidence, rounded as it says."""
    if figure.value is None or given.value is None or figure.ordinal != given.ordinal:
        return False
    if figure.value == given.value:
        return _bare_money(figure, given, case)
    same = same_unit(figure.unit, given.unit) and figure.unit not in ("纪年", "月", "日")
    if not same or not (figure.measured or figure.value >= 10):
        return False
    if given.qualifier or given.masked or not _finer(given.value, figure.value):
        return False
    return _fits(replace(figure, qualifier=_qualifier(figure, case)), given.value)


def _qualifier(figure: Figure, case: Case) -> str:
    """How rough a figure is meant; in 接近同期总值的6倍 the word stands before what it is a multiple of."""
    if figure.qualifier or figure.unit not in ("倍", "%"):
        return figure.qualifier
    before = case.claim.norm[max(0, figure.start - 20) : figure.start]
    m = re.search(r"(接近|将近|不到|不足|超过|大约)[^，。；、\d]{1,16}的$", before)
    return {"超过": ABOVE, "大约": ABOUT}.get(m[1], BELOW) if m else ""


def _fits(figure: Figure, exact: Decimal) -> bool:
    value = figure.value
    if value is None or value <= 0 or exact <= 0:
        return False
    step = _step(value) if _digits(value) < 6 else Decimal(5)  # 三分之一 and 三分之二 are no round numbers
    if _digits(value) >= 6:
        near = abs(exact - value) <= step
        if figure.qualifier == ABOUT:
            return near
        return near and (exact > value if figure.qualifier == ABOVE else exact < value and figure.qualifier == BELOW)
    if figure.qualifier == ABOUT:
        return _whole(exact, step, ROUND_HALF_UP) == value and abs(exact - value) <= _CLOSE * value
    if figure.qualifier == BELOW:
        return exact < value and _whole(exact, step, ROUND_CEILING) == value
    if figure.qualifier == ABOVE or figure.open_ended:
        return exact > value and _whole(exact, step, ROUND_FLOOR) == value
    return False


def _step(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _finer(exact: Decimal, rough: Decimal) -> bool:
    """Whether the second can be the first, rounded: 52 for 50 and for a half, never 300 for 400."""
    return _digits(rough) >= 6 or _digits(exact) > _digits(rough) or _step(exact) < _step(rough)


def _whole(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding) * step


def _bare_money(figure: Figure, given: Figure, case: Case) -> bool:
    """产值170亿 is 170亿元: a sum whose 元 the evidence leaves out."""
    if {figure.unit, given.unit} != {"元", ""}:
        return False
    side, bare = (case.source, given) if given.unit == "" else (case.claim, figure)
    return bare.text[-1:] in ("亿", "万") and bool(_MONEY.search(side.norm[max(0, bare.start - 10) : bare.start]))


def worked_out(figure: Figure, case: Case) -> bool:
    """Whether a share of the claim is what two counts of one sentence give, or the other side of a discount."""
    if figure.value is None:
        return False
    if figure.unit == "天":
        return _season(figure, case)
    if _sum(figure, case) or _multiple(figure, case):
        return True
    if figure.unit != "%":
        return False
    return _discount(figure, case) or _ratio(figure, case)


_TOGETHER = re.compile(r"共|合计|总|加起来|相加|累计|两者|两项|之和|连同")
_APART = re.compile(r"增|减|多|少|差|高出|提高|上升|下降|降|净|超出|低")


def _sum(figure: Figure, case: Case) -> bool:
    """Whether the claim adds up, or subtracts, two figures of the evidence and says so."""
    start, end = case.claim.clause(figure.start)
    said = case.claim.norm[start:end]
    signs = [s for s, words in ((1, _TOGETHER), (-1, _APART)) if words.search(said)]
    if not signs or figure.unit in ("纪年", "月", "日", "code", ""):
        return False
    values = list(dict.fromkeys(g.value for g in _of_unit(figure, case)))[:20]
    sums = {a + b if s > 0 else abs(a - b) for s in signs for i, a in enumerate(values) for b in values[:i]}
    return any(v == figure.value or (figure.qualifier and _fits(figure, v)) for v in sums)


def _multiple(figure: Figure, case: Case) -> bool:
    """它的一半, 是前者的3倍: what one figure of the evidence is of another of the same unit."""
    if figure.unit not in ("%", "倍") or case.claim.norm[figure.start - 1 : figure.start] != "的":
        return False
    wanted = figure.value / 100 if figure.unit == "%" else figure.value  # type: ignore[operator]
    given = case.source.units.figures
    return any(
        a.value and b.value and a.unit == b.unit and a.value == wanted * b.value and a.value != b.value
        for a in given[:40]
        for b in given[:40]
    )


def _of_unit(figure: Figure, case: Case) -> list[Figure]:
    return [g for g in case.source.units.figures if g.value is not None and g.unit == figure.unit]


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
            if _fits(figure, share) and abs(share - figure.value) <= max(2, figure.value / 4):  # type: ignore[operator]
                return True
    return False


def _same_kind(part: Figure, whole: Figure) -> bool:
    """Counts of one thing: both of the same unit, or counting words (1200家, 1138份) of about one size."""
    return part.unit == whole.unit or (not part.measured and not whole.measured)
