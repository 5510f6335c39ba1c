"""Word documents (docx): paragraphs, tables, text boxes, numbering, footnotes; tracked changes as accepted.

Read straight from the XML (docs/decisions/0010): the libraries for docx show neither revisions nor text boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from vectorstore.formats.docx_numbers import Numbers, W, integer, read_numbers
from vectorstore.formats.extracted import Extracted, Row, from_rows
from vectorstore.formats.package import Package
from vectorstore.types import UnreadableFile

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_GONE = frozenset(W + tag for tag in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sectPr", "tblPr"))
_SKIPPED = _GONE | {_MC + "Fallback"}
_DRAWN = frozenset(W + tag for tag in ("drawing", "pict", "object", "txbxContent"))
_HEADING_STYLE = re.compile(r"(?i)(?:heading|标题|見出し)\s*([1-9])\Z")
_TITLE_STYLE = re.compile(r"(?i)(?:title|标题)\Z")
_TITLE_SIZE = 40  # half points: a centred line of 20 points and more is a title (公文 sets 22)
_LONG_CELL = 120  # characters: a cell with a longer paragraph holds text, not data


@dataclass(frozen=True, slots=True)
class _Style:
    """What of a paragraph style matters here; each None is taken from the style it is based on."""

    based: str
    level: int | None
    list: tuple[str, int] | None
    size: int | None
    centred: bool | None


@dataclass(frozen=True, slots=True)
class _Context:
    styles: dict[str, _Style]
    numbers: Numbers
    notes: dict[tuple[str, str], str]


def read_docx(data: bytes) -> Extracted:
    """The text of a Word document. Raises UnreadableFile for a damaged or foreign package."""
    package = Package(data)
    main = package.part("word/document.xml")
    if main is None:
        raise UnreadableFile("包里没有 word/document.xml，不是 Word 文档")
    if _STRICT in main[:4000]:
        raise UnreadableFile("文档用的是 Strict Open XML 格式；请在 Word 里另存为普通 docx")
    body = package.xml("word/document.xml")
    styles = _styles(package.xml("word/styles.xml"))
    notes = _notes(package.xml("word/footnotes.xml"), "footnote") | _notes(package.xml("word/endnotes.xml"), "endnote")
    context = _Context(styles, read_numbers(package.xml("word/numbering.xml")), notes)
    rows = [*_margins(package, "header"), *_titled(_blocks(body, context)), *_margins(package, "footer")]
    if not any(row.text.strip() for row in rows):
        raise UnreadableFile("文档里没有文字（可能只有图片）；请先做文字识别（OCR）")
    return from_rows(rows, "docx")


def _margins(package: Package, kind: str) -> Iterator[Row]:
    """Page headers or footers, each wording once."""
    seen: set[str] = set()
    for name in sorted(package.names):
        if re.fullmatch(rf"word/{kind}\d*\.xml", name) and (root := package.xml(name)) is not None:
            for paragraph in root.iter(f"{W}p"):
                text = " ".join("".join(_text(paragraph)).split())
                if text and text not in seen:
                    seen.add(text)
                    yield Row(text, rule="页眉页脚")


def _titled(rows: Iterator[Row]) -> Iterator[Row]:
    """A title set on several lines is one heading: only its first line keeps the level."""
    previous = 0
    for row in rows:
        if row.level == 1 and previous == 1:
            yield Row(row.text)
        else:
            yield row
        previous = row.level if row.text.strip() else 0


def _blocks(parent: Element | None, context: _Context) -> Iterator[Row]:
    open_text = ""  # of a paragraph whose mark is deleted: it runs on into the next
    for child in parent if parent is not None else ():
        if child.tag in _SKIPPED:
            continue
        if child.tag == f"{W}p":
            if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                open_text += "".join(_text(child))
                continue
            yield from _paragraph(child, context, open_text)
            open_text = ""
        elif child.tag == f"{W}tbl":
            yield from _table(child, context)
        else:  # body, content controls, inserted or moved blocks, custom XML
            yield from _blocks(child, context)
    if open_text:
        yield Row(open_text)


def _paragraph(paragraph: Element, context: _Context, before: str) -> Iterator[Row]:
    level, listed, size, centred = _properties(paragraph, context.styles)
    text = before + "".join(_text(paragraph))
    if listed and text.strip():
        number = context.numbers.next(*listed)
        apart = " " if number and number[-1].isalnum() else ""
        text = number + apart + text
    if not level and centred and size >= _TITLE_SIZE and len(text.strip()) <= 60:
        level = 1
    yield Row(text, level if text.strip() else 0)
    for box in _boxes(paragraph):
        yield from _blocks(box, context)
    for kind in ("footnote", "endnote"):
        for reference in paragraph.iter(f"{W}{kind}Reference"):
            note = context.notes.get((kind, reference.get(f"{W}id", "")))
            if note:
                yield Row(f"（注：{note}）")


def _text(parent: Element) -> Iterator[str]:
    """The visible text of a paragraph, without text boxes, deletions, field codes and comments."""
    for child in parent:
        tag = child.tag
        if tag in _SKIPPED or tag in _DRAWN:
            continue
        if tag in (f"{W}t", _MATH):
            yield child.text or ""
        elif tag == f"{W}tab":
            yield "\t"
        elif tag in (f"{W}br", f"{W}cr"):
            yield "\n"
        elif tag == f"{W}noBreakHyphen":
            yield "-"
        elif tag == f"{W}r" and child.find(f"{W}rPr/{W}vanish") is not None:
            continue
        else:
            yield from _text(child)


def _boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph; of two renderings of one box, the modern one."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{W}txbxContent":
            yield element
        elif element.tag == _MC + "AlternateContent":
            renderings = (element.find(_MC + "Choice"), element.find(_MC + "Fallback"))
            stack.extend([rendering for rendering in renderings if rendering is not None][:1])
        elif element.tag not in _GONE:
            stack.extend(reversed(element))


def _table(table: Element, context: _Context) -> Iterator[Row]:
    """A row a line, cells apart by " | "; a table that only lays out running text gives its paragraphs."""
    rows = [[list(_blocks(cell, context)) for cell in _own(row, "tc")] for row in _own(table, "tr")]
    cells = [cell for row in rows for cell in row]
    if all(len(row) <= 1 for row in rows) or any(len(line.text) > _LONG_CELL for cell in cells for line in cell):
        for cell in cells:
            yield from cell
        return
    for row in rows:
        texts = [" ".join(" ".join(line.text.split()) for line in cell if line.text.strip()) for cell in row]
        if any(texts):
            yield Row(" | ".join(texts))


def _own(parent: Element, kind: str) -> Iterator[Element]:
    """The rows of a table or the cells of a row, also inside content controls; not those of a table within."""
    for child in parent:
        if child.tag == W + kind:
            yield child
        elif child.tag not in _SKIPPED and child.tag != f"{W}tbl":
            yield from _own(child, kind)


def _properties(paragraph: Element, styles: dict[str, _Style]) -> tuple[int, tuple[str, int] | None, int, bool]:
    """Heading level (0: none), list and its level, size in half points, centred."""
    own = _style(paragraph, "")
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    runs = [integer(size.get(f"{W}val")) for size in paragraph.iterfind(f"{W}r/{W}rPr/{W}sz")]
    level, listed, centred = own.level, own.list, own.centred
    size = max(runs, default=None)
    seen: set[str] = set()
    at = named.get(f"{W}val", "") if named is not None else ""
    while at in styles and at not in seen:
        seen.add(at)
        style = styles[at]
        level = style.level if level is None else level
        listed = style.list if listed is None else listed
        centred = style.centred if centred is None else centred
        size = style.size if size is None else size
        at = style.based
    return level or 0, None if listed is None or listed[0] == "0" else listed, size or 0, bool(centred)


def _style(element: Element, name: str) -> _Style:
    """A style element, or the own properties of a paragraph."""
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    level = None
    if outline is not None:
        value = integer(outline.get(f"{W}val"), 9)
        level = value + 1 if value < 6 else 0
    elif found := _HEADING_STYLE.match(name):
        level = int(found[1])
    elif _TITLE_STYLE.match(name):
        level = 1
    listed = None
    numbering = element.find(f"{W}pPr/{W}numPr")
    if numbering is not None:
        number, depth = numbering.find(f"{W}numId"), numbering.find(f"{W}ilvl")
        listed = (
            number.get(f"{W}val", "0") if number is not None else "0",
            integer(depth.get(f"{W}val")) if depth is not None else 0,
        )
    based = element.find(f"{W}basedOn")
    size = element.find(f"{W}rPr/{W}sz")
    align = element.find(f"{W}pPr/{W}jc")
    return _Style(
        based.get(f"{W}val", "") if based is not None else "",
        level,
        listed,
        integer(size.get(f"{W}val")) if size is not None else None,
        align.get(f"{W}val") == "center" if align is not None else None,
    )


def _styles(root: Element | None) -> dict[str, _Style]:
    found = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        name = style.find(f"{W}name")
        found[style.get(f"{W}styleId", "")] = _style(style, name.get(f"{W}val", "") if name is not None else "")
    return found


def _notes(root: Element | None, kind: str) -> dict[tuple[str, str], str]:
    found = {}
    for note in root.iter(W + kind) if root is not None else ():
        if note.get(f"{W}type") in (None, "normal"):
            text = " ".join(" ".join("".join(_text(p)).split()) for p in note.iter(f"{W}p")).strip()
            found[kind, note.get(f"{W}id", "")] = text
    return found
