"""The search bench on a small library: it draws, measures, and hostile questions raise nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from eval.bench.asked import hostile, questions
from eval.bench.library import make_library
from eval.bench.search import filters_of, fuzz, measure, together
from vectorstore.store import Store, open_store

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("bench")
    make_library(folder / "files", 200)
    with open_store(folder / "library") as opened:
        opened.ingest([folder / "files"])
        yield opened


def test_a_drawn_library_has_the_passages_roles_and_dates_asked_for(store: Store) -> None:
    assert store.counts()["passages"] == pytest.approx(200, rel=0.1)
    sizes = [len(store.speech_ids(filters) or ()) for filters in filters_of(store).values()]
    assert 0 < sizes[1] < sizes[2] < 20
    assert sizes[0] == 10


def test_every_way_is_timed_and_threads_agree(store: Store) -> None:
    asked = questions(store, Random(1), 10)
    assert all(values["p50"] > 0 for values in measure(store, asked).values())
    assert together(store, asked)["equal"]


def test_hostile_questions_raise_nothing(store: Store) -> None:
    assert any(len(question) == 20_000 for question in hostile(Random(2), 60))
    assert fuzz(store, 60, Random(2))["raised"] == []
