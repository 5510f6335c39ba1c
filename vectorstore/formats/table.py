"""CSV and TSV of texts: each row one text, its title from the title column, or from the short columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from vectorstore.formats.extracted import Extracted, Row, from_rows
from vectorstore.types import UnreadableFile

MAX_FIELD = 20_000_000
_TITLES = ("标题", "题目", "title", "名称", "篇名", "主题", "name")
_TEXTS = ("正文", "内容", "content", "text", "全文", "讲话", "发言", "body")


def read_table(text: str, encoding: str) -> Extracted:
    """A table's rows as texts with headings of level 1. Raises UnreadableFile when it is no table of texts."""
    sample = text[:65536]
    delimiter = max(",\t;", key=sample.count)
    csv.field_size_limit(MAX_FIELD)
    try:
        rows = [
            row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter) if any(map(str.strip, row))
        ]
    except csv.Error as error:
        raise UnreadableFile(f"不是完好的 CSV（{error}）；请用表格软件另存为 CSV UTF-8") from None
    if not rows:
        raise UnreadableFile("表里没有内容")
    head, body, title, content = _columns(rows)
    return from_rows(_texts(head, body, title, content), f"csv/{encoding}")


def _columns(rows: Sequence[Sequence[str]]) -> tuple[Sequence[str], Sequence[Sequence[str]], int, int]:
    """The header (empty when there is none), the other rows, the column of titles (-1: none), that of the texts."""
    width = max(map(len, rows))
    first = [cell.strip().lower() for cell in rows[0]]
    named = any(cell in (*_TITLES, *_TEXTS) for cell in first)
    head = rows[0] if named else ()
    body = rows[1:] if named else rows
    lengths = [sum(len(row[k]) for row in body if k < len(row)) for k in range(width)]
    content = next((first.index(word) for word in _TEXTS if named and word in first), lengths.index(max(lengths)))
    title = next((first.index(word) for word in _TITLES if named and word in first), -1)
    if title < 0 and not named and width > 1:
        titles = [k for k in range(width) if k != content and 0 < lengths[k] <= 80 * len(body)]
        title = titles[0] if titles else -1
    return head, body, title, content


def _texts(head: Sequence[str], body: Sequence[Sequence[str]], title: int, content: int) -> Iterator[Row]:
    for number, row in enumerate(body, 1):
        name = row[title].strip() if 0 <= title < len(row) else ""
        yield Row(name or f"第{number}行", level=1)
        for k, cell in enumerate(row):
            if k in (title, content) or not cell.strip():
                continue
            label = head[k].strip() if k < len(head) else ""
            yield Row(f"{label}：{cell.strip()}" if label else cell.strip())
        if content < len(row):
            yield Row(row[content])
        yield Row("")
