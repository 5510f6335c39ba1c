"""Masks: where the source hides a value (xx亿元, X市, x.x%, *, D的二十大), told apart from genuine text."""

from __future__ import annotations

from vectorstore.types import Mask


def find_masks(text: str) -> tuple[Mask, ...]:
    """The hidden spans of a paragraph, in order, not overlapping."""
    raise NotImplementedError(text)
