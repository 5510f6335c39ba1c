"""An answer as blocks of runs, so that each format escapes in its own way. Pure.

The text of an answer has little markup: headings, list items, tables, [n] marks, a bold opening. Everything else is
taken literally: ** may be a masked value.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.as_text import STATUS
from bot.markup import cells_of, marked_up
from bot.types import Answer, Source

Kind = Literal["title", "heading", "subheading", "text", "item", "note", "table"]

_MARK = re.compile(r"\[(\d{1,4})\]")
_BOLD = re.compile(r"\*\*([^*]{1,40})\*\*(?=[：:]|$)")
_GONE = ("Cc", "Cf", "Cs")  # control, invisible, lone surrogate: what XML forbids or a reader cannot see
QUOTE = 160  # characters of a source's wording in its note


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, or the mark of a source (then `text` is empty)."""

    text: str
    source: Source | None = None
    bold: bool = False
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of runs; a table has rows of cells of runs instead. `label` is the bullet or number of an item."""

    kind: Kind
    runs: tuple[Run, ...] = ()
    rows: tuple[tuple[tuple[Run, ...], ...], ...] = ()
    label: str = ""


def visible(text: str) -> str:
    """The text without control and invisible characters; line breaks and tabs become spaces."""
    spaced = "".join(" " if c in "\n\r\t\u2028\u2029\x0b\x0c" else c for c in text)
    return "".join(c for c in spaced if unicodedata.category(c) not in _GONE and c not in "\ufffe\uffff")


def blocks_of(answers: Sequence[Answer], unchecked: bool = False) -> Iterator[Block]:
    """The blocks of a conversation. `unchecked`: also what was struck out, marked, with the reasons."""
    for answer in answers:
        yield Block("heading", (Run(visible(answer.question.strip())),))
        if answer.status != "answered":
            yield Block("note", (Run(f"【{STATUS[answer.status]}】"),))
        yield from _body(answer)
        struck = [claim for claim in answer.claims if claim.verdict == "unsupported"]
        if unchecked and struck:
            yield Block("subheading", (Run("没有通过核查的句子（不作数）"),))
            for claim in struck:
                reasons = "；".join(claim.reasons) or "没有依据"
                runs = (Run(visible(claim.text), struck=True), Run(f"（{visible(reasons)}）"))
                yield Block("item", runs, label="×")


def _body(answer: Answer) -> Iterator[Block]:
    sources = {source.number: source for source in answer.sources}
    for kind, texts in marked_up(answer.text.split("\n")):
        if kind == "table":
            yield Block(kind, rows=tuple(tuple(_runs(cell, sources) for cell in cells_of(row)) for row in texts))
        elif kind == "item":
            yield Block(kind, _runs(texts[1], sources), label=texts[0])
        else:
            yield Block("subheading" if kind == "heading" else kind, _runs(texts[0], sources))


def _runs(text: str, sources: dict[int, Source]) -> tuple[Run, ...]:
    """A line's runs; a mark without a source is text like any other."""
    runs: list[Run] = []
    if bold := _BOLD.match(text):
        runs.append(Run(visible(bold[1]), bold=True))
        text = text[bold.end() :]
    at = 0
    for mark in _MARK.finditer(text):
        source = sources.get(int(mark[1]))
        if source is not None:
            runs += [Run(visible(text[at : mark.start()])), Run("", source)]
            at = mark.end()
    runs.append(Run(visible(text[at:])))
    return tuple(run for run in runs if run.text or run.source)


def reference(source: Source, quote: str = "") -> str:
    """《篇名》（发言人身份），《文件》第3篇第7段，第12页。原文：“…”"""
    role = f"（{source.speaker_role}）" if source.speaker_role else ""
    words = f"《{source.title or '无题'}》{role}"
    if source.locations:
        at = source.locations[0]
        page = f"，第{at.page}页" if at.page else ""
        words += f"，《{at.file}》第{at.speech}篇第{at.paragraph}段{page}"
    quote = quote or "……".join(source.quotes) or source.paragraph.text
    return visible(f"{words}。原文：“{quote if len(quote) <= QUOTE else quote[:QUOTE] + '……'}”")
