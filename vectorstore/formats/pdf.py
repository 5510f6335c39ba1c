"""PDF files with text: lines in reading order, page headers and footers told apart. Only this file knows pypdfium2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from vectorstore.formats.extracted import Extracted
from vectorstore.types import UnreadableFile

MAX_PAGES = 5000
_DIGITS = re.compile(r"[0-9０-９一二三四五六七八九十]+")
_PAGE_NUMBER = re.compile(
    r"[-—–·|/\s]*(?:第\s*)?[0-9０-９]{1,4}\s*页?(?:\s*[/共of，,-]{1,4}\s*[0-9]{1,4}\s*页?)?[-—–·|\s]*"
)
_HYPHEN = str.maketrans({"\ufffe": "-", "\x02": "-"})  # how pdfium shows a hyphen at the end of a line
_EDGE = 2  # lines at the top and the bottom of a page that can be a header or a footer


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a page: text, left edge and top in points, height of its characters."""

    text: str
    left: float
    top: float
    height: float


def read_pdf(data: bytes) -> Extracted:
    """The text of a PDF. Raises UnreadableFile when it is encrypted, damaged, or has no text (scanned pages)."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "assword" in str(error):
            raise UnreadableFile("PDF 加了密码；请去掉密码后再导入") from None
        raise UnreadableFile(f"PDF 已损坏，无法打开（{error}）；请重新获取文件") from None
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise UnreadableFile(f"PDF 有 {count} 页，超过 {MAX_PAGES} 页的上限；请拆开再导入")
        pages = [_lines(document, number) for number in range(count)]
        empty = [number + 1 for number, lines in enumerate(pages) if not lines and _pictured(document, number)]
    finally:
        document.close()
    if not any(pages):
        raise UnreadableFile(f"PDF 共 {count} 页，都没有文字层（多半是扫描件）；请先做文字识别（OCR）")
    warnings = (f"第{'、'.join(map(str, empty[:20]))}页没有文字，可能是扫描页，未读入",) if empty else ()
    return _extracted(pages, warnings)


def _pictured(document: Any, number: int) -> bool:
    """Whether a page shows a picture: without text it is a scan, without a picture it is blank."""
    import pypdfium2.raw as raw

    page = document[number]
    try:
        return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    finally:
        page.close()


def _lines(document: Any, number: int) -> list[_Line]:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return list(_page_lines(text_page))
        finally:
            text_page.close()
    finally:
        page.close()


def _page_lines(text_page: Any) -> Iterator[_Line]:
    """The lines of one page, as pdfium orders them."""
    text = text_page.get_text_range()
    # get_text_range drops characters that have no box; offsets stay valid when the lengths agree.
    exact = len(text) == text_page.count_chars()
    start = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line and exact:
            first = start + len(raw) - len(raw.lstrip())
            left, bottom, _, top = text_page.get_charbox(first, loose=True)
            yield _Line(line.translate(_HYPHEN), left, top, top - bottom)
        elif line:
            yield _Line(line.translate(_HYPHEN), 0.0, 0.0, 0.0)
        start += len(raw)


def _extracted(pages: Sequence[Sequence[_Line]], warnings: tuple[str, ...]) -> Extracted:
    margins = _margins(pages)
    left = _text_edge(pages)
    parts: list[str] = []
    noise: list[tuple[int, str]] = []
    begins: list[int] = []
    at = 0
    for number, lines in enumerate(pages):
        begins.append(at)
        previous: _Line | None = None
        for index, line in enumerate(lines):
            rule = margins.get((number, index), "")
            space = "" if rule or previous is None else _blank(previous, line)
            indent = "" if rule else _indent(line, left)
            if rule:
                noise.append((at, rule))
            else:
                previous = line
            shown = f"{space}{indent}{line.text}\n"
            parts.append(shown)
            at += len(shown)
    return Extracted("".join(parts), "pdf", noise=tuple(noise), pages=tuple(begins), warnings=warnings)


def _blank(previous: _Line, line: _Line) -> str:
    """A blank line where the page leaves one."""
    gap = previous.top - line.top
    return "\n" if line.height and gap > 2.3 * max(previous.height, line.height) else ""


def _text_edge(pages: Sequence[Sequence[_Line]]) -> float:
    """Where most lines begin, in points from the left."""
    edges = Counter(round(line.left) for lines in pages for line in lines if line.height)
    return float(edges.most_common(1)[0][0]) if edges else 0.0


def _indent(line: _Line, edge: float) -> str:
    """The first line of a paragraph is set in by about two characters: kept as two wide spaces."""
    return "\u3000\u3000" if line.height and line.left - edge > 0.8 * line.height else ""


def _margins(pages: Sequence[Sequence[_Line]]) -> dict[tuple[int, int], str]:
    """(page, line) of running headers, footers and page numbers: at an edge of the page, alike on many pages."""
    edges: dict[tuple[int, int], str] = {}
    for number, lines in enumerate(pages):
        for index in {*range(min(_EDGE, len(lines))), *range(max(0, len(lines) - _EDGE), len(lines))}:
            edges[number, index] = _DIGITS.sub("#", "".join(lines[index].text.split()))
    often = Counter(text for (_, _), text in edges.items())
    needed = max(2, min(3, len(pages)))
    found: dict[tuple[int, int], str] = {}
    for place, text in edges.items():
        shown = pages[place[0]][place[1]].text
        if _PAGE_NUMBER.fullmatch(shown) and (often[text] >= needed or len(pages) <= 2):
            found[place] = "页码"
        elif often[text] >= needed and often[text] >= 0.3 * len(pages) and len(shown) <= 60:
            found[place] = "页眉页脚"
    return found
