"""Lines into paragraphs: a sentence broken by a line break is joined again, the author's paragraphs are kept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vectorstore.reading.lines import Line, Span, width
from vectorstore.reading.numbering import Number, number_of, opens_clause
from vectorstore.reading.roles import is_byline, is_date_line
from vectorstore.reading.shapes import is_greeting, is_short

_ENDS = frozenset("。！？!?；;：:…—~～")
_CLOSERS = "”’\"'」』》）)】］]〉"
_CARRIES_ON = frozenset("，。、；：！？,.;:!?”’」』）》〉%％·")
_INSIDE = re.compile(r"[。！？；]")
_ASIDE = re.compile(
    r"[（(](?:责任|牵头|来源|记者|掌声|注|摘自|作者|详见|单位|完成时|配合|整理|笑声|此处|略)[^（）()]{0,80}[）)]\Z"
)
_AFTER_END = re.compile(r"[。！？；…”][（(][^（）()]{1,80}[）)]\Z")
_GREETS = re.compile(r"[：:！!]")
_SINGLE = re.compile(r"[^。！？；]{4,44}[。：:]?\Z")


@dataclass(frozen=True, slots=True)
class Joined:
    """A paragraph: its text, the spans of the source that make it, and its heading level (0: body)."""

    text: str
    spans: tuple[Span, ...]
    level: int = 0


@dataclass(frozen=True, slots=True)
class _Open:
    """What the decision to join needs of a paragraph so far, so that a long one is not scanned again and again."""

    tail: str = ""
    length: int = 0
    sentences: bool = False

    def with_line(self, text: str) -> _Open:
        sentences = self.sentences or _INSIDE.search(text) is not None
        return _Open((self.tail + text[-120:])[-120:], self.length + len(text), sentences)


def closed(text: str) -> bool:
    """Whether a line ends where a sentence or a clause of a list may end."""
    last = text[-1]
    if last in _ENDS or last == "】":
        return True
    if last == ".":
        return not text[-2:-1].isdigit()
    if last in "）)":
        tail = text[-84:]
        return bool(_ASIDE.search(tail) or _AFTER_END.search(tail)) or text[-2:-1] in _ENDS
    return last in _CLOSERS and text.rstrip(_CLOSERS)[-1:] in _ENDS


def unwrap(lines: Sequence[Line], source: str) -> list[Line]:
    """Text set to a fixed width: its physical lines joined to what the author wrote. Other text stays as it is."""
    if any(line.runs_on for line in lines):  # their places on the page tell
        groups: list[list[Line]] = []
        for line in lines:
            if groups and line.runs_on:
                groups[-1].append(_spaced(groups[-1][-1], line, source))
            else:
                groups.append([line])
        return [_merged(group) for group in groups]
    full = _full_width(lines)
    if not full:
        return list(lines)
    base = min(line.indent for line in lines)
    indented = sum(line.indent >= base + 2 for line in lines)
    indents = 0.04 * len(lines) <= indented <= 0.6 * len(lines)
    groups = []
    reached = 0  # width of the last physical line
    for line in lines:
        if groups and reached >= full - 8 and _same_paragraph(groups[-1][-1], line, base, indents):
            groups[-1].append(_spaced(groups[-1][-1], line, source))
        else:
            groups.append([line])
        reached = width(line.text) + (line.indent - base if indents else 0)
    return [_merged(group) for group in groups]


def _merged(group: Sequence[Line]) -> Line:
    if len(group) == 1:
        return group[0]
    text = "".join(line.text for line in group)
    return replace(group[0], text=text, spans=tuple(span for line in group for span in line.spans))


def _full_width(lines: Sequence[Line]) -> int:
    """The width that the lines are set to, in columns; 0 when they are not."""
    if len(lines) < 8 or sum(len(line.text) > 90 for line in lines) > 0.1 * len(lines):
        return 0
    widths = sorted(width(line.text) for line in lines)
    full = widths[int(len(widths) * 0.9)]
    filled = [line for line in lines if full - 8 <= width(line.text) <= full + 8]
    broken = sum(not closed(line.text) for line in filled)
    return full if full >= 36 and len(filled) >= 0.45 * len(lines) and broken >= 0.6 * len(filled) else 0


def _same_paragraph(previous: Line, line: Line, base: int, indents: bool) -> bool:
    if line.gap or line.md or (line.indent >= base + 2 and indents):
        return False
    if not closed(previous.text):
        return not is_greeting(line.text)
    return indents and not number_of(line.text)


def paragraphs(lines: Sequence[Line], source: str) -> list[Joined]:
    """The paragraphs of one speech, in order; the join of each one's spans is its text."""
    groups: list[list[Line]] = []
    opened = _Open()
    for line in lines:
        if groups and _joins(opened, groups[-1], line):
            groups[-1].append(_spaced(groups[-1][-1], line, source))
        else:
            groups.append([line])
            opened = _Open()
        opened = opened.with_line(line.text)
    merged = [_merged(group) for group in groups]
    levels = _levels(groups, [line.text for line in merged])
    return [Joined(line.text, line.spans, level) for line, level in zip(merged, levels, strict=True)]


