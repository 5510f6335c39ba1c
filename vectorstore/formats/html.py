"""Web pages: the text of the page, its navigation and footers told apart. The one file that knows selectolax."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from vectorstore.formats.extracted import Extracted, Row, from_rows
from vectorstore.reading.decode import decode
from vectorstore.reading.furniture import NAVIGATION, foot_of, is_furniture
from vectorstore.types import UnreadableFile

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_CHARSET = re.compile(rb"(?i)<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]{2,20})")
_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "select", "button", "textarea")
)
_MARGIN = frozenset(("nav", "footer", "aside", "form", "menu", "header"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TABLES = frozenset(("table", "tr", "caption", "thead", "tbody", "tfoot"))
_LISTS = frozenset(("ul", "ol", "li", "dl", "dt", "dd"))
_BLOCK = _MARGIN | _HEADINGS | _TABLES | _LISTS
_BLOCK |= {"p", "div", "section", "article", "main", "blockquote", "pre", "figure", "figcaption", "fieldset"}
_BLOCK |= {"center", "hr", "address", "details", "summary", "body"}
_DEPTH = 400
_DEEPEST = 5000  # open tags, as far as a look without a parser tells
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*)")
_OPEN_ENDED = frozenset(
    ("p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "br", "hr", "img")
)
_OPEN_ENDED |= {"input", "meta", "link", "wbr", "area", "base", "col", "embed", "source"}
_MARGIN_NAME = re.compile(
    r"(?i)\b(?:nav|navbar|menu|foot|footer|header|breadcrumb|crumb|sidebar|share|copyright|related|comment"
    r"|toolbar|search|login|pager)"
)


def read_html(data: bytes) -> Extracted:
    """The text of a web page. Raises UnreadableFile when it shows none."""
    text, encoding = _decoded(data)
    rows = _without_tail(list(html_rows(text)))
    if not any(row.text.strip() and not row.rule for row in rows):
        raise UnreadableFile("网页里没有正文文字（可能要靠脚本加载）；请在浏览器里另存为完整网页或复制为 txt")
    return from_rows(rows, f"html/{encoding}")


def _without_tail(rows: list[Row]) -> list[Row]:
    """The rows with the foot of the page marked."""
    foot = frozenset(foot_of([row.text for row in rows], [bool(row.rule) for row in rows]))
    return [replace(row, rule=NAVIGATION) if k in foot else row for k, row in enumerate(rows)]


def _decoded(data: bytes) -> tuple[str, str]:
    """By the declared charset when the bytes agree with it, else as any text."""
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name in ("gb2312", "gbk", "gb18030", "big5"):
        codec = "gb18030" if name.startswith("gb") else "big5hkscs"
        try:
            return data.decode(codec), codec
        except UnicodeDecodeError:
            pass
    return decode(data)


def html_rows(text: str) -> Iterator[Row]:
    """The lines that a browser would show, in order."""
    from selectolax.lexbor import LexborHTMLParser

    _refuse_nested(text)
    body = LexborHTMLParser(text).body
    if body is None:
        return
    line: list[str] = []
    yield from _rows(body, line, "", 0)
    yield from _flush(line, 0, "")


def _refuse_nested(text: str) -> None:
    """The parser's time grows with the square of the depth: 200,000 open tags would keep it busy for minutes."""
    if text.count("<") < _DEEPEST:
        return
    depth = 0
    for tag in _TAG.finditer(text):
        if tag[2].lower() not in _OPEN_ENDED:
            depth = max(0, depth - 1) if tag[1] else depth + 1
            if depth > _DEEPEST:
                raise UnreadableFile("网页的标签嵌套过深，不予读取")


def _rows(node: LexborNode, line: list[str], rule: str, depth: int) -> Iterator[Row]:
    """The rows of the children of `node`; `line` collects the inline text that is still open."""
    if depth > _DEPTH:
        raise UnreadableFile("网页的标签嵌套过深，不予读取")
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            line.append(re.sub(r"[ \t\r\n\f]+", " ", child.text_content or ""))
        elif tag == "br":
            yield from _flush(line, 0, rule)
        elif tag in _UNSEEN or _hidden(child):
            continue
        elif tag == "tr":
            yield from _flush(line, 0, rule)
            yield from _table_row(child, rule, depth)
        elif tag in _BLOCK:
            yield from _flush(line, 0, rule)
            level = int(tag[1]) if tag in _HEADINGS else 0
            inner = rule or (NAVIGATION if _is_margin(child, tag) else "")
            yield from _rows(child, line, inner, depth + 1)
            yield from _flush(line, level, inner)
        else:
            yield from _rows(child, line, rule, depth + 1)


def _table_row(row: LexborNode, rule: str, depth: int) -> Iterator[Row]:
    cells = []
    for cell in row.iter():
        if cell.tag in ("td", "th"):
            inner: list[str] = []
            cells.append([*_rows(cell, inner, rule, depth + 1), *_flush(inner, 0, rule)])
    if len(cells) <= 1 or any(len(item.text) > 120 or item.level for cell in cells for item in cell):
        for cell_rows in cells:
            yield from cell_rows
        return
    texts = [" ".join(item.text for item in cell if item.text) for cell in cells]
    if any(texts):
        yield Row(" | ".join(texts), rule=rule)


def _flush(line: list[str], level: int, rule: str) -> Iterator[Row]:
    text = "".join(line).strip(" ")
    line.clear()
    if text:
        yield Row(text, level, rule or (NAVIGATION if not level and is_furniture(text) else ""))


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "").lower()
    return "display:none" in style or "hidden" in attributes or attributes.get("aria-hidden") == "true"


def _is_margin(node: LexborNode, tag: str) -> bool:
    """Navigation and page margins: by element, by name, or a block that is nearly all links."""
    if tag in ("article", "main", "body", "tr", "table"):
        return False
    shown = node.text(deep=True)
    if tag in _MARGIN or _MARGIN_NAME.search(f"{node.attributes.get('class') or ''} {node.id or ''}"):
        return len(shown) < 600 or _linked(node) > 0.5
    return tag in ("ul", "ol", "div") and 8 <= len(shown.strip()) < 2000 and _linked(node) > 0.8


def _linked(node: LexborNode) -> float:
    whole = len("".join(node.text(deep=True).split()))
    linked = sum(len("".join(link.text(deep=True).split())) for link in node.css("a"))
    return linked / whole if whole else 0.0
