"""Ids from content, as git does: the same text has the same id wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

_DIGITS = 16  # 64 bits: with ten million paragraphs the chance of one collision is about 3 in a million


def paragraph_id(text: str) -> str:
    """16 hex digits from the text alone."""
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def speech_id(title: str, paragraph_ids: Sequence[str]) -> str:
    """16 hex digits from the title and the ids of the paragraphs, in order."""
    parts = "\n".join((title, *paragraph_ids))
    return sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]
