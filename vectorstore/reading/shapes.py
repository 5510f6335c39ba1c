"""Shapes of a line: like a title, like a greeting, like a subtitle."""

from __future__ import annotations

import re

from vectorstore.reading.roles import paren_kind

_SHORT = 50  # characters; a title line is seldom longer
_SHORT_PAREN = 80  # with the speaker's role in parentheses at its end
_INSIDE = re.compile(r"[。！？!?；;…](?!\s*[”’」』》】）)]?\s*\Z)")
_QUOTED = re.compile(r"《[^《》]{0,60}》|“[^“”]{0,60}”|【[^【】]{0,40}】")
_OPEN_END = frozenset("，、,：:；;。.")
_GREETING = re.compile(
    r"(?:尊敬的|敬爱的|亲爱的|各位|同志们|同事们|同学们|老师们|朋友们|女士们|先生们|大家(?:上午|下午|晚上)?好|主席|主任|书记|主持人)[^。]{0,60}?[：:！!，,]"
)
_CLOSING = re.compile(
    r"谢谢(?:大家|各位)?[！!。]|(?:以上)?(?:我|这)?(?:的|就是我的|是我的|些)?(?:汇报|发言|讲话|交流|述职|报告)(?:就)?(?:到此|到这里)?(?:完毕|结束|完了|为止)"
    r"|我(?:的|就)?(?:发言|汇报|讲话|讲)[^。，]{0,6}(?:完了|完毕|结束|到这里|这些)|以上(?:发言|汇报|交流|认识|体会)[^。]{0,20}批评指正"
)
_SIGNOFF = re.compile(
    r"谢谢(?:大家|各位)?[！!。]?\Z|(?:汇报|发言|讲话|讲|报告)(?:到此)?(?:完毕|结束|完了)|批评指正|请予?审议|祝[^。]{2,30}[！!]\Z"
)
_EXCLAIMED = str.maketrans("", "", "！？!?")
_SUBTITLE = re.compile(r"(?:——|―|─|--|－－|—\s?—|—)\s*\S")
_INFORMATION = re.compile(
    r"(?:(?:信息)?来源|发布(?:时间|日期|机构)|作者|字号|字体|浏览次数|阅读|索引号|责任编辑|编辑)\s*[:：]|分享到"
)
_GREETED = re.compile(r"(?=(?:尊敬的|敬爱的|各位|同志们|同事们|同学们|大家(?:上午|下午|晚上)?好)[^。！]{0,40}[：:！!])")
_GREETING_WORDS = ("同志们", "各位", "尊敬的", "敬爱的", "同事们", "同学们", "大家")


def is_short(text: str) -> bool:
    """Whether a line has the shape of a title: short, one clause or two, no end of a sentence."""
    if len(text) > _SHORT and not (len(text) <= _SHORT_PAREN and paren_kind(text)):
        return False
    if " | " in text or _INFORMATION.match(text):
        return False  # a row of a table, a line about the page
    if text[-1] in _OPEN_END or (text[-1] in "”’" and text[-2:-1] in _OPEN_END):
        return False
    return not _INSIDE.search(_QUOTED.sub("", text))


def is_exclaimed(text: str) -> bool:
    """Whether a line would have the shape of a title but for one ！ or ？ in it or at its end."""
    if sum(text.count(sign) for sign in "！？!?") != 1 or len(text) > _SHORT_PAREN:
        return False
    rest = text.translate(_EXCLAIMED)
    return bool(rest) and is_short(rest)


def is_closing(text: str) -> bool:
    """谢谢大家！ 我的发言完了 and the like end a speech."""
    return len(text) <= 40 and _CLOSING.match(text) is not None


def is_signoff(text: str) -> bool:
    """Whether a paragraph ends as a speech ends: 谢谢大家！ …不当之处，敬请批评指正。"""
    return _SIGNOFF.search(text[-60:]) is not None


def is_greeting(text: str) -> bool:
    """同志们：, 尊敬的各位领导：and the like open a speech."""
    return _GREETING.match(text) is not None


def is_subtitle(text: str) -> bool:
    """A line that begins with a dash continues the title."""
    return len(text) <= _SHORT_PAREN and _SUBTITLE.match(text) is not None and text[-1] not in _OPEN_END


def greeting_at(text: str) -> int:
    """Where a greeting begins inside the first 70 characters of a line; 0 for none, or at its very start."""
    found = _GREETED.search(text[:70]) if any(word in text[:70] for word in _GREETING_WORDS) else None
    return found.start() if found else 0
