"""Bad input, by the whole way through the library: refused by name with what to do, and the rest goes on."""

from __future__ import annotations

import os
import struct
import time
import zipfile
from pathlib import Path

import pytest

from tests.vectorstore.documents import WORD, docx, p, pdf, zipped
from tests.vectorstore.kit import Desk
from vectorstore.parts import real_reader
from vectorstore.store import Store, open_store

GOOD = """在云岭县春耕现场会上的讲话

同志们：
今年全县计划播种小麦三万亩，各乡镇要抓紧备耕，把种子化肥调运到位，确保不误农时。
"""
ENCRYPTED = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O (%s) /U (%s) >> /ID [<00><00>]" % (b"o" * 32, b"u" * 32)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = Desk(tmp_path)
    desk.write("好.txt", GOOD)
    return desk


def real(desk: Desk) -> Store:
    return open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader)


def refused(desk: Desk) -> dict[str, str]:
    """Name and reason of what is refused, while the good file is taken in."""
    with real(desk) as store:
        report = store.ingest([desk.files])
        assert [row.file for row in store.files()] == ["好.txt"]
        assert store.doctor().ok
    return {failure.file: failure.reason for failure in report.failed}


def entity(target: str) -> bytes:
    return zipped(
        {
            "word/document.xml": f'<!DOCTYPE d [<!ENTITY e SYSTEM "{target}">]><w:document {WORD}><w:body><w:p><w:r>'
            "<w:t>&e;</w:t></w:r></w:p></w:body></w:document>"
        }
    )


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("实体.docx", entity("file:///etc/passwd"), "外部实体"),
        ("外网.docx", entity("http://127.0.0.1:9/x"), "外部实体"),
        ("密.docx", OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "加了密码.*去掉密码"),
        ("密.pdf", pdf([[(72, 700, "secret")]], ENCRYPTED), "密码"),
        ("扫描.pdf", pdf([[], []]), "没有文字|扫描"),
        ("炸.docx", zipped({"word/document.xml": b" " * 100_000_000}), "压缩炸弹"),
        ("空.docx", docx(p("")), "没有文字"),
        ("空.txt", b"", "空"),
        ("半.txt", GOOD.encode()[:-2], "残缺"),
        ("混.txt", GOOD.encode() * 3 + GOOD.encode("gb18030") * 3, "第 1 行是 UTF-8，第 13 行是 GB18030"),
        ("混2.txt", GOOD.encode("gb18030") * 9 + GOOD.encode(), "第 37 行是 UTF-8，第 1 行是 GB18030"),
        ("图.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "PNG"),
        ("嵌.html", b"<html><body>" + b"<div>" * 200_000 + b"</div>" * 200_000, "嵌套过深"),
    ],
)
def test_it_is_refused_by_name_and_the_rest_goes_on(desk: Desk, name: str, data: bytes, reason: str) -> None:
    (desk.files / name).write_bytes(data)
    told = refused(desk)
    assert list(told) == [name]
    assert any(part in told[name] or _found(part, told[name]) for part in reason.split("|")), told


def _found(pattern: str, text: str) -> bool:
    first, *rest = pattern.split(".*")
    return first in text and all(part in text for part in rest)


def test_a_zip_of_bombs_ways_out_and_zips(desk: Desk) -> None:
    with zipfile.ZipFile(desk.files / "包.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("../../外.txt", GOOD)
        bundle.writestr("/etc/外.txt", GOOD)
        bundle.writestr("炸.txt", b"\0" * 50_000_000)
        bundle.writestr("里/再里.zip", zipped({"深.txt": GOOD}))
        bundle.writestr("密.pdf", pdf([[(72, 700, "secret")]], ENCRYPTED))
    told = refused(desk)
    reasons = {
        "../../外.txt": "包外",
        "/etc/外.txt": "绝对路径",
        "炸.txt": "炸弹",
        "里/再里.zip": "又有压缩包",
        "密.pdf": "密码",
    }
    assert set(told) == {f"包.zip/{name}" for name in reasons}
    assert all(words in told[f"包.zip/{name}"] for name, words in reasons.items())
    assert not list(desk.files.parent.rglob("外.txt"))


def test_a_zip_that_lies_about_a_members_size(desk: Desk) -> None:
    data = bytearray(zipped({"甲.txt": b"0" * 5_000_000}))
    for sign, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        struct.pack_into("<I", data, data.index(sign) + at, 1000)
    (desk.files / "谎.zip").write_bytes(data)
    told = refused(desk)
    assert list(told) == ["谎.zip/甲.txt"]


def test_a_file_of_300_megabytes_is_refused_at_once(desk: Desk) -> None:
    with (desk.files / "大.txt").open("wb") as file:
        file.truncate(300 * 1024 * 1024)  # sparse: no disk is needed
    start = time.perf_counter()
    told = refused(desk)
    assert time.perf_counter() - start < 20
    assert "256 MB" in told["大.txt"]


def test_names_with_every_odd_character(desk: Desk) -> None:
    names = [
        "换\n行.txt",
        "引\"号'和`反.txt",
        "表情😀👨‍👩‍👧.txt",
        "制\t表\x1b[31m红.txt",
        "右\u202etxt.exe.txt",
        " 空 格 .txt",
        "点...txt",
        "-rf.txt",
        "$(reboot);&|.txt",
        "百分%00%2e%2e.txt",
        "长" * 83 + "ab.txt",  # 255 bytes: no room for the name of a sidecar
    ]
    for number, name in enumerate(names):
        desk.write(name, GOOD.replace("三万", f"{number + 4}万"))
    raw = os.fsencode(desk.files) + b"/\xff\xfe\xba\xba.txt"
    with open(raw, "wb") as file:
        file.write(GOOD.replace("三万", "九百万").encode())
    with real(desk) as store:
        report = store.ingest([desk.files])
        assert (report.failed, report.added) == ((), len(names) + 2)
        rows = store.files()
        assert len({row.file for row in rows}) == len(names) + 2
        assert not any(ord(char) < 32 or char in "\u202e\x1b" for row in rows for char in row.file if char != "\u202e")
        for row in rows:
            assert store.report(row.file).speeches == 1
            assert store.source(row.file).startswith("在云岭县春耕现场会")
        assert store.ingest([desk.files]).failed == ()
        assert store.counts()["files"] == len(names) + 2
        (proposal,) = store.propose([desk.files / names[0]])
        assert store.take_in([proposal]).failed == ()


def test_loops_of_links_and_links_to_nothing(desk: Desk) -> None:
    (desk.files / "圈").symlink_to("圈")
    (desk.files / "甲.txt").symlink_to("乙.txt")
    (desk.files / "乙.txt").symlink_to("甲.txt")
    (desk.files / "上").symlink_to("..", target_is_directory=True)
    (desk.files / "断.txt").symlink_to("没有这个.txt")
    os.mkfifo(desk.files / "管道.txt")
    told = refused(desk)
    assert set(told) == {"甲.txt", "乙.txt", "断.txt", "管道.txt"}
    assert "链接" in told["断.txt"]
    assert "管道" in told["管道.txt"]


def test_many_tiny_files(desk: Desk) -> None:
    for number in range(300):
        desk.write(
            f"{number % 7}/{number}.txt", f"在第{number}次会上的讲话\n\n同志们：\n第{number}项工作要抓好，确保完成。\n"
        )
    with real(desk) as store:
        assert (store.ingest([desk.files]).added, store.counts()["files"]) == (301, 301)
        again = store.ingest([desk.files])
        assert (again.unchanged, again.failed) == (301, ())
