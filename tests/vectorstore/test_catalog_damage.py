"""The catalog truncated, overwritten or gone, no room to write, two writers: what is said, and that it helps."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.vectorstore.killed import content, same_content, write_files
from vectorstore.schema import CATALOG_NAME
from vectorstore.store import open_store
from vectorstore.types import StoreError

pytestmark = pytest.mark.integration

# In a process of its own: a limit on the size of files, as a quota sets it, stays for the life of a process.
LIMITED = """import sys; from pathlib import Path; import resource
from vectorstore.store import open_store; from vectorstore.types import StoreError
import chromadb, tantivy
with open_store(Path(sys.argv[1])) as store:
    store.legs
    limit = int(sys.argv[3])
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    try:
        store.ingest([Path(sys.argv[2])])
    except StoreError as error:
        print(error)
"""
WRITER = """import sys; from pathlib import Path; from vectorstore.store import open_store
from vectorstore.lock import LockedError
try:
    with open_store(Path(sys.argv[1])) as store:
        print('failed', len(store.ingest([Path(sys.argv[2])]).failed))
except LockedError as error:
    print(error)
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `files`, and a `library` of them; copied before it is damaged."""
    folder = tmp_path_factory.mktemp("made")
    write_files(folder / "files", seed=3, files=6)
    with open_store(folder / "library") as store:
        store.ingest([folder / "files"])
    return folder


def damaged(library: Path, damage: str) -> None:
    path = library / CATALOG_NAME
    data = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    elif damage == "truncated":
        path.write_bytes(data[: len(data) // 2])
    elif damage == "emptied":
        path.write_bytes(b"")
    else:
        start = {"head": 0, "schema": 100, "middle": len(data) // 3}[damage]
        data[start : start + len(data) // 3] = b"\xa5" * (len(data) // 3)
        path.write_bytes(data)


@pytest.mark.parametrize("damage", ["gone", "truncated", "emptied", "head", "schema", "middle"])
def test_the_commands_that_are_told_bring_all_back(made: Path, tmp_path: Path, damage: str) -> None:
    library = Path(shutil.copytree(made / "library", tmp_path / "library"))
    damaged(library, damage)
    before = sorted(p.name for p in library.rglob("*"))
    try:
        with open_store(library) as store:
            store.speeches()
            told = " ".join(store.doctor().advice)
    except StoreError as error:
        told = str(error)
    assert re.search(rf"yanju restore 备份文件 --store {library}-new", told), told
    assert re.search(rf"yanju ingest 原始文件所在的文件夹 --store {library}-new", told), told
    assert "保存的对话和反馈不能" in told
    assert set(before) <= {p.name for p in library.rglob("*")}
    with open_store(Path(f"{library}-new")) as store, open_store(made / "library") as whole:
        store.ingest([made / "files"])
        same_content(content(store), content(whole))


def test_an_emptied_catalog_beside_full_indexes_is_not_taken_for_a_new_library(made: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(made / "library", tmp_path / "library"))
    damaged(library, "emptied")
    with pytest.raises(StoreError, match="损坏"):
        open_store(library)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of a file to set")
@pytest.mark.parametrize("limit", [150_000, 600_000])
def test_no_room_for_a_file_to_grow_is_said_and_nothing_is_lost(made: Path, tmp_path: Path, limit: int) -> None:
    write_files(tmp_path / "files", seed=5, files=60)
    library = tmp_path / "library"
    command = [sys.executable, "-c", LIMITED, library, tmp_path / "files", str(limit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert re.search("磁盘", done.stdout), done.stdout
    with open_store(library) as store:
        kept = {row.file: store.source(row.file) for row in store.files()}
        assert all(text == (tmp_path / "files" / name).read_text(encoding="utf8") for name, text in kept.items())
        report = store.ingest([tmp_path / "files"])
        assert (report.files, report.failed, store.doctor().ok) == (60, (), True)


def test_two_processes_that_write_at_once_lose_nothing(made: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    command = [sys.executable, "-c", WRITER, library, made / "files"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [process.communicate(timeout=120)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert "failed 0\n" in told
    other = next((words for words in told if words != "failed 0\n"), "")
    assert not other or re.search(r"进程号 \d+.*请等它结束后再试", other), other
    with open_store(library) as store, open_store(made / "library") as whole:
        same_content(content(store), content(whole))
        assert store.doctor().ok
