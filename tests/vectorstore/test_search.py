"""From a question to hits: fusion, filters, further forms, and what cannot be searched for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.vectorstore.fakes import MemoryLeg, read_plain
from tests.vectorstore.kit import ALPHA, Desk
from vectorstore.ingest import Reader
from vectorstore.passages import cut_passages
from vectorstore.search import RANK_CONSTANT, Within, forms_of, found_within, fuse, search, self_test
from vectorstore.store import Store, open_store
from vectorstore.types import Filters, Hit, Location, StoreError

READER = Reader(read_plain, cut_passages, frozenset({".txt"}))
FOREST = """# 在青禾市林业大会上的讲话
全市造林十二万亩，林业碳汇完成首单交易，碳票发到了林农手里。
各级领导干部带头骑自行车走访困难群众。
"""
TOWNS = """# 在临江区城市更新会上的发言
改造老旧小区三十七个，加装电梯二百一十二部。
# 在云岭县招商大会上的发言
新签约招商引资项目一百一十八个，总投资四百零六亿元。
"""


def test_fusion_is_the_sum_of_reciprocal_ranks() -> None:
    fused = fuse([("keyword", 1.0, [("a", 9.0), ("b", 8.0)]), ("vector", 0.5, [("b", 0.7), ("c", 0.6)])])
    assert fused["a"].score == pytest.approx(1 / (RANK_CONSTANT + 1))
    assert fused["b"].score == pytest.approx(1 / (RANK_CONSTANT + 2) + 0.5 / (RANK_CONSTANT + 1))
    assert fused["c"].score == pytest.approx(0.5 / (RANK_CONSTANT + 2))
    assert list(fused) == ["b", "a", "c"]
    assert fused["b"].ranks == {"keyword": 2, "vector": 1}


def test_fusion_keeps_the_best_rank_of_a_leg_and_orders_equals_by_id() -> None:
    fused = fuse([("keyword", 1.0, [("b", 9)]), ("keyword", 1.0, [("a", 9)]), ("keyword", 0.1, [("x", 1), ("a", 1)])])
    assert fused["a"].ranks == {"keyword": 1}
    assert list(fuse([("keyword", 1.0, [("b", 1.0)]), ("vector", 1.0, [("a", 1.0)])])) == ["a", "b"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A small library with the real legs."""
    files = tmp_path / "files"
    files.mkdir()
    (files / "林业.txt").write_text(FOREST, encoding="utf8")
    (files / "城建.txt").write_text(TOWNS, encoding="utf8")
    with open_store(tmp_path / "library", make_reader=lambda: READER) as opened:
        opened.ingest([files])
        yield opened


def titles(hits: Sequence[Hit]) -> list[str]:
    return [hit.title.removeprefix("# ") for hit in hits]


@pytest.mark.integration
def test_a_hit_says_where_it_stands_and_who_found_it(store: Store) -> None:
    hit = search(store, "林业碳汇交易了吗")[0]
    assert "碳票" in hit.passage.text
    assert hit.title == "# 在青禾市林业大会上的讲话"
    assert hit.locations == (Location("林业.txt", 1, hit.passage.first),)
    assert dict(hit.ranks) == {"keyword": 1, "vector": 1}
    assert hit.found_by == ("keyword", "vector")


@pytest.mark.integration
@pytest.mark.parametrize("question", ["老舊小區改造了多少個？", "老房子翻新", "How many lifts? housing"])
def test_many_ways_of_asking(store: Store, question: str) -> None:
    assert titles(search(store, question))[0] == "在临江区城市更新会上的发言"


@pytest.mark.integration
def test_filters_hold_in_both_legs(store: Store) -> None:
    hits = search(store, "项目 碳汇 小区", filters=Filters(file="城建.txt"))
    assert set(titles(hits)) == {"在临江区城市更新会上的发言", "在云岭县招商大会上的发言"}
    assert {hit.locations[0].file for hit in hits} == {"城建.txt"}
    assert search(store, "碳汇", filters=Filters(speech_ids=())) == []


@pytest.mark.integration
def test_further_forms_bring_further_hits_behind_the_question_itself(store: Store) -> None:
    both = search(store, "碳票", extra=["招商引资项目总投资"])
    assert titles(both)[:2] == ["在青禾市林业大会上的讲话", "在云岭县招商大会上的发言"]
    assert titles(search(store, "？", extra=["招商引资"]))[0] == "在云岭县招商大会上的发言"


@pytest.mark.integration
@pytest.mark.parametrize("question", ["", "  ", "？！", "的了吗", "请问怎么说的？", "😀", "\ud800"])
def test_nothing_to_search_for(store: Store, question: str) -> None:
    assert search(store, question) == []


@pytest.mark.integration
@pytest.mark.parametrize("question", ['AND "OR" (', "碳汇:*~", "林" * 20_000, "碳汇\x00\ud800" * 2000])
def test_hostile_questions_do_no_harm(store: Store, question: str) -> None:
    assert len(search(store, question, k=1)) <= 1


@pytest.mark.integration
def test_no_more_than_k(store: Store) -> None:
    assert len(search(store, "项目 碳汇 小区", k=2)) == 2
    assert search(store, "碳汇", k=0) == []


@pytest.mark.integration
def test_sixteen_threads_at_once(store: Store) -> None:
    alone = titles(search(store, "老旧小区"))
    with ThreadPoolExecutor(16) as pool:
        assert all(titles(found) == alone for found in pool.map(lambda _: search(store, "老旧小区"), range(64)))


@pytest.mark.integration
def test_the_self_test_passes_on_a_sound_library(store: Store) -> None:
    self_test(store)


class Deaf(MemoryLeg):
    """A keyword index that was cut by another dictionary: it answers, and never finds."""

    def search(
        self, query: str, k: int, speech_ids: frozenset[str] | None = None, related: Sequence[Sequence[str]] = ()
    ) -> list[tuple[str, float]]:
        return []


def test_the_self_test_fails_loudly(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.legs = (Deaf("keyword"), MemoryLeg("vector"))
    desk.write("a.txt", ALPHA)
    with desk.open() as opened:
        self_test(opened)  # empty: nothing to test
        opened.ingest([desk.files])
        with pytest.raises(StoreError, match="自检失败"):
            self_test(opened)


def test_an_index_ahead_of_the_catalog_gives_no_ghosts(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("a.txt", ALPHA)
    with desk.open() as opened:
        opened.ingest([desk.files])
        for leg in desk.legs:
            leg._held["ghost"] = leg._held[next(iter(leg.ids()))]
        hits = search(opened, "港口吞吐量")
        assert hits
        assert "ghost" not in {hit.passage.id for hit in hits}


@pytest.mark.integration
def test_a_wide_filter_gives_what_a_narrow_one_does(tmp_path: Path) -> None:
    """Both ways of filtering (in the query; a longer list of which is kept what passes) agree."""
    files = tmp_path / "files"
    files.mkdir()
    for n in range(30):
        role = "县长" if n % 3 == 0 else "局长"
        text = f"# 造林护林第{n}次会议发言（{role}）\n\n造林{n + 1}万亩，护林员{n}名。\n"
        (files / f"{n:02d}.md").write_text(text, encoding="utf8")
    with open_store(tmp_path / "library") as opened:
        opened.ingest([files])
        scope = Within(opened.speech_ids(Filters(role="县长")), 1 / 3)
        job = (opened, opened.legs[0], forms_of("造林护林多少")[0], 30, 10, scope)
        narrow, wide = found_within(*job), found_within(*job, few=0)
    assert len(narrow) == 10
    assert {passage_id for passage_id, _ in narrow} == {passage_id for passage_id, _ in wide}
