"""Bringing back what was taken out of a file: its lines are noted in the sidecar, and the file is read again."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from vectorstore import queries
from vectorstore.corrections import keep_lines, put_back
from vectorstore.ingest import Reader, ingest
from vectorstore.legs import Leg
from vectorstore.reading.lines import split_lines
from vectorstore.report import removed_pieces
from vectorstore.sidecar import KeptLine
from vectorstore.types import RemovedPiece, StoreError
from vectorstore.walk import Found, Walk, real


def keep_removed(
    db: sqlite3.Connection, legs: Sequence[Leg], reader: Reader, file: str, numbers: Sequence[int]
) -> None:
    """Put pieces of a file's removal log back. The caller holds the writer lock, and has brought the legs up to date.

    Raises StoreError, with the sidecar as it was, when the file cannot be read again or has changed meanwhile.
    """
    pieces = chosen(removed_pieces(db, file), numbers, file)
    found = source_of(db, file)
    walked = Walk((found,), (), (), ())
    _ingest(db, legs, reader, walked)  # first what else has changed: an edit, a library that moved
    if not set(pieces) <= set(removed_pieces(db, file)):
        raise StoreError(f"《{file}》的原文件已改动，刚刚重新收入。请再看一次 yanju show --removed，按新的编号恢复")
    before = keep_lines(found.path, lines_of(queries.source(db, file), pieces))
    try:
        _ingest(db, legs, reader, walked)
    except BaseException:
        put_back(found.path, before)
        raise


def _ingest(db: sqlite3.Connection, legs: Sequence[Leg], reader: Reader, walked: Walk) -> None:
    report = ingest(db, legs, reader, walked)
    if report.failed:
        raise StoreError(f"{report.failed[0].file}：{report.failed[0].reason}")


def chosen(pieces: Sequence[RemovedPiece], numbers: Sequence[int], file: str) -> list[RemovedPiece]:
    """The pieces of these numbers. Raises StoreError for a number that is not in the log."""
    by_number = {piece.number: piece for piece in pieces}
    if not numbers:
        raise StoreError("没有写明要恢复第几处（见 yanju show --removed）")
    for number in numbers:
        if number not in by_number:
            raise StoreError(
                f"《{file}》的剔除记录里没有第 {number} 处，共 {len(pieces)} 处（见 yanju show --removed）"
            )
    return [by_number[number] for number in dict.fromkeys(numbers)]


def lines_of(source: str, pieces: Sequence[RemovedPiece]) -> list[KeptLine]:
    """The whole lines of the source in which the pieces stand, each with which of the lines of its text it is."""
    seen: Counter[str] = Counter()
    found: list[KeptLine] = []
    waiting = sorted(pieces, key=lambda piece: piece.start)
    for line in split_lines(source):
        text = "".join(line.text.split())
        seen[text] += 1
        if any(piece.start < line.end and line.start < piece.end for piece in waiting):
            found.append(KeptLine(line.text, seen[text]))
        while waiting and waiting[0].end <= line.end:
            waiting.pop(0)
    return found


def source_of(db: sqlite3.Connection, file: str) -> Found:
    """The file on disk that a file of the library was read from.

    Raises StoreError when it is not there any more, or stands in an archive.
    """
    path_bytes, root = db.execute("SELECT path, root FROM files WHERE name = ?", (file,)).fetchone()
    path = Path(os.fsdecode(path_bytes))
    if path.is_file():
        return Found(path, real(path), root, file, path.stat().st_size)
    if any(above.is_file() for above in path.parents):
        raise StoreError(f"《{file}》在压缩包里，不能单独更正；请解压后导入，或在网页上传压缩包（会自动解开）")
    raise StoreError(f"《{file}》的原文件 {path} 已不在，不能重新读取。请放回原处，或重新导入后再试")
