"""Other people's text as data of a prompt: on one line, without marks of its own, in a fence that it cannot close."""

from __future__ import annotations

import hashlib
import math
import re
import unicodedata
from collections.abc import Sequence

from bot.types import Turn

# [1], 【1,2】, ［1］ in a speech would be read as citation marks when the model copies them
_MARK = re.compile(r"[\[［【]\s*([0-9０-９]{1,4}(?:\s*[,，、\-–—]\s*[0-9０-９]{1,4})*)\s*[\]］】]")
_TURNS, _QUESTION, _ANSWER = 3, 300, 800  # of a conversation: last turns, and characters of each

# Tokens per character, above what current tokenizers need for Chinese (0.6 to 1.3), and one per digit or sign.
_WIDE, _LETTER, _OTHER = 1.3, 0.5, 1.0
_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha() and code != ord(" "))


def tokens(text: str) -> int:
    """A cautious estimate of the tokens of a text: rather too many than too few."""
    narrow = text.encode("ascii", "ignore")
    wide, letters = len(text) - len(narrow), len(narrow.translate(None, _NO_LETTERS))
    return math.ceil(wide * _WIDE + letters * _LETTER + (len(text) - wide - letters) * _OTHER)


def plain(text: str) -> str:
    """A text as one line without hidden characters, its own [1] changed to 〔1〕."""
    if not text.isprintable():
        text = "".join(" " if c.isspace() else c for c in text if c.isspace() or unicodedata.category(c)[0] != "C")
    return _MARK.sub(r"〔\1〕", text.strip())


def fence_for(texts: Sequence[str]) -> str:
    """A delimiter that none of the texts holds.

    It is the hash of all of them: a text cannot foretell the hash of a request it is part of, and yet the same
    request is the same prompt every time (temperature 0 stays reproducible).
    """
    digest = hashlib.sha256("\x00".join(texts).encode("utf-8", "replace"))
    while any(digest.hexdigest()[:12] in text for text in texts):
        digest.update(b"again")
    return digest.hexdigest()[:12]


def conversation(history: Sequence[Turn]) -> str:
    """The last turns as lines of data, each cut to a bounded length."""
    lines = []
    for turn in history[-_TURNS:]:
        lines.append(f"问：{plain(turn.question)[:_QUESTION]}")
        lines.append(f"答：{plain(turn.answer)[:_ANSWER]}")
    return "\n".join(lines) or "（无）"
