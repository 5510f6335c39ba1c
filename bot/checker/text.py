"""A text made ready for comparison: half width, simplified, quotes of one kind, masks marked, nothing invisible."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from vectorstore.masks import find_masks
from vectorstore.normalise import normalise

HIDDEN = "□"  # stands for every character of a masked value
_QUOTES = str.maketrans(
    {**dict.fromkeys("“”„‟「」『』‘’‚‛\"'＂＇﹁﹂﹃﹄〝〞", '"'), "《": "<", "》": ">", "〈": "<", "〉": ">"}
)
_OPEN, _CLOSE = frozenset("“‘「『"), frozenset("”’」』")


@dataclass(frozen=True, slots=True)
class Prepared:
    """`norm` has a character for each of `kept`, which is `raw` without invisible ones; `offsets`: their places."""

    raw: str
    kept: str
    norm: str
    offsets: tuple[int, ...] | None

    def quote(self, start: int, end: int) -> str:
        """The verbatim piece of the raw text behind [start, end) of `norm`."""
        if self.offsets is None:
            return self.raw[start:end]
        return self.raw[self.offsets[start] : self.offsets[end - 1] + 1] if start < end else ""


def _invisible(char: str) -> bool:
    return unicodedata.category(char) in ("Cf", "Cs", "Mn", "Me") or (char < " " and char not in "\n\t\r")


def prepare(text: str) -> Prepared:
    """Normalise for comparison. A masked value becomes □, a masked 党 (D) becomes 党."""
    places = None
    kept = text
    if (not text.isascii() and any(_invisible(c) for c in set(text))) or any(
        c < " " for c in text if c not in "\n\t\r"
    ):
        places = tuple(i for i, c in enumerate(text) if not _invisible(c))
        kept = "".join(text[i] for i in places)
    norm = normalise(kept)
    masks = find_masks(kept)
    if masks:
        chars = list(norm)
        for mask in masks:
            for i in range(mask.start, mask.end):
                chars[i] = "党" if mask.text in ("D", "d", "Ｄ") else chars[i] if chars[i] in ".,/" else HIDDEN
        norm = "".join(chars)
    return Prepared(text, kept, norm.translate(_QUOTES), places)


def quotations(prepared: Prepared) -> list[tuple[int, int]]:
    """Spans [start, end) of what stands inside quotation marks or 《》, innermost only, at most 200 characters."""
    found: list[tuple[int, int]] = []
    opened: int | None = None
    for i, char in enumerate(prepared.kept):
        if char in _OPEN or char in "《":
            opened = i + 1
        elif char in _CLOSE or char in "》":
            if opened is not None and opened < i <= opened + 200:
                found.append((opened, i))
            opened = None
        elif char in '"＂':
            if opened is None:
                opened = i + 1
            else:
                if opened < i <= opened + 200:
                    found.append((opened, i))
                opened = None
    return found


def places(word: str, text: str, most: int = 8) -> list[int]:
    """Where a word stands in a text, from left to right, at most `most` places."""
    found: list[int] = []
    at = text.find(word) if word else -1
    while at >= 0 and len(found) < most:
        found.append(at)
        at = text.find(word, at + len(word))
    return found
