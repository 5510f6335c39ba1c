"""Segmentation: the one file that knows the segmenter. Index and query are cut by the same functions.

rjieba is the Rust port of jieba with the same dictionary (docs/decisions/0002); `data/words.txt` adds the domain's words.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.resources import files

import rjieba

_VERSION = "1"  # raise it when words() or terms() cut otherwise

# Runs that carry meaning: Han, or a number with its decimals, or Latin letters with digits.
_RUN = re.compile(r"[㐀-鿿]+|[0-9]+(?:\.[0-9]+)?%?|[a-z][a-z0-9+\-]*")


def domain_words() -> tuple[str, ...]:
    """The words of `data/words.txt`: one a line, # starts a comment."""
    lines = files("vectorstore").joinpath("data/words.txt").read_text(encoding="utf8").splitlines()
    return tuple(w for line in lines if (w := line.split("#")[0].strip()))


@cache
def _segmenter() -> rjieba.Jieba:
    segmenter = rjieba.Jieba()
    for word in domain_words():
        segmenter.add_word(word, None, None)
    return segmenter


@cache
def fingerprint() -> str:
    """Changes when the cutting changes: an index that was cut otherwise is rebuilt."""
    return sha256("\n".join((_VERSION, *domain_words())).encode()).hexdigest()[:12]


def words(text: str) -> list[str]:
    """The words of a normalised text in order, without white space and punctuation."""
    return [w for w in _segmenter().cut(text) if _RUN.match(w)]


def tagged(text: str) -> list[tuple[str, str]]:
    """(word, part of speech in jieba's tag set) in order, punctuation included."""
    return _segmenter().tag(text)


def terms(text: str) -> list[str]:
    """What is indexed and what is asked: search words, single characters and pairs of a normalised text."""
    found = [w for w in _segmenter().cut_for_search(text) if _RUN.match(w)]
    for run in _RUN.findall(text):
        if run[0] >= "㐀":
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1) if len(run) > 1)
    return found
