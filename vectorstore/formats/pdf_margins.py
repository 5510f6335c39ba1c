"""What stands on the lines of PDF pages besides the text: running headers, footers, page numbers, watermarks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]+")
_N = r"(?:[0-9０-９]{1,4}|[一二三四五六七八九十百]{1,4}|[ivxlc]{1,6}|[IVXLC]{1,6})"
_PAGE_NUMBER = re.compile(
    rf"[-—–―－·•.|/~～\s]*(?:第\s*|[Pp]age\s*|[Pp]\.?\s*)?{_N}\s*页?(?:\s*(?:[/共，,、|-]|of|\s){{1,5}}\s*{_N}\s*页?)?[-—–―－·•|~～\s]*"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_EDGE = 2  # lines at the top and the bottom of a page that can be a header or a footer


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page; `height` is that of its characters, 0 where the page tells no places."""

    text: str
    left: float = 0.0
    right: float = 0.0
    top: float = 0.0
    height: float = 0.0


def margins_of(pages: Sequence[Sequence[PageLine]]) -> dict[tuple[int, int], str]:
    """(page, line) of running headers, footers, page numbers and watermarks: at one place, alike on many pages."""
    edges: dict[tuple[int, int], str] = {}
    placed: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for number, lines in enumerate(pages):
        for index in {*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}:
            edges[number, index] = _DIGITS.sub("#", "".join(lines[index].text.split()))
        for index, line in enumerate(lines):
            if line.height and len(line.text) <= 40:
                placed.setdefault((line.text, round(line.left), round(line.top)), []).append((number, index))
    often = Counter(edges.values())
    needed = max(2, min(3, len(pages)))
    found: dict[tuple[int, int], str] = {}
    for place, text in edges.items():
        shown = pages[place[0]][place[1]].text
        if _PAGE_NUMBER.fullmatch(shown):
            if often[text] >= needed or (len(pages) <= 2 and not _YEAR.search(shown)):
                found[place] = "页码"
        elif often[text] >= needed and often[text] >= 0.3 * len(pages) and len(shown) <= 60:
            found[place] = "页眉页脚"
    for places in placed.values():
        if len({page for page, _ in places}) >= max(4, 0.5 * len(pages)):
            found |= {place: "页眉页脚" for place in places if place not in found}
    return found
