"""How a decoded source is kept without keeping it twice: order and lengths of its pieces, and text found nowhere else.

Paragraphs, titles and removed pieces are stored as such; the layout holds the rest (white space, front matter), and a
paragraph or title again only where its text is not exactly the sum of its pieces.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence

from vectorstore.types import Document, Piece, UnreadableFile

Key = tuple[int, int]  # (speech, paragraph) numbers, 1-based; paragraph 0 is the speech's title


def pack(document: Document) -> bytes:
    """The layout of a document. Raises UnreadableFile when its pieces do not tile its source."""
    whole = _whole(document)
    letters: list[str] = []
    lengths: list[int] = []
    numbers: list[Key] = []
    loose: list[str] = []
    end = 0
    for piece in document.pieces:
        if piece.start != end or piece.end < piece.start:
            raise UnreadableFile(f"读取结果不完整：原文第 {end} 个字符之后的位置对不上（程序错误，请报告）")
        end = piece.end
        key = _key(piece)
        kept = key is not None and key in whole
        letters.append("r" if piece.kind == "removed" else "k" if kept else "x")
        lengths.append(piece.end - piece.start)
        if kept and key is not None:
            numbers.append(key)
        elif piece.kind != "removed":
            loose.append(document.source[piece.start : piece.end])
    if end != len(document.source):
        raise UnreadableFile(
            f"读取结果不完整：原文共 {len(document.source)} 个字符，只记录到第 {end} 个（程序错误，请报告）"
        )
    data = ["".join(letters), lengths, [n for key in numbers for n in key], "".join(loose)]
    return zlib.compress(json.dumps(data, ensure_ascii=True, separators=(",", ":")).encode(), 1)


def unpack(layout: bytes, texts: Mapping[Key, str], removed: Sequence[str]) -> str:
    """The decoded source, from the layout, the stored paragraphs and titles, and the removed pieces in order."""
    letters, lengths, flat, loose = json.loads(zlib.decompress(layout))
    numbers = iter(zip(flat[::2], flat[1::2], strict=True))
    gone = iter(removed)
    taken: dict[Key, int] = defaultdict(int)
    at = 0
    parts: list[str] = []
    for letter, length in zip(letters, lengths, strict=True):
        if letter == "k":
            key = next(numbers)
            parts.append(texts[key][taken[key] : taken[key] + length])
            taken[key] += length
        elif letter == "r":
            parts.append(next(gone))
        else:
            parts.append(loose[at : at + length])
            at += length
    return "".join(parts)


def _key(piece: Piece) -> Key | None:
    if piece.kind == "paragraph":
        return piece.speech, piece.number
    return (piece.speech, 0) if piece.kind == "title" else None


def _whole(document: Document) -> set[Key]:
    """The paragraphs and titles whose stored text is exactly the sum of their pieces."""
    found: dict[Key, list[str]] = defaultdict(list)
    for piece in document.pieces:
        if (key := _key(piece)) is not None:
            found[key].append(document.source[piece.start : piece.end])
    texts = {(n, 0): speech.title for n, speech in enumerate(document.speeches, 1)}
    for n, speech in enumerate(document.speeches, 1):
        texts.update({(n, m): paragraph.text for m, paragraph in enumerate(speech.paragraphs, 1)})
    return {key for key, parts in found.items() if texts.get(key) == "".join(parts)}
