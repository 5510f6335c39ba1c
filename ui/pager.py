"""A long list a page at a time: which part is shown, and the buttons to the parts before and after."""

from __future__ import annotations

from collections.abc import Mapping

from ui.clicks import Args, int_arg
from ui.markup import act, esc, tag
from ui.wordings import Lang, word


def first_of(args: Args, step: int) -> int:
    """Where the page begins that a click asks for, 0-based: a multiple of `step`, 0 for what makes no sense."""
    return max(0, int_arg(args, "from")) // step * step


def pager(args: Mapping[str, object], first: int, step: int, total: int, lang: Lang) -> str:
    """`args` are those of the list itself; empty when everything fits on one page."""
    if total <= step:
        return ""
    last = min(first + step, total)
    told = word(lang, "page_of", first=f"{first + 1:,}", last=f"{last:,}", total=f"{total:,}")
    parts = tag("span", esc(told), class_="yj-label")
    if first:
        parts = act("shelf", {**args, "from": max(0, first - step)}, esc(word(lang, "page_before")), "yj-tool") + parts
    if last < total:
        parts += act("shelf", {**args, "from": last}, esc(word(lang, "page_after")), "yj-tool")
    return tag("nav", parts, class_="yj-pager", aria_label=told)
