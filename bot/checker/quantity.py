"""One quantity of a Chinese text, and when two are the same. The parser is `bot.checker.figures`."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bot.checker.text import HIDDEN
from bot.numerals import COUNTS, chinese_number, same_unit

ABOVE, BELOW, ABOUT, VAGUE = "以上", "以内", "约", "数"


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity at [start, end) of a prepared text. `value` None: masked. `unit`: measure class or counting word."""

    text: str
    value: Decimal | None
    unit: str
    start: int
    end: int
    qualifier: str = ""
    ordinal: bool = False
    open_ended: bool = False  # 一百多, 两成多: more than the round number, less than the next

    @property
    def masked(self) -> bool:
        return self.value is None

    @property
    def measured(self) -> bool:
        """Whether the unit is a measure (元, %, 亩, 年 …), not a counting word."""
        return self.unit not in COUNTS and self.unit not in ("", "code")


def same_value(a: Figure, b: Figure) -> bool:
    """Equal quantity under compatible units (7000亿元 = 0.7万亿元, 五种 = 五大); 数十 only equals 几十."""
    if a.unit == "code" or b.unit == "code":
        return a.unit == b.unit and a.text == b.text
    if (a.qualifier == VAGUE) != (b.qualifier == VAGUE):
        return False
    return a.value == b.value and same_unit(a.unit, b.unit)


def amount_of(text: str) -> Decimal | None:
    """The value of a run of Arabic or Chinese numerals; None when it is masked or no number."""
    if HIDDEN in text:
        return None
    if text[0].isdigit() and text[0].isascii():
        return Decimal(text.replace(",", "")) if text.count(".") <= 1 and text[-1] != "." else None
    return chinese_number(text)
