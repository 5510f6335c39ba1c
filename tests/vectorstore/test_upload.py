"""Upload: what files would become is shown before anything is stored; confirmed ones live in the library's folder."""

from __future__ import annotations

import os
import shutil
import signal
import zipfile
from pathlib import Path

import pytest

from tests.vectorstore.kit import UPLOADED, Desk
from vectorstore import propose as proposing
from vectorstore.corrections import Correction
from vectorstore.parts import real_reader
from vectorstore.propose import Proposal
from vectorstore.store import Store, open_store
from vectorstore.types import Document


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """A folder as a browser leaves uploads in it, outside library and files."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "春耕.txt").write_text(UPLOADED, encoding="utf8")
    return folder


def real(desk: Desk) -> Store:
    return open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader)


def test_a_proposal_tells_the_split_and_stores_nothing(desk: Desk, given: Path) -> None:
    seen: list[str] = []
    with real(desk) as store:
        (one,) = store.propose([given / "春耕.txt"], lambda progress: seen.append(progress.file))
        assert (store.counts()["files"], list(desk.library.glob("files"))) == (0, [])
    assert (one.file, one.reason, one.encoding, one.declared_count, one.masks) == ("春耕.txt", "", "utf-8", 3, 1)
    assert [speech.title for speech in one.speeches] == [
        "在春耕现场会上的讲话",
        "在防汛工作会议上的讲话",
        "在招商推介会上的致辞",
    ]
    assert one.speeches[0].date.value == "2023-03-05"
    assert (one.speeches[0].paragraphs, one.speeches[0].opening[:4]) == (2, "同志们：")
    assert sum(number for _, number in one.removed) == 1
    assert seen == ["春耕.txt"]


def test_what_is_confirmed_lives_in_the_library(desk: Desk, given: Path) -> None:
    with real(desk) as store:
        proposals = store.propose([given / "春耕.txt"])
        assert store.take_in(proposals).added == 1
        shutil.rmtree(given)
        assert [row.file for row in store.files()] == ["春耕.txt"]
        assert (desk.library / "files" / "春耕.txt").read_text(encoding="utf8") == UPLOADED
        again = store.ingest([desk.library / "files"], prune=True)
        assert (again.unchanged, again.removed, again.failed) == (1, 0, ())
        assert store.ingest([desk.files], prune=True).removed == 0


def test_corrections_of_the_split_survive_another_ingest(desk: Desk, given: Path) -> None:
    told = [
        Correction(1, title="在青禾市春耕现场会上的讲话", speaker_role="市长"),
        Correction(2, joined=True),
        Correction(3, date="2024-05"),
    ]
    with real(desk) as store:
        store.take_in(store.propose([given / "春耕.txt"]), {"春耕.txt": told})
        for _ in range(2):
            rows = store.speeches()
            assert [row.speech.title for row in rows] == ["在青禾市春耕现场会上的讲话", "在招商推介会上的致辞"]
            assert (rows[0].speech.speaker_role.value, rows[1].speech.date.value) == ("市长", "2024-05")
            assert any("入汛以来" in p.text for p in rows[0].speech.paragraphs)
            assert store.source("春耕.txt") == UPLOADED
            (desk.library / "files" / "春耕.txt").touch()
            store.ingest([desk.library / "files"])


@pytest.mark.parametrize("told", [Correction(1, joined=True), Correction(9, title="x"), Correction(1, date="去年")])
def test_a_wrong_correction_is_refused_and_nothing_is_left(desk: Desk, given: Path, told: Correction) -> None:
    with real(desk) as store:
        report = store.take_in(store.propose([given / "春耕.txt"]), {"春耕.txt": [told]})
        assert (store.counts()["files"], [f.file for f in report.failed]) == (0, ["春耕.txt"])
    assert list((desk.library / "files").iterdir()) == []


def test_nothing_is_written_over(desk: Desk, given: Path) -> None:
    with real(desk) as store:
        store.take_in(store.propose([given / "春耕.txt"]))
        (given / "春耕.txt").write_text(UPLOADED.replace("三万亩", "四万亩"), encoding="utf8")
        store.take_in(store.propose([given / "春耕.txt"]))
        assert [row.file for row in store.files()] == ["春耕 (2).txt", "春耕.txt"]
        assert store.source("春耕.txt") == UPLOADED
        proposals = store.propose([given / "春耕.txt"])
        assert proposals[0].known == "春耕 (2).txt"
        assert store.take_in(proposals).unchanged == 1


def test_a_zip_is_unpacked_into_a_folder_of_its_name(desk: Desk, given: Path) -> None:
    path = given / "合集.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.write(given / "春耕.txt", "一/春耕.txt")
        bundle.writestr("../外.txt", UPLOADED)
        bundle.writestr("图.png", "x")
        bundle.writestr("空.txt", "")
        bundle.writestr("里.zip", "x")
        bundle.writestr("炸.txt", b"0" * 30_000_000)
    with real(desk) as store:
        proposals = store.propose([path])
        good = [one for one in proposals if not one.reason]
        assert [one.file for one in good] == ["合集.zip/一/春耕.txt"]
        reasons = {one.file.removeprefix("合集.zip/"): one.reason for one in proposals if one.reason}
        assert set(reasons) == {"../外.txt", "空.txt", "里.zip", "炸.txt", "合集.zip"}
        assert all(("包外" in reasons["../外.txt"], "又有" in reasons["里.zip"], "炸弹" in reasons["炸.txt"]))
        assert "png" in reasons["合集.zip"]
        report = store.take_in(proposals)
        assert (report.added, len(report.failed)) == (1, 5)
        assert [row.file for row in store.files()] == ["合集/一/春耕.txt"]
    assert sorted(p.name for p in (desk.library / "files").rglob("*")) == ["一", "合集", "春耕.txt"]


def test_a_file_that_changes_before_it_is_confirmed_is_refused(desk: Desk, given: Path) -> None:
    with real(desk) as store:
        proposals = store.propose([given / "春耕.txt"])
        (given / "春耕.txt").write_text("别的", encoding="utf8")
        (failure,) = store.take_in(proposals).failed
        assert "又变了" in failure.reason
        (given / "春耕.txt").unlink()
        (failure,) = store.take_in(proposals).failed
        assert "春耕.txt" in failure.file
    assert list((desk.library / "files").iterdir()) == []


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("..隐藏.txt", "_..隐藏.txt"),
        ('引"号\n换行.txt', "引_号_换行.txt"),
        ("CON.txt", "_CON.txt"),
        ("表情😀.txt", "表情😀.txt"),
        ("长" * 80 + ".txt", "长" * 65 + ".txt"),
    ],
)
def test_odd_names_are_made_safe(desk: Desk, given: Path, name: str, kept: str) -> None:
    (given / name).write_text(UPLOADED, encoding="utf8")
    with real(desk) as store:
        assert store.take_in(store.propose([given / name])).added == 1
    assert [p.name for p in (desk.library / "files").iterdir()] == [kept]


@pytest.mark.parametrize(
    ("files", "size", "reason"), [(1, 10**6, "一次最多上传 1 个"), (9, 2 * len(UPLOADED.encode()) - 1, "解压后")]
)
def test_more_than_the_limits_is_refused_by_name(given: Path, files: int, size: int, reason: str) -> None:
    (given / "乙.txt").write_text(UPLOADED, encoding="utf8")
    reader = real_reader()
    limits = proposing.Limits(files=files, bytes=size)
    found = list(proposing.propose([given], reader.suffixes, reader.read, given / "none", limits=limits))
    assert [bool(one.reason) for one in found] == [False, True]
    assert reason in found[1].reason


def test_a_refused_proposal_is_never_taken_in(desk: Desk) -> None:
    with real(desk) as store:
        (failure,) = store.take_in([Proposal("坏.pdf", "没有文字")]).failed
    assert (failure.file, failure.reason) == ("坏.pdf", "没有文字")


def deadly(path: Path) -> Document:
    """A reader as a foreign library can be: one file ends its process."""
    if path.name == "死.pdf":
        os.kill(os.getpid(), signal.SIGKILL)
    return real_reader().read(path)


@pytest.mark.integration
def test_a_file_that_kills_its_reader_costs_itself_alone(given: Path) -> None:
    (given / "死.pdf").write_bytes(b"%PDF-1.4")
    found = list(proposing.propose([given], real_reader().suffixes, deadly, given / "none"))
    assert [(one.file, bool(one.speeches)) for one in found] == [("春耕.txt", True), ("死.pdf", False)]
    assert "程序崩溃" in found[1].reason
