"""What is added, changed, moved and removed reaches catalog, tantivy and Chroma, and every process that reads."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.vectorstore.killed import found
from vectorstore.search import search
from vectorstore.store import Store, open_store

pytestmark = pytest.mark.integration

READER = """import sys; from pathlib import Path
from vectorstore.search import search
from vectorstore.store import open_store
with open_store(Path(sys.argv[1]), read_only=True) as store:
    for question in sys.stdin:
        hits = search(store, question.strip(), 3)
        files = sorted({at.file for hit in hits if question.strip() in hit.passage.text for at in hit.locations})
        legs = sorted({leg for hit in hits if question.strip() in hit.passage.text for leg in hit.found_by})
        print(store.revision(), *files, *legs, flush=True)
"""


def speech(place: str, work: str) -> str:
    return f"在{place}工作会议上的讲话\n\n同志们：\n{place}{work}取得新进展，要抓紧抓实，确保按时完成各项任务。\n\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    folder.mkdir()
    shared = speech("青禾市", "稻鱼共作示范田建设")
    head = "发言材料汇编（2篇）\n\n"
    (folder / "甲.txt").write_text(head + shared + speech("云岭县", "旧城供水管网改造"), encoding="utf8")
    (folder / "乙.txt").write_text(head + shared + speech("临江区", "港口岸电设施安装"), encoding="utf8")
    return folder


def agree(store: Store) -> int:
    """How many passages the three parts hold, all the same."""
    keyword, vector = found(store)
    assert keyword == vector == set(store.passages(sorted(keyword)))
    assert len(keyword) == store.counts()["passages"]
    assert store.doctor().ok
    return len(keyword)


def hits(store: Store, words: str) -> list[tuple[tuple[str, ...], list[str]]]:
    """(legs, files) of the hits that hold the words."""
    held = [hit for hit in search(store, words, 5) if words in hit.passage.text]
    return [(hit.found_by, [at.file for at in hit.locations]) for hit in held]


BOTH = ("keyword", "vector")


def test_a_speech_in_two_files_is_stored_and_found_once_with_both_places(files: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "library") as store:
        report = store.ingest([files])
        assert (report.files, report.speeches, agree(store)) == (2, 3, 3)
        assert hits(store, "稻鱼共作示范田") == [(BOTH, ["乙.txt", "甲.txt"])]


def test_added_changed_unchanged_moved_and_removed_reach_the_three_parts(files: Path, tmp_path: Path) -> None:
    with open_store(tmp_path / "library") as store:
        store.ingest([files])
        revision, stamps = store.revision(), [path.stat().st_mtime_ns for path in _states(tmp_path)]
        assert store.ingest([files], prune=True).unchanged == 2
        assert (store.revision(), [path.stat().st_mtime_ns for path in _states(tmp_path)]) == (revision, stamps)

        (files / "丙.txt").write_text(speech("白石镇", "乡村寄递物流站点布设"), encoding="utf8")
        assert (store.ingest([files]).added, agree(store)) == (1, 4)
        assert hits(store, "乡村寄递物流") == [(BOTH, ["丙.txt"])]

        changed = (files / "甲.txt").read_text(encoding="utf8").replace("旧城供水管网", "新区排水泵站")
        (files / "甲.txt").write_text(changed, encoding="utf8")
        assert (store.ingest([files]).changed, agree(store)) == (1, 4)
        assert (hits(store, "旧城供水管网"), hits(store, "新区排水泵站")) == ([], [(BOTH, ["甲.txt"])])

        (files / "丙.txt").rename(files / "丁.txt")
        report = store.ingest([files], prune=True)
        assert (report.moved, report.added, report.removed, agree(store)) == (1, 0, 0, 4)
        assert hits(store, "乡村寄递物流") == [(BOTH, ["丁.txt"])]

        (files / "甲.txt").unlink()
        assert (store.ingest([files]).removed, hits(store, "新区排水泵站")) == (0, [(BOTH, ["甲.txt"])])
        assert (store.ingest([files], prune=True).removed, agree(store)) == (1, 3)
        assert hits(store, "新区排水泵站") == []
        assert hits(store, "稻鱼共作示范田") == [(BOTH, ["乙.txt"])]


def _states(folder: Path) -> list[Path]:
    return sorted((folder / "library").rglob("yanju.json"))


def test_several_processes_that_stay_open_see_each_change(files: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    command = [sys.executable, "-c", READER, library]
    with open_store(library) as store:
        store.ingest([files])
        readers = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf8") for _ in range(3)
        ]
        try:
            words = "乡村寄递物流站点"
            assert _asked(readers, words) == {str(store.revision())}
            (files / "丙.txt").write_text(speech("白石镇", "乡村寄递物流站点布设"), encoding="utf8")
            store.ingest([files])
            assert _asked(readers, words) == {f"{store.revision()} 丙.txt keyword vector"}
            (files / "丙.txt").unlink()
            store.ingest([files], prune=True)
            assert _asked(readers, words) == {str(store.revision())}
        finally:
            for reader in readers:
                reader.communicate(timeout=60)
    assert [reader.returncode for reader in readers] == [0, 0, 0]


def _asked(readers: list[subprocess.Popen[str]], words: str) -> set[str]:
    """What the readers find, asked all at once."""
    for reader in readers:
        assert reader.stdin is not None
        reader.stdin.write(words + "\n")
        reader.stdin.flush()
    return {reader.stdout.readline().strip() for reader in readers if reader.stdout is not None}
