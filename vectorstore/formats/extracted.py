"""What a format's reader hands over: the decoded source of a file, and what its format says about the lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a reader finds it. `level`: of a heading (0: none); `rule`: why it is no text, if it is none."""

    text: str
    level: int = 0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Extracted:
    """`text` is the decoded source. `levels` maps the start of a heading's line to its level, `noise` the start of a
    line that the format itself calls no text (page header, navigation) to the rule; `pages` are the offsets at which
    pages begin."""

    text: str
    encoding: str
    levels: tuple[tuple[int, int], ...] = ()
    noise: tuple[tuple[int, str], ...] = ()
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()


def from_rows(rows: Iterable[Row], encoding: str, warnings: tuple[str, ...] = ()) -> Extracted:
    """Rows joined by line breaks. A row of several lines counts as one for `level` and `rule`."""
    parts: list[str] = []
    levels: list[tuple[int, int]] = []
    noise: list[tuple[int, str]] = []
    at = 0
    for row in rows:
        text = row.text if not (row.level or row.rule) else " ".join(row.text.split())
        if row.level:
            levels.append((at, row.level))
        if row.rule:
            noise.append((at, row.rule))
        parts.append(text + "\n")
        at += len(text) + 1
    return Extracted("".join(parts), encoding, tuple(levels), tuple(noise), warnings=warnings)
