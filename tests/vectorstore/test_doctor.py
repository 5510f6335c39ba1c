"""The doctor finds what is wrong with the catalog or a leg, and rebuilds the legs."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from pathlib import Path

import pytest

from tests.vectorstore.fakes import MemoryLeg
from tests.vectorstore.kit import BETA, Desk
from vectorstore.schema import CATALOG_NAME
from vectorstore.types import StoreError


@pytest.fixture
def full(tmp_path: Path) -> Desk:
    return Desk(tmp_path).filled()


def test_a_sound_library(full: Desk) -> None:
    with full.open() as store:
        report = store.doctor()
    assert (report.ok, report.problems, report.advice, report.rebuilt) == (True, (), (), ())
    assert (report.files, report.speeches, report.paragraphs, report.passages) == (2, 3, 7, 7)
    assert [(leg.name, leg.passages) for leg in report.legs] == [("keyword", 7), ("vector", 7)]
    assert json.loads(json.dumps(asdict(report), ensure_ascii=False))["ok"] is True


def test_a_missing_passage_is_found_and_rebuilt(full: Desk) -> None:
    with full.open() as store:
        full.legs[0].apply((), [sorted(full.legs[0].ids())[0]])
        full.legs[0].commit(store.revision())
        report = store.doctor()
        assert (report.ok, report.problems) == (False, ("keyword 索引：有 6 个片段，目录库有 7 个",))
        assert "--rebuild" in report.advice[0]
        report = store.doctor(rebuild=True)
        assert (report.ok, report.rebuilt) == (True, ("keyword", "vector"))
        assert full.legs[0].count() == 7


def test_a_leg_that_is_gone_or_cannot_be_read_is_named(full: Desk) -> None:
    class Broken(MemoryLeg):
        def count(self) -> int:
            raise OSError("坏道")

    with full.open(read_only=True) as store:  # read only: nothing is brought up behind the doctor's back
        full.legs[0].reset()
        assert store.doctor().problems == ("keyword 索引：缺失或无法读取",)
    full.legs = (full.legs[1], Broken("vector"))
    with full.open(read_only=True) as store:
        assert "坏道" in store.doctor().problems[0]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("INSERT INTO speeches VALUES (999, 'x', 't', 1)", "不属于任何文件"),
        ("INSERT INTO paragraphs VALUES (999, 'x', 't', '')", "不属于任何讲话"),
        ("DELETE FROM paragraphs WHERE id = 1", "指向不存在的内容"),
        ("UPDATE paragraphs SET text = text || '改' WHERE id = 1", "内容与编号不符"),
    ],
)
def test_a_catalog_that_does_not_agree_with_itself(full: Desk, damage: str, words: str) -> None:
    with sqlite3.connect(full.library / CATALOG_NAME) as db:
        db.execute(damage)
    db.close()
    with full.open() as store:
        report = store.doctor()
    assert not report.ok
    assert words in report.problems[0]
    assert "restore" in report.advice[0]


def test_torn_pages_are_found(full: Desk) -> None:
    full.write("c.txt", "# 长篇\n" + "\n".join(f"第{n}段，青禾市的第{n}件实事。" for n in range(2000)))
    with full.open() as store:
        store.ingest([full.files])
    path = full.library / CATALOG_NAME
    data = bytearray(path.read_bytes())
    for page in range(60, len(data) // 4096):  # the tables themselves stand before
        data[page * 4096 : page * 4096 + 100] = b"\xa5" * 100
    path.write_bytes(data)
    with full.open(read_only=True) as store:
        report = store.doctor()
    assert not report.ok
    assert "损坏" in report.problems[0]


def test_a_damaged_catalog_leaves_the_indexes_alone_and_says_what_to_do(full: Desk) -> None:
    full.write("c.txt", "# 长篇\n" + "\n".join(f"第{n}段，青禾市的第{n}件实事。" for n in range(2000)))
    with full.open() as store:
        store.ingest([full.files])
        held = store.legs[0].count()
    path = full.library / CATALOG_NAME
    data = bytearray(path.read_bytes())
    for page in range(60, len(data) // 4096):
        data[page * 4096 : page * 4096 + 100] = b"\xa5" * 100
    path.write_bytes(data)
    new = full.library.with_name("library-new")
    with full.open() as store:
        with pytest.raises(StoreError) as raised:
            store.doctor(rebuild=True)
        told = store.doctor().advice[0]
    for words in (str(raised.value), told):
        assert f"yanju restore 备份文件 --store {new}" in words
        assert f"yanju ingest 原始文件所在的文件夹 --store {new}" in words
    assert full.legs[0].count() == held > 7


def test_an_upload_that_was_never_taken_in_is_found(full: Desk) -> None:
    (full.library / "files").mkdir()
    (full.library / "files" / "新.txt").write_text(BETA.replace("六所", "九所"), encoding="utf8")
    with full.open() as store:
        report = store.doctor()
        assert (report.ok, "1 个上传的文件还没有收进来" in report.problems[0]) == (False, True)
        assert f"yanju ingest {full.library / 'files'} --store {full.library}" in report.advice[0]
        store.ingest([full.library / "files"])
        assert store.doctor().ok
