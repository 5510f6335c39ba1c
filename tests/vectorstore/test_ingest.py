"""Ingest: what is read, what is left, what is reported; the legs hold what the catalog holds."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vectorstore.fakes import PLAIN, plain_document
from tests.vectorstore.kit import ALPHA, BETA, Desk, content
from vectorstore.indexing import Progress
from vectorstore.store import open_store
from vectorstore.types import Document, Failure, IngestReport, StoreError


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def told(report: IngestReport) -> tuple[int, int, int, int]:
    return report.added, report.changed, report.unchanged, report.removed


def test_the_counts_of_a_first_ingest(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    desk.write("下级/b.txt", BETA)
    with desk.open() as store:
        report = store.ingest([desk.files])
        assert (report.files, report.speeches, report.paragraphs, report.passages) == (2, 3, 7, 7)
        assert (told(report), report.failed, report.removed_lines) == ((2, 0, 0, 0), (), 1)
        assert [row.file for row in store.files()] == ["a.txt", "下级/b.txt"]
        assert [leg.count() for leg in desk.legs] == [7, 7]


def test_twice_changes_nothing_and_says_so(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    desk.write("b.txt", BETA, settled=False)  # too fresh for its times to be trusted: it is hashed again
    with desk.open() as store:
        store.ingest([desk.files])
        before, revision, calls = content(store), store.revision(), len(desk.legs[0].applied)
        report = store.ingest([desk.files])
        assert (told(report), report.removed_lines) == ((0, 0, 2, 0), 0)
        assert (content(store), store.revision(), len(desk.legs[0].applied)) == (before, revision, calls)


def test_an_edit_touches_only_the_passages_of_the_changed_speech(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    with desk.open() as store:
        store.ingest([desk.files])
        kept = {p.id for row in store.speeches() for p in row.speech.paragraphs}
        desk.write("a.txt", ALPHA.replace("三件事", "四件事"))
        report = store.ingest([desk.files])
        assert told(report) == (0, 1, 0, 0)
        added, removed = desk.legs[0].applied[-1]
        assert (len(added), len(removed)) == (3, 3)
        assert len(kept & {p.id for row in store.speeches() for p in row.speech.paragraphs}) == len(kept) - 1
        assert desk.legs[0].ids() == {
            p
            for row in store.speeches()
            for p in (f"{row.speech.id}-{n}" for n in (1, 2, 3))
            if p in store.passages([p])
        }


def test_an_edit_that_keeps_size_and_mtime_is_seen(desk: Desk) -> None:
    path = desk.write("a.txt", ALPHA)
    with desk.open() as store:
        store.ingest([desk.files])
        times = path.stat().st_atime_ns, path.stat().st_mtime_ns
        path.write_text(ALPHA.replace("三件事", "四件事"), encoding="utf8")
        os.utime(path, ns=times)
        assert told(store.ingest([desk.files])) == (0, 1, 0, 0)


def test_reordered_speeches_keep_every_id_and_index_nothing_anew(desk: Desk) -> None:
    first, second = "# 甲\n同志们：\n第一段。\n", "# 乙\n各位代表：\n第二段。\n"
    desk.write("a.txt", first + second)
    with desk.open() as store:
        store.ingest([desk.files])
        before = {row.speech for row in store.speeches()}
        desk.write("a.txt", second + first)
        calls = len(desk.legs[0].applied)
        assert told(store.ingest([desk.files])) == (0, 1, 0, 0)
        assert {row.speech for row in store.speeches()} == before
        assert [row.speech.title for row in store.speeches()] == ["# 乙", "# 甲"]
        assert desk.legs[0].applied[calls:] == []


def test_a_moved_file_is_known_by_its_content(desk: Desk) -> None:
    path = desk.write("a.txt", ALPHA)
    with desk.open() as store:
        store.ingest([desk.files])
        before, calls = store.speeches(), len(desk.legs[0].applied)
        (desk.files / "新").mkdir()
        path.rename(desk.files / "新" / "改名.txt")
        report = store.ingest([desk.files])
        assert (told(report), report.moved, report.files) == ((0, 0, 1, 0), 1, 1)
        assert [row.file for row in store.files()] == ["新/改名.txt"]
        assert [row.speech for row in store.speeches()] == [row.speech for row in before]
        assert desk.legs[0].applied[calls:] == []


def test_a_copy_is_no_move(desk: Desk) -> None:
    path = desk.write("a.txt", ALPHA)
    with desk.open() as store:
        store.ingest([desk.files])
        shutil.copy(path, desk.files / "b.txt")
        report = store.ingest([desk.files])
        assert (told(report), report.moved) == ((1, 0, 1, 0), 0)
        assert len(store.speeches()) == 4
        assert store.counts()["speeches"] == 2


def test_two_files_that_change_places(desk: Desk) -> None:
    a, b = desk.write("a.txt", ALPHA), desk.write("b.txt", BETA)
    with desk.open() as store:
        store.ingest([desk.files])
        a.rename(desk.files / "c")
        b.rename(a)
        (desk.files / "c").rename(b)
        assert told(store.ingest([desk.files])) == (0, 2, 0, 0)
        assert (store.source("a.txt"), store.source("b.txt")) == (BETA, ALPHA)
        assert desk.legs[0].count() == 7


def test_only_prune_removes_and_only_below_the_named_folders(desk: Desk) -> None:
    for name in ("甲/a.txt", "甲乙/b.txt", "丙/c.txt"):
        desk.write(name, BETA.replace("六所", name))
    with desk.open() as store:
        store.ingest([desk.files])
        shutil.rmtree(desk.files / "甲")
        (desk.files / "甲乙" / "b.txt").unlink()
        (desk.files / "丙" / "c.txt").unlink()
        (desk.files / "甲").mkdir()
        assert told(store.ingest([desk.files / "甲"])) == (0, 0, 0, 0)
        assert told(store.ingest([desk.files / "甲"], prune=True)) == (0, 0, 0, 1)
        assert [row.file for row in store.files()] == ["丙/c.txt", "甲乙/b.txt"]
        assert desk.legs[1].count() == len(store.passages(list(desk.legs[1].ids()))) == 4
        assert told(store.ingest([desk.files], prune=True)) == (0, 0, 0, 2)
        assert (store.speeches(), desk.legs[0].count()) == ([], 0)


def test_prune_takes_nothing_when_the_folder_is_missing_or_could_not_be_read(desk: Desk) -> None:
    desk.write("a.txt", BETA)
    with desk.open() as store:
        store.ingest([desk.files])
        desk.files.rename(desk.files.with_name("elsewhere"))
        report = store.ingest([desk.files], prune=True)
        assert (told(report), [f.reason for f in report.failed]) == ((0, 0, 0, 0), ["文件不存在"])
        assert store.counts()["files"] == 1


def test_a_broken_file_is_reported_by_name_and_the_rest_goes_on(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    (desk.files / "b.txt").write_bytes(b"\xff\xfe\x00broken")
    desk.write("c.txt", "没有标题，也没有讲话")
    desk.write("z.txt", BETA)
    (desk.files / "d.txt").symlink_to(desk.files / "nowhere.txt")
    with desk.open() as store:
        report = store.ingest([desk.files])
        assert told(report) == (2, 0, 0, 0)
        assert report.failed == (
            Failure("d.txt", "链接指向的文件不存在"),
            Failure("b.txt", "b.txt 不是 UTF-8"),
            Failure("c.txt", "没有找到讲话正文"),
        )


def test_a_file_that_becomes_unreadable_keeps_what_the_library_has(desk: Desk) -> None:
    path = desk.write("a.txt", ALPHA)
    with desk.open() as store:
        store.ingest([desk.files])
        path.write_bytes(b"\xff")
        report = store.ingest([desk.files], prune=True)
        assert (told(report), len(report.failed), store.source("a.txt")) == ((0, 0, 0, 0), 1, ALPHA)


def test_a_file_that_changes_while_it_is_read_is_not_taken_in_half(desk: Desk) -> None:
    path = desk.write("a.txt", ALPHA)

    def read(path: Path) -> Document:
        document = PLAIN.read(path)
        path.write_text(BETA * 2, encoding="utf8")
        return document

    reader = replace(PLAIN, read=read)
    with open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=lambda: reader) as store:
        report = store.ingest([path])
        assert (report.files, [f.reason[:7] for f in report.failed]) == (0, ["读取时文件正被"])


@pytest.mark.parametrize("error", [ValueError("内部"), MemoryError(), OSError(5, "坏道"), RecursionError()])
def test_a_reader_that_breaks_costs_one_file(desk: Desk, error: Exception) -> None:
    desk.write("a.txt", ALPHA)
    desk.write("b.txt", BETA)

    def read(path: Path) -> Document:
        if path.name == "a.txt":
            raise error
        return PLAIN.read(path)

    reader = replace(PLAIN, read=read)
    with open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=lambda: reader) as store:
        report = store.ingest([desk.files])
        assert (told(report), [f.file for f in report.failed]) == ((1, 0, 0, 0), ["a.txt"])


def test_text_that_sqlite_cannot_hold_is_refused(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    reader = replace(PLAIN, read=lambda _: plain_document("# 讲话\n半个\ud800字"))
    with open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=lambda: reader) as store:
        assert "代理字符" in store.ingest([desk.files]).failed[0].reason


def test_progress_counts_files_bytes_and_characters(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    desk.write("b.txt", BETA)
    seen: list[Progress] = []
    with desk.open() as store:
        store.ingest([desk.files], progress=seen.append)
    last = [p for p in seen if p.stage == "read"][-1]
    size = len((ALPHA + BETA).encode())
    assert (last.files_done, last.files_total, last.bytes_done, last.bytes_total) == (2, 2, size, size)
    assert last.characters == len(ALPHA + BETA)


def test_a_leg_that_breaks_loses_nothing_and_is_brought_up_later(desk: Desk) -> None:
    desk.write("a.txt", ALPHA)
    desk.legs[1].fail_at = 1
    with desk.open() as store:
        with pytest.raises(StoreError, match=r"vector 索引写入失败.*没有丢失"):
            store.ingest([desk.files])
        assert (store.counts()["files"], desk.legs[1].count()) == (1, 0)
    with desk.open() as store:
        assert [leg.count() for leg in store.legs] == [5, 5]
        assert store.doctor().ok
