"""Figures of a form of their own: 2+4, 十四五, 2021-10-20, 百分之五, 三分之一, 翻一番, Ⅲ类."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Protocol

from bot.checker.quantity import Figure, amount_of
from bot.checker.text import HIDDEN
from bot.numerals import MEASURES, scale_of

_CN = "零〇一二两三四五六七八九十百千万亿"

_CODE = re.compile(
    r"(?<![a-z0-9.])(?:[a-z0-9]+(?:\+[a-z0-9]+)+|[a-z]+-?\d+(?:\.\d+)?[a-z0-9]*|\d+(?:\.\d+)?(?!(?:km|kg|kw|mw|gw|kwh|teu)(?![a-z]))[a-z]+[a-z0-9]*)"
)
_PLAN = re.compile(r"十[一二三四五六]五(?![十百千万亿年个项])")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_SHARE = re.compile(rf"(百|千|万)分之([\d.]+|[{_CN}]+(?:点[{_CN}]+)?|{HIDDEN}+(?:\.{HIDDEN}+)?)|百分百")
_FRACTION = re.compile(
    r"([一二两三四五六七八九十]{1,3})分之([一二两三四五六七八九十]{1,3})|(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])|(一半|半数)"
)
_TENTHS = re.compile(r"([一二三四五六七八九])成([一二三四五六七八九半])(?![个家项名人十百千万])")
_OFF = re.compile(r"([一二三四五六七八九])([一二三四五六七八九])?折(?![叠射扣旧腾])")
_DOUBLE = re.compile(r"翻(?:了|了近|近)?([一二两三四五\d])?番|翻倍|翻一倍|翻了一倍|(?<!成)倍增")
_PLENUM = re.compile(r"第([一二三四五六七八九])次全体会议")
_SPELL = re.compile(r"(?<=提前|推迟|延后|延长|缩短|提早|不到|不足|至少|超过|历时)(半|一)个?(年|月|天|周|小时)(?!代)")
_ROMAN = re.compile(r"([ⅰ-ⅻ])(类|级|期|型|度)")


class Maker(Protocol):
    def __call__(self, found: re.Match[str], /) -> list[Figure]: ...


def _code(m: re.Match[str]) -> list[Figure]:
    return [Figure(m.group(), Decimal(0), "code", m.start(), m.end())]


def _day(m: re.Match[str]) -> list[Figure]:
    return [
        Figure(m.group(n), Decimal(m.group(n)), unit, m.start(n), m.end(n))
        for n, unit in ((1, "纪年"), (3, "月"), (4, "日"))
    ]


def _share(m: re.Match[str]) -> list[Figure]:
    if m.group(1) is None:
        return [Figure(m.group(), Decimal(100), "%", m.start(), m.end())]
    value = amount_of(m.group(2))
    if value is not None:
        value = value * 100 / scale_of(m.group(1))
    elif HIDDEN not in m.group(2):
        return []
    return [Figure(m.group(), value, "%", m.start(), m.end())]


def _tenths(m: re.Match[str]) -> list[Figure]:
    tens, ones = amount_of(m.group(1)), Decimal(5) if m.group(2) == "半" else amount_of(m.group(2))
    return [Figure(m.group(), tens * 10 + ones, "%", m.start(), m.end())] if tens and ones else []


def _off(m: re.Match[str]) -> list[Figure]:
    """七五折 is 75 %."""
    tens, ones = (amount_of(c) or Decimal(0) if c else Decimal(0) for c in m.groups())
    return [Figure(m.group(), tens * 10 + ones, "%", m.start(), m.end())]


def _fraction(m: re.Match[str]) -> list[Figure]:
    if m.group(5):
        return [Figure(m.group(), Decimal(50), "%", m.start(), m.end())]
    below, above = (amount_of(g) for g in ((m.group(1), m.group(2)) if m.group(1) else (m.group(4), m.group(3))))
    if not below or above is None or above > below:
        return []
    return [Figure(m.group(), (above * 100 / below).normalize(), "%", m.start(), m.end())]


def _spell(m: re.Match[str]) -> list[Figure]:
    """提前半年, 不到一天: where a time is measured, 半 and 一 are figures."""
    unit, factor = MEASURES["个月" if m.group(2) == "月" else m.group(2)]
    value = factor * (Decimal(1) if m.group(1) == "一" else Decimal("0.5"))
    return [Figure(m.group(), value, unit, m.start(), m.end())]


def _roman(m: re.Match[str]) -> list[Figure]:
    value = Decimal(ord(m.group(1)) - ord("ⅰ") + 1)
    return [Figure(m.group(), value, m.group(2), m.start(), m.end())]


def _plenum(m: re.Match[str]) -> list[Figure]:
    return [Figure(m.group(), amount_of(m.group(1)), "中全会", m.start(), m.end())]


def _double(m: re.Match[str]) -> list[Figure]:
    times = amount_of(m.group(1)) if m.group(1) else Decimal(1)
    return [Figure(m.group(), Decimal(2) ** int(min(times or Decimal(1), Decimal(9))), "倍", m.start(), m.end())]


SPECIAL: tuple[tuple[re.Pattern[str], Maker], ...] = (
    (_CODE, _code),
    (_PLAN, _code),
    (_DAY, _day),
    (_SHARE, _share),
    (_FRACTION, _fraction),
    (_TENTHS, _tenths),
    (_OFF, _off),
    (_DOUBLE, _double),
    (_SPELL, _spell),
    (_ROMAN, _roman),
    (_PLENUM, _plenum),
)
