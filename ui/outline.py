"""What a speech is made of: its headings and the sentences that carry figures, each leading to its paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.draft.pieces import figures_of
from ui.markup import div, esc, tag
from ui.wordings import Lang, word
from vectorstore.types import Paragraph

_MAX_ROWS, _UNFOLDED = 300, 12
_SENTENCE_LIMIT = 160
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SOFT = re.compile(  # dates, counts that say nothing (一个, 十分), digits of a name (5G)
    r"[一二两三四五六七八九十]{1,3}[^万亿千百倍成半]?|第.*|.*(?<![0-9])[年月日]|(?:19|20)\d\d\s*年?(?:.*[月日底初])?"
    r"|\d{1,2}(?:月.*)?"
)
_HEAD = re.compile(
    r"\s*(?:[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）.、．]|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[，,])"
)


def outline(paragraphs: Sequence[Paragraph], lang: Lang) -> str:
    """The headings, indented by level; empty when there are none."""
    headings = [(n, p) for n, p in enumerate(paragraphs, 1) if p.kind == "heading"]
    if not headings:
        return ""
    items = "".join(tag("li", _goto(n, p.text), class_=f"yj-indent-{p.level}") for n, p in headings[:_MAX_ROWS])
    return _fold(word(lang, "outline"), tag("ul", items, class_="yj-outline"), len(headings) <= _UNFOLDED)


def figures(paragraphs: Sequence[Paragraph], lang: Lang) -> str:
    """The figures table: paragraph, figures, the sentence they stand in; empty when there are none."""
    rows = [
        (n, s.strip(), found)
        for n, p in enumerate(paragraphs, 1)
        for s in _SENTENCE.findall(p.text)
        if (found := _figures(s))
    ]
    if not rows:
        return ""
    names = (word(lang, "paragraph_short"), word(lang, "figure"), word(lang, "sentence"))
    head = tag("tr", "".join(tag("th", esc(name), scope="col") for name in names))
    body = "".join(_row(*row) for row in rows[:_MAX_ROWS])
    table = tag("table", tag("thead", head) + tag("tbody", body), class_="yj-figures")
    more = word(lang, "more_removed", count=len(rows) - _MAX_ROWS) if len(rows) > _MAX_ROWS else ""
    return _fold(f"{word(lang, 'figures')} {len(rows)}", div("yj-table", table) + tag("p", esc(more)) * bool(more))


def _row(number: int, sentence: str, figures: Sequence[str]) -> str:
    found = "".join(tag("li", esc(figure)) for figure in figures)
    cells = (_goto(number, str(number)), tag("ul", found), _marked(sentence, figures))
    return tag("tr", "".join(tag("td", cell) for cell in cells))


def _figures(sentence: str) -> list[str]:
    """The figures of a sentence, each once; numbers of list items, dates and 一个 are none."""
    head = _HEAD.match(sentence)
    found = (figure.strip() for figure in figures_of(sentence[head.end() if head else 0 :]))
    return list(dict.fromkeys(figure for figure in found if not _SOFT.fullmatch(figure)))


def _goto(number: int, text: str) -> str:
    return tag("button", esc(text[:_SENTENCE_LIMIT]), type="button", class_="yj-crumb", data_goto=str(number))


def _marked(sentence: str, figures: Sequence[str]) -> str:
    shown = sentence if len(sentence) <= _SENTENCE_LIMIT else sentence[:_SENTENCE_LIMIT] + "…"
    out, last = [], 0
    for figure in figures:
        at = shown.find(figure, last)
        if at >= 0:
            out += [esc(shown[last:at]), tag("b", esc(figure))]
            last = at + len(figure)
    return "".join(out) + esc(shown[last:])


def _fold(title: str, inner: str, opened: bool = False) -> str:
    return tag("details", tag("summary", esc(title)) + inner, class_="yj-others", open=opened)
