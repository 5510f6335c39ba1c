"""The real parts of a store, imported only when they are used: its legs, its reader of files."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from vectorstore.formats import SUFFIXES
from vectorstore.ingest import Reader
from vectorstore.legs import Embedding, Leg
from vectorstore.schema import INDEXES
from vectorstore.types import Document, Passage, Speech, StoreError

MakeLegs = Callable[[Path, Embedding, str | None], tuple[Leg, ...]]


def real_legs(folder: Path, embedding: Embedding, chroma_url: str | None) -> tuple[Leg, ...]:
    """The keyword leg and the vector leg."""
    from vectorstore.chroma import VectorLeg
    from vectorstore.keyword import KeywordLeg

    return KeywordLeg(folder / INDEXES[0]), VectorLeg(folder / INDEXES[1], embedding, chroma_url)


def real_reader() -> Reader:
    """The reader of files, the cutter of passages. What they are made of is imported when the first file is read."""
    return Reader(_read, _cut, frozenset(SUFFIXES), _ready)


def _read(path: Path) -> Document:
    from vectorstore.reading.read import read_file

    return read_file(path)


def _cut(speech: Speech) -> tuple[Passage, ...]:
    from vectorstore.passages import cut_passages

    return cut_passages(speech)


def _ready(passages: Sequence[Passage], embedding: str) -> list[Passage]:
    from vectorstore.ready import ready

    return ready(passages, embedding)


def copied_indexes(folder: Path) -> TemporaryDirectory[str]:
    """A copy of a library's indexes, for a folder nobody can write to: tantivy and Chroma write even to read."""
    copy = TemporaryDirectory(prefix="yanju-")
    try:
        for name in INDEXES:
            if (folder / name).is_dir():
                shutil.copytree(folder / name, Path(copy.name, name))
    except OSError as error:
        copy.cleanup()
        raise StoreError(f"库 {folder} 只能读，检索前要把索引复制到临时文件夹，但没有成功：{error}") from error
    return copy
