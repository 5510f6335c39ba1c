from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.export import answer_docx, answer_markdown, figures_csv, figures_table
from bot.export.files import Targets, refuse_taken, write
from bot.types import Answer, Claim
from tests.fakes import source
from vectorstore.formats.docx import read_docx
from vectorstore.types import Location, YanjuError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TREES = replace(
    source(1, "去年全市新增造林3.2万亩，森林覆盖率达到61.5%。"), cited=True, quotes=("全市新增造林3.2万亩",)
)
ROADS = replace(
    source(2, "新改建农村公路286公里。", title="在交通会议上的讲话"), locations=(Location("路.pdf", 3, 7, 12),)
)
NAMED = "1. 全市新增造林3.2万亩[1]。\n2. 新改建农村公路286公里[2]，森林覆盖率达到61.5%[1][2]。"
CLAIMS = (
    Claim("全市新增造林3.2万亩。", (1,), "supported"),
    Claim("新改建农村公路286公里，森林覆盖率达到61.5%。", (2, 1), "supported"),
    Claim("出口增长99%。", (1,), "unsupported", ("出处中没有“99%”这一数字",)),
)
ANSWER = Answer("林业和交通有什么成绩？", "", "partial", NAMED, CLAIMS, (TREES, ROADS), "extractive", ())
TABLE = replace(
    ANSWER, question="列个表", text="对比如下：\n| 事项 | 数 |\n|---|---|\n| 造林 | 3.2万亩[1] |\n| 路 | 286公里[2] |"
)
HOSTILE = "<w:p>&amp; ]]> \x00\x0b\ud800\ufffe\u202e\u200b**粗** [1](http://x) {{x}} =1+1 | \\ 〔2〕 ~~删~~ <script>"


def parts(data: bytes) -> dict[str, Element]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.testzip() is None
        return {name: fromstring(package.read(name)) for name in package.namelist()}


def notes_of(data: bytes) -> dict[str, str]:
    notes = parts(data)["word/footnotes.xml"].iter(f"{W}footnote")
    return {note.get(f"{W}id", ""): "".join(t.text or "" for t in note.iter(f"{W}t")) for note in notes}


def test_every_mark_is_a_real_footnote_that_says_where() -> None:
    data = answer_docx([ANSWER], figures=False)
    document = parts(data)["word/document.xml"]
    references = [r.get(f"{W}id", "") for r in document.iter(f"{W}footnoteReference")]
    notes = notes_of(data)
    assert references == ["2", "3", "4", "5"]
    assert set(references) <= notes.keys()
    assert (
        notes["2"]
        .strip()
        .startswith("《在青禾市林业工作会议上的讲话》（青禾市市长），《汇编.txt》第1篇第1段。原文：“全市新增")
    )
    assert "《路.pdf》第3篇第7段，第12页" in notes["3"]
    text = "".join(t.text or "" for t in document.iter(f"{W}t"))
    assert "[1]" not in text
    assert "99%" not in text


def test_the_styles_are_those_of_an_official_text() -> None:
    styles = parts(answer_docx([ANSWER]))["word/styles.xml"]
    fonts = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia")  # type: ignore[union-attr]
        for style in styles.iter(f"{W}style")
        if style.find(f"{W}rPr/{W}rFonts") is not None
    }
    assert (fonts["Normal"], fonts["Heading1"], fonts["Title"]) == ("仿宋", "黑体", "黑体")


def test_our_own_reader_reads_the_document_back() -> None:
    text = read_docx(answer_docx([ANSWER, TABLE])).text
    assert "全市新增造林3.2万亩" in text
    assert "（注：《在青禾市林业工作会议上的讲话》" in text
    assert "造林 | 3.2万亩" in text


def test_what_was_struck_comes_only_when_asked_for_and_marked() -> None:
    assert "99%" not in answer_markdown([ANSWER])
    assert "99%" not in figures_csv(figures_table([ANSWER]))
    shown = answer_markdown([ANSWER], unchecked=True)
    assert "- ~~出口增长99%。~~（出处中没有“99%”这一数字）" in shown
    assert "没有通过，不作数" in shown
    struck = parts(answer_docx([ANSWER], unchecked=True))["word/document.xml"].iter(f"{W}r")
    assert [
        "".join(t.text or "" for t in r.iter(f"{W}t")) for r in struck if r.find(f"{W}rPr/{W}strike") is not None
    ] == ["出口增长99%。"]


