"""Embeddings from an OpenAI-compatible endpoint, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from tests.vectorstore.embedding_server import Served, embedding_server
from vectorstore.embedding import embedding_named
from vectorstore.openai_embedding import Endpoint, OpenAIEmbedding
from vectorstore.search import search
from vectorstore.store import open_store
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration


@pytest.fixture
def server() -> Iterator[Served]:
    with embedding_server() as served:
        yield served


def _model(server: Served, retries: int = 1) -> OpenAIEmbedding:
    return OpenAIEmbedding("bge-m3", Endpoint(server.url, "geheim", retries))


def test_vectors_in_the_order_of_the_texts_in_batches(server: Served) -> None:
    texts = ["长" * (n % 4) for n in range(150)]
    model = _model(server)
    vectors = model.embed(texts)
    assert (vectors.shape, vectors.dtype, model.name) == ((150, 4), np.float32, "openai:bge-m3")
    assert [int(v.argmax()) for v in vectors[1:4]] == [1, 2, 3]
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert [len(asked["input"]) for asked in server.asked] == [64, 64, 22, 1]
    assert {asked["model"] for asked in server.asked} == {"bge-m3"}
    assert set(server.keys) == {"Bearer geheim"}
    assert all(text for asked in server.asked for text in asked["input"])


def test_a_known_dimension_spares_the_first_request(server: Served) -> None:
    model = OpenAIEmbedding("bge-m3", Endpoint(server.url), 4)
    assert (model.dimension, server.asked) == (4, [])


@pytest.mark.parametrize("failure", [500, 503, 429])
def test_a_failed_request_is_tried_again(server: Served, failure: int) -> None:
    server.failures = [failure]
    assert _model(server).embed(["甲"]).shape == (1, 4)
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("failures", "says"),
    [
        ([500, 500], "返回 500"),
        ([401], "返回 401"),
        (["<html>"], "看不懂"),
        (['{"data": []}'], "要 1 个向量，给了 0 个"),
        (['{"data": [{"index": 0, "embedding": []}]}'], "其中有空的"),
        (['{"data": [{"index": 0, "embedding": [NaN, 1]}]}'], "不是数的"),
        (['{"data": null}'], "看不懂"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(server: Served, failures: list[int | str], says: str) -> None:
    server.failures = failures
    with pytest.raises(StoreError, match=says) as raised:
        _model(server).embed(["甲"])
    assert server.url in str(raised.value)
    assert "geheim" not in str(raised.value)


def test_nobody_there() -> None:
    with pytest.raises(StoreError, match="连不上"):
        OpenAIEmbedding("bge-m3", Endpoint("http://127.0.0.1:9/v1", retries=0)).embed(["甲"])


def test_another_dimension_than_the_library_has(server: Served) -> None:
    with pytest.raises(StoreError, match="4 维，库里的是 8 维"):
        OpenAIEmbedding("bge-m3", Endpoint(server.url), 8).embed(["甲"])


def test_the_address_in_the_name_is_not_remembered(server: Served, tmp_path: Path) -> None:
    model = embedding_named(f"openai:bge-m3@{server.url}")
    assert model.name == "openai:bge-m3"
    with pytest.raises(StoreError, match="没有服务地址"):
        embedding_named("openai:bge-m3")
    (tmp_path / "甲.txt").write_text("关于水利的讲话\n\n水库堤坝要加固。\n", "utf8")
    with open_store(tmp_path / "library", model) as store:
        store.ingest([tmp_path / "甲.txt"])
        assert search(store, "水库", 1)[0].found_by == ("keyword", "vector")


def test_a_dead_server_is_an_error_not_a_worse_answer(tmp_path: Path) -> None:
    (tmp_path / "甲.txt").write_text("关于水利的讲话\n\n水库堤坝要加固。\n", "utf8")
    with embedding_server() as server:
        model = OpenAIEmbedding("bge-m3", Endpoint(server.url, retries=0))
        with open_store(tmp_path / "library", model) as store:
            store.ingest([tmp_path / "甲.txt"])
    with open_store(tmp_path / "library", model) as store, pytest.raises(StoreError, match="连不上"):
        search(store, "水库", 1)
