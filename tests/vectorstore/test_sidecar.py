"""Corrections beside a document: facts, boundaries, kept text; a changed one re-reads the file; errors have names."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vectorstore.kit import Desk
from vectorstore.parts import real_reader
from vectorstore.reading.read import read_file
from vectorstore.store import Store, open_store
from vectorstore.types import Document, UnreadableFile

TEXT = """关注公众号“材料驿站”，回复“汇编”免费领取
在云岭县春耕现场会上的讲话
（2023年3月5日）
同志们：
今年全县计划播种小麦三万亩，各乡镇要抓紧备耕。
要把种子化肥调运到位，确保不误农时。
关于水利工作，我再强调几句，渠系要提前清淤。
入库蓄水要达到八成，各管护站要值守到位。
"""


def put(folder: Path, told: str, name: str = "材料.txt.yanju.toml") -> Path:
    path = folder / "材料.txt"
    path.write_text(TEXT, encoding="utf8")
    (folder / name).write_text(told, encoding="utf8")
    return path


def whole(document: Document) -> str:
    return "".join(document.source[piece.start : piece.end] for piece in document.pieces)


@pytest.mark.parametrize("name", ["材料.txt.yanju.toml", "材料.yanju.toml"])
def test_facts_of_a_speech(tmp_path: Path, name: str) -> None:
    told = (
        'title = "春耕材料"\n[[speech]]\nnumber = 1\nspeaker_role = "云岭县县长"\ndate = 2024-04-01\nplace = "白石镇"'
    )
    document = read_file(put(tmp_path, told, name))
    (speech,) = document.speeches
    assert document.title == "春耕材料"
    found = (speech.speaker_role, speech.date, speech.place)
    assert [field.value for field in found] == ["云岭县县长", "2024-04-01", "白石镇"]
    assert {field.certainty for field in found} == {"stated"}
    assert speech.title == "在云岭县春耕现场会上的讲话"


def test_boundaries_by_title_line_and_by_first_words(tmp_path: Path) -> None:
    told = """[[speech]]
begins = "在云岭县春耕现场会"
[[speech]]
begins = "关于水利工作，我再强调"
title = "关于水利工作的讲话"
"""
    document = read_file(put(tmp_path, told))
    assert [s.title for s in document.speeches] == ["在云岭县春耕现场会上的讲话", "关于水利工作的讲话"]
    first, second = document.speeches
    assert first.date.value == "2023-03-05"
    assert second.paragraphs[0].text.startswith("关于水利工作，我再强调几句")
    assert whole(document) == TEXT


def test_kept_text_is_not_taken_out(tmp_path: Path) -> None:
    path = put(tmp_path, 'keep = ["材料驿站", "没有这一句"]')
    document = read_file(path)
    assert not any("材料驿站" in document.source[p.start : p.end] for p in document.pieces if p.kind == "removed")
    assert any("没有这一句" in warning for warning in document.warnings)
    assert whole(document) == TEXT
    (tmp_path / "材料.txt.yanju.toml").unlink()
    assert any("材料驿站" in TEXT[p.start : p.end] for p in read_file(path).pieces if p.kind == "removed")


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ("title = ", "写法不对"),
        ('not_title = ["x"]\ntitle = 新标题', "第 2 行第 9 列"),
        ('not_title = ["x"', "文件末尾"),
        ("speaker = 1", "不认识“speaker”"),
        ('[[speech]]\nnumber = 1\nnmae = "x"', "不认识“nmae”"),
        ('[[speech]]\nspeaker_role = "x"', "二者取其一"),
        ('[[speech]]\nbegins = "在云岭县"\n[[speech]]\nnumber = 2', "不能混用"),
        ('[[speech]]\nnumber = 1\ndate = "去年"', "去年"),
        ("[[speech]]\nnumber = 1\ntitle = 3", "title 要写成"),
        ('[[speech]]\nnumber = 5\ntitle = "x"', "没有第 5 篇"),
        ('[[speech]]\nbegins = "没有这样开头的"', "没有这样开头的"),
        ('[[speech]]\nbegins = "入库蓄水"', ""),
        ('keep = "x"', "keep 要写成"),
        ("speech = 3", "[[speech]]"),
        ("\udcff", "不是 UTF-8"),
    ],
)
def test_errors_name_the_file_and_the_entry(tmp_path: Path, told: str, reason: str) -> None:
    path = put(tmp_path, "")
    (tmp_path / "材料.txt.yanju.toml").write_bytes(told.encode("utf8", "surrogateescape"))
    with pytest.raises(UnreadableFile) as raised:
        read_file(path)
    assert "材料.txt.yanju.toml" in str(raised.value)
    assert reason in str(raised.value)


def real(desk: Desk) -> Store:
    return open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader)


def test_a_new_changed_or_lost_sidecar_reads_the_file_again(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("材料.txt", TEXT)
    with real(desk) as store:
        store.ingest([desk.files])
        desk.write("材料.txt.yanju.toml", '[[speech]]\nnumber = 1\nspeaker_role = "云岭县县长"')
        assert store.ingest([desk.files]).changed == 1
        assert store.roles() == ["云岭县县长"]
        again = store.ingest([desk.files])
        assert (again.unchanged, again.warnings, again.failed) == (1, (), ())
        desk.write("材料.txt.yanju.toml", '[[speech]]\nnumber = 1\nspeaker_role = "云岭县书记"')
        assert store.ingest([desk.files]).changed == 1
        assert store.roles() == ["云岭县书记"]
        desk.write("材料.txt.yanju.toml", "[[speech")
        (failure,) = store.ingest([desk.files]).failed
        assert "材料.txt.yanju.toml" in failure.reason
        assert store.roles() == ["云岭县书记"]
        (desk.files / "材料.txt.yanju.toml").unlink()
        assert store.ingest([desk.files]).changed == 1
        assert store.roles() == []


def test_a_sidecar_without_a_document_is_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.write("材料.txt", TEXT)
    desk.write("村料.yanju.toml", "")
    with real(desk) as store:
        (warning,) = store.ingest([desk.files]).warnings
    assert warning.file == "村料.yanju.toml"


def test_a_kept_advert_over_several_lines_stays_also_when_its_lines_are_joined(tmp_path: Path) -> None:
    text = "在云岭县春耕现场会上的讲话\n\n同志们：\n" + "".join(
        f"{'今年全县计划播种小麦三万亩，各乡镇要抓紧备耕，把种子化肥调运到位，确保不误农时。' * 3}"[n : n + 38] + "\n"
        for n in range(0, 114, 38)
    )
    text += "更多精品材料请扫描下方的二维码关注微信公众号材料驿站，回复汇编两个字免费\n领取全部资料，先到先得。\n"
    path = tmp_path / "材料.txt"
    path.write_text(text, encoding="utf8")
    gone = [text[p.start : p.end] for p in read_file(path).pieces if p.kind == "removed"]
    assert any("材料驿站" in piece for piece in gone)
    (tmp_path / "材料.txt.yanju.toml").write_text('keep = ["材料驿站"]', encoding="utf8")
    document = read_file(path)
    assert not any("材料驿站" in text[p.start : p.end] for p in document.pieces if p.kind == "removed")
    assert whole(document) == text
