"""Markdown: its marks are taken out, its headings keep their level, the head of a post tells title and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from vectorstore.reading.lines import Cut, Line, source_spans, without

MARKUP = "排版标记"
_INLINE = re.compile(
    r"(?P<image>!\[[^\]\n]{0,200}\]\((?:[^()\n]|\([^()\n]{0,200}\)){0,500}\))"
    r"|(?P<tag></?[A-Za-z][^<>\n]{0,600}>|<!--[^\n]{0,500}?-->)|(?P<note>\[\^[^\[\]\n]{1,30}\](?:[:：]\s?)?)"
    r"|\[(?P<link>[^\[\]\n]{1,200})\](?P<url>\((?:[^()\n]|\([^()\n]{0,200}\)){1,500}\))"
    r"|(?P<strong>\*\*|__|~~)(?=\S)(?P<bold>[^*_~\n]{2,300})(?P=strong)|(?P<tick>`{1,3})"
    r"|(?P<escape>\\)(?=[*_#\[\]().>+\-])|(?P<space>&(?:nbsp|emsp|ensp|#160);)|(?<=&)(?P<amp>amp;)"
)
_HEAD = re.compile(r"(#{1,6})\s+(?=\S)")
_OPEN = re.compile(r"(?:>\s*)+|[-*+]\s+(?=\S)")
_TAIL = re.compile(r"\s+#+\s*\Z")
_FENCE = re.compile(r"(?:`{3,}|~{3,})[\w+#.-]{0,30}\s*\Z")
_GRID = re.compile(r"\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?")
_TARGET = re.compile(r"\[[^\[\]\n]{1,60}\]:\s+<?(?:https?|mailto):?\S+.*")
_UNDERLINE = re.compile(r"={3,}|-{3,}")
_FIELD = re.compile(r"[A-Za-z_][\w -]{0,30}:(?:\s|\Z)|[-#]\s|\s|[\]\[},\"']")
_TOLD = re.compile(r"(?i)(?P<key>title|date)\s*:\s*[\"'“]?(?P<value>.*?)[\"'”]?\Z")
_DAY = re.compile(r"\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?")
_LONGEST_HEAD = 60  # lines of the head of a post


def unmarked(lines: Sequence[Line], cuts: list[Cut]) -> list[Line]:
    """The lines without their marks, which are added to `cuts`."""
    body = _post_head(lines)
    left = list(_told(lines[:body], cuts))
    title = left[0].text if left and left[0].md else ""
    for k in range(body, len(lines)):
        line = lines[k]
        if title and k < body + 3 and line.text.strip("# ") == title:  # the page shows it once
            cuts.extend(Cut(start, end, MARKUP) for start, end in line.spans)
            continue
        if left and k > body and _underlines(line, left[-1], lines[k - 1]):
            left[-1] = replace(left[-1], md=1 if line.text[0] == "=" else 2)
        kept = _unmark(line, cuts)
        if kept is not None:
            left.append(kept)
    return left


def _post_head(lines: Sequence[Line]) -> int:
    """Where the text begins under the head of a post (--- title: … ---); 0 without one."""
    if len(lines) < 3 or lines[0].text != "---" or lines[0].gap:
        return 0
    for k, line in enumerate(lines[1 : _LONGEST_HEAD + 1], 1):
        if line.text == "---":
            return k + 1 if k > 1 else 0
        if not (_FIELD.match(line.text) or line.indent):
            return 0
    return 0


def _told(head: Sequence[Line], cuts: list[Cut]) -> Iterator[Line]:
    """Title and day of the head of a post as a heading and a line under it; the rest of it is no text."""
    found: dict[str, Line] = {}
    for line in head:
        told = _TOLD.match(line.text)
        day = _DAY.search(line.text) if told and told["key"].lower() == "date" else None
        start, end = day.span() if day else told.span("value") if told else (0, 0)
        name = told["key"].lower() if told else ""
        if start == end or name in found or (name == "date" and not day):
            cuts.extend(Cut(s, e, MARKUP) for s, e in line.spans)
        elif (kept := _hollow(line, [(0, start), (end, len(line.text))], cuts)) is not None:
            found[name] = replace(kept, md=1 if name == "title" else 0, gap=0)
    yield from (found[name] for name in ("title", "date") if name in found and (name == "title" or "title" in found))
    if "date" in found and "title" not in found:
        yield found["date"]


def _underlines(line: Line, above: Line, marked: Line) -> bool:
    """Whether a row of = or - stands right under a short line of text: that line is a heading."""
    near = line.gap == 0 and above.end == marked.end and not above.md
    return near and len(above.text) <= 60 and _UNDERLINE.fullmatch(line.text) is not None


def _unmark(line: Line, cuts: list[Cut]) -> Line | None:
    """A line without its marks; a heading keeps its level. None when it holds nothing else."""
    text = line.text
    holes: list[tuple[int, int]] = []
    level = 0
    at = 0
    table = text[0] == "|" and text[-1] == "|" and text.count("|") >= 2
    if _FENCE.match(text) or _TARGET.fullmatch(text) or ("|" in text and _GRID.fullmatch(text)):
        return _hollow(line, [(0, len(text))], cuts)
    if table:
        holes.append((0, 1))
        at = 1
    if opening := _OPEN.match(text, at):
        holes.append(opening.span())
        at = opening.end()
    if heading := _HEAD.match(text, at):
        level = len(heading[1])
        holes.append(heading.span())
        at = heading.end()
    for found in _INLINE.finditer(text, at, len(text) - table):
        holes.extend(_spans(found))
    if table:
        holes.append((len(text) - 1, len(text)))
    if level and (tail := _TAIL.search(text)) and (not holes or tail.start() >= holes[-1][1]):
        holes.append(tail.span())
    if not holes:
        return line
    kept = _hollow(line, holes, cuts)
    return None if kept is None else replace(kept, md=level)


def _spans(found: re.Match[str]) -> list[tuple[int, int]]:
    if found["link"]:
        return [(found.start(), found.start("link")), (found.end("link"), found.end())]
    if found["bold"]:
        return [(found.start(), found.start("bold")), (found.end("bold"), found.end())]
    return [found.span()]


def _hollow(line: Line, holes: Sequence[tuple[int, int]], cuts: list[Cut]) -> Line | None:
    holes = [(start, end) for start, end in holes if start < end]
    cuts.extend(Cut(start, end, MARKUP) for start, end in source_spans(line, holes))
    return without(line, holes)
