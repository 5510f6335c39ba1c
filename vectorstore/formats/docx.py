"""Word documents (docx, docm, dotx): paragraphs, tables, text boxes, numbering, notes; tracked changes as accepted.

Read straight from the XML (docs/decisions/0010): the libraries for docx show neither revisions nor text boxes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from vectorstore.formats.docx_numbers import Numbers, W, read_numbers
from vectorstore.formats.docx_parts import Parts, parts_of
from vectorstore.formats.docx_styles import Style, properties, read_styles
from vectorstore.formats.docx_text import SKIPPED, boxes, visible
from vectorstore.formats.extracted import Extracted, Row, from_rows, rows_of
from vectorstore.formats.package import Package
from vectorstore.types import UnreadableFile

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_TITLE_SIZE = 40  # half points: a centred line of 20 points and more is a title (公文 sets 22)
_LONG_CELL = 120  # characters: a cell with a longer paragraph holds text, not data


@dataclass(frozen=True, slots=True)
class _Context:
    styles: dict[str, Style]
    numbers: Numbers
    notes: dict[tuple[str, str], str]
    parts: Parts


def read_docx(data: bytes) -> Extracted:
    """The text of a Word document. Raises UnreadableFile for a damaged or foreign package."""
    parts = parts_of(Package(data))
    if parts is None:
        raise UnreadableFile("包里没有 word/document.xml，不是 Word 文档")
    body = parts.text()
    notes = {key: note for kind in ("footnote", "endnote") for key, note in _notes(parts.beside(f"{kind}s"), kind)}
    context = _Context(read_styles(parts.beside("styles")), read_numbers(parts.beside("numbering")), notes, parts)
    rows = [*_margins(parts, "header"), *_titled(_blocks(body, context)), *_margins(parts, "footer")]
    if not any(row.text.strip() for row in rows):
        raise UnreadableFile("文档里没有文字（可能只有图片）；请先做文字识别（OCR）")
    return from_rows(rows, "docx", tuple(dict.fromkeys(parts.warnings)))


def _margins(parts: Parts, kind: str) -> Iterator[Row]:
    """Page headers or footers, each wording once."""
    seen: set[str] = set()
    for root in parts.margins(kind):
        for paragraph in root.iter(f"{W}p"):
            text = " ".join(visible(paragraph).split())
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
        if child.tag in SKIPPED:
            continue
        if child.tag == f"{W}p":
            if child.find(f"{W}pPr/{W}rPr/{W}del") is not None:
                open_text += visible(child)
                continue
            yield from _paragraph(child, context, open_text)
            open_text = ""
        elif child.tag == f"{W}tbl":
            yield from _table(child, context)
        elif child.tag == f"{W}altChunk":
            yield from _chunk(child, context)
        else:  # body, content controls, inserted or moved blocks, custom XML
            yield from _blocks(child, context)
    if open_text:
        yield Row(open_text)


def _paragraph(paragraph: Element, context: _Context, before: str) -> Iterator[Row]:
    own = properties(paragraph, context.styles)
    text = before + visible(paragraph)
    number = ""
    if own.list:  # an empty paragraph counts too
        depth = context.numbers.depth(own.list, own.style) if own.depth is None else own.depth
        number = context.numbers.next(own.list, depth)
    if number and text.strip():
        text = number + (" " if number[-1].isalnum() else "") + text
    level = own.level
    headline = level < 2 and own.centred and own.size >= _TITLE_SIZE and 0 < len(text.strip()) <= 60
    if headline:
        level = 1
    yield Row(text, level if text.strip() else 0, headline=headline)
    for box in boxes(paragraph):
        yield from _blocks(box, context)
    for kind in ("footnote", "endnote"):
        for reference in paragraph.iter(f"{W}{kind}Reference"):
            note = context.notes.get((kind, reference.get(f"{W}id", "")))
            if note:
                yield Row(f"（注：{note}）")


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
        elif child.tag not in SKIPPED and child.tag != f"{W}tbl":
            yield from _own(child, kind)


def _chunk(reference: Element, context: _Context) -> Iterator[Row]:
    """A document of another format that the program which wrote this one put into it whole."""
    from vectorstore.formats.extract import extract

    found = context.parts.chunk(reference.get(_RELATION, ""))
    if found is None:
        return
    try:
        yield from rows_of(extract(found[1], found[0]))
    except UnreadableFile as error:
        context.parts.warnings.append(f"嵌入的 {found[0]} 没有读入：{error}")


def _notes(root: Element | None, kind: str) -> Iterator[tuple[tuple[str, str], str]]:
    for note in root.iter(W + kind) if root is not None else ():
        if note.get(f"{W}type") in (None, "normal"):
            text = " ".join(" ".join(visible(p).split()) for p in note.iter(f"{W}p")).strip()
            yield (kind, note.get(f"{W}id", "")), text
