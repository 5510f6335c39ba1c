"""Figures of Chinese text, each whole: value, scale, unit, qualifier, span and the words it stands with.

一百二十三, 7000亿元, 0.7万亿元, 近千项, 百分之五, 三分之一, 翻一番, 2+4, 十四五, 2021年10月20日, 5-8%, 三大产业, xx亿元 (masked).
Enumeration words (一是, 二、, （三）) and idioms (四面八方) are no figures.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Protocol

from bot.numerals import COUNTS, DIGITS, MEASURES, SCALES, UNITS, chinese_number, same_unit, scale_of
from bot.text import HIDDEN

ABOVE, BELOW, ABOUT, VAGUE = "以上", "以内", "约", "数"
_DIRECT = {
    ABOVE: [
        "超过",
        "超出",
        "超",
        "逾",
        "突破",
        "突破了",
        "迈过",
        "跨过",
        "越过",
        "冲破",
        "破",
        "上",
        "过",
        "不少于",
        "不低于",
        "至少",
        "高于",
        "大于",
        "多达",
    ],
    BELOW: ["近", "将近", "接近", "已近", "不足", "不到", "少于", "低于", "小于", "不超过", "不高于", "至多", "最多"],
    ABOUT: ["约", "大约", "大概", "约为", "约占"],
}
_AFTER = {
    ABOVE: ["以上", "余", "多", "开外", "出头", "之多"],
    BELOW: ["以内", "以下", "之内"],
    ABOUT: ["左右", "上下", "来"],
}
_QUALIFIERS_BEFORE = sorted(((w, q) for q, ws in _DIRECT.items() for w in ws), key=lambda p: -len(p[0]))
_QUALIFIERS_AFTER = [(w, q) for q, ws in _AFTER.items() for w in ws]

_CN = "零〇一二两三四五六七八九十百千万亿"
_UNIT = "|".join(re.escape(u) for u in UNITS)
_IDIOM = re.compile(
    r"千家万户|万户千家|千头万绪|千方百计|千军万马|百家争鸣|百花齐放|千载难逢|万家灯火|四通八达|五花八门|一清二楚|三令五申|七嘴八舌|一五一十"
    r"|成千上万|成百上千|千千万万|亿万|万千|千万(?=[不别要注])|十分(?!之)|万分(?!之)|百分百分|三三两两|四面八方|五湖四海|三心二意|万一|一一"
    r"|接二连三|千篇一律|万无一失|百折不挠|百尺竿头|一刀两断|三天两头|十全十美|九牛一毛|四处|四周|百般|万般|百姓|百货|万物|万众|百业|一二三产"
)
_CODE = re.compile(
    r"(?<![a-z0-9.])(?:[a-z0-9]+(?:\+[a-z0-9]+)+|[a-z]+-?\d+(?:\.\d+)?[a-z0-9]*|\d+(?:\.\d+)?(?!(?:km|kg|kw|mw|gw|kwh|teu)(?![a-z]))[a-z]+[a-z0-9]*)"
)
_PLAN = re.compile(r"十[一二三四五六]五(?![十百千万亿年个项])")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
_SHARE = re.compile(rf"(百|千|万)分之([\d.]+|[{_CN}]+(?:点[{_CN}]+)?|{HIDDEN}+(?:\.{HIDDEN}+)?)|百分百")
_FRACTION = re.compile(
    r"([一二两三四五六七八九十]{1,3})分之([一二两三四五六七八九十]{1,3})|(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])|(一半|半数)"
)
_DOUBLE = re.compile(r"翻(?:了|了近|近)?([一二两三四五\d])?番|翻倍|翻一倍|翻了一倍")
_LIST_MARK = re.compile(
    r"(?m)^[ \t]*(?:[(（]?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]|\d{1,2}\s*[.、．](?!\d)|[一二三四五六七八九十]{1,3}、)"
)
_NUMBER = re.compile(
    rf"(?P<sign>(?<=[长幅速为是])[-−])?"
    rf"(?P<num>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?(?![.]\d)|[\d.]*{HIDDEN}[\d{HIDDEN}.,/]*|[数几][十百千万亿]+|[{_CN}]+(?:点[零〇一二三四五六七八九]+)?)"
    rf"(?P<more1>[多余几来])?(?P<scale>[十百千万亿]*)(?P<more2>[多余来])?(?P<unit>{_UNIT})?"
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
_BY = re.compile(r"(?:增长|增加|提高|多|出|扩大|上升|涨|翻)了?$")  # 增长一倍 makes two of one
_PLACES = frozenset(
    [
        "省",
        "市",
        "县",
        "区",
        "镇",
        "乡",
        "村",
        "街道",
        "社区",
        "地",
        "城",
        "湖",
        "园",
        "部门",
        "单位",
        "企业",
        "学院",
        "集群",
        "部",
        "班",
        "组",
        "队",
        "段",
        "大",
        "级",
    ]
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One quantity at [start, end) of the prepared text. `value` None: masked. `unit`: measure class or counting word."""

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
    """Equal quantity under compatible units (7000亿元 = 0.7万亿元, 五种 = 五大); approximations of 数十 only equal 几十."""
    if a.unit == "code" or b.unit == "code":
        return a.unit == b.unit and a.text == b.text
    if (a.qualifier == VAGUE) != (b.qualifier == VAGUE):
        return False
    return a.value == b.value and same_unit(a.unit, b.unit)


