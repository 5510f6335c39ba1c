"""Fakes of the store's ports: a leg in memory, and a reader of a simple form. Small working classes, no patching.

Apart from tests/fakes.py because tests start processes that import it, and those wait for no more than it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from vectorstore.ids import paragraph_id, speech_id
from vectorstore.ingest import Reader
from vectorstore.types import Document, Paragraph, Passage, Piece, Speech, UnreadableFile


class MemoryLeg:
    """A leg held in dictionaries: what is applied can be searched after the commit. Survives its store being closed."""

    weight = 1.0

    def __init__(self, name: str = "keyword", fail_at: int = 0) -> None:
        self.name = name
        self.fail_at = fail_at  # apply() breaks at this call, once
        self.applied: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
        self.resets = 0
        self._revision = 0
        self._pending: dict[str, Passage] = {}
        self._held: dict[str, Passage] = {}

    def revision(self) -> int:
        return self._revision

    def count(self) -> int:
        return len(self._held)

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None:
        self.applied.append((tuple(p.id for p in add), tuple(remove)))
        if len(self.applied) == self.fail_at:
            raise RuntimeError("the library behind the leg breaks")
        for gone in remove:
            self._pending.pop(gone, None)
        self._pending.update((p.id, p) for p in add)

    def commit(self, revision: int) -> None:
        self._held = dict(self._pending)
        self._revision = revision

    def search(
        self,
        query: str,
        k: int,
        speech_ids: frozenset[str] | None = None,
        related: Sequence[Sequence[str]] = (),
    ) -> list[tuple[str, float]]:
        asked = set(query) - set(" \n，。")
        scored = [
            (p.id, len(asked & set(p.search_text)) / (len(asked) or 1))
            for p in self._held.values()
            if speech_ids is None or p.speech_id in speech_ids
        ]
        return sorted(((i, s) for i, s in scored if s > 0), key=lambda found: (-found[1], found[0]))[:k]

    def preload(self) -> None:
        pass

    def reset(self) -> None:
        self.resets += 1
        self._pending, self._held, self._revision = {}, {}, 0

    def close(self) -> None:
        self._pending = dict(self._held)

    def ids(self) -> set[str]:
        """What it holds."""
        return set(self._held)


def plain_document(source: str, encoding: str = "utf-8") -> Document:
    """A document of a simple form: "# title" begins a speech, a line of 广告 goes, the rest are paragraphs."""
    pieces: list[Piece] = []
    speeches: list[tuple[str, list[Paragraph]]] = []
    at = 0
    for line in source.splitlines(keepends=True):
        text = line.strip()
        start = at + (line.index(text) if text else 0)
        end = start + len(text)
        if start > at:
            pieces.append(Piece(at, start, "space"))
        if text.startswith("# "):
            speeches.append((text, []))
            pieces.append(Piece(start, end, "title", len(speeches)))
        elif text.startswith("广告"):
            pieces.append(Piece(start, end, "removed", rule="advert"))
        elif text and speeches:
            speeches[-1][1].append(Paragraph(paragraph_id(text), text))
            pieces.append(Piece(start, end, "paragraph", len(speeches), len(speeches[-1][1])))
        elif text:
            pieces.append(Piece(start, end, "front"))
        at += len(line)
        if end < at:
            pieces.append(Piece(end, at, "space"))
    made = tuple(Speech(speech_id(title, [p.id for p in ps]), title, tuple(ps)) for title, ps in speeches)
    return Document(encoding, source, "", None, made, tuple(pieces))


def read_plain(path: Path) -> Document:
    """Read a file of the simple form; not UTF-8 is refused."""
    try:
        return plain_document(path.read_bytes().decode())
    except UnicodeDecodeError as error:
        raise UnreadableFile(f"{path.name} 不是 UTF-8") from error


def cut_plain(speech: Speech) -> tuple[Passage, ...]:
    """A passage for each paragraph."""
    return tuple(
        Passage(f"{speech.id}-{n}", speech.id, n, n, p.text, f"{speech.title}\n{p.text}")
        for n, p in enumerate(speech.paragraphs, 1)
    )


PLAIN = Reader(read_plain, cut_plain, frozenset({".txt"}))
