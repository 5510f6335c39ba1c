"""What a question wants done with the answer: 用原话, 列个对照表, 再详细点, 只要第3篇, 还有呢, 为什么. By rule."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.extractive import cues
from bot.numerals import chinese_number

Next = Literal["", "detail", "more", "why", "reworded"]

_VERBATIM = (
    r"(?:请|要|都|就)?(?:用|给我?|引用?|摘|照|按)(?:出|抄)?(?:原话|原文|原句)"
    r"(?:回答|说|来|给我|引用|就行|一下|列出来?)?|原话(?:是)?怎么说的?"
)
_TABLE = (
    r"(?:请|再|帮我)?(?:列|做|整理|画|弄|拉|放)(?:个|成|一个|一张|张|到|在)*(?:对照|对比|比较)?(?:的)?(?:表格?|一张表)(?:里|来|看看|格)?"
    r"|用表格?(?:来|的形式)?(?:列|展示|说|回答|给)?(?:出来)?|列个?对照"
)
_DETAIL = (
    r"(?:请|能|能不能|可以)?(?:再|更|说得?|讲得?)*(?:详细|具体|多)(?:一?点|一?些)?(?:说说|讲讲|说|讲)?|展开(?:说说|讲讲|说|讲)?"
    r"|(?:再)?(?:详细|具体)(?:说|讲)一?(?:说|讲|下)"
)
_MORE = r"(?:那|那么)?还有(?:呢|吗|没有|别的吗?|其他的?吗?|哪些)?|还(?:说|讲)了(?:什么|啥)|接着说|继续|往下说"
_WHY = r"(?:这(?:又)?是|那)?(?:为什么|为啥|为何)(?:呢|啊|会这样|这样)?|(?:原因|理由|依据)(?:呢|是什么|在哪)?|什么原因"
_REWORDED = r"(?:请|能|再)?换(?:个|一个|一种|种)(?:说法|讲法|表述|提法)(?:说说)?"
_NUMBER = rf"第(?P<n>\d{{1,3}}|[{cues.NUMERAL}]{{1,3}})(?:篇|份)"
_ROLE = r"(?P<role>[\u3400-\u9fff]{0,8}?(?:书记|[市县区省州镇乡局厅校院部]长|主任|主席|董事长|总经理|检察长|委员))"
_ONLY = r"(?:就|我)?(?:只|仅|单)(?:要|看|说|讲|听|用|限)(?:于)?"
_ONLY_NUMBER = rf"{_ONLY}{_NUMBER}(?:的|里的?)?(?:内容|讲话|发言)?"
_ONLY_ROLE = rf"{_ONLY}{_ROLE}(?:的)?(?:那篇|那份)?(?:讲话|发言|说法|内容)?(?:里的)?"
_ONLY_TITLE = rf"{_ONLY}《(?P<title>[^《》]{{2,60}})》"

_FORMS = (_VERBATIM, _TABLE, _ONLY_NUMBER, _ONLY_ROLE, _ONLY_TITLE)
_NEXT: dict[Next, str] = {"detail": _DETAIL, "reworded": _REWORDED, "why": _WHY, "more": _MORE}
_ALONE = r"\s*(?:好的?|嗯|那|请|麻烦)?[，,]?\s*(?:{0})\s*(?:吧|呢|好吗|行吗|可以吗)?\s*[。？！?!.]*\s*"
_LIMITS = re.compile(f"{_ONLY_NUMBER}|{_ONLY_ROLE.replace('?P<role>', '?:')}|{_ONLY_TITLE}")
_ANY_FORM = re.compile("|".join([_VERBATIM, _TABLE]))
_LOOSE = re.compile(r"[，,、；;。\s]+(?=[，,。？?！!；;]|$)|^[，,、；;。\s]+")

_BOOK = re.compile(r"《([^《》]+)》")
_LISTED = re.compile(r"(?m)^《([^《》]+)》(?:（[^（）]*）)?：")


@dataclass(frozen=True, slots=True)
class Wish:
    """`verbatim` and `table` are forms, `number`, `title` and `role` limits; `next` goes on from the last answer."""

    verbatim: bool = False
    table: bool = False
    number: int | None = None
    title: str = ""
    role: str = ""
    next: Next = ""


def wish_of(asked: str, searched: str = "") -> Wish:
    """What is wished: forms and what goes on in the question as asked, limits also in the one it was made into."""
    title = re.search(_ONLY_TITLE, searched) or re.search(_ONLY_TITLE, asked)
    number = None if title else re.search(_ONLY_NUMBER, asked) or re.search(_ONLY_NUMBER, searched)
    role = re.search(_ONLY_ROLE, asked) or re.search(_ONLY_ROLE, searched)
    going_on: Next = next((name for name, pattern in _NEXT.items() if _alone(pattern, asked)), "")
    value = chinese_number(number["n"]) if number and not number["n"].isdigit() else number and int(number["n"])
    return Wish(
        verbatim=bool(re.search(_VERBATIM, asked)),
        table=bool(re.search(_TABLE, asked)),
        number=None if value is None else int(value),
        title=title["title"] if title else "",
        role=role["role"] if role and not number and not title else "",
        next=going_on,
    )


def is_wish(asked: str) -> bool:
    """Whether the text is nothing but a wish about the last answer."""
    patterns = [*_FORMS, *_NEXT.values()]
    return any(_alone(pattern, asked) for pattern in patterns)


def limits(asked: str) -> str:
    """The part of a wish that the search must know too: 只要第3篇; empty when there is none."""
    found = _LIMITS.search(asked)
    return found.group() if found else ""


def without_forms(question: str) -> str:
    """The question without 用原话, 列个对照表; what limits it stays."""
    return _LOOSE.sub("", _ANY_FORM.sub("", question)).strip() or question


def without(question: str) -> str:
    """The question without its wishes."""
    return _LOOSE.sub("", _LIMITS.sub("", without_forms(question))).strip() or question


def wished(asked: str, before: str, answer: str) -> str:
    """The earlier question again, with a form or a limit that is wished; 第3篇 of a listing is its third speech."""
    wish, limit, before = wish_of(asked), limits(asked), without_forms(before)
    head = answer.split("\n", 1)[0]
    titles = _BOOK.findall(head) if head.startswith("|") else _LISTED.findall(answer)
    if wish.number and 1 < len(titles) >= wish.number:
        limit = f"只看《{titles[wish.number - 1].strip('…')}》"
    added = limit or ("" if wish.next else asked)
    return f"{before.rstrip('？?。！! ')}，{added}" if added else before


def _alone(pattern: str, asked: str) -> bool:
    return re.fullmatch(_ALONE.format(pattern), asked) is not None
