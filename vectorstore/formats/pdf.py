"""PDF files with text: the lines of each page with their places. Only this file knows pypdfium2."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Any

from vectorstore.formats.extracted import Extracted
from vectorstore.formats.pdf_layout import SOFT_HYPHEN, laid_out
from vectorstore.formats.pdf_margins import PageLine
from vectorstore.normalise import UNIFIED
from vectorstore.types import UnreadableFile

MAX_PAGES = 5000
MAX_SECONDS = 300
# pdfium's sign of a hyphen at a line's end; signs that fonts draw together; characters under a second number
_BREAKS: dict[int, str | None] = {0xFFFE: SOFT_HYPHEN, 0: None, 0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", **UNIFIED}
_GARBLED = 0.3  # share of characters without a meaning from which a text is not usable


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
        pages, broken = _pages(document, count)
        empty = [n + 1 for n, lines in enumerate(pages) if not lines and n + 1 not in broken and _pictured(document, n)]
    finally:
        document.close()
    if not any(pages):
        raise UnreadableFile(f"PDF 共 {count} 页，都没有文字层（多半是扫描件）；请先做文字识别（OCR）")
    garbled = [number + 1 for number, lines in enumerate(pages) if _garbled(lines)]
    if len(garbled) >= 0.5 * sum(map(bool, pages)):
        raise UnreadableFile(
            f"PDF 的字体没有说明文字是什么（第{_listed(garbled)}页取出的是乱码）；"
            "请先做文字识别（OCR），或从原文档重新导出"
        )
    pages = [[] if number + 1 in garbled else lines for number, lines in enumerate(pages)]
    return laid_out(pages, tuple(_warnings(empty, garbled, broken)))


def _warnings(empty: Sequence[int], garbled: Sequence[int], broken: Sequence[int]) -> Iterator[str]:
    if empty:
        yield f"第{_listed(empty)}页没有文字，可能是扫描页，未读入"
    if garbled:
        yield f"第{_listed(garbled)}页的字体没有说明文字是什么，取出的是乱码，未读入"
    if broken:
        yield f"第{_listed(broken)}页已损坏，未读入"


def _listed(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:20])) + (f"等 {len(numbers)} " if len(numbers) > 20 else "")


def _pages(document: Any, count: int) -> tuple[list[list[PageLine]], list[int]]:
    """The lines of each page, and the numbers of the pages that cannot be read."""
    import pypdfium2

    pages: list[list[PageLine]] = []
    broken: list[int] = []
    until = monotonic() + MAX_SECONDS
    for number in range(count):
        if monotonic() > until:
            raise UnreadableFile(f"PDF 读了 {MAX_SECONDS} 秒，只到第 {number} 页，已停止；请拆开再导入")
        try:
            pages.append(_lines(document, number))
        except pypdfium2.PdfiumError:
            pages.append([])
            broken.append(number + 1)
    return pages, broken


def _pictured(document: Any, number: int) -> bool:
    """Whether a page shows a picture: without text it is a scan, without a picture it is blank."""
    import pypdfium2.raw as raw

    page = document[number]
    try:
        return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]))
    finally:
        page.close()


def _lines(document: Any, number: int) -> list[PageLine]:
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            return list(_page_lines(text_page))
        finally:
            text_page.close()
    finally:
        page.close()


def _page_lines(text_page: Any) -> Iterator[PageLine]:
    """The lines of one page, as pdfium orders them."""
    text = text_page.get_text_range()
    count = text_page.count_chars()
    if len(text) != count:  # it leaves out characters that have no box; places are found by number
        text = _by_number(text_page, count)
    start = 0
    for raw in text.splitlines(keepends=True):
        line = raw.strip()
        if line:
            first = start + len(raw) - len(raw.lstrip())
            left, bottom, _, top = text_page.get_charbox(first, loose=True)
            right = text_page.get_charbox(first + len(line) - 1, loose=True)[2]
            shown = line.encode("utf-16", "surrogatepass").decode("utf-16", "replace").translate(_BREAKS).strip()
            if shown:
                yield PageLine(shown, left, max(left, right), top, max(0.0, top - bottom))
        start += len(raw)


def _by_number(text_page: Any, count: int) -> str:
    import pypdfium2.raw as raw

    codes = (raw.FPDFText_GetUnicode(text_page.raw, k) for k in range(count))
    return "".join(chr(code) if code <= 0x10FFFF else "\ufffd" for code in codes)


def _garbled(lines: Sequence[PageLine]) -> bool:
    """Whether much of a page's text has no meaning: fonts without a table of what their signs are."""
    text = "".join("".join(line.text.split()) for line in lines)
    wrong = sum(not char.isprintable() and unicodedata.category(char) in ("Co", "Cn", "Cc") for char in text)
    return wrong + text.count("\ufffd") > _GARBLED * len(text)
