"""Which format a file is, told by its content, and its text. The name decides only where the content cannot."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from vectorstore.formats.convert import read_converted
from vectorstore.formats.docx import read_docx
from vectorstore.formats.docx_parts import is_word
from vectorstore.formats.epub import read_epub
from vectorstore.formats.extracted import Extracted
from vectorstore.formats.html import read_html
from vectorstore.formats.mht import read_mht
from vectorstore.formats.package import Package
from vectorstore.formats.pdf import read_pdf
from vectorstore.formats.table import read_table
from vectorstore.reading.decode import decode
from vectorstore.types import UnreadableFile

_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_TAG = re.compile(rb"(?i)<(?:p|div|br|table|h[1-6]|span|article|section|font|a)\b[^<>]{0,500}>")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_XML = re.compile(
    rb"(?s)\A\s*<\?xml[^>]{0,200}\?>.{0,2000}(?:<\?mso-application\s+progid=\"Word|<w:wordDocument\b|<pkg:package\b)"
)
_MAIL = re.compile(
    rb"(?is)\A\s*(?:from|mime-version|content-type|subject|x-[\w-]{1,40}|date)\s*:"
    rb"(?=.{0,4000}?\nmime-version\s*:|\s*1\.0)(?=.{0,4000}?content-type\s*:\s*(?:multipart/|text/html))"
)
_HTML = re.compile(
    rb"(?is)\A\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|meta|title|link|script|style|center)\b"
)

_READERS: dict[str, Callable[[bytes], Extracted]] = {
    "docx": read_docx,
    "pdf": read_pdf,
    "html": read_html,
    "epub": read_epub,
    "mht": read_mht,
}


def extract(data: bytes, name: str) -> Extracted:
    """The decoded source of a file. Raises UnreadableFile, with a reason in Chinese."""
    try:
        return _read(kind_of(data, name), data)
    except RecursionError:
        raise UnreadableFile("文件内部嵌套过深，不予读取") from None


def kind_of(data: bytes, name: str) -> str:
    """docx, epub, odt, pdf, doc, wps, rtf, xml (of Word), html, mht, csv or text.

    Raises UnreadableFile for a known format that is not read.
    """
    suffix = Path(name).suffix.lower()
    if data.startswith(b"PK\x03\x04"):
        return _packed(data)
    if data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF"):
        return "pdf"
    if data.startswith(_OLE):
        return _compound(data, suffix)
    head = data[:8192].removeprefix(b"\xef\xbb\xbf")
    if head[:64].lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if _WORD_XML.match(head):
        return "xml"
    if _HTML.match(head) or _HTML.match(_narrow(head)):
        return "html"
    if suffix in _PAGES and _TAG.search(head):
        return "html"
    if _MAIL.match(head):
        return "mht"
    return "csv" if suffix in (".csv", ".tsv") else "text"


def _packed(data: bytes) -> str:
    package = Package(data)
    names = package.names
    if is_word(package):
        return "docx"
    if "META-INF/container.xml" in names:
        return "epub"
    for start, what in (("xl/", "Excel 表格"), ("ppt/", "演示文稿")):
        if any(name.startswith(start) for name in names):
            raise UnreadableFile(f"内容是{what}；请另存为 docx、pdf 或 csv 后再导入")
    if "content.xml" in names:
        return _open_document(package)
    raise UnreadableFile("内容是 ZIP 压缩包；请把后缀改为 .zip，或解压后导入里面的文件")


def _open_document(package: Package) -> str:
    kind = (package.part("mimetype") or b"").decode("ascii", "replace").strip()
    if "spreadsheet" in kind or "presentation" in kind or "graphics" in kind:
        raise UnreadableFile("内容是 OpenDocument 表格、演示或图画，不是文字文档；请另存为 docx、pdf 或 csv 后再导入")
    if b"encryption-data" in (package.part("META-INF/manifest.xml") or b""):
        raise UnreadableFile("文档加了密码；请去掉密码后再导入")
    return "odt"


def _narrow(head: bytes) -> bytes:
    """UTF-16 text as its ASCII letters, so that its first tag can be seen."""
    return head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff") if b"\x00" in head else b""


def _compound(data: bytes, suffix: str) -> str:
    """An OLE compound file: its streams are named in UTF-16."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile("文档加了密码；请去掉密码后再导入")
    if "WordDocument".encode("utf-16-le") in data:
        return "wps" if suffix in (".wps", ".wpt") else "doc"
    if suffix in (".wps", ".wpt"):
        return "wps"
    raise UnreadableFile("内容是旧版 Office 文件但不是文字文档（可能是 xls 或 ppt）；请另存为 docx 或 pdf")


def _read(kind: str, data: bytes) -> Extracted:
    if reader := _READERS.get(kind):
        return reader(data)
    if kind in ("doc", "wps", "rtf", "odt", "xml"):
        return read_converted(data, kind)
    text, encoding = decode(data)
    return read_table(text, encoding) if kind == "csv" else Extracted(text, encoding)
