"""The words of the extractive answerer around its quotations. Every sentence that says something carries its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.extractive.field import Item
from bot.extractive.pick import Quote
from bot.extractive.spans import sentences

NOT_FOUND = "材料中没有找到相关内容。"
NEAREST = "最接近的段落在："
MASKED = "原文隐去了这一内容，写作："
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
UNTITLED = "无题"
_TITLE = 50


@dataclass(frozen=True, slots=True)
class Group:
    """What one speech says."""

    title: str
    quotes: tuple[Quote, ...]


def sentence(quote: Quote) -> str:
    """The quotation with its mark after each of its sentences: a sentence without one counts as having no source."""
    text = " ".join(quote.text.split())
    mark = f"[{quote.item.source}]"
    ends = [end for _, end in sentences(text)] or [len(text)]
    parts = [text[start:end] for start, end in zip([0, *ends[:-1]], [*ends[:-1], len(text)], strict=True)]
    return "".join(f"{part}{mark}" for part in parts[:-1]) + _closed(parts[-1]) + mark


def _closed(text: str) -> str:
    """A sentence with its full stop."""
    if text[-1] in "。！？!?":
        return text
    if text[-1] in "；;":
        return text[:-1] + "。"
    if text[-1] in "”’」』" and len(text) > 1 and text[-2] in "。！？":
        return text
    return text + "。"


def plain(quotes: Sequence[Quote]) -> str:
    return "".join(sentence(q) for q in quotes)


def items(quotes: Sequence[Quote]) -> str:
    """A numbered list; what the source numbers itself (一是…) keeps its own number."""
    lines = []
    for n, quote in enumerate(quotes):
        own = (
            quote.text[:1] in "一二三四五六七八九十第首其再最"
            and quote.text[1:2] in "是要、则，先次后一二三四五六七八九十"
        )
        number = "" if own or n >= len(_CIRCLED) else _CIRCLED[n]
        lines.append(number + sentence(quote))
    return "\n".join(lines)


def by_speech(groups: Sequence[Group]) -> str:
    return "\n".join(f"《{_title(g.title)}》：\n{plain(g.quotes)}" for g in groups)


def _title(title: str) -> str:
    """The longest piece of a title without a digit, shortened: a heading says nothing that would have to be checked."""
    whole = " ".join(title.split())
    pieces = re.split(r"[年月日]?[\d.\-/]+[年月日届]?", whole)
    longest = max(pieces, key=len)
    text = longest.strip(" —－-，、：:")
    if len(text) > _TITLE:
        text = text[: _TITLE - 1] + "…"
    if not text:
        return UNTITLED
    before = "" if longest == pieces[0] else "…"
    return before + text + ("" if longest == pieces[-1] or text.endswith("…") else "…")


def masked(quotes: Sequence[Quote]) -> str:
    return MASKED + "\n" + "\n".join(sentence(q) for q in quotes)


def not_found(nearest: Sequence[Item]) -> str:
    if not nearest:
        return NOT_FOUND
    titles: dict[str, list[int]] = {}
    for item in nearest:
        titles.setdefault(_title(item.title), []).append(item.source)
    return (
        NOT_FOUND + NEAREST + "、".join(f"《{t}》" + "".join(f"[{n}]" for n in ns) for t, ns in titles.items()) + "。"
    )
