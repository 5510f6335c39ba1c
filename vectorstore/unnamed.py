"""Files whose name tells no format (讲话稿, 讲话稿2023.5.6（终版）): told by how they begin."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from pathlib import PurePath

HEAD = 4096  # bytes that are looked at
_SUFFIX = re.compile(r"\.[a-z][a-z0-9]{0,7}")
_DOCUMENTS = (b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")
_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")
_CONTROL = bytes({*range(32), 127} - {9, 10, 12, 13, 26})
_LEAST = 0.2  # share of bytes beyond ASCII: Chinese text has more, a Makefile or a licence has none


def taken(name: str, suffixes: Collection[str], head: Callable[[], bytes]) -> bool:
    """Whether a file is one to read. `head` gives its first HEAD bytes, asked for only where the name tells nothing."""
    suffix = PurePath(name).suffix.lower()
    if suffix in suffixes:
        return True
    return not _SUFFIX.fullmatch(suffix) and is_document(head())


def is_document(head: bytes) -> bool:
    """A format that is read, or text that is not plain English; programs, pictures and settings are not."""
    if head.startswith((*_DOCUMENTS, *_MARKS)):
        return True
    if not head or len(head.translate(None, _CONTROL)) < len(head):
        return False
    return sum(byte > 127 for byte in head) >= _LEAST * len(head)
