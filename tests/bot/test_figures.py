"""The figures of Chinese text: value, scale, unit, qualifier, span."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checker.figures import ABOUT, ABOVE, BELOW, VAGUE, Figure, parse_figures, same_value
from bot.checker.text import prepare
from bot.numerals import chinese_number


def figures(text: str) -> tuple[Figure, ...]:
    return parse_figures(prepare(text).norm)


def only(text: str) -> Figure:
    found = figures(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("投资508亿元", "50800000000", "元"),
        ("投资０．７万亿元", "700000000000", "元"),
        ("种植三千六百亩", "3600", "亩"),
        ("种植240公顷", "3600", "亩"),
        ("一百二十三个", "123", "个"),
        ("二十一世纪", "21", "世纪"),
        ("增长百分之五点三", "5.3", "%"),
        ("增长5.3%", "5.3", "%"),
        ("提高5.3个百分点", "5.3", "百分点"),
        ("占三分之一", "33.33333333333333333333333333", "%"),
        ("占一半", "50", "%"),
        ("占四成", "40", "%"),
        ("翻一番", "2", "倍"),
        ("翻了两番", "4", "倍"),
        ("是去年的两倍", "2", "倍"),
        ("增长一倍", "2", "倍"),
        ("三年行动", "3", "年"),
        ("2025年", "2025", "纪年"),
        ("二〇二一年", "2021", "纪年"),
        ("第六届", "6", "届"),
        ("12,345元", "12345", "元"),
        ("一万五千人", "15000", "人"),
        ("接待31万6千人次", "316000", "人次"),
        ("水质为Ⅲ类", "3", "类"),
        ("“三个务必”", "3", "个"),
        ("六大产业", "6", "大"),
        ("十九届", "19", "届"),
    ],
)
def test_value_and_unit(text: str, value: str, unit: str) -> None:
    figure = only(text)
    assert (figure.value, figure.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("近千项", BELOW),
        ("超1000项", ABOVE),
        ("突破7000亿元", ABOVE),
        ("约300家", ABOUT),
        ("300家左右", ABOUT),
        ("控制在5%以内", BELOW),
        ("100亩以上", ABOVE),
        ("1000多项", ABOVE),
        ("数十家", VAGUE),
        ("几百户", VAGUE),
        ("300家", ""),
    ],
)
def test_qualifier(text: str, qualifier: str) -> None:
    assert only(text).qualifier == qualifier


@pytest.mark.parametrize(
    "text",
    [
        "一是加强领导",
        "（三）深化改革",
        "三、深化改革",
        "统一思想",
        "一体化推进",
        "一个一个来",
        "千方百计",
        "四面八方",
        "十分重要",
        "千家万户",
        "万物互联",
        "一批项目",
        "X市和xx县",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text) == ()


@pytest.mark.parametrize("text", ["投资xx亿元", "增长x.x%", "建成×个", "新增***万亩"])
def test_masked(text: str) -> None:
    assert only(text).masked


def test_codes_are_whole() -> None:
    assert [f.text for f in figures("“85+39”项任务，“2+4”产业，十四五，5G基站")] == ["85+39", "2+4", "十四五", "5g"]
    assert not same_value(figures("“85+39”")[0], figures("“85+29”")[0])


def test_dates_and_ranges() -> None:
    assert [(f.value, f.unit) for f in figures("2021年10月20日")] == [(2021, "纪年"), (10, "月"), (20, "日")]
    assert [(f.value, f.unit) for f in figures("2021-10-20")] == [(2021, "纪年"), (10, "月"), (20, "日")]
    assert [(f.value, f.unit) for f in figures("增长5-8%")] == [(5, "%"), (8, "%")]
    assert [(f.value, f.unit) for f in figures("3至5个")] == [(3, "个"), (5, "个")]
    assert [(f.value, f.unit) for f in figures("五六百人")] == [(500, "人"), (600, "人")]


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("7000亿元", "0.7万亿元", True),
        ("五种", "五大", True),
        ("五种", "四样", False),
        ("近千项", "近1000项", True),
        ("5%", "5个百分点", False),
        ("512家", "1512家", False),
        ("100亩", "100公顷", False),
        ("15亩", "1公顷", True),
        ("千亿级", "1000亿级", True),
        ("千亿级", "百亿级", False),
        ("60天", "两个月", True),
    ],
)
def test_same_value(one: str, two: str, same: bool) -> None:
    assert same_value(only(one), only(two)) is same


@given(st.integers(min_value=0, max_value=99_999_999))
def test_chinese_numerals_read_back(number: int) -> None:
    assert chinese_number(spelled(number)) == number


def spelled(number: int) -> str:
    """A number below 10^8 in Chinese numerals."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        zero = "零" if 0 < low < 1000 else ""
        return spelled(high) + "万" + (zero + spelled(low) if low else "")
    digits, text = "零一二三四五六七八九", ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            text += digits[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text or "零"


@given(st.text(alphabet="0123456789.,一二三十百千万亿%元个年多余近超第百分之xX□+-至 \n", max_size=80))
def test_any_text_is_read_and_spans_fit(text: str) -> None:
    norm = prepare(text).norm
    found = parse_figures(norm)
    assert all(0 <= figure.start < figure.end <= len(norm) for figure in found)
    assert [figure.start for figure in found] == sorted(figure.start for figure in found)
