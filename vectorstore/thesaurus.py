"""The register: everyday words, abbreviations and English words to what official speeches say (data/*.txt)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from vectorstore import tokens
from vectorstore.normalise import normalise

MAX_HEADS = 40  # of one question
ENGLISH = "english.txt"
FILES = ("thesaurus.txt", ENGLISH)


def related(text: str) -> list[tuple[str, tuple[str, ...]]]:
    """(word of the text, what speeches say for it), in order; of a normalised text. The longest head word wins.

    A head of one character counts only as a word of its own, a Latin one only between word boundaries.
    """
    text = text[: tokens.MAX_ASKED]
    entries, lengths = _entries()
    alone, spans = set(tokens.words(text)), _spans(text)
    found: dict[str, tuple[str, ...]] = {}
    at = 0
    while at < len(text) and len(found) < MAX_HEADS:
        for length in lengths.get(text[at], ()):
            head, end = text[at : at + length], at + length
            if head not in entries or _torn(spans, at, end):
                continue
            if head in alone if len(head) == 1 else _bounded(text, at, end):
                found[head] = entries[head]
                at = end
                break
        else:
            at += 1
    return list(found.items())


def _spans(text: str) -> list[tuple[int, int]]:
    """For each character the [start, end) of the word it is part of."""
    spans: list[tuple[int, int]] = []
    for word, _ in tokens.tagged(text):
        start = len(spans)
        spans += [(start, start + len(word))] * len(word)
    return spans


def _torn(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a head begins or ends within a word that reaches beyond it: 没电 in 没/电梯."""
    if end > len(spans):
        return False
    (before, first_end), (last_start, after) = spans[start], spans[end - 1]
    return (before < start and first_end < end) or (last_start > start and after > end)


def _bounded(text: str, start: int, end: int) -> bool:
    if not text[start].isascii():
        return True
    before, after = text[max(start - 1, 0) : start], text[end : end + 1]
    return not any(side.isascii() and side.isalnum() for side in (before, after))


@cache
def _entries() -> tuple[dict[str, tuple[str, ...]], dict[str, list[int]]]:
    """Head word to expansions; first character of a head to the lengths of such heads, longest first."""
    merged: dict[str, dict[str, None]] = {}
    for heads, expansions in read_lines():
        for head in heads:
            merged.setdefault(head, {}).update((word, None) for word in expansions if word != head)
    lengths: dict[str, set[int]] = {}
    for head in merged:
        lengths.setdefault(head[0], set()).add(len(head))
    entries = {head: tuple(words) for head, words in merged.items()}
    return entries, {first: sorted(found, reverse=True) for first, found in lengths.items()}


def read_lines() -> Iterator[tuple[list[str], list[str]]]:
    """(heads, expansions) of each line of the files. Raises ValueError for a line that is neither of its two forms."""
    for name in FILES:
        text = files("vectorstore").joinpath("data", name).read_text(encoding="utf8")
        for number, raw in enumerate(text.splitlines(), 1):
            line = normalise(raw.split("#")[0]).strip()
            left, arrow, right = line.partition("→")
            if arrow:
                heads = _split(left)
                yield (_with_plurals(heads) if name == ENGLISH else heads), _split(right)
            elif "=" in line:
                group = _split(line.replace("=", " "))
                yield group, group
            elif line:
                raise ValueError(f"data/{name} 第 {number} 行既没有 → 也没有 =：{raw}")


def _with_plurals(heads: list[str]) -> list[str]:
    plurals = [head[:-1] + "ies" if head.endswith("y") and head[-2] not in "aeiou" else head + "s" for head in heads]
    return list(dict.fromkeys([*heads, *(p for p, head in zip(plurals, heads, strict=True) if head[-1] != "s")]))


def _split(side: str) -> list[str]:
    return [word.replace("_", " ") for word in side.split()]
