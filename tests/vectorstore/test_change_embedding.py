"""Changing the embedding of a library: the old index serves until the new one is whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.tiny_models import embedding_model
from vectorstore.embedding import HashEmbedding, embedding_named
from vectorstore.legs import Embedding, Vectors
from vectorstore.search import search
from vectorstore.store import Store, open_store
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration


class Broken:
    """An embedding whose model gives out after the first text."""

    name, dimension, weight = "openai:broken", 4, 1.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise StoreError("模型停了")


class Slow:
    """An embedding that looks at the library while it works."""

    name, dimension, weight = "openai:slow", 4, 1.0

    def __init__(self, store: Store) -> None:
        self.store, self.seen = store, list[tuple[str, ...]]()

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.seen.append(_ways(self.store))
        return np.eye(4, dtype=np.float32)[[len(text) % 4 for text in texts]]


def _ways(store: Store) -> tuple[str, ...]:
    return search(store, "水库加固", 1)[0].found_by


@pytest.fixture
def library(tmp_path: Path) -> Path:
    texts = tmp_path / "texts"
    texts.mkdir()
    for n in range(3):
        (texts / f"{n}.txt").write_text(f"关于水利的讲话之{n}\n\n{'甲乙丙'[n]}县水库堤坝要加固。\n", "utf8")
    with open_store(tmp_path / "library") as store:
        store.ingest([texts])
    return tmp_path / "library"


def _vectors(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.glob("vector*"))


def test_from_hash_to_a_model_and_back(library: Path, tmp_path: Path) -> None:
    model = embedding_named(f"fastembed:{embedding_model(tmp_path / 'tiny', ['水库', '堤坝'])}")
    with open_store(library) as store:
        store.change_embedding(model)
        assert _ways(store) == ("keyword", "vector")
        assert store.doctor().ok
        assert len(_vectors(library)) == 2
    with pytest.raises(StoreError, match=r"yanju doctor --embedding hash.*设为 'fastembed:文件夹的完整路径/tiny'"):
        open_store(library, HashEmbedding())
    with open_store(library, model) as store:
        store.change_embedding(HashEmbedding())
        assert store.doctor(rebuild=True).ok
        assert _vectors(library) == ["vector"]
    with open_store(library) as store:
        assert _ways(store) == ("keyword", "vector")


def test_the_old_index_serves_meanwhile(library: Path) -> None:
    with open_store(library) as store, open_store(library) as other:
        assert _ways(other) == ("keyword", "vector")
        slow = Slow(other)
        store.change_embedding(slow)
        assert slow.seen == [("keyword", "vector")]


def test_broken_off_the_library_is_as_before(library: Path) -> None:
    with open_store(library) as store:
        with pytest.raises(StoreError, match="模型停了"):
            store.change_embedding(Broken())
        assert _ways(store) == ("keyword", "vector")
        assert store.doctor().ok
    with open_store(library, HashEmbedding()) as store:
        assert store.doctor().ok


def test_an_open_reader_takes_up_the_new_index(library: Path, tmp_path: Path) -> None:
    folder = embedding_model(tmp_path / "tiny", ["水库", "堤坝"])

    def make(name: str, dimension: int | None) -> Embedding:
        return embedding_named(f"fastembed:{folder}" if name == "fastembed:tiny" else name)

    with open_store(library, make_embedding=make) as reader, open_store(library, HashEmbedding()) as strict:
        assert _ways(reader) == _ways(strict)
        with open_store(library) as writer:
            writer.change_embedding(make("fastembed:tiny", None))
        assert _ways(reader) == ("keyword", "vector")
        assert {leg.name: leg.weight for leg in reader.legs} == {"keyword": 1.0, "vector": 1.0}
        with pytest.raises(StoreError, match="两者不能混用"):
            search(strict, "水库", 1)


def test_an_index_that_is_still_whole_is_taken_up_again(library: Path) -> None:
    with open_store(library) as store:
        slow = Slow(store)
        store.change_embedding(slow)
        store.change_embedding(HashEmbedding())
        again = Slow(store)
        store.change_embedding(again)
        assert (len(slow.seen), len(again.seen)) == (1, 0)
