"""Numbers at the start of a line: of speeches (篇一：, 第一篇, 【范文1】) and of headings (一、（一）1. ①)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_N = r"(?P<n>[一二三四五六七八九十百〇零○]{1,5}|[0-9０-９]{1,3})"
_WORDS = (
    "(?:大会|典型|书面|表态|会议|经验|交流)?"
    "(?:篇目|篇|范文|例文|样文|材料|发言材料|交流材料|发言稿|发言|讲话|稿件|文稿|参考|样本|模板|心得体会|心得|体会|致辞|之)"
)
# A label that only a speech of a compilation bears.
_LABEL = re.compile(
    r"(?P<open>[【\[〔（(《〖]?)\s*"
    rf"(?:第\s*{_N}\s*(?P<a>篇|份|则|稿)|(?P<b>{_WORDS})\s*[第之]?\s*{_N.replace('<n>', '<m>')}"
    rf"|{_N.replace('<n>', '<k>')}\s*(?P<c>篇))"
    r"(?![一-鿿]{0,1}[届次个年月日是要]|文章|论文|小说|作文|[的叫讲])\s*(?P<close>[】\]〕）)》〗]?)\s*(?P<sep>[:：、.．—\-－]*)"
)
_SAMPLE = re.compile(
    r"[【\[（(]\s*(?:范文|例文|样文|参考范文|正文)\s*[】\]）)]\s*[:：]?|(?:范文|例文|样文|题\s?目)[:：]"
)
_CHINESE = "一二三四五六七八九十百〇零○"
_ARABIC = "0123456789０１２３４５６７８９"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_HEADINGS = (  # form, heading level, the characters it can start with, the form itself
    ("chapter", 1, "第", re.compile(rf"第{_N}[章编](?![一-鿿]{{0,2}}规定)[\s:：、]*")),
    ("section", 2, "第", re.compile(rf"第{_N}(?:节|部分)[\s:：、]*")),
    ("dun", 1, _CHINESE + _ARABIC, re.compile(rf"{_N}\s*[、](?!\s*[一二三四五六七八九十]、)")),
    ("paren", 2, "（(", re.compile(rf"[（(]\s*{_N}\s*[）)]\s*[、.．]?")),
    ("multi", 3, _ARABIC, re.compile(r"(?P<n>\d{1,2})(?:[.．]\d{1,2}){1,3}[.．、\s]\s*(?!\d)")),
    ("arab", 3, _ARABIC, re.compile(r"(?P<n>\d{1,2}|[０-９]{1,2})\s*(?:[.．](?![\d０-９])|、)")),
    ("close", 4, _ARABIC, re.compile(r"(?P<n>\d{1,2})[）)]")),
    ("circle", 4, _CIRCLED, re.compile(rf"(?P<n>[{_CIRCLED}])")),
)
_LABEL_STARTS = frozenset("【[〔（(《〖第篇范例样材发交讲稿文参模心体致之题大典书表会经" + _CHINESE)
_STARTS = _LABEL_STARTS.union(_ARABIC, _CIRCLED)
_BARE = re.compile(rf"[（(【\[]?\s*{_N}\s*[）)】\]]?\s*[、.．]?\Z")
# Ordinals that open a clause: the line is a heading only when it stands alone.
_CLAUSE = re.compile(r"第?[一二三四五六七八九十]{1,2}(?:是|要|[个点][是，要]|，)|首先|其次|再次|最后")
_DIGIT = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}


@dataclass(frozen=True, slots=True)
class Number:
    """A number at the start of a line. `kind` names its form, `end` is where the words after it begin.

    `level` is that of a heading of this form, 0 for a label of speeches. `bare`: the line holds nothing else.
    """

    kind: str
    value: int
    end: int
    level: int = 0
    bare: bool = False


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> int:
    """一百二十三, 12, １２, 二〇, ③ as an int."""
    if text.isascii() and text.isdigit():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    if "０" <= text[0] <= "９":
        return int(text.translate({ord("０") + i: str(i) for i in range(10)}))
    if not any(char in "十百" for char in text):
        return int("".join(str(_DIGIT[char]) for char in text))
    total = digit = 0
    for char in text:
        if char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            digit = _DIGIT[char]
    return total + digit


def number_of(text: str) -> Number | None:
    """The number that a line starts with, if any. Looks at the first 40 characters only."""
    return _number(text[:40], len(text)) if text and text[0] in _STARTS else None


@lru_cache(maxsize=16384)
def _number(head: str, length: int) -> Number | None:
    first = head[0]
    label = _label(head, length) if first in _LABEL_STARTS or first.isdigit() else None
    return label or _heading(head, length)


def _label(head: str, length: int) -> Number | None:
    found = _LABEL.match(head)
    if found and bool(found["open"]) == bool(found["close"]):
        end = found.end()
        ended = found["close"] or found["sep"] or end == length or head[end : end + 1].isspace()
        if ended or head[end - 1].isspace() or found["a"] == "篇":
            value = chinese_number(found["n"] or found["m"] or found["k"])
            word = found["a"] or found["b"] or found["c"]
            return Number("label:" + word[-2:], value, end, bare=end == length)
    sample = _SAMPLE.match(head)
    if sample:
        return Number("label:范文", 0, sample.end(), bare=sample.end() == length)
    return None


def _heading(head: str, length: int) -> Number | None:
    for kind, level, starts, pattern in _HEADINGS:
        found = pattern.match(head) if head[0] in starts else None
        if found:
            if kind == "dun" and found["n"][0].isdecimal():
                kind, level = "arab", 3
            return Number(kind, chinese_number(found["n"]), found.end(), level, found.end() == length)
    bare = _BARE.match(head) if length <= 8 else None
    if bare:
        return Number("bare", chinese_number(bare["n"]), length, 1, True)
    return None


def opens_clause(text: str) -> bool:
    """一是…, 第一，…, 首先…: an item of a list that the text goes through."""
    return _CLAUSE.match(text) is not None
