"""Titles glued to the first sentence of their speech: where such a title ends in its line."""

from __future__ import annotations

import re

from vectorstore.reading.numbering import Number, number_of
from vectorstore.reading.roles import paren_kind
from vectorstore.reading.shapes import greeting_at, is_short
from vectorstore.reading.toc import key

TITLE_WORD = re.compile(
    r"(?P<strong>讲话|发言|致辞|贺词|祝词|寄语|演讲|汇报|述职|体会|感悟|党课|讲稿|表态|主持词|发言材料|研讨材料|交流材料|汇报材料|讲话稿|发言稿)"
    r"(?:材料|提纲|稿|摘要|要点|摘编|实录|全文|报告)?[）)】]?\Z|(?P<weak>报告|总结|交流|材料|提纲|辅导|文章|讲稿)\Z"
)

# What only the title of a speech ends with; 汇报 and 体会 also head its parts.
SPOKEN = re.compile(
    r"(?:讲话|发言|致辞|贺词|祝词|演讲|主持词|党课)(?:材料|提纲|稿|摘要|要点|摘编|实录|全文)?[）)】]?\Z"
)

_COUNTED = "0123456789一二三四五六七八九十"  # （1） inside a sentence


def glued_title(text: str, number: Number | None, keys: frozenset[str]) -> int:
    """Where the title at the beginning of a long line ends; 0 when there is none."""
    head = text[:120]
    if keys and (end := _toc_prefix(head, keys)):
        return end
    end = 0
    while end := 1 + min((at for sign in "）)" if (at := head.find(sign, end)) >= 0), default=-1):
        if end < len(text) and head[end - 2] not in _COUNTED and paren_kind(head[:end]) in ("role", "sample", "date"):
            return end if is_short(head[:end]) and end >= 8 else 0
    greeted = greeting_at(head)
    if greeted >= 6 and is_short(head[:greeted].rstrip()):
        return greeted if TITLE_WORD.search(head[:greeted].rstrip()) or number else 0
    if number and number.kind.startswith("label:"):
        space = re.search(r"\s", head[number.end + 4 : number.end + 60])
        return number.end + 4 + space.start() if space else number.end
    return 0


def _toc_prefix(head: str, keys: frozenset[str]) -> int:
    """How much of `head` an entry of the table of contents takes, when the line begins with one."""
    whole = key(head)
    for name in sorted(keys, key=len, reverse=True):
        if len(name) >= 4 and whole.startswith(name) and len(whole) > len(name):
            start = number.end if (number := number_of(head)) and not number.bare else 0
            for end in range(start + len(name), len(head) + 1):
                if key(head[:end]) == name:
                    return _past_closing(head, end)
    return 0


def _past_closing(head: str, end: int) -> int:
    """The end of a glued title, with the quotation mark or the role in parentheses that belong to it."""
    while head[end : end + 1] and head[end] in "”’」』":
        end += 1
    close = min((at for sign in "）)" if (at := head.find(sign, end)) >= 0), default=-1)
    if head[end : end + 1] in ("（", "(") and close > 0 and paren_kind(head[: close + 1]):
        return close + 1
    return end
