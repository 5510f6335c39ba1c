"""What a format's reader hands over: the decoded source of a file, and what its format says about the lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A line as a reader finds it. `level`: of a heading (0: none); `rule`: why it is no text, if it is none.

    `headline`: set as a title is. `runs_on`: goes on with the row above.
    """

    text: str
    level: int = 0
    rule: str = ""
    headline: bool = False
    runs_on: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """`text` is the decoded source. `levels` maps the start of a heading's line to its level, `noise` the start of a
    line that the format itself calls no text (page header, navigation) to the rule; `pages` are the offsets at which
    pages begin. `headlines`: starts of lines set as a title, large and in the middle; `runs_on`: starts of lines
    that go on with the line above, as the page shows."""

    text: str
    encoding: str
    levels: tuple[tuple[int, int], ...] = ()
    noise: tuple[tuple[int, str], ...] = ()
    pages: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()
    headlines: tuple[int, ...] = ()
    runs_on: tuple[int, ...] = ()


def from_rows(rows: Iterable[Row], encoding: str, warnings: tuple[str, ...] = ()) -> Extracted:
    """Rows joined by line breaks. A row of several lines counts as one for `level` and `rule`."""
    parts: list[str] = []
    levels: list[tuple[int, int]] = []
    noise: list[tuple[int, str]] = []
    headlines: list[int] = []
    runs: list[int] = []
    at = 0
    for row in rows:
        text = row.text if not (row.level or row.rule) else " ".join(row.text.split())
        if row.level:
            levels.append((at, row.level))
        if row.rule:
            noise.append((at, row.rule))
        if row.headline:
            headlines.append(at)
        if row.runs_on:
            runs.append(at)
        parts.append(text + "\n")
        at += len(text) + 1
    return Extracted("".join(parts), encoding, tuple(levels), tuple(noise), (), warnings, tuple(headlines), tuple(runs))


def rows_of(extracted: Extracted) -> Iterator[Row]:
    """The lines of a text as rows again, for a document that stands inside another."""
    levels, noise = dict(extracted.levels), dict(extracted.noise)
    at = 0
    for line in extracted.text.splitlines(keepends=True):
        yield Row(line.rstrip("\r\n"), levels.get(at, 0), noise.get(at, ""))
        at += len(line)
