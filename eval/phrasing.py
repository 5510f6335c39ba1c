"""How a question is put to a sentence of a text: its figure becomes 多少, the line before a list asks for the items.

Pure functions of text. Does not know: whether a person would ask it; somebody has to look it through.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

_UNIT = (
    r"(?:万|亿)*(?:个百分点|平方公里|平方米|立方米|公里|公斤|公顷|千瓦|吉瓦|美元|人次|"
    r"[%％元吨斤个户人家项件亩条座处所名场次株只头支套台辆艘天米倍])"
)
_FIGURE = re.compile(rf"(?<![\d.xX×*第年月日—－~～至到-])(\d+(?:,\d{{3}})*(?:\.\d+)?)({_UNIT})(?![\d.])")
_MASK_UNIT = re.compile(rf"({_UNIT})")
_ITEM = re.compile(r"(?<![一二三四五六七八九十第])([一二三四五六七八九])(是|要)")
_NUMERALS = "一二三四五六七八九"
# What stands before the matter of a sentence: 同时，… 一是… （二）… 其中，…
_LEAD = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]+[）)、]|第[一二三四五六七八九十]+[，、]|[一二三四五六七八九]是|\d+[.．、]|"
    r"(?:同时|此外|另外|其中|目前|当前|比如|例如|特别是|尤其是|据统计|据了解|截至目前|可以说|应该说|总的来看|下一步|"
    r"话说回来|坦率地讲|[一-鿿]{1,3}的是|近年来|在此基础上|与此同时|一方面|另一方面)[，,：:]?)"
)
_POINTING = re.compile(r"^(?:这|那|其|他|她|它|该|此|上述|以上|并|也|还|又|而|但|却|从而|使|让|且|则|就|对此|为此|或)")
# A question with one of these says of whom or when by itself; any other is asked of its speech, by title.
_NAMED = re.compile(
    r"[0-9]{4}年|《|[A-Za-z]+号|(?<![全我各本])(?<![一-鿿][全我各本])[一-鿿]{1,6}(?:集团|公司|学院|大学|银行|街道|港|河|湖)|"
    r"(?<![全我各本这该])[一-鿿](?<![全我各本这该城农乡集省弟小社园街地山郊景库林])[市县区镇乡村](?!级|域|场|直|委|政府|民|庄|外|内|里|财)"
)
_BEFORE = re.compile(r"(?:大约|大概|接近|将近|超过|突破|不低于|不少于|约|超|近|逾)$")
_AFTER = re.compile(r"^(?:以上|以下|左右|余|多)")
_SPOILT = re.compile(r"[【】#\[\]]|[xX]{2}|[*×]")
_PAIRS = (("（", "）"), ("(", ")"), ("“", "”"), ("‘", "’"), ("《", "》"), ("「", "」"))
_COUNTED = re.compile(r"[两二三四五六七八九几][个条点件项大类方种步篇仗账处张块场]")
_NUMBER = re.compile(r"^[\d\W_]+")
_ASKED, _FULL = (4, 42), 10  # characters of what stands before the figure in a question, and of all but the figure
_REST = 14  # characters at most of what follows the figure in its clause
_QUOTE = 12  # characters at least: a shorter quote is seldom the only one
_TOPIC, _HEAD = (6, 40), 45  # characters of what a list is of, and at most of what an item begins with
_SAID = 8  # characters at least of what is quoted of a statement
_TITLE, _CUT = 24, 16  # characters: a longer title is cut


@dataclass(frozen=True, slots=True)
class Listing:
    """A question for a list: the verbatim opening of each item, and what each item is called."""

    question: str
    quotes: tuple[str, ...]
    heads: tuple[str, ...]


def ask_figure(sentence: str) -> tuple[str, list[str]] | None:
    """The question that asks for the first figure that can be asked for, and the figure with its unit."""
    for figure in _FIGURE.finditer(sentence):
        question = _question(sentence, figure.start(), figure.end(), figure.group(2))
        if question:
            return question, [figure.group()]
    return None


def ask_masked(sentence: str, masks: Sequence[tuple[int, int]]) -> tuple[str, list[str]] | None:
    """The question for the first hidden value that has a unit; hidden names and words are not asked for."""
    for start, end in masks:
        if not re.match(r"[xX×*.]", sentence[start]):
            continue
        unit = _MASK_UNIT.match(sentence, end) or re.search(rf"{_UNIT}$", sentence[start:end])
        if unit and not any(first < start for first, _ in masks):
            last = max(end, unit.end()) if unit.re is _MASK_UNIT else end
            question = _question(sentence, start, last, unit.group())
            if question:
                return question, []
    return None


def _question(sentence: str, start: int, end: int, unit: str) -> str:
    """The sentence up to its figure [start, end), asked; empty where that would not be a question people ask."""
    before = sentence[:start].strip()
    while lead := _LEAD.match(before):
        before = before[lead.end() :]
    rest = re.split(r"[，,。！？；：:、（(【]", _AFTER.sub("", sentence[end:]))[0]
    whole = before + rest
    if not _ASKED[0] <= len(before) <= _ASKED[1] or len(whole) < _FULL or len(rest) > _REST or _POINTING.match(before):
        return ""
    if re.search(r"[0-9xX*×]", rest):
        return ""
    if any(whole.count(a) != whole.count(b) for a, b in _PAIRS) or _SPOILT.search(whole):
        return ""
    bare = _BEFORE.sub("", before)
    if bare.endswith("的") and unit not in "%％倍":
        return ""
    if bare.endswith(("、", "，", ",", "：", "和", "与", "及", "（", "“", "比", "为期")):
        return ""
    asked = "百分之多少" if unit in "%％" else f"多少{unit}"
    return f"{bare}{asked}{rest}？"


def ask_list(text: str) -> Listing | None:
    """What stands before 一是 (or 一要) names what the list is of; the items follow in order, three at least."""
    items: list[re.Match[str]] = []
    for item in _ITEM.finditer(text):
        in_order = len(items) < len(_NUMERALS) and item.group(1) == _NUMERALS[len(items)]
        if in_order and (not items or item.group(2) == items[0].group(2)):
            items.append(item)
    if len(items) < 3:
        return None
    topic = _topic(text[: items[0].start()])
    ends = [*(item.start() for item in items[1:]), len(text)]
    pieces = [text[item.start() : end] for item, end in zip(items, ends, strict=True)]
    heads = tuple(re.split(r"[，,。；：:]", piece[2:].strip())[0] for piece in pieces)
    quotes = tuple(map(_opening, pieces))
    short = any(len(quote) < _QUOTE for quote in quotes)
    if not topic or short or not all(2 <= len(head) <= _HEAD for head in heads):
        return None
    return Listing(f"{topic}，分别是什么？" if _COUNTED.search(topic) else _told_when(topic), quotes, heads)


def _told_when(topic: str) -> str:
    """The question for a list whose lead is a statement and not a count: its last clause is quoted."""
    *earlier, said = topic.split("，")
    while earlier and len(said) < _SAID:
        said = f"{earlier.pop()}，{said}"
    return f"讲到“{said.replace('“', '‘').replace('”', '’')}”时，列了哪几条？"


def _topic(before: str) -> str:
    """What a list is of: the last sentence before it, or as many of that one's last clauses as are not too long."""
    sentence = re.split(r"[。！？；]", before.rstrip("：:，,。；"))[-1].strip()
    while lead := _LEAD.match(sentence):
        sentence = sentence[lead.end() :]
    clauses = re.split(r"[，,：:]", sentence)
    while len("，".join(clauses)) > _TOPIC[1]:
        del clauses[0]
    topic = re.sub(r"^(?:我们|必须|需要|就要|就是|重点|将|要)+", "", "，".join(clauses))
    spoilt = _POINTING.match(topic) or _SPOILT.search(topic) or any(topic.count(a) != topic.count(b) for a, b in _PAIRS)
    return "" if spoilt or len(topic) < _TOPIC[0] else topic


def _opening(piece: str) -> str:
    """The first clauses of an item, as many as make a quote."""
    found = ""
    for clause in re.findall(r"[^，,。；：:]+[，,。；：:]?", piece):
        found += clause
        if len(found.rstrip("，,。；：:")) >= _QUOTE:
            break
    return found.rstrip("，,。；：:")


def with_title(question: str, title: str, file: str) -> str:
    """A question that says neither whose nor when is asked of its speech by title; empty where that names nothing."""
    if _NAMED.search(question):
        return question
    name = _short_title(title) or _short_title(_NUMBER.sub("", PurePath(file).stem))
    return f"《{name}》里，{question}" if name else ""


def _short_title(title: str) -> str:
    """The title as people say it: its first part, cut before what is hidden in it; empty where it names nothing."""
    first = re.sub(r"[（(][^（）()]*[）)]$", "", (title.split() or [""])[0])
    spoilt = _SPOILT.search(first)
    if spoilt or len(first) > _TITLE:
        first = first[: min(spoilt.start() if spoilt else len(first), _CUT)] + "…"
    return first if len(re.findall(r"[一-鿿]", first)) >= 4 else ""