def parse_figures(norm: str) -> tuple[Figure, ...]:
    """The figures of a prepared text (`Prepared.norm`), in order. Time is linear in its length."""
    found: list[Figure] = []
    rest = _LIST_MARK.sub(lambda m: "\0" * len(m.group()), norm)
    rest = _IDIOM.sub(lambda m: "\0" * len(m.group()), rest)
    for pattern, make in _SPECIAL:

        def take(m: re.Match[str], make: _Maker = make) -> str:
            figures = make(m)
            found.extend(replace(f, qualifier=_qualifier(norm, f.start, f.end, "")) for f in figures)
            return "\0" * len(m.group()) if figures else m.group()

        rest = pattern.sub(take, rest)
    for m in _NUMBER.finditer(rest):
        found.extend(_plain(m, rest))
    found.sort(key=lambda f: f.start)
    return tuple(_share_units(_summed(found), norm))


class _Maker(Protocol):
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
    value = _amount(m.group(2))
    if value is not None:
        value = value * 100 / scale_of(m.group(1))
    elif HIDDEN not in m.group(2):
        return []
    return [Figure(m.group(), value, "%", m.start(), m.end())]


def _fraction(m: re.Match[str]) -> list[Figure]:
    if m.group(5):
        return [Figure(m.group(), Decimal(50), "%", m.start(), m.end())]
    below, above = (_amount(g) for g in ((m.group(1), m.group(2)) if m.group(1) else (m.group(4), m.group(3))))
    if not below or above is None or above > below:
        return []
    return [Figure(m.group(), (above * 100 / below).normalize(), "%", m.start(), m.end())]


def _double(m: re.Match[str]) -> list[Figure]:
    times = _amount(m.group(1)) if m.group(1) else Decimal(1)
    return [Figure(m.group(), Decimal(2) ** int(min(times or Decimal(1), Decimal(9))), "倍", m.start(), m.end())]


_SPECIAL: tuple[tuple[re.Pattern[str], _Maker], ...] = (
    (_CODE, _code),
    (_PLAN, _code),
    (_DAY, _day),
    (_SHARE, _share),
    (_FRACTION, _fraction),
    (_DOUBLE, _double),
)


def _amount(text: str) -> Decimal | None:
    if HIDDEN in text:
        return None
    if text[0].isdigit() and text[0].isascii():
        return Decimal(text.replace(",", "")) if text.count(".") <= 1 and text[-1] != "." else None
    return chinese_number(text)


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
        values = list(_readings(number))
        if not values or not _counts(number, scale, unit, values[0], ordinal, text, m.start(), m.end()):
            return []
    if m.group("sign"):
        values = [None if v is None else -v for v in values]
    more = m.group("more1") or m.group("more2") or ""
    qualifier = VAGUE if vague else _qualifier(text, m.start(), end, more)
    figures = []
    for value in values:
        amount = None if value is None else (value * scale_of(scale) * factor).normalize()
        if kind == "年" and amount is not None and 1000 <= amount <= 2999 and not scale and number[0] not in "千百":
            kind = "纪年"
        if kind == "倍" and amount is not None and _BY.search(text[max(0, m.start() - 4) : m.start()]):
            amount += 1
        if kind == "号" and text[m.start() - 1 : m.start()] == "月":
            kind = "日"
        figures.append(
            Figure(
                text[m.start("num") : end],
                amount,
                kind,
                m.start(),
                end,
                qualifier,
                ordinal,
                bool(more) or text[end : end + 1] == "多",
            )
        )
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
    value = _amount(number)
    return () if value is None else (value,)


def _counts(number: str, scale: str, unit: str, value: Decimal, ordinal: bool, text: str, start: int, end: int) -> bool:
    """Whether a run of numerals is a quantity here: 三个, 一百二十, 千亿; but not 一个, 统一, 三农, 万物."""
    if number[0].isascii():
        return True
    if ordinal:
        first = start < 2 or text[start - 2] in "，。；：！？\n;,"  # 第二，… opens a list item
        return value > 1 and not (first and text[end : end + 1] in "，、：,:是")
    if value == 1 and not scale:
        return MEASURES.get(unit, ("",))[0] in _HARD_ONE
    if unit in ("分", "号"):
        unit = ""
    if all(c in SCALES for c in number):  # 百亿, 千亿元, 万台; 十 alone needs a unit
        return bool(unit) or (len(number) > 1 and text[end : end + 1] not in "年个") or text[end : end + 1] == "级"
    if number[0] in SCALES and number[0] != "十":
        return False
    if all(c in DIGITS for c in number) and 1 < len(number) < 4:
        return bool(unit)
    return bool(unit) or bool(scale) or value >= 11


def _qualifier(text: str, start: int, end: int, more: str) -> str:
    if more in ("多", "余"):
        return ABOVE
    before, after = text[max(0, start - 5) : start].rstrip("了到为至"), text[end : end + 2]
    for word, kind in _QUALIFIERS_BEFORE:
        if before.endswith(word):
            return kind
    for word, kind in _QUALIFIERS_AFTER:
        if after.startswith(word):
            return kind
    return ABOUT if more else ""


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