def test_markdown_has_a_footnote_for_every_mark() -> None:
    text = answer_markdown([ANSWER, TABLE], figures=False)
    assert "## 林业和交通有什么成绩？" in text
    assert "1. 全市新增造林3.2万亩[^1]。" in text
    assert "| 造林 | 3.2万亩[^5] |" in text
    marks, notes = re.findall(r"\[\^(\d+)\](?!:)", text), re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE)
    assert marks == notes == [str(n) for n in range(1, 7)]


def test_the_figures_with_their_sources() -> None:
    rows = figures_table([ANSWER])
    assert [(row.figure, row.source.number if row.source else 0) for row in rows] == [
        ("3.2万亩", 1),
        ("286公里", 2),
        ("61.5%", 1),
    ]
    table = list(csv.reader(io.StringIO(figures_csv(rows).removeprefix("\ufeff"))))
    assert table[2][0] == "286公里"
    assert table[2][3:9] == ["在交通会议上的讲话", "青禾市市长", "路.pdf", "3", "7", "12"]


def test_hostile_text_stays_text() -> None:
    evil = replace(source(1, HOSTILE, title=HOSTILE), locations=(Location(HOSTILE, 1, 1),))
    answer = Answer(
        HOSTILE, "", "answered", HOSTILE + "[1]", (Claim("=1+1有9万亩", (1,), "supported"),), (evil,), "m", ()
    )
    document = parts(answer_docx([answer]))["word/document.xml"]
    assert len(list(document.iter(f"{W}p"))) == len(
        list(parts(answer_docx([replace(answer, text="甲[1]")]))["word/document.xml"].iter(f"{W}p"))
    )
    shown = answer_markdown([answer])
    assert "<script>" not in shown.replace("\\<script\\>", "")
    assert not re.search(r"(?<!\\)\[1\]\(", shown)
    assert not any(c in shown for c in "\x00\u202e\u200b")
    cells = [cell for row in csv.reader(io.StringIO(figures_csv(figures_table([answer])))) for cell in row]
    assert not any(cell.startswith("=") for cell in cells)


@given(st.text(max_size=80), st.text(st.sampled_from("|-[]1*# \n.造林\x00\ud800<&"), max_size=40))
def test_any_answer_makes_a_well_formed_document(text: str, marked: str) -> None:
    answer = replace(ANSWER, question=text or "问", text=marked + text, sources=(replace(TREES, title=text),))
    assert "word/document.xml" in parts(answer_docx([answer], unchecked=True))
    assert answer_markdown([answer], unchecked=True).endswith("\n")


def test_the_same_answer_makes_the_same_bytes() -> None:
    assert answer_docx([ANSWER]) == answer_docx([ANSWER])


@pytest.mark.integration
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_an_office_program_opens_it(tmp_path: Path) -> None:
    path = tmp_path / "答.docx"
    path.write_bytes(answer_docx([ANSWER, TABLE], unchecked=True))
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "txt:Text (encoded):UTF8",
        "--outdir",
        str(tmp_path),
        str(path),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    text = (tmp_path / "答.txt").read_text(encoding="utf-8-sig")
    assert "全市新增造林3.2万亩" in text
    assert "《路.pdf》第3篇第7段，第12页" in text


def test_files_that_exist_are_refused_before_any_work(tmp_path: Path) -> None:
    taken = tmp_path / "答.docx"
    taken.write_text("我的稿子")
    with pytest.raises(YanjuError, match="已经存在"):
        refuse_taken(Targets(docx=taken))
    with pytest.raises(YanjuError, match="没有"):
        refuse_taken(Targets(markdown=tmp_path / "无" / "答.md"))
    targets = Targets(tmp_path / "新.docx", tmp_path / "新.md", tmp_path / "数.csv", unchecked=True)
    refuse_taken(targets)
    write([ANSWER], targets)
    assert targets.paths[0].read_bytes() == answer_docx([ANSWER], unchecked=True)
    assert "99%" in targets.paths[1].read_text(encoding="utf8")
    assert targets.paths[2].read_bytes().startswith("\ufeff数字".encode())
    assert taken.read_text() == "我的稿子"
