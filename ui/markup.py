"""The only place where text becomes HTML: everything that enters a page goes through `esc` or `tag`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from html import escape
from itertools import groupby

from vectorstore.types import Mask

MARK = re.compile(r"\[(\d{1,3})\]")
_VOID = frozenset({"input"})  # have no end
# Bidirectional controls could make a file name or a quotation read otherwise than it is; NUL is not allowed in HTML.
_UNSEEN = {ord(c): "\N{REPLACEMENT CHARACTER}" for c in "\x00\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def esc(text: str) -> str:
    """Text as HTML text or attribute value."""
    return escape(text.translate(_UNSEEN), quote=True)


def tag(name: str, inner: str = "", **attributes: str | bool | None) -> str:
    """An element. `inner` is HTML already; attribute values are escaped here. `class_` is class, `data_x` data-x."""
    parts = [name]
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        attribute = key.rstrip("_").replace("_", "-")
        parts.append(attribute if value is True else f'{attribute}="{esc(str(value))}"')
    return f"<{' '.join(parts)}>" if name in _VOID else f"<{' '.join(parts)}>{inner}</{name}>"


def div(css: str, *inner: str) -> str:
    return tag("div", "".join(inner), class_=css)


def act(
    name: str, args: Mapping[str, object], inner: str, css: str, label: str | None = None, **states: str | bool | None
) -> str:
    """A button that sends event `name` with `args` to the server. `inner` is HTML; `states` are further attributes."""
    packed = json.dumps(args, ensure_ascii=True, separators=(",", ":"))
    return tag("button", inner, type="button", class_=css, data_act=name, data_args=packed, aria_label=label, **states)


def copy_button(text: str, label: str, done: str) -> str:
    """A button that puts `text` on the clipboard; the text lies beside it as text, never as markup."""
    kept = tag("span", esc(text), class_="yj-copytext", hidden=True)
    button = tag("button", esc(label), type="button", class_="yj-tool", data_copy="", data_done=done)
    return tag("span", button + kept, class_="yj-copy")


def find_spans(text: str, quotes: Iterable[str]) -> list[tuple[int, int]]:
    """Where each quote stands in the text first; a quote that does not stand there verbatim has no span."""
    spans = []
    for quote in quotes:
        start = text.find(quote) if quote else -1
        if start >= 0:
            spans.append((start, start + len(quote)))
    return spans


def highlight(
    text: str, quotes: Iterable[tuple[int, int]], masks: Iterable[Mask], quote_hint: str, mask_hint: str
) -> str:
    """A paragraph as HTML: quoted spans in <mark>, masks marked inside or outside of them."""
    kinds = bytearray(len(text))  # per character: 1 hidden by the source, 2 quoted
    for mask in masks:
        for at in range(max(0, mask.start), min(len(text), mask.end)):
            kinds[at] |= 1
    for start, end in quotes:
        for at in range(max(0, start), min(len(text), end)):
            kinds[at] |= 2
    out: list[str] = []
    for quoted, run in groupby(range(len(text)), lambda at: bool(kinds[at] & 2)):
        inner = "".join(_masked(text, piece, mask_hint) for piece in groupby(run, lambda at: kinds[at] & 1))
        out.append(tag("mark", inner, class_="yj-quote", title=quote_hint or None) if quoted else inner)
    return "".join(out)


def _masked(text: str, piece: tuple[int, Iterable[int]], hint: str) -> str:
    kind, places = piece
    inner = esc("".join(text[at] for at in places))
    return tag("span", inner, class_="yj-mask", title=hint) if kind else inner


def trouble(error: Exception) -> str:
    """An error that the user can act on, where the thing itself would have stood."""
    return div("yj-banner yj-banner-failed", esc(str(error)))
