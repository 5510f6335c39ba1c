"""The real parts of a store, imported only when they are used: its legs, its reader of files."""

from __future__ import annotations

import shutil
import zlib
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from vectorstore.formats import SUFFIXES
from vectorstore.ingest import Reader
from vectorstore.legs import Embedding, Leg
from vectorstore.schema import INDEXES
from vectorstore.types import Document, Passage, Speech, StoreError

MakeEmbedding = Callable[[str, int | None], Embedding]
MakeLegs = Callable[[Path, Embedding, str | None], tuple[Leg, ...]]


def vector_folder(embedding: str) -> str:
    """The folder of an embedding's index. Each has its own, so that the old one serves until the new one is whole."""
    return INDEXES[1] if embedding == "hash" else f"{INDEXES[1]}-{zlib.crc32(embedding.encode()):08x}"


def forget_indexes(folder: Path, keep: Collection[str], chroma_url: str | None) -> None:
    """Delete the vector indexes of embeddings that are not named in `keep`, also from the server."""
    kept = {vector_folder(name) for name in keep}
    for old in folder.glob(f"{INDEXES[1]}*"):
        if old.name not in kept and old.is_dir():
            from vectorstore.chroma import VectorLeg
            from vectorstore.embedding import HashEmbedding

            VectorLeg(old, HashEmbedding(), chroma_url).reset()
            shutil.rmtree(old, ignore_errors=True)


def made_embedding(name: str, dimension: int | None) -> Embedding:
    """The embedding that a library names, when nothing else says where it is served."""
    from vectorstore.embedding import embedding_named

    return embedding_named(name, None, dimension)


def real_legs(folder: Path, embedding: Embedding, chroma_url: str | None) -> tuple[Leg, ...]:
    """The keyword leg and the vector leg."""
    from vectorstore.chroma import VectorLeg
    from vectorstore.keyword import KeywordLeg

    return KeywordLeg(folder / INDEXES[0]), VectorLeg(folder / vector_folder(embedding.name), embedding, chroma_url)


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
        for index in (entry for name in INDEXES for entry in folder.glob(f"{name}*")):
            if index.is_dir():
                shutil.copytree(index, Path(copy.name, index.name))
    except OSError as error:
        copy.cleanup()
        raise StoreError(f"库 {folder} 只能读，检索前要把索引复制到临时文件夹，但没有成功：{error}") from error
    return copy
