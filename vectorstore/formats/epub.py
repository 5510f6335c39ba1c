"""EPUB books: the chapters in the order of the spine."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from vectorstore.formats.extracted import Extracted, Row, from_rows
from vectorstore.formats.html import html_rows
from vectorstore.formats.package import Package
from vectorstore.reading.decode import decode
from vectorstore.types import UnreadableFile

_CONTAINER = ".//{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_OPF = "{http://www.idpf.org/2007/opf}"
MAX_CHAPTERS = 5000


def read_epub(data: bytes) -> Extracted:
    """The text of a book. Raises UnreadableFile for a damaged or protected one."""
    package = Package(data)
    container = package.xml("META-INF/container.xml")
    root = container.find(_CONTAINER) if container is not None else None
    path = root.get("full-path", "") if root is not None else ""
    book = package.xml(path)
    if book is None:
        raise UnreadableFile("找不到书的目录文件（META-INF/container.xml），不是完好的 EPUB")
    if package.part("META-INF/encryption.xml") is not None and not _readable(package, book, path):
        raise UnreadableFile("EPUB 有版权保护（加密），无法读取")
    rows = list(_rows(package, book, path))
    if not any(row.text.strip() for row in rows):
        raise UnreadableFile("EPUB 里没有文字")
    return from_rows(rows, "epub")


def _chapters(book: Element, path: str) -> Iterator[str]:
    items = {
        item.get("id", ""): item.get("href", "")
        for item in book.iter(f"{_OPF}item")
        if "html" in item.get("media-type", "") and "nav" not in item.get("properties", "").split()
    }
    for count, reference in enumerate(book.iter(f"{_OPF}itemref")):
        href = items.get(reference.get("idref", ""))
        if href and count < MAX_CHAPTERS:
            yield posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(href.split("#")[0])))


def _rows(package: Package, book: Element, path: str) -> Iterator[Row]:
    for name in _chapters(book, path):
        data = package.part(name)
        if data is not None and data.strip():
            yield from html_rows(decode(data)[0])
            yield Row("")


def _readable(package: Package, book: Element, path: str) -> bool:
    first = next((data for name in _chapters(book, path) if (data := package.part(name))), b"")
    return b"<html" in first[:2000].lower()
