"""What every leg must do, fake or real: `make` opens the same index again whenever it is called."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from vectorstore.legs import Leg
from vectorstore.types import Passage

Make = Callable[[], Leg]


def passage(number: int, text: str, speech: str = "s1") -> Passage:
    """A passage of an invented speech; its id is of the form that the cutter gives."""
    return Passage(f"{number:016x}", speech, number, number, text, f"在青禾市工作会议上的讲话\n{text}")


FOREST = passage(1, "白石镇去年新增造林一万二千亩，林业碳汇项目已经备案。")
PORT = passage(2, "临江区港口货物吞吐量增长百分之八，外贸出口保持稳定。")
SCHOOL = passage(3, "云岭县新建中小学六所，农村教师待遇全部落实。", "s2")
ALL = (FOREST, PORT, SCHOOL)


class LegContract:
    """Inherit it and give `make` as a fixture."""

    @pytest.fixture
    def leg(self, make: Make) -> Leg:
        leg = make()
        leg.apply(ALL, ())
        leg.commit(7)
        return leg

    def test_a_new_leg_is_empty_at_revision_0(self, make: Make) -> None:
        leg = make()
        assert (leg.revision(), leg.count(), leg.search("林业碳汇", 5)) == (0, 0, [])

    def test_committed_passages_are_found_best_first(self, leg: Leg) -> None:
        assert (leg.revision(), leg.count()) == (7, 3)
        for wanted, query in ((FOREST, "造林和林业碳汇"), (PORT, "港口货物吞吐量"), (SCHOOL, "农村教师待遇")):
            found = leg.search(query, 3)
            assert found[0][0] == wanted.id
            assert [score for _, score in found] == sorted((score for _, score in found), reverse=True)

    def test_no_more_than_k(self, leg: Leg) -> None:
        assert len(leg.search("青禾市工作会议讲话", 2)) == 2
        assert leg.search("青禾市工作会议讲话", 0) == []

    def test_applying_again_changes_nothing(self, leg: Leg) -> None:
        leg.apply(ALL, ())
        leg.apply((FOREST,), ())
        leg.commit(8)
        assert (leg.revision(), leg.count()) == (8, 3)
        assert [i for i, _ in leg.search("林业碳汇项目", 10)].count(FOREST.id) == 1

    def test_the_same_id_is_replaced(self, leg: Leg) -> None:
        leg.apply((passage(1, "老旧小区加装电梯一百二十部。"),), ())
        leg.commit(8)
        assert leg.count() == 3
        assert leg.search("加装电梯", 1)[0][0] == FOREST.id

    def test_removed_passages_are_gone_and_unknown_ids_do_no_harm(self, leg: Leg) -> None:
        leg.apply((), (FOREST.id, "f" * 16))
        leg.commit(8)
        assert leg.count() == 2
        assert FOREST.id not in {i for i, _ in leg.search("林业碳汇", 10)}

    def test_removed_and_added_at_once_stays(self, leg: Leg) -> None:
        leg.apply((FOREST,), (FOREST.id,))
        leg.commit(8)
        assert leg.count() == 3
        assert leg.search("林业碳汇", 1)[0][0] == FOREST.id

    def test_a_commit_of_nothing_moves_the_revision_only(self, leg: Leg, make: Make) -> None:
        leg.commit(9)
        assert (leg.revision(), leg.count()) == (9, 3)
        leg.apply((), ())
        leg.commit(10)
        leg.close()
        again = make()
        assert (again.revision(), again.count()) == (10, 3)

    def test_an_empty_library_has_a_revision_too(self, make: Make) -> None:
        leg = make()
        leg.commit(4)
        assert (leg.revision(), leg.count(), leg.search("林业碳汇", 5)) == (4, 0, [])

    def test_only_within_the_given_speeches(self, leg: Leg) -> None:
        assert {i for i, _ in leg.search("青禾市工作会议讲话", 10, frozenset({"s2"}))} == {SCHOOL.id}
        assert leg.search("青禾市工作会议讲话", 10, frozenset()) == []
        assert leg.search("青禾市工作会议讲话", 10, frozenset({"nowhere"})) == []
        many = frozenset({"s2", *(f"x{n}" for n in range(40_000))})  # more than a query may have variables
        assert {i for i, _ in leg.search("青禾市工作会议讲话", 10, many)} == {SCHOOL.id}

    def test_opened_again_it_holds_the_same(self, leg: Leg, make: Make) -> None:
        leg.close()
        again = make()
        assert (again.revision(), again.count()) == (7, 3)
        assert again.search("港口货物吞吐量", 1)[0][0] == PORT.id

    def test_closed_before_the_commit_it_keeps_its_revision_and_can_go_on(self, leg: Leg, make: Make) -> None:
        extra = passage(4, "夜间照明改造完成九十条道路。")
        leg.apply((extra,), (PORT.id,))
        leg.close()
        again = make()
        assert again.revision() == 7
        again.apply((extra,), (PORT.id,))
        again.commit(8)
        assert (again.revision(), again.count()) == (8, 3)
        assert again.search("夜间照明改造", 1)[0][0] == extra.id

    def test_reset_empties_it_and_it_can_be_filled_again(self, leg: Leg, make: Make) -> None:
        leg.reset()
        assert (leg.revision(), leg.count(), leg.search("林业碳汇", 5)) == (0, 0, [])
        leg.apply((FOREST,), ())
        leg.commit(3)
        leg.close()
        again = make()
        assert (again.revision(), again.count()) == (3, 1)

    @pytest.mark.parametrize(
        "query",
        ["", "   ", "，。！", "\x00", "a", '"', "title:(林业 AND", "*", "-林业 +[x TO y]", "😀", "林业" * 10_000],
    )
    def test_no_query_breaks_it(self, leg: Leg, query: str) -> None:
        assert len(leg.search(query, 5)) <= 3

    def test_a_large_batch(self, leg: Leg) -> None:
        batch = [passage(n, f"第{n}号工程按期完工，投资{n}万元。", f"s{n}") for n in range(10, 6_010)]
        leg.apply(batch, ())
        leg.commit(8)
        assert leg.count() == 6_003
        leg.apply((), [p.id for p in batch])
        leg.commit(9)
        assert leg.count() == 3

    def test_several_threads_may_search(self, leg: Leg) -> None:
        expected = leg.search("港口货物吞吐量", 3)
        with ThreadPoolExecutor(4) as pool:
            found = list(pool.map(lambda _: leg.search("港口货物吞吐量", 3), range(40)))
        assert all([i for i, _ in each] == [i for i, _ in expected] for each in found)

    def test_searching_while_another_thread_writes(self, leg: Leg) -> None:
        def write() -> None:
            for n in range(20):
                leg.apply([passage(100 + n, f"第{n}项惠民实事。")], ())
                leg.commit(8 + n)

        with ThreadPoolExecutor(3) as pool:
            writing = pool.submit(write)
            searches = [pool.submit(leg.search, "林业碳汇", 1) for _ in range(60)]
            assert {job.result()[0][0] for job in searches} == {FOREST.id}
            writing.result()
        assert (leg.revision(), leg.count()) == (27, 23)
