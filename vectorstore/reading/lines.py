"""Lines of the decoded source, each with the spans it keeps. Everything after decoding works on these."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

Span = tuple[int, int]

# What counts as blank at the edges of a line: white space and characters without a shape.
BLANK = (
    " \t\x0b\x0c\r\n\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
)
# Zero-width characters and control codes: sites put them into the text against copying.
INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\ufffb]+")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, trimmed. `text` is the join of `spans` of the source; `gap` counts the blank lines before it.

    `indent` counts the blank characters before the text, `md` is the level of a marked heading (0: none).
    `headline`: set as a title is, large and in the middle. `runs_on`: as the page shows, it goes on
    with the line above.
    """

    text: str
    spans: tuple[Span, ...]
    gap: int = 0
    indent: int = 0
    md: int = 0
    headline: bool = False
    runs_on: bool = False

    @property
    def start(self) -> int:
        return self.spans[0][0]

    @property
    def end(self) -> int:
        return self.spans[-1][1]


@dataclass(frozen=True, slots=True)
class Cut:
    """A span taken out, and the rule that took it."""

    start: int
    end: int
    rule: str


def split_lines(source: str) -> list[Line]:
    """The lines that are not blank, at every line break that Unicode knows."""
    lines: list[Line] = []
    position = gap = 0
    for raw in source.splitlines(keepends=True):
        body = raw.strip(BLANK)
        if body:
            indent = len(raw) - len(raw.lstrip(BLANK))
            start = position + indent
            lines.append(Line(body, ((start, start + len(body)),), gap, indent))
            gap = 1 if raw[-1] == "\x0c" else 0
        else:
            gap += 1
        position += len(raw)
    return lines


def without(line: Line, holes: Sequence[Span]) -> Line | None:
    """The line without `holes`, given as offsets in its text (sorted, apart); None when nothing is left.

    The edges are trimmed again.
    """
    text, parts, at = line.text, [], 0
    for start, end in holes:
        parts.append((at, start))
        at = end
    parts.append((at, len(text)))
    kept = [(s, e) for s, e in parts if s < e]
    while kept and not (head := text[slice(*kept[0])].lstrip(BLANK)):
        kept.pop(0)
    if not kept:
        return None
    kept[0] = (kept[0][1] - len(head), kept[0][1])
    while not (tail := text[slice(*kept[-1])].rstrip(BLANK)):
        kept.pop()
    kept[-1] = (kept[-1][0], kept[-1][0] + len(tail))
    return replace(line, text="".join(text[s:e] for s, e in kept), spans=tuple(source_spans(line, kept)))


def source_spans(line: Line, ranges: Sequence[Span]) -> list[Span]:
    """Where ranges of the line's text (sorted, apart) stand in the source. One pass over ranges and spans."""
    found: list[Span] = []
    spans = iter(line.spans)
    low, high = next(spans)
    at = 0  # offset in the text at which the current span begins
    for start, end in ranges:
        while start < end:
            while start >= at + high - low:
                at += high - low
                low, high = next(spans)
            stop = min(end, at + high - low)
            found.append((low + start - at, low + stop - at))
            start = stop
    return found


def part(line: Line, start: int, end: int, gap: int = 0) -> Line | None:
    """The trimmed part [start, end) of a line as a line of its own."""
    kept = without(line, ((0, start), (end, len(line.text))))
    return None if kept is None else replace(kept, gap=gap, indent=line.indent if start == 0 else 0)


def width(text: str) -> int:
    """Columns on the page: a Chinese character takes two."""
    return len(text) + len(_WIDE.findall(text))
