"""Round figures: 超过860亿元 of 862.4亿元, 近6倍 of 5.7倍. Only as the word says."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from bot.checker.compare import Case
from bot.checker.figures import GROWN, Figure
from bot.checker.quantity import ABOUT, ABOVE, BELOW
from bot.numerals import same_unit

_FRACTION = re.compile(r"(?<![百千])分之")  # 接近四分之一 may be 24%
_CLOSE = Decimal("0.1")  # 近 and 约 are no wider than this share of the round number


def rounds(figure: Figure, given: Figure, case: Case) -> bool:
    """Whether a figure that the claim itself calls rough is the exact one of the evidence, rounded as it says."""
    if figure.value is None or given.value is None or figure.ordinal != given.ordinal:
        return False
    if figure.value == given.value:
        return False
    if {figure.unit, given.unit} == {"%", "倍"}:
        return _times(figure, case.claim.norm) == _times(given, case.source.norm)
    same = same_unit(figure.unit, given.unit) and figure.unit not in ("纪年", "月", "日")
    if not same or not (figure.measured or figure.value >= 10):
        return False
    if given.masked or not _finer(given.value, figure.value, figure.text):
        return False
    if given.qualifier and given.qualifier != figure.qualifier:  # 超过一半 of 超过55%
        return False
    return fits(replace(figure, qualifier=_qualifier(figure, case)), given.value)


def _times(figure: Figure, norm: str) -> Decimal:
    """What part of the old value the new one is: 增长140% and 增长1.4倍 are 2.4, 是…的140% is 1.4."""
    value = figure.value or Decimal(0)
    if figure.unit == "倍":
        return value
    grown = GROWN.search(norm[max(0, figure.start - 4) : figure.start])
    return value / 100 + (1 if grown else 0)


def _qualifier(figure: Figure, case: Case) -> str:
    """How rough a figure is meant; in 接近同期总值的6倍 the word stands before what it is a multiple of."""
    if figure.qualifier or figure.unit not in ("倍", "%"):
        return figure.qualifier
    before = case.claim.norm[max(0, figure.start - 20) : figure.start]
    m = re.search(r"(接近|将近|不到|不足|超过|大约)[^，。；、\d]{1,16}的$", before)
    return {"超过": ABOVE, "大约": ABOUT}.get(m[1], BELOW) if m else ""


def fits(figure: Figure, exact: Decimal) -> bool:
    """Whether an exact value is what a rough figure says."""
    value = figure.value
    if value is None or value <= 0 or exact <= 0:
        return False
    step = (
        _step(value) if _digits(value) < 6 and not _FRACTION.search(figure.text) else Decimal(5)
    )  # 三分之一 and 三分之二 are no round numbers
    if _digits(value) >= 6 or _FRACTION.search(figure.text):
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


def rounded(figure: Figure, exact: Decimal) -> bool:
    """Whether a figure of at least two digits is an exact value rounded to those digits: 35.2% of 35.23."""
    value = figure.value
    return value is not None and _digits(value) > 1 and _whole(exact, _step(value), ROUND_HALF_UP) == value


def _step(value: Decimal) -> Decimal:
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** (exponent if isinstance(exponent, int) else 0)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _finer(exact: Decimal, rough: Decimal, text: str) -> bool:
    """Whether the second can be the first, rounded: 52 for 50 and for a half, never 300 for 400."""
    return (
        bool(_FRACTION.search(text))
        or _digits(rough) >= 6
        or _digits(exact) > _digits(rough)
        or _step(exact) < _step(rough)
    )


def _whole(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    return (value / step).to_integral_value(rounding) * step
