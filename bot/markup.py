"""The little markup that an answer may have: headings, list items, tables. Everything else is text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

Kind = Literal["heading", "item", "table", "text"]

_HEADING = re.compile(r"#{1,6}\s+(.*)")
_ITEM = re.compile(r"([-*•+]|\d{1,3}[.、．])\s+(.*)")
_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")


def marked_up(lines: Sequence[str]) -> Iterator[tuple[Kind, list[str]]]:
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
            sign = "•" if found[1] in "-*•+" else found[1]
            yield "item", [sign, found[2]]
        elif line:
            yield "text", [line]


def cells_of(row: str) -> list[str]:
    """The texts of a table's row."""
    return [cell.strip() for cell in row.strip("|").split("|")]
