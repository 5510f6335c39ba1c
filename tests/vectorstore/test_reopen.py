"""Catching up: legs that are gone, behind, ahead or wrong are brought to what the catalog says."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vectorstore.fakes import MemoryLeg
from tests.vectorstore.kit import ALPHA, BETA, Desk, content
from vectorstore.types import StoreError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def full(desk: Desk) -> Desk:
    return desk.filled()


def test_legs_that_are_gone_behind_or_ahead_are_brought_to_the_catalog(full: Desk) -> None:
    whole = full.legs[0].ids()
    ahead = MemoryLeg("vector")
    ahead.commit(1000)
    full.legs = (MemoryLeg("keyword"), ahead)
    with full.open() as store:
        assert [leg.search("同志们", 1) != [] for leg in store.legs] == [True, True]
        assert [leg.ids() for leg in full.legs] == [whole, whole]
        assert {leg.revision() for leg in full.legs} == {store.revision()}


def test_a_leg_behind_gets_only_what_it_lacks(full: Desk) -> None:
    old = MemoryLeg("vector")
    with full.open() as store:
        old.apply(list(store.passages(list(full.legs[0].ids())).values()), ())
        old.commit(store.revision())
        full.write("c.txt", "# 丙\n新的一段。")
        full.legs = (full.legs[0], MemoryLeg("vector", fail_at=2))
        with pytest.raises(StoreError):  # the catalog has c.txt, the second leg breaks
            store.ingest([full.files])
    full.legs = (full.legs[0], old)
    with full.open() as store:
        assert (len(store.legs), full.doctor_ok(store)) == (2, True)
    assert [len(add) for add, _ in old.applied[1:]] == [1]


def test_a_leg_older_than_the_tombstones_is_rebuilt(full: Desk) -> None:
    old = MemoryLeg("vector")
    with full.open() as store:
        old.apply(list(store.passages(list(full.legs[0].ids())).values()), ())
        old.commit(store.revision())
        (full.files / "a.txt").unlink()
        store.ingest([full.files], prune=True)  # both legs follow, the tombstones are dropped
    full.legs = (full.legs[0], old)
    with full.open() as store:
        assert (len(store.legs), old.ids(), old.resets) == (2, full.legs[0].ids(), 1)


def test_a_leg_with_a_wrong_count_is_rebuilt_at_the_next_catch_up(full: Desk) -> None:
    some = sorted(full.legs[1].ids())
    full.legs[1].apply((), some[:2])
    full.legs[1].commit(1)
    with full.open() as store:
        store.catch_up()
        assert full.legs[1].ids() == set(some)


def test_the_same_content_in_any_order_of_ingests(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Desk(tmp_path / "other")
    other.files = desk.files
    paths = [desk.write(name, text) for name, text in (("a.txt", ALPHA), ("b.txt", BETA), ("c.txt", ALPHA + BETA))]
    with desk.open() as one, other.open() as two:
        one.ingest([desk.files])
        for path in reversed(paths):
            two.ingest([path])
        two.ingest([desk.files])
        assert content(one) == content(two)
