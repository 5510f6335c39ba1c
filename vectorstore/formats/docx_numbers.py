"""Automatic numbering of Word documents as the text that a person sees: 一、 （一） 1. ①."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PLACE = re.compile(r"%([1-9])")
_CHINESE = "零一二三四五六七八九"


def chinese(value: int) -> str:
    """12 as 十二, 105 as 一百零五; plain digits from 1000 on."""
    if not 0 < value < 1000:
        return str(value)
    hundreds, rest = divmod(value, 100)
    tens, ones = divmod(rest, 10)
    text = _CHINESE[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _CHINESE[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_CHINESE[ones] if ones else "")


def _letters(value: int) -> str:
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)


def _roman(value: int) -> str:
    text = ""
    for number, sign in zip((50, 40, 10, 9, 5, 4, 1), ("l", "xl", "x", "ix", "v", "iv", "i"), strict=True):
        while value >= number:
            text, value = text + sign, value - number
    return text


def _digits(signs: str) -> Callable[[int], str]:
    """Decimal digits in other signs: 12 as 一二 or １２."""
    return lambda value: "".join(signs[int(digit)] for digit in str(value))


def _cycle(signs: str) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)]


def _one_of(first: str, last: int) -> Callable[[int], str]:
    """Signs that stand in a row in Unicode, up to `last`; plain digits beyond."""
    return lambda value: chr(ord(first) + value - 1) if 1 <= value <= last else str(value)


def _legal(value: int) -> str:
    """12 as 壹拾贰."""
    text = "一" + chinese(value) if 10 <= value < 20 else chinese(value)
    return text.translate(str.maketrans("零一二三四五六七八九十百", "零壹贰叁肆伍陆柒捌玖拾佰"))


_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCounting": chinese,
    "chineseCountingThousand": chinese,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal,
    "ideographDigital": lambda value: chinese(value) if value <= 10 else _digits("〇一二三四五六七八九")(value),
    "japaneseDigitalTenThousand": chinese,
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _one_of("㊀", 10),
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedFullstop": _one_of("⒈", 20),
    "decimalEnclosedParen": _one_of("⑴", 20),
    "numberInDash": lambda value: f"- {value} -",
    "japaneseCounting": chinese,
    "taiwaneseCounting": chinese,
    "taiwaneseCountingThousand": chinese,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "decimalEnclosedCircle": _one_of("①", 20),
    "decimalEnclosedCircleChinese": _one_of("①", 20),
    "decimalZero": lambda value: f"{value:02d}",
    "none": lambda value: "",
}


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    plain: bool = False  # the numbers of the levels above are shown as 1, 2, 3
    goes_on: bool = False  # is not counted anew under the next number above
    style: str = ""  # the paragraph style that belongs to this level


@dataclass(slots=True)
class Numbers:
    """The lists of a document, counted as its paragraphs are read in order."""

    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    shared: dict[str, str] = field(default_factory=dict)  # list to the abstract list that it counts with
    counts: dict[str, dict[int, int]] = field(default_factory=dict)

    def depth(self, number: str, style: str) -> int:
        """The level (0-based) of a list to which a paragraph style belongs; the first when it names none."""
        levels = self.lists.get(number, {})
        return next((depth for depth, level in levels.items() if style and level.style == style), 0)

    def next(self, number: str, level: int) -> str:
        """The number of the next paragraph at `level` (0-based) of a list; empty for bullets and unknown lists."""
        levels = self.lists.get(number)
        if levels is None or level not in levels:
            return ""
        counts = self.counts.setdefault(self.shared.get(number, number), {})
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [key for key in counts if key > level and not levels.get(key, _Level()).goes_on]:
            del counts[deeper]
        if levels[level].form == "bullet":
            return ""

        def value(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            shown = levels.get(at, _Level())
            form = "decimal" if levels[level].plain and at < level else shown.form
            return _FORMATS.get(form, str)(counts.get(at, shown.start))

        return _PLACE.sub(value, levels[level].text)


def read_numbers(root: Element | None) -> Numbers:
    """The lists of word/numbering.xml."""
    numbers = Numbers()
    if root is None:
        return numbers
    abstract = {a.get(f"{W}abstractNumId", ""): _levels(a) for a in root.iter(f"{W}abstractNum")}
    styled = {value: _levels(a) for a in root.iter(f"{W}abstractNum") if (value := _value(a, "styleLink"))}
    for a in root.iter(f"{W}abstractNum"):  # a list that is only named here and described with its style
        if (style := _value(a, "numStyleLink")) in styled:
            abstract[a.get(f"{W}abstractNumId", "")] = styled[style]
    for num in root.iter(f"{W}num"):
        name = num.get(f"{W}numId", "")
        linked = num.find(f"{W}abstractNumId")
        base = linked.get(f"{W}val", "") if linked is not None else ""
        levels = dict(abstract.get(base, {}))
        overrides = num.findall(f"{W}lvlOverride")
        for override in overrides:
            at = integer(override.get(f"{W}ilvl"))
            begin = override.find(f"{W}startOverride")
            old = levels.get(at, _Level())
            if begin is not None:
                levels[at] = replace(old, start=integer(begin.get(f"{W}val"), 1))
            levels |= _levels(override)
        numbers.lists[name] = levels
        numbers.shared[name] = f"num {name}" if overrides else f"abstract {base}"
    return numbers


def _levels(parent: Element) -> dict[int, _Level]:
    found = {}
    for level in parent.findall(f"{W}lvl"):
        children = {tag: level.find(W + tag) for tag in ("start", "numFmt", "lvlText", "lvlRestart")}
        values = {tag: child.get(f"{W}val", "") for tag, child in children.items() if child is not None}
        found[integer(level.get(f"{W}ilvl"))] = _Level(
            integer(values.get("start"), 1),
            _form(level, values.get("numFmt", "decimal")),
            values.get("lvlText", ""),
            _value(level, "isLgl", "1") not in ("", "0", "false"),
            values.get("lvlRestart") == "0",
            _value(level, "pStyle"),
        )
    return found


def _form(level: Element, named: str) -> str:
    """The form of number; newer ones stand in a choice, with an older one for programs that do not know them."""
    if level.find(f"{W}numFmt") is None:
        return next((one.get(f"{W}val", named) for one in level.iter(f"{W}numFmt")), named)
    return named


def _value(parent: Element, tag: str, default: str = "") -> str:
    """The value of a child: empty without the child, `default` for a child without a value."""
    child = parent.find(W + tag)
    return "" if child is None else child.get(f"{W}val", default)


def integer(text: str | None, default: int = 0) -> int:
    """A small whole number from an attribute; `default` for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,6}", text) else default