def _spaced(left: Line, right: Line, source: str) -> Line:
    """The line that is joined to `left`. Words of a Latin script stay apart: one white space of the break is kept."""
    last, first, end = left.text[-1], right.text[0], left.end
    words = last.isascii() and (last.isalnum() or last in ",;:") and first.isascii() and first.isalpha()
    if words and last not in "xX" and end < right.start and source[end].isspace():
        return replace(right, text=source[end] + right.text, spans=((end, end + 1), *right.spans))
    return right


def _joins(opened: _Open, group: Sequence[Line], line: Line) -> bool:
    """Whether `line` goes on with the sentence that the paragraph so far left open."""
    tail = opened.tail
    if line.md or group[-1].md or line.gap > 3:
        return False
    if line.text[0] in _CARRIES_ON and not line.text.startswith("..."):
        return True
    if closed(tail):
        return False
    number = number_of(line.text)
    if number and number.kind != "bare":
        return False
    comma = tail[-1] in "，、,"
    inside = opened.sentences and opened.length > 60
    if is_greeting(line.text) and not (inside and len(line.text) > 30 and not _GREETS.search(line.text[:30])):
        return False
    if opens_clause(line.text) and not (inside and line.text[0] in "首其再最"):
        return comma
    if comma:
        return True
    if not opened.sentences and opened.length <= (80 if number_of(tail) else 50) and len(group) == 1:
        return False  # a heading, an item of a list
    return not is_short(line.text) or (line.gap == 0 and len(line.text) <= 8)


def _levels(groups: Sequence[Sequence[Line]], texts: Sequence[str]) -> list[int]:
    """The heading level of each paragraph, 0 for body text."""
    levels = []
    numbers = [number_of(text) if len(text) <= 80 else None for text in texts]
    for i, (group, text) in enumerate(zip(groups, texts, strict=True)):
        following = texts[i + 1] if i + 1 < len(texts) else ""
        if group[0].md:
            levels.append(min(max(group[0].md - 1, 1), 3))
        elif len(group) > 1 or len(text) > 60 or not following:
            levels.append(0)
        else:
            sibling = numbers[i + 1] if i + 1 < len(numbers) else None
            levels.append(_heading_level(text, numbers[i], following, sibling))
    return levels


def _heading_level(text: str, number: Number | None, following: str, sibling: Number | None) -> int:
    if number:
        listed = sibling is not None and sibling.kind == number.kind and not number.bare
        if listed or not (number.bare or _SINGLE.match(text)) or text[-1] in "：:，、；":
            return 0
        ended = text[-1] == "。" and len(following) < 1.5 * len(text)
        return 0 if ended else min(number.level or 1, 3)
    if opens_clause(text):
        return 1 if _SINGLE.match(text) and text[-1] == "。" and len(following) > 1.5 * len(text) else 0
    if len(text) < 4 or not is_short(text) or text[-1] in "！？!?" or is_greeting(text):
        return 0
    if is_date_line(text) or is_byline(text):
        return 0
    return 1 if len(following) > len(text) and (closed(following) or len(following) > 60) else 0
