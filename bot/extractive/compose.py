"""The words of the extractive answerer around its quotations. Every sentence that says something carries its mark."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from bot.extractive.field import Item
from bot.extractive.pick import Quote
from bot.extractive.spans import sentences
from bot.types import Status

Layout = Literal["plain", "items", "speeches"]

NOT_FOUND = "材料中没有找到相关内容。"
NEAREST = "最接近的段落在："
MASKED = "原文隐去了这一内容，写作："
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
UNTITLED = "无题"
_TITLE = 50
_WITH_DIGITS = re.compile(r"第?[年月日]?[\d.\-/]*\d[\d.\-/]*[年月日届次号]?")


@dataclass(frozen=True, slots=True)
class Group:
    """What one speech says."""

    title: str
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer before it is put into words. `hidden` quotes show what the source hides, `lead` is a line before it."""

    groups: tuple[Group, ...]
    status: Status
    layout: Layout = "plain"
    hidden: tuple[Quote, ...] = ()
    lead: str = ""

    @property
    def quotes(self) -> tuple[Quote, ...]:
        return tuple(quote for group in self.groups for quote in group.quotes)


def told(quotes: Sequence[Quote], layout: Layout = "plain", status: Status = "answered") -> Told | None:
    """An answer of quotes of any speeches; None when there are none."""
    return Told((Group("", tuple(quotes)),), status, layout) if quotes else None


def side_by_side(groups: Sequence[Group], status: Status = "answered", least: int = 1) -> Told | None:
    """An answer speech by speech; None when fewer than `least` say anything."""
    saying = tuple(group for group in groups if group.quotes)
    return Told(saying, status, "speeches") if len(saying) >= least else None


def write(answer: Told) -> str:
    """The answer in words, every quotation with its mark."""
    parts = [masked(answer.hidden)] if answer.hidden else []
    if answer.quotes:
        layouts = {"plain": plain, "items": items}
        speeches = answer.layout == "speeches"
        parts.insert(0, by_speech(answer.groups) if speeches else layouts[answer.layout](answer.quotes))
    return "\n".join([answer.lead, *parts] if answer.lead else parts)


def led(answer: Told, lead: str) -> Told:
    """The answer after a line that says nothing to be checked."""
    return replace(answer, lead=lead)


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
    return "\n".join(f"{heading(g)}\n{plain(g.quotes)}" for g in groups)


def heading(group: Group) -> str:
    """《title》（speaker，date）："""
    return f"《{short_title(group.title)}》{_who(group)}："


def _who(group: Group) -> str:
    """The speaker and the date of a group, where the title does not say them: （县长，二〇二三年三月一日）."""
    item = group.quotes[0].item
    known = [
        item.role if item.role and item.role not in item.title else "",
        chinese_date(item.when, short_title(item.title)),
    ]
    said = "，".join(fact for fact in known if fact)
    return f"（{said}）" if said else ""


def chinese_date(when: str, title: str) -> str:
    """The date that `when` begins with, in Chinese numerals: a heading holds no figure that had to be checked."""
    date = re.match(r"((?:19|20)\d\d)(?:-(\d{2}))?(?:-(\d{2}))?(?!\d)", when)
    if not date or date[1] in title:
        return ""
    text = "".join("〇一二三四五六七八九"[int(digit)] for digit in date[1]) + "年"
    for part, unit in ((date[2], "月"), (date[3], "日")):
        text += _small(int(part)) + unit if part else ""
    return text


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if not tens else "十" if tens == 1 else "〇一二三四五六七八九"[tens] + "十") + (
        "〇一二三四五六七八九"[ones] if ones else ""
    )


def short_title(title: str) -> str:
    """A title with … for what has digits, shortened: a heading says nothing that would have to be checked."""
    pieces = [piece.strip(" —－-，、：:") for piece in _WITH_DIGITS.split(" ".join(title.split()))]
    text = re.sub("…+", "…", "…".join(pieces))
    if len(text) > _TITLE:
        text = text[: _TITLE - 1].rstrip("…") + "…"
    return text if text.strip("…") else UNTITLED


def masked(quotes: Sequence[Quote]) -> str:
    return MASKED + "\n" + "\n".join(sentence(q) for q in quotes)


def not_found(nearest: Sequence[Item]) -> str:
    if not nearest:
        return NOT_FOUND
    titles: dict[str, list[int]] = {}
    for item in nearest:
        titles.setdefault(short_title(item.title), []).append(item.source)
    return (
        NOT_FOUND + NEAREST + "、".join(f"《{t}》" + "".join(f"[{n}]" for n in ns) for t, ns in titles.items()) + "。"
    )
