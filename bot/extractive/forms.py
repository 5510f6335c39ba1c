"""An answer as the user wants to see it: the very sentences, or a table. Every sentence and every cell has its mark."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from bot.extractive import compose
from bot.extractive.compose import Group, Told
from bot.extractive.pick import Quote, tidy
from bot.extractive.spans import norm_of, sentences
from bot.extractive.wishes import Wish

WIDEST = 4  # speeches that stand side by side as columns; more than that are rows
ALL_SOURCES = "| 原文 | 出处 |\n| --- | --- |"


def shown(answer: Told, wish: Wish) -> str:
    """The answer in the wished form; what is hidden and what is not found stay as they are."""
    if not answer.quotes or answer.hidden:
        return compose.write(answer)
    if wish.table:
        return table(answer)
    return verbatim(answer) if wish.verbatim else compose.write(answer)


def verbatim(answer: Told) -> str:
    """The whole sentences that hold the quotes, under their speeches, in quotation marks where they hold none."""
    lines = []
    for group in _by_speech(answer.quotes):
        said = list(dict.fromkeys(whole(quote) for quote in group.quotes))
        lines.append(compose.heading(group) + "\n" + "\n".join(_quoted(quote) for quote in said))
    return "\n".join(lines)


def whole(quote: Quote) -> Quote:
    """The sentences that a quote stands in, wholly."""
    spans = [s for s in sentences(norm_of(quote.item.paragraph.text)) if s[0] < quote.end and s[1] > quote.start]
    wide = tidy(quote.item, min(spans[0][0], quote.start), max(spans[-1][1], quote.end)) if spans else None
    return wide or quote


def _quoted(quote: Quote) -> str:
    text = " ".join(quote.text.split())
    if any(mark in text for mark in "“”「」"):
        return compose.sentence(quote)
    end = "" if text[-1] in "。！？!?" else "。"
    return f"“{text}”[{quote.item.source}]{end}" if len(sentences(text)) == 1 else compose.sentence(quote)


def table(answer: Told) -> str:
    """A Markdown table: a column for each speech, or, of many speeches, a row for each sentence with its mark."""
    groups = _by_speech(answer.quotes)
    if len(groups) > WIDEST:
        rows = [f"| {cell(quote)} | [{quote.item.source}] |" for group in groups for quote in group.quotes]
        return "\n".join([ALL_SOURCES, *rows])
    heads = "| " + " | ".join(compose.heading(group).rstrip("：") for group in groups) + " |"
    columns = [[cell(quote) for quote in group.quotes] for group in groups]
    rows = ["| " + " | ".join(row) + " |" for row in zip_longest(*columns, fillvalue="")]
    return "\n".join([heads, "|" + " --- |" * len(groups), *rows])


def cell(quote: Quote) -> str:
    """A quotation with its mark; a bar of the source would end the cell."""
    return compose.sentence(quote).replace("|", "｜")


def _by_speech(quotes: Sequence[Quote]) -> list[Group]:
    groups: dict[str, list[Quote]] = {}
    for quote in quotes:
        groups.setdefault(quote.item.speech_id, []).append(quote)
    return [Group(said[0].item.title, tuple(said)) for said in groups.values()]
