"""Segmentation: the one file that knows the segmenter. Index and query are cut by the same functions.

rjieba is the Rust port of jieba with the same dictionary (docs/decisions/0002); `data/words.txt` adds our words. Of
jieba itself only the weights of words are used.
All functions take normalised text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, NamedTuple

import rjieba

_VERSION = "2"  # raise it when search_words() or grams() cut otherwise: the indexes are then rebuilt

MAX_ASKED = 1_000  # characters of a question that are looked at: one of 20,000 stays quick
_NOUNS = ("n", "nz", "vn", "nl", "j")
_HAN = re.compile(r"[㐀-鿿]+")


def domain_words() -> tuple[str, ...]:
    """The words of `data/words.txt`, separated by white space; # starts a comment."""
    return _listed("words.txt")


@cache
def stopwords() -> frozenset[str]:
    """Question words and function words of `data/stopwords.txt`: never searched for, though indexed."""
    return frozenset(_listed("stopwords.txt"))


@cache
def fingerprint() -> str:
    """Changes when the cutting changes: an index that was cut otherwise is rebuilt."""
    return sha256("\n".join((_VERSION, *domain_words(), "", *sorted(stopwords()))).encode()).hexdigest()[:12]


def words(text: str) -> list[str]:
    """The words of a text in order, without white space and punctuation."""
    return [word for word in _segmenter().cut(text) if word[0].isalnum()]


def tagged(text: str) -> list[tuple[str, str]]:
    """(word, part of speech in jieba's tag set) in order, punctuation included."""
    return _segmenter().tag(text)


def search_words(text: str) -> list[str]:
    """The words of a text and, for long words, the shorter words inside them."""
    return [word for word in _segmenter().cut_for_search(text) if word[0].isalnum()]


def grams(text: str) -> list[str]:
    """Single Han characters and pairs of neighbours."""
    found: list[str] = []
    for run in _HAN.findall(text):
        found += run
        found += map(str.__add__, run, run[1:])
    return found


def terms(text: str) -> list[str]:
    """Search words, single characters and pairs: everything a text can be found by."""
    return search_words(text) + grams(text)


def asked(text: str) -> dict[str, list[str]]:
    """What a query searches for, each once: {"words", "pairs", "chars"}, without question words and function words."""
    text = text[:MAX_ASKED]
    stop = stopwords()
    found = [w for w in dict.fromkeys(search_words(text)) if w not in stop]
    pairs, chars = [], []
    for gram in dict.fromkeys(grams(text)) if found else ():
        if len(gram) == 1:
            chars += [gram] if gram not in stop else []
        elif gram not in stop and (gram in found or not (gram[0] in stop or gram[1] in stop)):
            pairs.append(gram)
    return {"words": found, "pairs": pairs, "chars": chars}


def key_words(text: str, count: int) -> list[str]:
    """The nouns that a text is about, by the TF-IDF of jieba.analyse over our own segments, the weightiest first."""
    return [word for word in _extractor().extract_tags(text, topK=count, allowPOS=_NOUNS) if word not in stopwords()]


class _Tagger:
    """Our segmenter in the form that jieba.analyse asks for: its own would load a second dictionary."""

    def cut(self, text: str) -> Iterator[_Pair]:
        return (_Pair(word, flag) for word, flag in tagged(text))


class _Pair(NamedTuple):
    word: str
    flag: str


@cache
def _extractor() -> Any:
    from jieba.analyse import TFIDF  # two seconds, for one tab of the page

    extractor = TFIDF()
    extractor.postokenizer = _Tagger()
    return extractor


def _listed(name: str) -> tuple[str, ...]:
    lines = files("vectorstore").joinpath("data", name).read_text(encoding="utf8").splitlines()
    return tuple(word for line in lines for word in line.split("#")[0].split())


@cache
def _segmenter() -> rjieba.Jieba:
    segmenter = rjieba.Jieba()
    for word in domain_words():
        segmenter.add_word(word, None, None)
    return segmenter
