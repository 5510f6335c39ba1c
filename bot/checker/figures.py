"""Figures of Chinese text, each whole: value, scale, unit, qualifier, span and the words it stands with.

一百二十三, 7000亿元, 0.7万亿元, 近千项, 百分之五, 三分之一, 翻一番, 2+4, 十四五, 2021年10月20日, 5-8%, 三大产业, xx亿元
(masked).
Enumeration words (一是, 二、, （三）) and idioms (四面八方) are no figures.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from bot.checker.qualifiers import qualifier_of
from bot.checker.quantity import ABOUT, ABOVE, BELOW, VAGUE, Figure, amount_of, same_value
from bot.checker.special_figures import SPECIAL, Maker
from bot.checker.text import HIDDEN
from bot.numerals import DIGITS, MEASURES, SCALES, UNITS, scale_of

__all__ = ["ABOUT", "ABOVE", "BELOW", "VAGUE", "Figure", "parse_figures", "same_value"]
_CN = "零〇一二两三四五六七八九十百千万亿"
_UNIT = "|".join(re.escape(u) for u in UNITS)
_NUMERALS = "零〇一二两三四五六七八九十百千万亿"
_IDIOM = re.compile(
    rf"(?<![{_NUMERALS}\d.])(?:"
    "千家万户|万户千家|千头万绪|千方百计|千军万马|百家争鸣|百花齐放|千载难逢|万家灯火|四通八达|五花八门|一清二楚|三令五申|七嘴八舌"
    "|一五一十|成千上万|成百上千|千千万万|三三两两|四面八方|五湖四海|三心二意|接二连三|千篇一律|万无一失|百折不挠|百尺竿头"
    "|一刀两断|三天两头|十全十美|九牛一毛|四处|四周|百般|万般|百姓|百货|万物|万众|百业|一二三产"
    "|千万(?=[不别要注])|十分(?![之钟])|万分(?!之)"
    rf"|(?:亿万|万千|万一|一一)(?![{_NUMERALS}]))"
)
_LIST_MARK = re.compile(
    r"(?m)^[ \t]*(?:[(（]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|\d{1,2}\s*[.、．](?!\d)"
    r"|[一二三四五六七八九十]{1,3}、)"
)
_NUMBER = re.compile(
    rf"(?P<sign>(?<=[长幅速为是])[-−])?"
    rf"(?P<num>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?(?![.]\d)|[\d.]*{HIDDEN}[\d{HIDDEN}.,/]*|[数几][十百千万亿]+|[{_CN}]+(?:点[零〇一二三四五六七八九]+)?)"
    rf"(?: (?=[十百千万亿]|{_UNIT}))?"  # 6533 万元, as converted pages have it
    rf"(?P<more1>[多余几]|来(?=[十百千万亿]|{_UNIT}))?(?P<scale>[十百千万亿]*)(?P<more2>[多余]|来(?={_UNIT}))?(?P<unit>{_UNIT})?"
)
_NOT_AS_UNIT = {  # a unit word that begins another word here: 五成为, 三方面军
    "成": "为立功就效果长员熟都本绩型交分品批",
    "分": "之别布工类析散",
    "方": "案面向法针式位便程言块可才能今知志",
    "块": "地",
    "步": "骤",
    "米": "粉兰",
    "日": "本",
    "元": "素旦件",
    "号": "召称",
    "强": "化调",
    "大": "家量多力会学型小众幅",
    "地": "方位区",
    "区": "域",
    "部": "门署队",
    "组": "织成合",
    "点": "击",
    "批": "评准示",
    "班": "子",
    "城": "市乡镇",
    "市": "场",
    "起": "来到",
    "节": "约能日",
    "层": "面次",
    "场": "所",
    "位": "置于",
    "条": "件",
    "项": "目",
    "名": "牌",
    "户": "籍",
    "口": "岸",
}
_HARD_ONE = frozenset({"元", "美元", "欧元", "%", "百分点", "倍", "斤", "亩", "米", "番", "平方米", "立方米", "千瓦时"})
GROWN = re.compile(r"(?:增长|增加|提高|多|出|大|高|上升|涨|翻)了?$")  # 增长一倍 makes two of one
_PLACE = "省 市 县 区 镇 乡 村 街道 社区 地 城 湖 园 部门 单位 企业 学院 集群 部 班 组 队 段 大 级"
_PLACES = frozenset(_PLACE.split())


def parse_figures(norm: str) -> tuple[Figure, ...]:
    """The figures of a prepared text (`Prepared.norm`), in order. Time is linear in its length."""
    found: list[Figure] = []
    rest = _LIST_MARK.sub(lambda m: "\0" * len(m.group()), norm)
    rest = _IDIOM.sub(lambda m: "\0" * len(m.group()), rest)
    for pattern, make in SPECIAL:

        def take(m: re.Match[str], make: Maker = make) -> str:
            figures = make(m)
            found.extend(replace(f, qualifier=qualifier_of(norm, f.start, f.end, "")) for f in figures)
            return "\0" * len(m.group()) if figures else m.group()

        rest = pattern.sub(take, rest)
    for m in _NUMBER.finditer(rest):
        found.extend(_plain(m, rest))
    found.sort(key=lambda f: f.start)
    return tuple(_share_units(_summed(found), norm))


def _plain(m: re.Match[str], text: str) -> list[Figure]:
    number, scale, unit = m.group("num"), m.group("scale"), m.group("unit") or ""
    if unit and m.end() < len(text) and text[m.end()] in _NOT_AS_UNIT.get(unit, ""):
        unit = ""
    end = m.start("unit") if m.group("unit") and not unit else m.end()
    kind, factor = MEASURES.get(unit, (unit, Decimal(1)))
    ordinal = text[m.start() - 1 : m.start()] == "第"
    vague = number[0] in "数几"
    values: list[Decimal | None]
    if HIDDEN in number:
        if not (unit or scale) or unit in _PLACES:  # □□市: a hidden name, not a figure
            return []
        values = [None]
    elif vague:
        values = [Decimal(scale_of(number[1:]))]
    else:
        readings = _readings(number)
        if not readings or not _counts(number, scale, unit, readings[0], ordinal, text, m.start(), m.end()):
            return []
        values = list(readings)
    if m.group("sign"):
        values = [None if v is None else -v for v in values]
    more = m.group("more1") or m.group("more2") or ""
    qualifier = VAGUE if vague else qualifier_of(text, m.start(), end, more)
    figures = []
    for value in values:
        amount = None if value is None else (value * scale_of(scale) * factor).normalize()
        if kind == "年" and amount is not None and 1000 <= amount <= 2999 and not scale and number[0] not in "千百":
            kind = "纪年"
        if kind == "倍" and amount is not None and GROWN.search(text[max(0, m.start() - 4) : m.start()]):
            amount += 1
        if kind == "号" and text[m.start() - 1 : m.start()] == "月":
            kind = "日"
        open_ended = bool(more) or text[end : end + 1] == "多"
        shown = text[m.start("num") : end]
        degree = "" if kind in ("纪年", "月", "日") else qualifier
        figures.append(Figure(shown, amount, kind, m.start(), end, degree, ordinal, open_ended))
    return figures


def _readings(number: str) -> tuple[Decimal, ...]:
    """The value of a number; two for 五六百 and 三五个."""
    if (
        len(number) >= 2
        and number[0] in DIGITS
        and number[1] in DIGITS
        and 0 < DIGITS[number[1]] - DIGITS[number[0]] <= 2
    ):
        rest = number[2:]
        if all(c not in DIGITS for c in rest):
            return tuple(Decimal(DIGITS[d] * scale_of(rest)) for d in number[:2])
    value = amount_of(number)
    return () if value is None else (value,)


def _counts(number: str, scale: str, unit: str, value: Decimal, ordinal: bool, text: str, start: int, end: int) -> bool:
    """Whether a run of numerals is a quantity here: 三个, 一百二十, 千亿; but not 一个, 统一, 三农, 万物."""
    if number[0].isascii():
        return True
    if ordinal:
        first = start < 2 or text[start - 2] in "，。；：！？\n;,"  # 第二，… opens a list item
        return value > 1 and not (first and text[end : end + 1] in tuple("，、：,:是"))
    if value == 1 and not scale:
        return unit != "块" and MEASURES.get(unit, ("",))[0] in _HARD_ONE
    if unit in ("分", "号"):
        unit = ""
    if all(c in SCALES for c in number):  # 百亿, 千亿元, 万台; 十 alone needs a unit
        return (
            bool(unit) or (len(number) > 1 and text[end : end + 1] not in ("年", "个")) or text[end : end + 1] == "级"
        )
    if number[0] in SCALES and number[0] != "十":
        return False
    if all(c in DIGITS for c in number) and 1 < len(number) < 4:
        return bool(unit)
    return bool(unit) or bool(scale) or value >= 11


def _summed(found: list[Figure]) -> list[Figure]:
    """31万6千人次 is one figure."""
    result: list[Figure] = []
    for figure in found:
        last = result[-1] if result else None
        if (
            last
            and last.end == figure.start
            and not last.unit
            and last.text[-1] in "万亿千百"
            and last.value
            and figure.value
            and figure.value < scale_of(last.text[-1])
            and figure.unit not in ("code", "%")
        ):
            result[-1] = replace(
                figure, text=last.text + figure.text, value=last.value + figure.value, start=last.start
            )
        else:
            result.append(figure)
    return result


def _share_units(found: list[Figure], norm: str) -> list[Figure]:
    """The first number of a range takes unit and scale of the second: 5-8%, 3至5个, 2021—2025年."""
    for i in range(len(found) - 2, -1, -1):
        one, two = found[i], found[i + 1]
        between = norm[one.end : two.start]
        if (
            one.unit
            or not two.unit
            or one.masked
            or two.value is None
            or not re.fullmatch(r"-|[—–~～]{1,2}|至|到|、", between)
        ):
            continue
        value = one.value
        assert value is not None
        number = re.match(r"[\d.,]+", two.text)
        if number and between != "、":
            value = value * two.value / (Decimal(number.group().replace(",", "")) or 1)
        elif between == "、" and two.unit not in ("%", "年", "月", "日"):
            continue
        found[i] = replace(one, value=value.normalize(), unit=two.unit)
    return found
