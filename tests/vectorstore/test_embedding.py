"""The hash embedding: unit vectors, the same in every process, nearer for texts that share words."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.embedding import DIMENSION, HashEmbedding, embedding_named
from vectorstore.normalise import normalise
from vectorstore.types import StoreError

CHARACTERS = st.sampled_from("青禾市林业碳汇的了，。\nab12\ud800😀")
TEXTS = st.lists(st.text(alphabet=CHARACTERS, max_size=60).map(normalise), max_size=6)


@given(TEXTS)
def test_unit_vectors_or_zero(texts: list[str]) -> None:
    vectors = HashEmbedding().embed(texts)
    assert vectors.shape == (len(texts), DIMENSION)
    assert vectors.dtype == np.float32
    norms = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(norms - 1) < 1e-5) | (norms == 0))


@given(TEXTS)
def test_a_text_alone_has_the_vector_it_has_among_others(texts: list[str]) -> None:
    together = HashEmbedding().embed(texts)
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(HashEmbedding().embed([text])[0], vector, atol=1e-6)


def test_more_texts_than_one_batch() -> None:
    texts = [f"青禾市第{n}个项目" for n in range(1100)]
    vectors = HashEmbedding().embed(texts)
    assert vectors.shape == (1100, DIMENSION)
    assert np.allclose(vectors[1099], HashEmbedding().embed([texts[1099]])[0], atol=1e-6)


def test_the_same_in_every_process() -> None:
    code = (
        "from vectorstore.embedding import HashEmbedding; v = HashEmbedding().embed(['林业碳汇交易'])[0];"
        "print([(i, round(float(x), 4)) for i, x in enumerate(v) if x])"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_shared_words_are_nearer_and_function_words_say_nothing() -> None:
    asked, near, far = HashEmbedding().embed(["林业碳汇交易", "全县林业碳汇项目成交", "学校食堂食品安全"])
    assert asked @ near > asked @ far + 0.2
    assert not HashEmbedding().embed(["的了，哪些？"]).any()


def test_names() -> None:
    assert embedding_named("hash").dimension == DIMENSION
    with pytest.raises(StoreError, match="bert"):
        embedding_named("bert")
