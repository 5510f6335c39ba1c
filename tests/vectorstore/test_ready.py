"""Passages made ready beforehand: both legs come to the same as from plain ones."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest

from tests.contracts import ALL
from vectorstore.chroma import VectorLeg
from vectorstore.embedding import HashEmbedding
from vectorstore.keyword import KeywordLeg
from vectorstore.ready import ReadyPassage, ready


def made_ready() -> list[ReadyPassage]:
    return [passage for passage in ready(ALL, "hash") if isinstance(passage, ReadyPassage)]


def test_the_vectors_are_those_of_the_embedding_and_survive_the_way_between_processes() -> None:
    made = made_ready()
    assert [p.id for p in made] == [p.id for p in ALL]
    back = pickle.loads(pickle.dumps(made))
    assert [p.words for p in back] == [p.words for p in made]
    for passage, vector in zip(back, HashEmbedding().embed([p.search_text for p in ALL]), strict=True):
        assert np.allclose(passage.vector, vector, atol=1e-6)


def test_vectors_of_another_embedding_are_left_to_the_leg() -> None:
    assert {p.vector is None for p in ready(ALL, "openai:bge-m3") if isinstance(p, ReadyPassage)} == {True}
    assert ready([], "hash") == []


@pytest.mark.integration
def test_both_legs_find_the_same(tmp_path: Path) -> None:
    found = []
    for name, passages in (("plain", list(ALL)), ("ready", made_ready())):
        for leg in (KeywordLeg(tmp_path / name / "k"), VectorLeg(tmp_path / name / "v", HashEmbedding())):
            leg.apply(passages, ())
            leg.commit(1)
            found.append([(key, round(score, 5)) for key, score in leg.search(ALL[0].search_text, 5)])
            leg.close()
    assert found[0]
    assert found[:2] == found[2:]
