"""The little markup that an answer may have, as HTML: headings, list items, tables. Everything else stays text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ui.markup import div, esc, tag

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"([-*•+]|\d{1,3}[.、．])\s+(.*)")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")


def prose(text: str, inner: Callable[[str], str]) -> str:
    """An answer's text, line by line; `inner` makes HTML of the text of a line or a cell."""
    out, items = "", ""
    for kind, value in _blocks(text.splitlines()):
        if kind != "item" and items:
            out, items = out + tag("ul", items, class_="yj-items"), ""
        if kind == "item":
            label, line = value
            sign = "•" if label in "-*•+" else label
            items += tag("li", tag("span", esc(sign), class_="yj-bullet") + tag("span", inner(line)))
        elif kind == "table":
            out += _table(value, inner)
        elif kind == "heading":
            out += tag("p", inner(value[0]), class_="yj-heading")
        else:
            out += tag("p", inner(value[0]))
    return out + (tag("ul", items, class_="yj-items") if items else "")


def _blocks(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    """(kind, texts): a line of text or of a heading, sign and text of an item, the rows of a table."""
    at = 0
    while at < len(lines):
        line = lines[at].strip()
        if line.startswith("|") and at + 1 < len(lines) and _RULE.fullmatch(lines[at + 1].strip()):
            rows = [line]
            at += 2
            while at < len(lines) and lines[at].strip().startswith("|"):
                rows.append(lines[at].strip())
                at += 1
            yield "table", rows
            continue
        at += 1
        if found := _HEADING.fullmatch(line):
            yield "heading", [found[1]]
        elif found := _ITEM.fullmatch(line):
            yield "item", [found[1], found[2]]
        elif line:
            yield "text", [line]


def _table(rows: list[str], inner: Callable[[str], str]) -> str:
    head, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    width = max(len(row) for row in (head, *body))
    cells = tag("tr", "".join(tag("th", inner(cell), scope="col") for cell in _filled(head, width)))
    rest = "".join(tag("tr", "".join(tag("td", inner(cell)) for cell in _filled(row, width))) for row in body)
    table = tag("table", tag("thead", cells) + tag("tbody", rest))
    return tag("div", table, class_="yj-table", tabindex="0") if width > 2 else div("yj-table", table)


def _filled(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
