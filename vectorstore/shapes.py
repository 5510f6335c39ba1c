"""Shapes of a line: like a title, like a greeting, like a subtitle."""

from __future__ import annotations

import re

from vectorstore.roles import paren_kind

_SHORT = 50  # characters; a title line is seldom longer
_SHORT_PAREN = 80  # with the speaker's role in parentheses at its end
_INSIDE = re.compile(r"[。！？!?；;…](?!\s*[”’」』》】）)]?\s*\Z)")
_QUOTED = re.compile(r"《[^《》]{0,60}》|“[^“”]{0,60}”|【[^【】]{0,40}】")
_OPEN_END = frozenset("，、,：:；;。.")
_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|各位|同志们|同事们|同学们|老师们|朋友们|女士们|先生们|大家(?:上午|下午|晚上)?好|主席|主任|书记|主持人)[^。]{0,60}?[：:！!，,]"
)
_SUBTITLE = re.compile(r"(?:——|―|─|--|－－|—\s?—|—)\s*\S")


def is_short(text: str) -> bool:
    """Whether a line has the shape of a title: short, one clause or two, no end of a sentence."""
    if len(text) > _SHORT and not (len(text) <= _SHORT_PAREN and paren_kind(text)):
        return False
    if text[-1] in _OPEN_END or (text[-1] in "”’" and text[-2:-1] in _OPEN_END):
        return False
    return not _INSIDE.search(_QUOTED.sub("", text))


def is_greeting(text: str) -> bool:
    """同志们：, 尊敬的各位领导：and the like open a speech."""
    return _GREETING.match(text) is not None


def is_subtitle(text: str) -> bool:
    """A line that begins with a dash continues the title."""
    return len(text) <= _SHORT_PAREN and _SUBTITLE.match(text) is not None and text[-1] not in _OPEN_END
