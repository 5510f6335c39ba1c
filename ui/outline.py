"""What a speech is made of: its headings and the sentences that carry figures, each leading to its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ui.markup import esc, tag
from ui.wordings import Lang, word
from vectorstore.types import Paragraph

_MAX_ROWS = 300
_SENTENCE_LIMIT = 160
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_FIGURE = re.compile(r"\d[\d,.]*(?:[%％‰]|个百分点|[万亿]?[\u4e00-\u9fff]{0,2})")
_NO_FIGURE = re.compile(r"^\s*(?:\d{1,2}[.、．]|[（(]\d{1,2}[）)])")  # the number of a list item


def outline(paragraphs: Sequence[Paragraph], lang: Lang) -> str:
    """The headings, indented by level; empty when there are none."""
    headings = [(n, p) for n, p in enumerate(paragraphs, 1) if p.kind == "heading"]
    if not headings:
        return ""
    items = "".join(tag("li", _goto(n, p.text), class_=f"yj-indent-{p.level}") for n, p in headings[:_MAX_ROWS])
    return _fold(word(lang, "outline"), tag("ul", items, class_="yj-outline"))


def figures(paragraphs: Sequence[Paragraph], lang: Lang) -> str:
    """The sentences with figures, the figures marked; empty when there are none."""
    rows = [(n, s.strip()) for n, p in enumerate(paragraphs, 1) for s in _SENTENCE.findall(p.text) if _has_figure(s)]
    if not rows:
        return ""
    items = "".join(tag("li", _goto(n, str(n)) + tag("span", _marked(s))) for n, s in rows[:_MAX_ROWS])
    title = f"{word(lang, 'figures')} {len(rows)}"
    return _fold(title, tag("ul", items, class_="yj-figures"))


def _has_figure(sentence: str) -> bool:
    return bool(_FIGURE.search(_NO_FIGURE.sub("", sentence)))


def _goto(number: int, text: str) -> str:
    return tag("button", esc(text[:_SENTENCE_LIMIT]), type="button", class_="yj-crumb", data_goto=str(number))


def _marked(sentence: str) -> str:
    shown = sentence if len(sentence) <= _SENTENCE_LIMIT else sentence[:_SENTENCE_LIMIT] + "…"
    out, last = [], 0
    for match in _FIGURE.finditer(shown):
        out += [esc(shown[last : match.start()]), tag("b", esc(match[0]))]
        last = match.end()
    return "".join(out) + esc(shown[last:])


def _fold(title: str, inner: str) -> str:
    return tag("details", tag("summary", esc(title)) + inner, class_="yj-others")
