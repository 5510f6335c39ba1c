"""Passages: what is searched. Short paragraphs of one speech together, a long paragraph cut at sentence ends.

A heading stays with the text under it; the speech's title and the headings above go into `search_text` only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from vectorstore.normalise import normalise
from vectorstore.types import Passage, Speech

LIMIT = 450  # characters; the best of 250, 350 and 450, see docs/measurements.md

# A sentence with its end mark and closing quotes; a text without an end mark is one sentence.
_SENTENCE = re.compile(r"[^。！？；]*[。！？；]+[”’」』）》]*|[^。！？；]+\Z")


@dataclass(frozen=True, slots=True)
class _Unit:
    """A whole paragraph (`part` False), or a piece of a long one."""

    number: int
    text: str
    heading: bool
    part: bool


def cut_passages(speech: Speech, limit: int = LIMIT) -> tuple[Passage, ...]:
    """The passages of a speech, in order: together they hold every paragraph wholly.

    A passage is at most `limit` characters, except where the headings above its text make it longer.
    """
    passages: list[Passage] = []
    path: dict[int, str] = {}
    for group in _groups(speech, limit):
        first, last = group[0].number, group[-1].number
        above = "\n".join(path[level] for level in sorted(path))
        for number in range(first, last + 1):
            paragraph = speech.paragraphs[number - 1]
            if paragraph.kind == "heading":
                path = {level: text for level, text in path.items() if level < paragraph.level}
                path[paragraph.level] = paragraph.text
        if group[0].heading:
            above = "\n".join(path[level] for level in sorted(path) if path[level] not in {u.text for u in group})
        text = "\n".join(unit.text for unit in group)
        search_text = normalise("\n".join(filter(None, (speech.title, above, text))))
        key = f"{speech.id}\n{len(passages)}\n{text}"
        passages.append(
            Passage(sha256(key.encode()).hexdigest()[:16], speech.id, first, last, text, search_text),
        )
    return tuple(passages)


def head_and_body(passage: Passage) -> tuple[str, str]:
    """`search_text` apart: title and headings, and the normalised text (normalising keeps the length)."""
    start = len(passage.search_text) - len(passage.text)
    return passage.search_text[:start], passage.search_text[start:]


def _groups(speech: Speech, limit: int) -> Iterator[list[_Unit]]:
    group: list[_Unit] = []
    for unit in _units(speech, limit):
        only_headings = all(u.heading for u in group)
        full = sum(len(u.text) + 1 for u in group) + len(unit.text) > limit
        if group and not only_headings and (unit.heading or unit.part or group[-1].part or full):
            yield group
            group = []
        group.append(unit)
    if group:
        yield group


def _units(speech: Speech, limit: int) -> Iterator[_Unit]:
    for number, paragraph in enumerate(speech.paragraphs, 1):
        if paragraph.kind == "heading" or len(paragraph.text) <= limit:
            yield _Unit(number, paragraph.text, paragraph.kind == "heading", part=False)
        else:
            for piece in cut_long(paragraph.text, limit):
                yield _Unit(number, piece, heading=False, part=True)


def cut_long(text: str, limit: int) -> list[str]:
    """A text in pieces of at most `limit` characters and about equal length, cut at sentence ends where it has any."""
    target = len(text) / -(-len(text) // limit)
    pieces: list[str] = []
    current = ""
    for sentence in _clauses(text, limit):
        if current and (len(current) + len(sentence) > limit or len(current) + len(sentence) / 2 > target):
            pieces.append(current)
            current = ""
        current += sentence
    return [*pieces, current]


def _clauses(text: str, limit: int) -> Iterator[str]:
    """Sentences; one longer than `limit` is cut after a comma near the limit, or else at it."""
    for sentence in _SENTENCE.finditer(text):
        start, end = sentence.span()
        while end - start > limit:
            stop = max(text.rfind(mark, start + limit // 2, start + limit) for mark in "，、,：:") + 1 or start + limit
            yield text[start:stop]
            start = stop
        yield text[start:end]
