"""Vectors written by a process of their own: the same index, and nobody else writes while that process lives."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.contracts import ALL, FOREST, PORT
from vectorstore.apart import VectorWriter
from vectorstore.catalog import Change
from vectorstore.chroma import VectorLeg
from vectorstore.embedding import HashEmbedding
from vectorstore.indexing import Pump
from vectorstore.legs import Writer
from vectorstore.lock import LockedError, writer_lock
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration


@pytest.fixture
def leg(tmp_path: Path) -> VectorLeg:
    return VectorLeg(tmp_path / "vector", HashEmbedding())


def started(leg: VectorLeg) -> Writer:
    writer = leg.apart()
    assert writer is not None
    return writer


def test_what_is_written_apart_is_found_here(leg: VectorLeg) -> None:
    writer = started(leg)
    writer.apply(ALL, ())
    writer.apply((), (PORT.id,))
    writer.commit(5)
    writer.close()
    assert (leg.revision(), leg.count()) == (5, len(ALL) - 1)
    assert leg.search(FOREST.search_text, 1)[0][0] == FOREST.id
    assert leg.apart() is None, "this process searches the collection"
    leg.close()


def test_a_leg_that_has_only_been_written_to_is_closed_and_written_apart(leg: VectorLeg) -> None:
    leg.apply((FOREST,), ())
    leg.commit(1)
    writer = started(leg)
    writer.apply((PORT,), ())
    writer.commit(2)
    writer.close()
    assert (leg.revision(), leg.count()) == (2, 2)
    leg.close()


def test_a_writer_that_dies_is_an_error_that_says_what_to_do(leg: VectorLeg) -> None:
    with Pump([leg], apart=True) as pump:
        writer = pump.apart["vector"]
        assert isinstance(writer, VectorWriter)
        assert writer.child.runs()
        writer.child.kill()
        pump.push([Change(ALL)], 1)
        with pytest.raises(StoreError, match=r"vector 索引写入失败.*意外结束.*没有丢失"):
            pump.commit(1)
    assert leg.revision() == 0


KILLED = """import os, sys, time
from pathlib import Path
from vectorstore.child import Child
from vectorstore.lock import locks_held, writer_lock
def busy(pipe):
    time.sleep(1.5)
if __name__ == '__main__':
    with writer_lock(Path(sys.argv[1])):
        assert Child(busy, holds=locks_held()).runs()
        print('runs', flush=True)
        if sys.argv[2] == 'killed':
            os.kill(os.getpid(), 9)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="vectors are written in the one process there")
@pytest.mark.parametrize("end", ["killed", "lives"])
def test_the_lock_outlives_a_killed_writer_as_long_as_its_child(tmp_path: Path, end: str) -> None:
    script = tmp_path / "writer.py"
    script.write_text(KILLED, encoding="utf8")
    with subprocess.Popen([sys.executable, script, tmp_path, end], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "runs\n"
        if end == "lives":
            with pytest.raises(LockedError, match=str(process.pid)), writer_lock(tmp_path):
                pass
            process.kill()
        process.wait()
        with writer_lock(tmp_path):  # waits for the child
            assert process.stdout.read() == "", "the child has ended, and so has its copy of the output"
