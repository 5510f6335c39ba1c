"""Lines of a seller left under a speech: in a file that has adverts elsewhere, told by where they stand.

What such a line says cannot be foreseen. Under the last finished sentence of a speech stand a date, a name, an office,
an attachment, thanks; a line that is none of these, and in no word of office, was put there by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from vectorstore.reading.adverts import is_office
from vectorstore.reading.lines import Cut, Line
from vectorstore.reading.numbering import opens_clause
from vectorstore.reading.roles import is_byline, is_date_line
from vectorstore.reading.shapes import is_closing, is_greeting
from vectorstore.reading.split import Division, Section

_SHORTEST, _LONGEST = 6, 45
_MOST = 4  # lines under one speech
_SENTENCE = 30  # characters; a paragraph is longer
_OWN = re.compile(
    r"[（(《“—－\[【·•○●]|附|注|抄|主题词|联系人|记录|整理|参考|摘自|来源|署名|单位|日期|时间|地点|\d{4}年"
    r"|以上|特此|妥否|当否|可否|请予|请审|敬请|恳请|望|此致|敬礼|谢谢|祝|让我们|我们|为|新年|最后|再次|完\Z|全文完|报告人|汇报人|发言人"
)


def without_strays(division: Division, rule: str, kept: Collection[str]) -> tuple[Division, list[Cut]]:
    """The division without lines that are no speech's, and the cuts. `kept` are texts that the user wants."""
    cuts: list[Cut] = []
    sections: list[Section] = []
    for section in division.sections:
        body = list(section.body)
        for _ in range(_MOST):
            if len(body) < 3 or body[-1].text in kept or not _stray(body[-1], body[-2]):
                break
            line = body.pop()
            cuts.extend(Cut(start, end, rule) for start, end in line.spans)
        finished = len(body) == len(section.body) or _finished(body[-1].text)
        if finished:
            sections.append(replace(section, body=tuple(body)))
        else:  # not under a finished sentence: all of it stays
            del cuts[len(cuts) - sum(len(line.spans) for line in section.body[len(body) :]) :]
            sections.append(section)
    return replace(division, sections=tuple(sections)), cuts


def _finished(text: str) -> bool:
    return text[-1] in "。！？!?”）)" and (len(text) > _SENTENCE or is_closing(text))


def _stray(line: Line, above: Line) -> bool:
    text = line.text
    if not _SHORTEST <= len(text) <= _LONGEST or line.md or text[-1] in "。；：，、;:,":
        return False
    if above.text[-1] in "：:，、；":
        return False  # an item of a list
    own = is_closing(text) or is_greeting(text) or is_date_line(text) or is_byline(text) or opens_clause(text)
    return not (own or _OWN.match(text) or is_office(text))
