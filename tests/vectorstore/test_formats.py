"""Other formats: what a person sees in the file is what is read; hostile files are refused with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.vectorstore.documents import docx, epub, p, pdf, zipped
from tests.vectorstore.reading_kit import LONG, check_tiling, removed, texts, titles
from vectorstore.formats.docx_numbers import chinese
from vectorstore.formats.extract import extract, kind_of
from vectorstore.reading.read import read_file
from vectorstore.types import Document, UnreadableFile

NUMBERING = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="%1、"/></w:lvl><w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
    '<w:lvlText w:val="（%2）"/></w:lvl></w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)


def numbered(level: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="7"/></w:numPr>'


def read(folder: Path, name: str, data: bytes) -> Document:
    path = folder / name
    path.write_bytes(data)
    document = read_file(path)
    check_tiling(document)
    return document


def test_docx_shows_numbering_tables_boxes_notes_and_accepted_changes(tmp_path: Path) -> None:
    changed = (
        f"<w:p><w:r><w:t>{LONG}</w:t></w:r><w:ins><w:r><w:t>这是新增的话。</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>这是删去的话。</w:delText></w:r></w:del>"
        '<w:r><w:instrText> PAGE </w:instrText></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    )
    table = "<w:tbl>" + "".join(
        f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>" for a, b in (("指标", "数值"), ("造林", "12万亩"))
    )
    box = (
        "<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>" + p("文本框里的话。") + "</w:txbxContent>"
        "</wps:txbx></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>" + p("文本框里的话。")
        + "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )  # fmt: skip
    body = (
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="44"/></w:rPr>'
        "<w:t>在云岭县林业大会上的讲话</w:t></w:r></w:p>"
        + p("提高认识", numbered(0)) + p(LONG) + p("抓项目", numbered(1)) + p(LONG) + p("抓落实", numbered(0)) + changed
        + table + "</w:tbl>" + box
    )  # fmt: skip
    notes = f'<w:footnote w:id="2">{p("见年度公报。")}</w:footnote>'
    document = read(
        tmp_path, "a.docx", docx(body, numbering=NUMBERING, footnotes=notes, header1=p("内部资料"), footer1=p("— 1 —"))
    )
    assert document.encoding == "docx"
    assert titles(document) == ["在云岭县林业大会上的讲话"]
    assert texts(document) == [
        "一、提高认识",
        LONG,
        "（一）抓项目",
        LONG,
        "二、抓落实",
        LONG + "这是新增的话。",
        "（注：见年度公报。）",
        "指标 | 数值",
        "造林 | 12万亩",
        "文本框里的话。",
    ]
    assert removed(document) == [("页眉页脚", "内部资料"), ("页眉页脚", "— 1 —")]


def test_docx_titles_marked_by_style_split_a_compilation(tmp_path: Path) -> None:
    styles = '<w:style w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
    style = '<w:pStyle w:val="a1"/>'
    body = p("发言材料汇编（2篇）") + "".join(
        p(title, style) + p(LONG) + p("一、抓项目") + p(LONG) for title in ("做好林业工作", "做好水利工作")
    )
    document = read(tmp_path, "a.docx", docx(body, styles=styles))
    assert titles(document) == ["做好林业工作", "做好水利工作"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs(tmp_path: Path) -> None:
    body = p("会议讲话") + p(LONG[:30], "<w:rPr><w:del/></w:rPr>") + p(LONG[30:])
    assert texts(read(tmp_path, "a.docx", docx(body))) == [LONG]


def test_pdf_margins_go_and_lines_are_joined_over_pages(tmp_path: Path) -> None:
    words = "The county will plant trees on bare hills and keep the rivers clean for the people who live there now"
    lines = [words[:50], words[50:]]
    pages = []
    for number in range(1, 5):
        text = [(80.0, 740.0 - 20 * k, lines[k % 2].strip()) for k in range(8)]
        pages.append([(80.0, 800.0, "County Gazette"), *text, (290.0, 30.0, f"- {number} -")])
    document = read(tmp_path, "a.pdf", pdf(pages))
    assert document.encoding == "pdf"
    assert len(document.pages) == 4
    assert [rule for rule, _ in removed(document)].count("页码") == 4
    assert ("页眉页脚", "County Gazette") in removed(document)
    assert not [text for text in texts(document) if "Gazette" in text]


def test_a_scanned_pdf_is_refused_as_having_no_text(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="没有文字层"):
        read(tmp_path, "a.pdf", pdf([[], []]))


def test_html_navigation_goes_and_headings_stay(tmp_path: Path) -> None:
    page = (
        "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body>"
        "<nav><a href=/>首页</a> <a href=/b>要闻</a></nav><h1>在林业大会上的讲话</h1>"
        f"<p>同志们：</p><p>{LONG}<b>今年</b>要抓好三件事。</p><script>var a</script>"
        "<table><tr><td>指标</td><td>数值</td></tr></table><footer>版权所有 青禾网</footer></body></html>"
    )
    document = read(tmp_path, "a.txt", page.encode("gb18030").replace(b"<head>", b'<head><meta charset="gb2312">'))
    assert document.encoding == "html/gb18030"
    assert titles(document) == ["在林业大会上的讲话"]
    assert texts(document) == ["同志们：", LONG + "今年要抓好三件事。", "指标 | 数值"]
    assert {rule for rule, _ in removed(document)} == {"网页导航"}


def test_epub_chapters_come_in_the_order_of_the_spine(tmp_path: Path) -> None:
    book = epub([f"<h1>汇编（2篇）</h1><h2>做好林业工作</h2><p>{LONG}</p>", f"<h2>做好水利工作</h2><p>{LONG}</p>"])
    document = read(tmp_path, "a.epub", book)
    assert titles(document) == ["做好林业工作", "做好水利工作"]


def test_csv_rows_are_texts(tmp_path: Path) -> None:
    table = f'标题,单位,正文\n做好林业工作,林业局,"{LONG}\n{LONG}"\n做好水利工作,水利局,{LONG}\n'
    document = read(tmp_path, "a.csv", table.encode())
    assert titles(document) == ["做好林业工作", "做好水利工作"]
    assert texts(document) == [LONG, LONG, LONG]
    assert [speech.speaker_role.value for speech in document.speeches] == ["林业局", "水利局"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (zipped({"word/document.xml": "<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"}), "外部实体"),
        (zipped({"word/document.xml": b" " * 60_000_000}), "压缩炸弹"),
        (zipped({"word/document.xml": "<w:broken"}), "不是完好的 XML"),
        (zipped({"../../etc/cron": "x"}), "ZIP 压缩包"),
        (zipped({"xl/workbook.xml": "<x/>"}), "Excel"),
        (b"PK\x03\x04 not a zip", "压缩结构已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
        (b"%PDF-1.7\nbroken", "PDF 已损坏"),
        (docx(p("")), "没有文字"),
        (docx("<w:ins>" * 30_000 + p("甲") + "</w:ins>" * 30_000), "嵌套过深"),
        (b"<html><body><script>x</script></body></html>", "没有正文文字"),
    ],
)
def test_hostile_and_broken_files_are_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        extract(data, "a.docx")


def test_the_content_tells_the_format_whatever_the_name() -> None:
    assert kind_of(docx(p("甲")), "a.txt") == "docx"
    assert kind_of(pdf([[]]), "a.docx") == "pdf"
    assert kind_of(b"{\\rtf1 a}", "a.doc") == "rtf"
    assert kind_of("正文".encode(), "a.pdf") == "text"
    assert kind_of(epub(["a"]), "a.zip") == "epub"


def test_old_formats_are_read_or_name_the_program_that_is_missing(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 " + b"In this speech we speak of forests and of rivers. " * 20 + b"}")
    try:
        document = read_file(path)
    except UnreadableFile as error:
        assert "LibreOffice" in str(error)  # noqa: PT017 - either outcome is right, by the machine
    else:
        assert "forests" in document.source


def test_chinese_numbers_of_lists() -> None:
    assert [chinese(value) for value in (1, 10, 12, 20, 21, 100, 105, 110, 2000)] == [
        "一", "十", "十二", "二十", "二十一", "一百", "一百零五", "一百一十", "2000"
    ]  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    # no {\\rtf: that would start LibreOffice for each example
    st.binary(max_size=400),
    st.sampled_from([b"", b"PK\x03\x04", b"%PDF-1.4\n", b"<html>", docx(p("甲"))]),
)
def test_any_bytes_are_read_or_refused(tail: bytes, head: bytes) -> None:
    try:
        extracted = extract(head + tail, "a.csv")
    except UnreadableFile:
        return
    assert isinstance(extracted.text, str)


SHARED = Path(__file__).parents[3] / "shared" / "formats"


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared/formats is not on this machine")
def test_real_files_tile_their_source_or_say_what_is_missing() -> None:
    for path in sorted(SHARED.iterdir()):
        if path.suffix == ".json":
            continue
        try:
            document = read_file(path)
        except UnreadableFile as error:
            assert path.suffix in (".doc", ".rtf")
            assert "LibreOffice" in str(error)  # noqa: PT017
            continue
        check_tiling(document)
        assert len(document.speeches) == 1, path.name
