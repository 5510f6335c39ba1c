"""Word documents in detail: fields, symbols, numbering of every kind, damaged parts beside the text."""

from __future__ import annotations

import io
import zipfile

import pytest

from tests.vectorstore.documents import docx, p, zipped
from vectorstore.formats.docx_numbers import read_numbers
from vectorstore.formats.docx_text import symbol
from vectorstore.formats.extract import extract, kind_of
from vectorstore.formats.package import parse_xml


def field(*parts: str, result: str | None = None) -> str:
    code = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in parts)
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/><w:t>{result}</w:t></w:r>'
    return f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{code}{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (field(" eq \\o\\ac(○,", "3)"), "③"),
        (field('EQ \\* jc2 \\* "Font:宋体" \\* hps10 \\o\\ad(\\s\\up 9(lín),林)'), "林"),
        (field("eq \\o(\\s\\up 6(云岭),\\s\\do 2(县))"), "云岭县"),
        (field(" PAGE "), ""),
        (field(" DATE ", result="2023年5月"), "2023年5月"),
        ('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:t>没有结束的域</w:t></w:r>', "没有结束的域"),
        ('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>看得见</w:t></w:r>', "看得见"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>同意</w:t></w:r>', "☑同意"),
        (
            "<w:ruby><w:rt><w:r><w:t>lín</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>林</w:t></w:r></w:rubyBase></w:ruby>",
            "林",
        ),
    ],
)
def test_a_paragraph_shows_what_word_shows(runs: str, shown: str) -> None:
    assert extract(docx(f"<w:p>{runs}</w:p>{p('完')}"), "a.docx").text == f"{shown}\n完\n"


def test_symbols_of_other_fonts() -> None:
    assert [symbol("Wingdings", "F081"), symbol("Wingdings 2", "F052"), symbol("Symbol", "F0B7")] == ["①", "•", ""]
    assert [symbol("宋体", "2460"), symbol("宋体", "zz")] == ["①", ""]


NUMBERS = """<w:numbering xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{}"/>
<w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:pStyle w:val="h2"/>{}<w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:numStyleLink w:val="list"/></w:abstractNum>
<w:abstractNum w:abstractNumId="3"><w:styleLink w:val="list"/><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>
<w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>
<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>"""


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("chineseLegalSimplified", "壹.贰.叁.肆.伍.陆.柒.捌.玖.壹拾.壹拾壹.壹拾贰."),
        ("ideographTraditional", "甲.乙.丙.丁.戊.己.庚.辛.壬.癸.甲.乙."),
        ("decimalFullWidth", "１.２.３.４.５.６.７.８.９.１０.１１.１２."),
        ("decimalEnclosedParen", "⑴.⑵.⑶.⑷.⑸.⑹.⑺.⑻.⑼.⑽.⑾.⑿."),
        ("ideographDigital", "一.二.三.四.五.六.七.八.九.十.一一.一二."),
        ("upperRoman", "I.II.III.IV.V.VI.VII.VIII.IX.X.XI.XII."),
    ],
)
def test_forms_of_numbers(form: str, shown: str) -> None:
    numbers = read_numbers(parse_xml(NUMBERS.format(form, "").encode(), "n"))
    assert "".join(numbers.next("1", 0) for _ in range(12)) == shown


def test_levels_lists_by_style_and_legal_numbers() -> None:
    numbers = read_numbers(parse_xml(NUMBERS.format("chineseCounting", "<w:isLgl/>").encode(), "n"))
    assert numbers.depth("1", "h2") == 1
    assert [numbers.next("1", 0), numbers.next("1", 1), numbers.next("1", 1), numbers.next("1", 0)] == [
        "一.", "1.1", "1.2", "二."
    ]  # fmt: skip
    assert [numbers.next("1", 1), numbers.next("2", 0)] == ["2.1", "（一）"]


def test_a_damaged_part_beside_the_text_is_a_warning() -> None:
    extracted = extract(docx(p("正文照常读入。"), header1="<w:broken"), "a.docx")
    assert extracted.text == "正文照常读入。\n"
    assert "header1" in extracted.warnings[0]


def test_a_package_that_lies_about_an_offset_is_refused_and_names_of_any_case_are_found() -> None:
    assert kind_of(zipped({"Word\\Document.XML": "<x/>"}), "a.docx") == "docx"
    broken = bytearray(docx(p("甲")))
    with zipfile.ZipFile(io.BytesIO(bytes(broken))) as package:
        assert package.namelist()
    at = broken.rfind(b"PK\x01\x02")
    broken[at + 42 : at + 46] = b"\xff\xff\xff\x7f"
    with pytest.raises(Exception, match="损坏"):
        extract(bytes(broken), "a.docx")
