"""Which files an ingest finds, under which names, in which order."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.vectorstore.kit import ALPHA, BETA, Desk
from vectorstore.walk import natural


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize("name", ["没有.txt", "图.png", "文件夹不存在/x.txt"])
def test_a_named_file_that_cannot_be_taken_is_named(desk: Desk, name: str) -> None:
    if name.endswith(".png"):
        (desk.files / name).write_bytes(b"x")
    with desk.open() as store:
        (failure,) = store.ingest([desk.files / name]).failed
        assert name in failure.file
        assert failure.reason


def test_hidden_files_are_passed_over_and_other_formats_counted(desk: Desk) -> None:
    for name in (".hidden.txt", ".git/x.txt", "~$a.txt", "图.png", "表.XLS", "b.png"):
        desk.write(name, BETA)
    desk.write("大写.TXT", ALPHA)
    with desk.open() as store:
        report = store.ingest([desk.files])
        assert [row.file for row in store.files()] == ["大写.TXT"]
        assert [w.reason for w in report.warnings] == [
            "跳过 2 个.png文件：不支持的格式",
            "跳过 1 个.xls文件：不支持的格式",
        ]


def test_links_in_a_loop_end_and_no_file_is_recorded_twice(desk: Desk) -> None:
    path = desk.write("a/b/c.txt", ALPHA)
    (desk.files / "a" / "b" / "loop").symlink_to(desk.files, target_is_directory=True)
    (desk.files / "again").symlink_to(desk.files / "a", target_is_directory=True)
    (desk.files / "link.txt").symlink_to(path)
    with desk.open() as store:
        report = store.ingest([desk.files, desk.files / "a", path, desk.files / "link.txt"])
        assert (report.files, report.added, report.failed) == (1, 1, ())


def test_the_library_inside_the_folder_is_not_read(desk: Desk) -> None:
    desk.library = desk.files / "library"
    desk.write("a.txt", ALPHA)
    with desk.open() as store:
        desk.write("library/notes.txt", BETA)
        assert store.ingest([desk.files]).files == 1


def test_names_stay_and_a_second_of_the_same_name_is_told_apart(desk: Desk) -> None:
    desk.write("甲/报告.txt", ALPHA)
    desk.write("乙/报告.txt", BETA)
    with desk.open() as store:
        store.ingest([desk.files / "甲"])
        store.ingest([desk.files / "乙"])
        store.ingest([desk.files])
        assert [row.file for row in store.files()] == ["乙/报告.txt", "报告.txt"]
        for _ in range(2):  # named itself: known by its path
            assert store.ingest([desk.files / "甲" / "报告.txt"]).unchanged == 1


def test_two_names_that_look_the_same(desk: Desk) -> None:
    for n, name in enumerate(["a\x01.txt", "a\x02.txt", "e\u0301.txt", "\u00e9.txt"]):
        desk.write(name, BETA.replace("六所", f"{n}所"))
    os.rename(desk.write("x.txt", ALPHA), os.fsencode(desk.files) + b"/\xff\xfe.txt")
    with desk.open() as store:
        store.ingest([desk.files])
        names = [row.file for row in store.files()]
        assert len(set(names)) == 5
        assert store.ingest([desk.files]).unchanged == 5
        assert not any(ord(char) < 32 for name in names for char in name)


def test_natural_order(desk: Desk) -> None:
    names = ["第1集.txt", "第2集.txt", "第10集.txt", "第010集b.txt"]
    for name in reversed(names):
        desk.write(name, BETA)
    with desk.open() as store:
        store.ingest([desk.files])
        assert [row.file for row in store.files()] == names
    assert natural("a9") < natural("a10") < natural("a1" + "0" * 400)
