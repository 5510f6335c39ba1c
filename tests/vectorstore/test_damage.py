"""The store with its real legs: killed, damaged, without room, without permission."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.vectorstore.killed import content, kill_many, write_files
from vectorstore.search import search
from vectorstore.store import open_store
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `files`, and a `library` of them; copied before it is damaged."""
    folder = tmp_path_factory.mktemp("made")
    write_files(folder / "files", seed=3, files=4)
    with open_store(folder / "library") as store:
        store.ingest([folder / "files"])
    return folder


@pytest.fixture
def library(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made / "library", tmp_path / "library"))


@pytest.fixture
def expected(made: Path) -> list[object]:
    with open_store(made / "library") as store:
        return content(store)


def test_killed_at_random_moments_it_ends_like_an_undisturbed_run() -> None:
    libraries, _ = kill_many(3, files_each=12)
    assert libraries >= 1


@pytest.mark.parametrize("gone", ["keyword", "vector", "both"])
def test_a_deleted_index_is_made_again(library: Path, expected: list[object], gone: str) -> None:
    for name in ("keyword", "vector") if gone == "both" else (gone,):
        shutil.rmtree(library / name)
    with open_store(library) as store:
        assert search(store, "造林工作的进展", 3)
        assert (content(store), store.doctor().ok) == (expected, True)


def harm(folder: Path, damage: str) -> None:
    """Damage the files of an index, all but the small one that holds its revision."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != "yanju.json")
    for path in files[::2] if damage == "half gone" else files:
        if damage == "half gone":
            path.unlink()
        else:
            path.write_bytes(b"\xa5" * path.stat().st_size if damage == "torn" else b"")


@pytest.mark.parametrize("damage", ["torn", "emptied", "half gone"])
@pytest.mark.parametrize("leg", ["keyword", "vector"])
def test_a_damaged_index_is_found_and_rebuilt(library: Path, expected: list[object], leg: str, damage: str) -> None:
    harm(library / leg, damage)
    with open_store(library) as store:
        report = store.doctor(rebuild=True)
        assert (report.ok, report.problems) == (True, ())
        assert content(store) == expected
        assert search(store, "造林工作的进展", 3)


@pytest.mark.parametrize("damage", ["torn", "emptied", "half gone"])
@pytest.mark.parametrize("leg", ["keyword", "vector"])
def test_a_damaged_index_is_answered_around_or_said_with_what_to_do(library: Path, leg: str, damage: str) -> None:
    harm(library / leg, damage)
    with open_store(library) as store:
        try:
            told = "" if search(store, "造林工作的进展", 3) else "nothing is found"
        except StoreError as error:
            told = str(error)
        assert not told or "doctor --rebuild" in told
        assert store.doctor().ok or "doctor --rebuild" in store.doctor().advice[0]


def test_a_reader_that_stays_open_finds_what_another_process_takes_in(library: Path, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text(
        "在白石镇座谈会上的讲话\n\n同志们：\n稻鱼共作示范田扩大到三千亩。\n", encoding="utf8"
    )
    code = "import sys; from pathlib import Path; from vectorstore.store import open_store\n"
    code += "with open_store(Path(sys.argv[1])) as store: store.ingest([Path(sys.argv[2])])"
    with open_store(library) as store:
        assert not any("稻鱼" in hit.passage.text for hit in search(store, "稻鱼共作示范田", 3))
        subprocess.run([sys.executable, "-c", code, library, tmp_path / "new.txt"], check=True)
        hits = search(store, "稻鱼共作示范田", 3)
        assert "稻鱼" in hits[0].passage.text
        assert hits[0].found_by == ("keyword", "vector")
        assert store.doctor().ok


class Disk:
    """A small file system of its own, that can be grown and made read only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()

    def mount(self, options: str) -> None:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "none", self.folder], capture_output=True, check=False
        )
        if done.returncode:
            pytest.skip("a small file system cannot be mounted here (not root)")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    disk = Disk(tmp_path / "disk")
    yield disk
    subprocess.run(["umount", "-l", disk.folder], capture_output=True, check=False)


@pytest.mark.parametrize("size", ["300k", "1m", "1500k"])
def test_a_full_disk_is_said_and_nothing_is_lost(disk: Disk, tmp_path: Path, size: str) -> None:
    disk.mount(f"size={size}")
    write_files(tmp_path / "files", seed=5, files=60)
    library = disk.folder / "library"
    with open_store(library) as store, pytest.raises(StoreError, match=r"磁盘已满|索引写入失败"):
        store.ingest([tmp_path / "files"])
    with open_store(library, read_only=True) as store:
        kept = {row.file: store.source(row.file) for row in store.files()}
    assert all(text == (tmp_path / "files" / name).read_text(encoding="utf8") for name, text in kept.items())
    disk.mount("remount,size=200m")
    with open_store(library) as store:
        report = store.ingest([tmp_path / "files"])
        assert (report.files, report.unchanged, report.failed) == (60, len(kept), ())
        assert store.doctor().ok


def test_an_upload_and_a_backup_that_find_no_room_leave_nothing(disk: Disk, made: Path, tmp_path: Path) -> None:
    disk.mount("size=40m")
    library = Path(shutil.copytree(made / "library", disk.folder / "library"))
    given = tmp_path / "大.txt"
    given.write_text("在白石镇座谈会上的讲话\n\n同志们：\n" + "稻鱼共作示范田扩大到三千亩。\n" * 3_000, encoding="utf8")
    with open_store(library) as store:
        proposals = store.propose([given])
        filler = disk.folder / "filler"
        with suppress(OSError), filler.open("wb") as file:
            while True:
                file.write(b"x" * 100_000)
        try:
            told = store.take_in(proposals).failed[0].reason
        except StoreError as error:
            told = str(error)
        assert "磁盘已满" in told
        with pytest.raises(StoreError, match="检查文件夹、权限和磁盘空间"):
            store.backup(disk.folder / "b.yanju")
        assert [
            path for path in disk.folder.rglob("*") if path.suffix in (".part", ".yanju") or path.name == "大.txt"
        ] == []
        filler.unlink()
        assert store.take_in(proposals).added == 1
        assert store.doctor().ok


def test_a_read_only_library_is_read_and_says_that_it_cannot_be_written(disk: Disk, made: Path) -> None:
    disk.mount("size=200m")
    library = Path(shutil.copytree(made / "library", disk.folder / "library"))
    disk.mount("remount,ro")
    with open_store(library) as store:
        assert (len(store.speeches()), store.doctor().ok) == (12, True)
        assert len(search(store, "造林工作的进展", 3)) == 3
        with pytest.raises(StoreError, match="只能读"):
            store.ingest([made / "files"])
    for new in (disk.folder / "new", library / "below"):
        with pytest.raises(StoreError, match=f"不能建立库文件夹 {new}"):
            open_store(new)
