"""fastembed's own classes, on tiny ONNX models that the test makes: weights cannot be downloaded here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.tiny_models import embedding_model, reranking_model
from vectorstore.embedding import embedding_named
from vectorstore.rerank import reranked, reranker_named
from vectorstore.search import search
from vectorstore.store import open_store
from vectorstore.types import Hit, Passage, StoreError

pytestmark = pytest.mark.integration


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return embedding_model(tmp_path / "tiny-zh", ["网约车外卖员", "水库堤坝"], 8)


def test_unit_vectors_of_the_model(folder: Path) -> None:
    model = embedding_named(f"fastembed:{folder}")
    vectors = model.embed(["网约车", "外卖", "水库", "堤"])
    assert (model.name, model.dimension, vectors.shape, vectors.dtype) == (
        "fastembed:tiny-zh",
        8,
        (4, 8),
        np.float32,
    )
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert vectors[0] @ vectors[1] > 0.99 > 0.01 > vectors[0] @ vectors[2]
    assert model.embed([]).shape == (0, 8)


def test_more_texts_than_a_batch_keep_their_order(folder: Path) -> None:
    model = embedding_named(f"fastembed:{folder}")
    vectors = model.embed(["车" if n % 3 else "坝" * (n + 1) for n in range(100)])
    assert [bool(vector[0] > 0.5) for vector in vectors] == [bool(n % 3) for n in range(100)]


def test_a_library_of_the_model_finds_what_shares_no_word(tmp_path: Path) -> None:
    folder = embedding_model(tmp_path / "tiny-zh", ["犇骉淼焱", "水库堤坝"])
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "甲.txt").write_text("关于权益的讲话\n\n淼焱淼焱淼焱。\n", "utf8")
    (texts / "乙.txt").write_text("关于水利的讲话\n\n水库堤坝水库堤坝。\n", "utf8")
    found = {}
    for name in ("hash", f"fastembed:{folder}"):
        with open_store(tmp_path / f"of-{name[:4]}", embedding_named(name)) as store:
            assert store.ingest([texts]).passages == 2
            found[name[:4]] = [(hit.title, hit.found_by) for hit in search(store, "犇骉", 1)]
    assert found["hash"] == []
    assert found["fast"] == [("关于权益的讲话", ("vector",))]


def test_an_unknown_model_is_refused_with_what_there_is() -> None:
    with pytest.raises(StoreError, match=r"不认识模型 '没有/这个'.*bge-small-zh-v1.5"):
        _ = embedding_named("fastembed:没有/这个").dimension


@pytest.mark.parametrize(("gone", "says"), [("model.onnx", "没有 ONNX 模型"), ("config.json", "hidden_size")])
def test_a_folder_without_a_part_of_the_model(folder: Path, gone: str, says: str) -> None:
    (folder / gone).unlink()
    with pytest.raises(StoreError, match=says):
        embedding_named(f"fastembed:{folder}").embed(["车"])


def test_a_damaged_model_is_refused_by_name(folder: Path) -> None:
    (folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(StoreError, match=r"装载不了模型.*tiny-zh"):
        embedding_named(f"fastembed:{folder}").embed(["车"])


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="没有模型文件夹"):
        _ = embedding_named(f"fastembed:{tmp_path}/nowhere").dimension


def _hit(n: int, text: str) -> Hit:
    return Hit(Passage(f"p{n}", "s", n, n, text, text), 1.0 / n, (("keyword", n),), "题", None, ())


def test_reranked_by_a_cross_encoder(tmp_path: Path) -> None:
    reranker = reranker_named(f"fastembed:{reranking_model(tmp_path / 'cross', {'优': 1.0, '差': -1.0})}")
    hits = [_hit(1, "差差"), _hit(2, "平"), _hit(3, "优"), _hit(4, "优优")]
    again = reranked(hits, "问", reranker)
    assert [hit.passage.id for hit in again] == ["p4", "p3", "p2", "p1"]
    assert again[0].ranks == (("keyword", 4), ("rerank", 1))
    assert reranked([], "问", reranker) == []


def test_hits_beyond_those_looked_at_stay_behind(tmp_path: Path) -> None:
    reranker = reranker_named(f"fastembed:{reranking_model(tmp_path / 'cross', {'优': 1.0})}")
    hits = [_hit(n, "优" if n in (30, 31) else "平") for n in range(1, 33)]
    assert [hit.passage.id for hit in reranked(hits, "问", reranker)][:2] == ["p30", "p1"]
    assert [hit.passage.id for hit in reranked(hits, "问", reranker)][-2:] == ["p31", "p32"]


@pytest.mark.parametrize("name", ["bge", "openai:x", "fastembed:"])
def test_a_reranker_that_nobody_knows(name: str) -> None:
    with pytest.raises(StoreError, match="不认识的重排模型"):
        reranker_named(name)
