"""An answer or a conversation as Markdown with footnotes. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.export.blocks import Block, Run, blocks_of, reference
from bot.export.figures import SHORT_HEAD, figures_table
from bot.types import Answer

# Signs that Markdown would obey inside a line. Brackets too, so that a document's [1] is no footnote and no link.
_SIGNS = re.compile(r"([\\`*_\[\]<>|~$])")
_OPENING = re.compile(r"^(\s*)([#+\-=]|\d+[.)](?=\s))")


def answer_markdown(answers: Sequence[Answer], unchecked: bool = False, figures: bool = True) -> str:
    """The document. `unchecked`: also what was struck out, as such; `figures`: a table of the figures at the end."""
    notes: list[str] = []
    parts = [_block(block, notes) for block in blocks_of(answers, unchecked)]
    rows = figures_table(answers, unchecked) if figures else ()
    if rows:
        lines = [_row(row.short()) for row in rows]
        parts += ["## 数字及出处", "\n".join([_row(SHORT_HEAD), "|" + " --- |" * len(SHORT_HEAD), *lines])]
    parts.append("\n".join(f"[^{n}]: {note}" for n, note in enumerate(notes, 1)))
    return "\n\n".join(part for part in parts if part) + "\n"


def escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _OPENING.sub(_harmless, _SIGNS.sub(r"\\\1", text))


def _harmless(found: re.Match[str]) -> str:
    sign = found[2]
    return found[1] + (f"{sign[:-1]}\\{sign[-1]}" if sign[0].isdigit() else f"\\{sign}")


def _block(block: Block, notes: list[str]) -> str:
    if block.kind == "table":
        rows = ["| " + " | ".join(_line(cell, notes) for cell in row) + " |" for row in block.rows]
        width = max(len(row) for row in block.rows)
        return "\n".join([rows[0], "|" + " --- |" * width, *rows[1:]])
    line = _line(block.runs, notes)
    prefix = {"title": "# ", "heading": "## ", "subheading": "### "}.get(block.kind, "")
    if block.kind == "item":
        prefix = "- " if block.label in ("•", "×") else f"{block.label.rstrip('.、．')}. "
    return prefix + line


def _line(runs: Sequence[Run], notes: list[str]) -> str:
    parts = []
    for run in runs:
        if run.source is not None:
            notes.append(escaped(reference(run.source)))
            parts.append(f"[^{len(notes)}]")
        elif run.struck:
            parts.append(f"~~{escaped(run.text)}~~")
        else:
            parts.append(f"**{escaped(run.text)}**" if run.bold else escaped(run.text))
    return "".join(parts)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
