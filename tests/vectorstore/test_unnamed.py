"""Files whose name tells no format."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from vectorstore.unnamed import HEAD, is_document
from vectorstore.walk import walk

TEXT = "在石桥镇工作会议上的讲话\n同志们：今年新建口袋公园十二处。\n"


@pytest.mark.parametrize(
    "head", [TEXT.encode(), TEXT.encode("gb18030"), TEXT.encode("utf-16"), b"%PDF-1.7", b"PK\x03\x04"]
)
def test_documents(head: bytes) -> None:
    assert is_document(head)


def test_a_character_cut_in_two_does_not_matter() -> None:
    assert is_document((TEXT * 200).encode()[:HEAD])


@pytest.mark.parametrize(
    "head", [b"", b"all: build\n\tmake\n", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)), b"\x89PNG\r\n"]
)
def test_other_files(head: bytes) -> None:
    assert not is_document(head)


def test_a_folder_and_a_zip_give_their_nameless_documents(tmp_path: Path) -> None:
    for name in ("讲话稿", "讲话稿2023.5.6（终版）", "1.关于春耕的讲话", "a.txt", "讲话.log"):
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "Makefile").write_bytes(b"all: build\n")
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("里面的讲话", TEXT)
        archive.writestr("program", b"\x7fELF\x00\x01\x02")
    found = walk([tmp_path], {".txt"}, tmp_path / "none")
    assert sorted(f.name for f in found.files) == sorted(
        ["讲话稿", "讲话稿2023.5.6（终版）", "1.关于春耕的讲话", "a.txt", "b.zip/里面的讲话"]
    )
    assert [w.reason for w in found.warnings] == [
        "跳过 1 个无后缀文件：不支持的格式",
        "跳过 1 个.log文件：不支持的格式",
        "跳过 1 个无后缀文件：不支持的格式",
    ]


def test_named_itself(tmp_path: Path) -> None:
    (tmp_path / "讲话稿").write_text(TEXT, encoding="gb18030")
    assert [f.name for f in walk([tmp_path / "讲话稿"], {".txt"}, tmp_path / "none").files] == ["讲话稿"]
