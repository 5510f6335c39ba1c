"""The store as a whole: what is opened, what is refused, and how the legs come back."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import numpy as np
import pytest

from tests.vectorstore.fakes import PLAIN
from tests.vectorstore.kit import ALPHA, BETA, Desk
from vectorstore.legs import Embedding, Vectors
from vectorstore.lock import LockedError, writer_lock
from vectorstore.schema import CATALOG_NAME
from vectorstore.store import open_store
from vectorstore.types import Filters, StoreError


class OtherEmbedding:
    weight = 1.0

    def __init__(self, name: str, dimension: int = 4) -> None:
        self.name = name
        self.dimension = dimension

    def embed(self, texts: Sequence[str]) -> Vectors:
        return np.ones((len(texts), self.dimension), dtype=np.float32)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def full(desk: Desk) -> Desk:
    return desk.filled()


def test_an_empty_library_answers_everything(desk: Desk) -> None:
    with desk.open() as store:
        assert (store.revision(), store.counts(), store.files(), store.speeches()) == (
            0,
            {"files": 0, "speeches": 0, "paragraphs": 0, "passages": 0},
            [],
            [],
        )
        assert (store.speech("x"), store.places("x"), store.passages(["x"]), store.roles()) == (None, (), {}, [])
        assert (store.sample_passage(), store.speech_ids(Filters())) == (None, None)
        assert [leg.search("同志们", 3) for leg in store.legs] == [[], []]
        assert store.doctor().ok


def test_a_folder_with_other_files_is_refused_and_left_alone(desk: Desk) -> None:
    desk.library.mkdir()
    (desk.library / "毕业照.jpg").write_bytes(b"x")
    with pytest.raises(StoreError, match=r"毕业照.jpg.*不是言据的库"):
        desk.open()
    assert [p.name for p in desk.library.iterdir()] == ["毕业照.jpg"]


def test_a_file_in_place_of_the_folder_is_refused(desk: Desk) -> None:
    desk.library.write_text("x")
    with pytest.raises(StoreError, match="不是文件夹"):
        desk.open()


def test_another_programs_sqlite_file_is_refused_and_left_alone(desk: Desk) -> None:
    desk.library.mkdir()
    with sqlite3.connect(desk.library / CATALOG_NAME) as other:
        other.execute("CREATE TABLE films (title TEXT)")
    other.close()
    before = (desk.library / CATALOG_NAME).read_bytes()
    with pytest.raises(StoreError, match="不是言据的库"):
        desk.open()
    assert (desk.library / CATALOG_NAME).read_bytes() == before


@pytest.mark.parametrize("data", [b"not a database at all, but long enough to be read as one" * 40, b"x"])
def test_a_damaged_catalog_says_what_can_be_rebuilt(desk: Desk, data: bytes) -> None:
    desk.library.mkdir()
    (desk.library / CATALOG_NAME).write_bytes(data)
    with pytest.raises(StoreError, match=r"损坏.*restore.*ingest"):
        desk.open()


@pytest.mark.parametrize("left", ["keyword", "files"])
def test_a_lost_catalog_is_called_so_and_the_commands_are_given(desk: Desk, left: str) -> None:
    desk.library.mkdir()
    (desk.library / "yanju.lock").touch()
    (desk.library / left).mkdir()
    (desk.library / left / "yanju.json").write_text('{"revision": 3}')
    with pytest.raises(StoreError) as raised:
        desk.open()
    told = str(raised.value)
    new = desk.library.with_name("library-new")
    assert "catalog.sqlite3 不见了" in told
    assert f"yanju restore 备份文件 --store {new}" in told
    assert (f"{desk.library / 'files'} --store {new}" in told) == (left == "files")
    assert "不是言据的库" not in told
    assert not (desk.library / CATALOG_NAME).exists()


def test_a_library_cut_off_in_the_making_is_made_again(desk: Desk) -> None:
    desk.library.mkdir()
    (desk.library / CATALOG_NAME).touch()
    (desk.library / "yanju.lock").touch()
    desk.write("a.txt", ALPHA)
    with desk.open() as store:
        assert store.ingest([desk.files]).files == 1


def test_a_newer_library_is_refused(full: Desk) -> None:
    with sqlite3.connect(full.library / CATALOG_NAME) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(StoreError, match=r"99.*升级"):
        full.open()


@pytest.mark.parametrize("settings", [{"read_only": True}, {"create": False}])
def test_no_library_is_not_made_by_asking(desk: Desk, settings: dict[str, bool]) -> None:
    with pytest.raises(StoreError, match="还没有库"):
        open_store(desk.library, **settings)  # type: ignore[arg-type]  # two flags of the same type
    assert not desk.library.exists()


def test_opened_read_only_it_reads_and_does_not_write(full: Desk) -> None:
    with full.open(read_only=True) as store:
        assert len(store.speeches()) == 3
        assert store.legs[0].search("同志们", 3)
        for write in (lambda: store.ingest([full.files]), store.catch_up, lambda: store.doctor(rebuild=True)):
            with pytest.raises(StoreError, match="只能读"):
                write()


def embedded(desk: Desk, embedding: Embedding | None) -> None:
    with open_store(desk.library, embedding, make_legs=lambda *_: desk.legs, make_reader=lambda: PLAIN) as store:
        store.ingest([desk.files])


def test_a_mixture_of_embeddings_is_refused_by_name(desk: Desk) -> None:
    embedded(desk, OtherEmbedding("bge"))  # nothing in it yet: another one may follow
    desk.write("a.txt", ALPHA)
    embedded(desk, OtherEmbedding("hash", 8))
    with pytest.raises(StoreError, match=r"hash（8 维）.*bge.*不能混用"):
        embedded(desk, OtherEmbedding("bge"))
    with pytest.raises(StoreError, match=r"8 维.*16 维"):
        embedded(desk, OtherEmbedding("hash", 16))
    embedded(desk, OtherEmbedding("hash", 8))


def test_without_an_embedding_the_library_takes_its_own(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    embedded(desk, OtherEmbedding("unknown-model"))
    with pytest.raises(StoreError, match="unknown-model"):
        embedded(desk, None)


def test_two_writers_and_a_reader(full: Desk) -> None:
    with full.open() as store, writer_lock(full.library):
        with pytest.raises(LockedError, match="正由另一个进程写入"):
            store.ingest([full.files])
        assert len(store.speeches()) == 3
        with full.open() as second:  # opening needs no lock, not even to find its legs behind
            full.legs[1].commit(1)
            assert len(second.legs) == 2
    with full.open() as store:
        assert store.ingest([full.files]).unchanged == 2


def test_a_reader_sees_whole_files_while_another_store_writes(full: Desk) -> None:
    with full.open() as reader, full.open() as writer:
        revision = reader.revision()
        full.write("c.txt", ALPHA.replace("青禾", "白石"))
        writer.ingest([full.files])
        assert reader.revision() == revision + 1
        assert [row.file for row in reader.speeches()] == ["a.txt", "a.txt", "b.txt", "c.txt", "c.txt"]


def test_reads_from_many_threads_while_one_writes(full: Desk) -> None:
    barrier = Barrier(5)

    def read(_: int) -> set[int]:
        barrier.wait()
        return {len(store.speeches("a.txt")) + len(store.source("b.txt")) for _ in range(50)}

    with full.open() as store, ThreadPoolExecutor(5) as pool:
        jobs = [pool.submit(read, n) for n in range(4)]
        barrier.wait()
        for n in range(10):
            full.write(f"新{n}.txt", BETA.replace("六所", f"{n}所"))
            store.ingest([full.files])
        assert {frozenset(job.result()) for job in jobs} == {frozenset({2 + len(BETA)})}


def test_closed_while_a_thread_reads_nothing_stays_open(full: Desk) -> None:
    store = full.open()
    with store._files.reading() as db:
        store.close()
        assert db.execute("SELECT 1").fetchone() == (1,)
    with pytest.raises(sqlite3.ProgrammingError):
        db.execute("SELECT 1")


def test_opening_loads_no_index_library(full: Desk) -> None:
    code = (
        "import sys; from pathlib import Path; from vectorstore.store import open_store\n"
        "with open_store(Path(sys.argv[1])) as store: store.speeches(); store.counts()\n"
        "print(sorted({'chromadb', 'tantivy', 'numpy.linalg', 'rjieba', 'opencc'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(full.library)], capture_output=True, text=True, check=True)
    assert "chromadb" not in done.stdout
    assert "tantivy" not in done.stdout


def test_a_library_of_an_older_format_is_brought_up_to_date(full: Desk) -> None:
    with full.open() as store:
        before = store.speeches()
    db = sqlite3.connect(full.library / CATALOG_NAME)
    for column in ("speaker", "speaker_known", "title_known"):
        db.execute(f"ALTER TABLE locations DROP COLUMN {column}")
    db.execute("PRAGMA user_version = 3")
    db.close()
    with pytest.raises(StoreError, match="需要升级格式"):
        full.open(read_only=True)
    with full.open() as store:
        assert store.speeches() == before
        assert store.ingest([full.files]).failed == ()
