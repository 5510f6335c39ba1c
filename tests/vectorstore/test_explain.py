"""A search explained: forms, expansions, filters, places in the lists, and why there is nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vectorstore.fakes import read_plain
from vectorstore.explain import explain, why_nothing
from vectorstore.ingest import Reader
from vectorstore.passages import cut_passages
from vectorstore.search import search
from vectorstore.store import Store, open_store
from vectorstore.types import Filters

pytestmark = pytest.mark.integration
READER = Reader(read_plain, cut_passages, frozenset({".txt"}))
TEXT = """# 在青禾市林业大会上的讲话
全市造林十二万亩，林业碳汇完成首单交易。
# 在临江区城市更新会上的发言
改造老旧小区三十七个，加装电梯二百一十二部。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("explained")
    (folder / "汇编.txt").write_text(TEXT, encoding="utf8")
    with open_store(folder / "library", make_reader=lambda: READER) as opened:
        opened.ingest([folder / "汇编.txt"])
        yield opened


def test_the_hits_are_those_of_the_search(store: Store) -> None:
    told = explain(store, "老房子装电梯了吗", 5, extra=["城市更新"])
    assert [why.hit for why in told.hits] == search(store, "老房子装电梯了吗", 5, extra=["城市更新"])
    assert told.reason == ""
    assert told.speeches is None


def test_forms_words_and_expansions_are_named(store: Store) -> None:
    told = explain(store, "老小区装电梯了吗", extra=["城市更新"])
    assert [(form.text, form.weight) for form in told.forms] == [("老小区装电梯了吗", 1.0), ("城市更新", 0.5)]
    assert "老旧小区改造" in dict(told.forms[0].expansions)["老小区"]
    assert ("老小区", "城镇老旧小区") not in told.hits[0].expanded
    assert "电梯" in told.hits[0].words


def test_the_points_of_the_places_add_up_to_the_score(store: Store) -> None:
    for why in explain(store, "林业碳汇", extra=["造林"]).hits:
        assert sum(place.points for place in why.places) == pytest.approx(why.hit.score)
        assert {place.leg for place in why.places} == set(why.hit.found_by)


def test_filters_are_counted_and_what_is_put_first_is_marked(store: Store) -> None:
    second = store.speeches()[1].speech.id
    told = explain(store, "全市造林和改造", filters=Filters(file="汇编.txt", first=((second,),)))
    assert told.speeches == 2
    assert told.hits[0].hit.passage.speech_id == second
    assert any(place.first for place in told.hits[0].places)


@pytest.mark.parametrize(
    ("question", "said"),
    [("，，！？", "标点"), ("😀", "标点"), ("怎么说的呢", "虚词"), ("量子纠缠龘", "换个说法"), ("", "标点")],
)
def test_why_there_is_nothing(store: Store, question: str, said: str) -> None:
    told = explain(store, question)
    assert told.hits == ()
    assert said in told.reason
    assert why_nothing(store, question) == told.reason


def test_a_filter_that_lets_nothing_through_is_named(store: Store) -> None:
    assert "限定" in why_nothing(store, "造林", Filters(role="宇航员"))
