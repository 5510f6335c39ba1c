"""The vector leg on a real Chroma server: the same contract, and a server that restarts or is killed meanwhile."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contracts import LegContract, Make, passage
from vectorstore.chroma import VectorLeg
from vectorstore.embedding import HashEmbedding
from vectorstore.indexing import Progress
from vectorstore.legs import Leg
from vectorstore.search import search
from vectorstore.store import open_store
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration


class Server:
    """`chroma run` on a port of its own; what it holds stays when it is started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self) -> None:
        chroma = Path(sys.executable).with_name("chroma")
        self.process = subprocess.Popen(
            [chroma, "run", "--path", self.folder, "--port", str(self.port)],
            env={**os.environ, "ANONYMIZED_TELEMETRY": "False"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError("chroma run did not come up within a minute")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("chroma"))
    yield running
    running.kill()


class TestVectorLegOnAServer(LegContract):
    @pytest.fixture
    def make(self, tmp_path: Path, server: Server) -> Make:
        def opened() -> Leg:
            return VectorLeg(tmp_path / "vector", HashEmbedding(), server.url)

        return opened


def test_a_server_holds_two_libraries_apart(tmp_path: Path, server: Server) -> None:
    one, two = (VectorLeg(tmp_path / name, HashEmbedding(), server.url) for name in ("one", "two"))
    one.apply([passage(1, "青禾市招商引资", "s1"), passage(2, "云岭县造林绿化", "s2")], [])
    one.commit(5)
    two.apply([passage(3, "临江区老旧小区")], [])
    two.commit(1)
    assert (one.count(), one.revision(), two.count()) == (2, 5, 1)
    assert one.search("造林绿化", 1)[0][0] == passage(2, "").id
    assert [i for i, _ in one.search("造林绿化", 5, frozenset({"s1"}))] == [passage(1, "").id]
    one.reset()
    assert (one.count(), one.revision(), two.count()) == (0, 0, 1)
    one.close()
    two.close()


def test_a_restarted_server_goes_on_with_what_it_held(tmp_path: Path, server: Server) -> None:
    leg = VectorLeg(tmp_path / "v", HashEmbedding(), server.url)
    leg.apply([passage(1, "云岭县造林绿化")], [])
    leg.commit(2)
    server.kill()
    with pytest.raises(StoreError):
        leg.search("造林绿化", 1)
    server.start()
    assert leg.search("造林绿化", 1)[0][0] == passage(1, "").id
    leg.apply([passage(2, "临江区老旧小区")], [])
    leg.commit(3)
    assert (leg.count(), leg.revision()) == (2, 3)
    leg.close()


def _texts(folder: Path, count: int) -> Path:
    folder.mkdir()
    for n in range(count):
        body = "\n".join(f"第{n}号村第{line}项：修路{n * line}公里，植树{line}万株，群众都说好。" for line in range(40))
        (folder / f"{n}.txt").write_text(f"在第{n}号村工作会议上的讲话\n\n{body}\n", "utf8")
    return folder


def test_a_server_killed_during_an_ingest_loses_nothing(tmp_path: Path, server: Server) -> None:
    texts = _texts(tmp_path / "texts", 40)

    def told(progress: Progress) -> None:
        if progress.files_done >= 10 and server.process.poll() is None:
            server.kill()

    with open_store(tmp_path / "library", chroma_url=server.url) as store:
        with pytest.raises(StoreError, match=r"已入库的讲话都在|YANJU_CHROMA_URL"):
            store.ingest([texts], progress=told)
        assert server.process.poll() is not None
        server.start()
    with open_store(tmp_path / "library", chroma_url=server.url) as store:
        report = store.ingest([texts])
        assert (report.files, report.failed) == (40, ())
        assert store.doctor().ok
        assert {leg.count() for leg in store.legs} == {store.counts()["passages"]}
        assert search(store, "第7号村修路", 1)[0].title == "在第7号村工作会议上的讲话"
