"""Work in other processes: the order is kept, and an item that kills its process costs itself alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.vectorstore.crashing import work
from tests.vectorstore.fakes import PLAIN
from tests.vectorstore.kit import ALPHA, Desk, content
from vectorstore.ingest import Reader
from vectorstore.parallel import in_processes
from vectorstore.store import open_store

pytestmark = pytest.mark.integration


def test_results_come_in_order_from_other_processes_and_a_crash_costs_one_item() -> None:
    found = list(in_processes(work, range(20), "crashed", workers=2))
    assert [item for item, _ in found] == list(range(20))
    assert [result for _, result in found] == ["crashed" if n == 7 else f"{n} True" for n in range(20)]


def test_a_consumer_that_stops_early_leaves_nothing_hanging() -> None:
    found = in_processes(work, iter(range(7)), "crashed", workers=1)
    assert next(found) == (0, "0 True")
    found.close()


def test_after_a_crash_the_work_goes_on_in_other_processes() -> None:
    items = [1, 7, 2, 7, 7, *range(300, 700)]
    found = list(in_processes(work, iter(items), "crashed", workers=2))
    assert [result for _, result in found] == ["crashed" if n == 7 else f"{n} True" for n in items]


def test_where_no_process_can_be_started_it_is_done_in_this_one(tmp_path: Path) -> None:
    script = tmp_path / "no_guard.py"  # a script without a main guard: each child would run it again
    script.write_text(
        "from vectorstore.parallel import in_processes\nprint(list(in_processes(abs, [-1, 2], None)))\n",
        encoding="utf8",
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=True)
    assert "[(-1, 1), (2, 2)]" in done.stdout


def test_spread_over_processes_an_ingest_gives_the_same_library(tmp_path: Path) -> None:
    desks = []
    for name in ("one", "many"):
        (tmp_path / name).mkdir()
        desks.append(Desk(tmp_path / name))
    one, many = desks
    many.files = one.files
    for n in range(12):
        one.write(f"{n}.txt", ALPHA.replace("三件事", f"{n}件事"))
    (one.files / "x.txt").write_bytes(b"\xff")
    spread = Reader(PLAIN.read, PLAIN.cut, PLAIN.suffixes, spread_from=0)
    with (
        one.open() as store,
        open_store(many.library, make_legs=lambda *_: many.legs, make_reader=lambda: spread) as other,
    ):
        assert store.ingest([one.files]).failed == other.ingest([one.files]).failed
        assert content(store) == content(other)
