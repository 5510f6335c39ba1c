"""A file into its speeches: the compilation's own title lines, then one section for each title that `choose` found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from vectorstore.reading.blocks import Block
from vectorstore.reading.choose import SMALL, choose
from vectorstore.reading.facts import is_name
from vectorstore.reading.lines import Line, part
from vectorstore.reading.numbering import chinese_number, number_of
from vectorstore.reading.roles import is_byline, is_date_line
from vectorstore.reading.shapes import greeting_at, is_greeting, is_short, is_signoff, is_subtitle
from vectorstore.reading.titles import find_blocks
from vectorstore.reading.toc import Toc, key

_COUNT = re.compile(
    r"[（(【\[]\s*(?:共|计|合计|整理|(?:精选|实用|通用|专业|优秀|热门|最新|汇总|集锦|推荐|必备)[一-鿿]{0,2})?\s*(?P<a>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[篇份则](?:[^（）()\d]{0,8})[）)】\]]"
    r"|(?:汇编|范文|材料|发言|讲话|体会|心得|党课|报告|文章|致辞|提纲|总结|合集|集锦|选编|稿|选)\s*(?:共|精选)?\s*"
    r"(?P<b>\d{1,3}|[一二三四五六七八九十]{1,3})\s*[篇份则]\s*\Z|\A\s*(?:共|精选)?\s*(?P<c>\d{1,3}|[一二三四五六七八九十]{1,3})\s*篇\s*\Z"
)
_MANY = re.compile(
    r"汇编|合集|集锦|选编|汇总|集萃|范文集|(?:发言|讲话|致辞|体会)(?:摘编|摘登|选登|摘要选登|摘录)|[（(](?:多|几|数)篇[）)]"
)
# 发文字号, as 青政发〔2023〕5号: it stands under the title and is no part of it
_DOCUMENT_NUMBER = re.compile(r"[一-鿿]{1,16}\s*[〔\[【(（]\s*[12]\d{3}\s*[〕\]】)）]\s*第?\s*\d{1,5}\s*号")
_DAY = re.compile(r"\s+[（(\[]?\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[）)\]]?\Z")
_LABELLED = re.compile(r"(?:发言|讲话|主讲|报告|汇报|述职)?(?:人|单位|部门|代表)\s*[:：]|作者\s*[:：]")
_CALLED = re.compile(r"\A题\s*目\s*[:：]\s*|\.(?:docx?|wps|txt|pdf)\Z")
_HEAD_LINES = 10
_PREFACE = 1000  # characters; what a collector says before the first speech is shorter


@dataclass(frozen=True, slots=True)
class Section:
    """One speech as lines. `title` is its title lines (without byline and date), `under` the lines below the title."""

    title: tuple[Line, ...]
    under: tuple[Line, ...]
    body: tuple[Line, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Division:
    """The whole file: kept lines before the first speech, the speeches, what the file says of itself, doubts."""

    front: tuple[Line, ...]
    sections: tuple[Section, ...]
    title: str
    declared: int | None
    warnings: tuple[str, ...]


def divide(lines: Sequence[Line], toc: Toc, name: str) -> Division:
    """Split the cleaned lines of a file. `name` (the file's, without suffix) is the title of last resort."""
    head = _front(lines, toc)
    front, rest = lines[:head], lines[head:]
    told = [line.text for line in front] + [name]
    declared = next((count for text in told if (count := declared_count(text)) is not None), None)
    blocks = find_blocks(rest, toc)
    listed = ["weak" not in block.marks for block in blocks if "toc" in block.marks]
    named = sum(listed) > max(1, len(listed) // 2)  # mostly numbered entries are the parts of one text
    many = (declared or 0) > 1 or named or any(_MANY.search(text) for text in told)
    expected = None if declared == 1 and many else declared
    chosen, warnings = choose(blocks, rest, expected, many)
    if len(chosen) < 2 and (hailed := _hailed(rest)):
        sections, extra, more = _by_greetings(rest, hailed, join_title(front) or name)
    else:
        sections, extra, more = _sections(chosen, rest, name, join_title(front), declared)
    title = join_title(front) or (sections[0].name if len(sections) == 1 else _head_title(extra) or name)
    if declared is not None and declared != len(sections):
        more.append(f"文件写明{declared}篇，正文分出{len(sections)}篇，以正文为准")
    return Division((*front, *extra), sections, title, declared, (*warnings, *more))


def _hailed(lines: Sequence[Line]) -> list[int]:
    """Where speeches without titles begin: at a greeting on its own line, at the top and under each sign-off."""
    found = [i for i, ln in enumerate(lines) if len(ln.text) <= 40 and ln.text[-1] in "：:" and is_greeting(ln.text)]
    ends = [i for i in found if i == 0 or (lines[i - 1].text[-1] in "！。" and is_signoff(lines[i - 1].text))]
    return ends if len(ends) > 1 and ends[0] == 0 else []


def _by_greetings(
    lines: Sequence[Line], starts: Sequence[int], name: str
) -> tuple[tuple[Section, ...], tuple[Line, ...], list[str]]:
    """The speeches that begin at `starts`, named after the file."""
    ends = [*starts[1:], len(lines)]
    sections = [
        Section((), (), tuple(lines[a:b]), f"{name}（{k}）")
        for k, (a, b) in enumerate(zip(starts, ends, strict=True), 1)
    ]
    return tuple(sections), (), [f"没有标题，按称呼和结束语分成{len(sections)}篇，请核对"]


def _head_title(lines: Sequence[Line]) -> str:
    """The title of a compilation that is named neither 汇编 nor counted: what stands alone above the first speech."""
    alone = 0 < len(lines) <= 3 and all(is_short(line.text) for line in lines)
    title = join_title(lines) if alone else ""
    return title if 6 <= len(title) <= 80 else ""


def declared_count(text: str) -> int | None:
    """How many speeches a title says there are: （8篇）, …汇编10篇."""
    found = _COUNT.search(text[:200])
    if not found:
        return None
    count = chinese_number(found["a"] or found["b"] or found["c"])
    return count if 1 <= count <= 400 else None


def _front(lines: Sequence[Line], toc: Toc) -> int:
    """How many lines at the top are the compilation's title: up to 汇编, （8篇） or the place of the 目录."""
    keys = frozenset(toc.titles)
    end = 0
    for i, line in enumerate(lines[:_HEAD_LINES]):
        text = line.text
        number = number_of(text)
        if len(text) > 100 or " | " in text or key(text) in keys or (number and declared_count(text) is None):
            break
        counted = declared_count(text) is not None
        if counted or (_MANY.search(text) and (is_short(text) or len(text) <= 60)):
            end = i + 1
        elif end and not (line.gap == 0 and is_short(text) and _tail_of_title(text)):
            break
    if end == 0 and keys:
        end = next((i for i, line in enumerate(lines[:_HEAD_LINES]) if key(line.text) in keys), 0)
        end = end if all(is_short(line.text) and not number_of(line.text) for line in lines[:end]) else 0
    return end if end < len(lines) else 0


def _tail_of_title(text: str) -> bool:
    return is_date_line(text) or declared_count(text) is not None or text[0] in "（(【["


def join_title(lines: Iterable[Line]) -> str:
    """Title lines as one title: white space becomes one space, a line broken inside its sentence is joined."""
    title = ""
    for line in lines:
        text = " ".join(line.text.split())
        apart = (
            title
            and len(title) < 20
            and not title.endswith(("：", ":", "—", "、", "，"))
            and text[:1] not in "（(—-【["
        )
        title += (" " if apart else "") + text
    return title


def _sections(
    chosen: Sequence[Block], lines: Sequence[Line], name: str, front_title: str, declared: int | None
) -> tuple[tuple[Section, ...], tuple[Line, ...], list[str]]:
    """The lines under each chosen block, the lines before the first, and warnings."""
    first = chosen[0].first if chosen else len(lines)
    before = list(lines[:first])
    warnings: list[str] = []
    sections: list[Section] = []
    glued: list[int] = []
    size = sum(len(line.text) for line in before)
    if len(chosen) != 1 and size >= (_PREFACE if _complete(chosen, declared) else SMALL):
        sections.append(Section((), (), tuple(before), front_title or name))
        warnings.append("第1篇没有找到标题，以汇编名或文件名代替")
        before = []
    ends = [b.first for b in chosen[1:]] + [len(lines)]
    for block, end in zip(chosen, ends, strict=False):
        section, note = _section(block, lines, end, len(sections) + 1)
        if section.body:
            sections.append(section)
            glued.extend(note)
        elif sections:
            sections[-1] = replace(sections[-1], body=(*sections[-1].body, *section.title, *section.under))
        else:
            before.extend((*section.title, *section.under))
    if glued:
        warnings.append(f"第{'、'.join(map(str, glued))}篇的标题与正文连在一行，已分开，请核对")
    if not sections and before:
        return (Section((), (), tuple(before), front_title or name),), (), warnings
    return tuple(sections), tuple(before), warnings


def _complete(chosen: Sequence[Block], declared: int | None) -> bool:
    """Whether the titles found are all there are, so that what stands before them is a preface."""
    first = chosen[0].number if chosen else None
    return len(chosen) > 1 and (declared == len(chosen) or (first is not None and first.value == 1))


def _section(block: Block, lines: Sequence[Line], end: int, number: int) -> tuple[Section, list[int]]:
    """The section that a block begins, and its number when its title was glued to the text."""
    title: list[Line] = []
    under: list[Line] = []
    rest: list[Line] = []
    notes: list[int] = []
    for k in range(block.first, block.last + 1):
        line = lines[k]
        if block.cut and k == block.last:
            top, tail = part(line, 0, block.cut, line.gap), part(line, block.cut, len(line.text))
            title.extend([top] if top else [])
            rest.extend([tail] if tail else [])
            notes.append(number)
        elif k > block.first and not is_subtitle(line.text) and _tells(line.text):
            under.append(line)
        elif (
            k < block.last
            and _LABELLED.match(line.text)
            and not all(_tells(n.text) for n in lines[k + 1 : block.last + 1])
        ):
            under.append(line)  # 发言人：… over the title
        elif k > block.first and _DOCUMENT_NUMBER.fullmatch(line.text):
            rest.append(line)  # a paragraph, so that it can be searched for
        else:
            title.append(line)
    body = [*rest, *lines[block.last + 1 : end]]
    if body and (cut := greeting_at(body[0].text)) and is_byline(body[0].text[:cut].strip()):
        top, tail = part(body[0], 0, cut, body[0].gap), part(body[0], cut, len(body[0].text))
        under.extend([top] if top else [])
        body[:1] = [tail] if tail else []
    label = number_of(title[0].text)
    named = title[1:] if len(title) > 1 and label and label.bare else title
    named = next((named[:k] for k in range(1, len(named)) if _same(named[:k], named[k:])), named)
    return Section(tuple(title), tuple(under), tuple(body), _CALLED.sub("", _undated(join_title(named)))), notes


def _tells(text: str) -> bool:
    """Whether a line under a title tells who spoke or when."""
    return is_date_line(text) or is_byline(text) or is_name(text)


def _undated(title: str) -> str:
    """A title without the day that stands behind it on its line."""
    found = _DAY.search(title)
    return title[: found.start()] if found and found.start() >= 6 else title


def _same(first: Sequence[Line], second: Sequence[Line]) -> bool:
    """Whether the same title stands here twice."""
    names = {key("".join(line.text for line in lines)) for lines in (first, second)}
    return len(names) == 1 and min(len(name) for name in names) >= 4
