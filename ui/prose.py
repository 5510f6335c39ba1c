"""The little markup that an answer may have, as HTML: headings, list items, tables. Everything else stays text."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.markup import cells_of, marked_up
from ui.markup import div, esc, tag

_SAID = re.compile(r"《[^《》]+》(?:（[^（）]*）)?：")  # a line that names the speech from which the next ones are


def prose(text: str, inner: Callable[[str], str]) -> str:
    """An answer's text, line by line; `inner` makes HTML of the text of a line or a cell."""
    out, items = "", ""
    for kind, value in marked_up(text.splitlines()):
        if kind != "item" and items:
            out, items = out + tag("ul", items, class_="yj-items"), ""
        if kind == "item":
            sign, line = value
            items += tag("li", tag("span", esc(sign), class_="yj-bullet") + tag("span", inner(line)))
        elif kind == "table":
            out += _table(value, inner)
        elif kind == "heading":
            out += tag("p", inner(value[0]), class_="yj-heading")
        else:
            out += tag("p", inner(value[0]), class_="yj-said" if _SAID.fullmatch(value[0]) else None)
    return out + (tag("ul", items, class_="yj-items") if items else "")


def _table(rows: list[str], inner: Callable[[str], str]) -> str:
    head, *body = [cells_of(row) for row in rows]
    width = max(len(row) for row in (head, *body))
    cells = tag("tr", "".join(tag("th", inner(cell), scope="col") for cell in _filled(head, width)))
    rest = "".join(tag("tr", "".join(tag("td", inner(cell)) for cell in _filled(row, width))) for row in body)
    table = tag("table", tag("thead", cells) + tag("tbody", rest))
    return tag("div", table, class_="yj-table", tabindex="0") if width > 2 else div("yj-table", table)


def _filled(row: list[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]
