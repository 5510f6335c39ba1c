"""A folder of small files in every format, each with the title and the paragraphs that a person reads in it."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from dataclasses import dataclass

from tests.vectorstore.documents import docx, epub, p, parted, zipped
from tests.vectorstore.hand_pdf import chinese_pdf

_AREAS = ("林业", "水利", "教育", "卫生", "交通", "粮食", "旅游", "民政", "档案", "农机")
_WORKS = ("建设", "管护", "普查", "保障", "服务", "宣传")
HTML = "<html><head><meta charset='utf-8'></head><body>{}</body></html>"


@dataclass(frozen=True, slots=True)
class Made:
    """A file, and what a person reads in it. `program`: LibreOffice makes or reads it."""

    name: str
    data: bytes
    title: str
    paragraphs: tuple[str, ...]
    program: bool = False


def speech(number: int) -> tuple[str, tuple[str, ...]]:
    """Title and paragraphs of a speech, another for every number below 60."""
    topic = _AREAS[number % 10] + _WORKS[number // 10]
    return f"在云岭县{topic}工作会议上的讲话", (
        "同志们：",
        f"今天我们召开全县{topic}工作会议，主要任务是总结去年的工作，安排今年的任务。刚才三个乡镇作了发言，讲得很实在，我都同意。",
        "一、认清形势",
        f"去年全县{topic}投入一千二百万元，比上年增加三百万元。群众反映突出的十五个问题办结了十四个，还有一个正在办。",
        "二、狠抓落实",
        f"各乡镇要把{topic}摆上重要位置，主要负责同志亲自抓，分管同志具体抓，年底逐项对账，完不成的要说明原因。",
    )


def office_folder() -> list[Made]:
    """At least forty files; those marked `program` need LibreOffice."""
    made: list[Made] = []
    for name, make in (*_TEXTS, *_PAGES, *_TABLES, *_WORD, *_BOOKS):
        title, paragraphs = speech(len(made))
        data, *other = make(title, paragraphs)
        shown = tuple(other[0]) if other else paragraphs
        made.append(Made(name, data, title, shown, name.endswith((".rtf", ".xml.doc"))))
    return made


Body = tuple[str, ...]
Make = Callable[[str, Body], tuple[bytes] | tuple[bytes, Body]]


def _text(codec: str, end: str = "\n") -> Make:
    return lambda title, body: (end.join((title, "", *body, "")).encode(codec),)


def _wrapped(title: str, body: Body) -> tuple[bytes]:
    lines = [f"{title}", ""]
    for paragraph in body:
        set_in = "　　" + paragraph
        lines.extend(set_in[k : k + 24] for k in range(0, len(set_in), 24))
    return ("\n".join(lines).encode(),)


def _with_pages(title: str, body: Body) -> tuple[bytes]:
    return ("\n".join((title, "", *body[:2], "— 1 —", *body[2:4], "— 2 —", *body[4:], "— 3 —")).encode("gb18030"),)


_TEXTS: tuple[tuple[str, Make], ...] = (
    ("01 utf8.txt", _text("utf-8")),
    ("02 utf8 标记.txt", _text("utf-8-sig", "\r\n")),
    ("03 gb.txt", _text("gb18030", "\r\n")),
    ("04 gb2312.txt", _text("gb2312")),
    ("05 utf16.txt", _text("utf-16")),
    ("06 utf16 大端.txt", _text("utf-16-be")),
    ("07 utf32.txt", _text("utf-32")),
    ("08 定宽.txt", _wrapped),
    ("09 页码.txt", _with_pages),
    (
        "10 标记.md",
        lambda t, b: (f"# {t}\n\n{b[0]}\n\n**{b[1]}**\n\n## {b[2]}\n\n{b[3]}\n\n## {b[4]}\n\n{b[5]}\n".encode(),),
    ),
    ("11 纯文本却叫.docx", _text("utf-8")),
    ("12 旧式回车.text", _text("gb18030", "\r")),
)


def _html(title: str, body: Body, charset: str = "utf-8") -> bytes:
    inner = "".join(f"<p>{paragraph}</p>" for paragraph in body)
    head = f"<head><meta charset='{charset}'><title>站</title></head>"
    page = f"<!DOCTYPE html><html>{head}<body><h1>{title}</h1>{inner}</body></html>"
    return page.encode("gb18030" if charset.startswith("gb") else charset)


def _site(title: str, body: Body) -> tuple[bytes]:
    nav = "<nav><a href=/>首页</a> <a href=/b>要闻</a></nav><script>var a='不是正文';</script>"
    foot = "<div>相关新闻</div><ul><li><a href=/c>全县大会召开</a></li></ul>"
    foot += "<footer>版权所有 青禾网</footer><div>网站地图</div>"
    inner = "".join(f"<p>&emsp;&emsp;{paragraph}&nbsp;</p>" for paragraph in body)
    return (HTML.format(f"{nav}<h1>{title}</h1><!-- 注 -->{inner}{foot}").encode(),)


def _archived(encoding: str) -> Make:
    def make(title: str, body: Body) -> tuple[bytes]:
        page = _html(title, body, "gb2312")
        coded = base64.encodebytes(page) if encoding == "base64" else quopri.encodestring(page)
        head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        part = f'Content-Type: text/html; charset="gb2312"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
        return (head.encode() + part.encode() + coded + b"\r\n--b--\r\n",)

    return make


_PAGES: tuple[tuple[str, Make], ...] = (
    ("13 网页.html", lambda t, b: (_html(t, b),)),
    ("14 称gb2312.htm", lambda t, b: (_html(t, b, "gb2312"),)),
    ("15 网站.html", _site),
    ("16 换行.html", lambda t, b: (HTML.format(f"<h2>{t}</h2><div>{'<br/>'.join(b)}</div>").encode(),)),
    ("17 片段.html", lambda t, b: ((f"<div><b>{t}</b></div>" + "".join(f"<div>{x}</div>" for x in b)).encode(),)),
    ("18 网页却叫.doc", lambda t, b: (_html(t, b, "gb2312"),)),
    ("19 归档.mht", _archived("base64")),
    ("20 归档却叫.doc", _archived("quoted-printable")),
    ("21 宽字.xhtml", lambda t, b: (_html(t, b, "utf-16"),)),
)


def _csv(separator: str, head: bool, codec: str) -> Make:
    def make(title: str, body: Body) -> tuple[bytes]:
        text = "\n".join(body).replace('"', '""')
        first = separator.join(("标题", "正文")) + "\n" if head else ""
        return (f'{first}{title}{separator}"{text}"\n'.encode(codec),)

    return make


_TABLES: tuple[tuple[str, Make], ...] = (
    ("22 表.csv", _csv(",", True, "utf-8-sig")),
    ("23 表 gbk.csv", _csv(",", True, "gbk")),
    ("24 表.tsv", _csv("\t", False, "utf-8")),
    ("25 分号.csv", _csv(";", True, "utf-8")),
)

TITLE = '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="44"/></w:rPr><w:t>{}</w:t></w:r></w:p>'
_LEVEL = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
NUMBERING = (
    f'<w:abstractNum w:abstractNumId="1">{_LEVEL}</w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>'
)
_LISTED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>'


def _plain(title: str, body: Body) -> str:
    return TITLE.format(title) + "".join(map(p, body))


def _numbered(title: str, body: Body) -> tuple[bytes]:
    listed = [p(x.split("、", 1)[1], _LISTED) if x[1:2] == "、" else p(x) for x in body]
    return (docx(TITLE.format(title) + "".join(listed), numbering=NUMBERING),)


def _revised(title: str, body: Body) -> tuple[bytes]:
    last = (
        f"<w:p><w:commentRangeStart w:id='1'/><w:r><w:t>{body[-1][:10]}</w:t></w:r>"
        "<w:del><w:r><w:delText>这句删了。</w:delText></w:r></w:del>"
        f"<w:ins><w:r><w:t>{body[-1][10:]}</w:t></w:r></w:ins><w:r><w:commentReference w:id='1'/></w:r></w:p>"
        "<w:p><w:moveFrom><w:r><w:t>移走的话。</w:t></w:r></w:moveFrom></w:p>"
    )
    return (docx(_plain(title, body[:-1]) + last),)


def _boxed(title: str, body: Body) -> tuple[bytes, Body]:
    inner = f"<w:txbxContent>{p('会场设在县礼堂。')}</w:txbxContent>"
    box = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice><wps:txbx>{inner}</wps:txbx></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox>{inner}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    return docx(_plain(title, body) + box), (*body, "会场设在县礼堂。")


def _tabled(title: str, body: Body) -> tuple[bytes, Body]:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in cells) + "</w:tr>"

    nested = f"<w:tbl>{row(p('三月'), p('完成'))}</w:tbl>"
    table = f"<w:tbl>{row(p('项目'), p('进度'))}{row(p('造林'), nested)}</w:tbl>"
    return docx(_plain(title, body) + table), (*body, "项目 | 进度", "造林 | 三月 | 完成")


def _margined(title: str, body: Body) -> tuple[bytes]:
    return (docx(_plain(title, body), header1=p("内部资料"), footer1=p("第 1 页 共 9 页")),)


def _noted(title: str, body: Body) -> tuple[bytes, Body]:
    last = f'<w:p><w:r><w:t>{body[-1]}</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnote w:id="2">{p("见全县年度公报。")}</w:footnote>'
    return docx(_plain(title, body[:-1]) + last, footnotes=notes), (*body, "（注：见全县年度公报。）")


def _wound(title: str, body: Body) -> tuple[bytes]:
    """Content controls, links, smart tags, soft hyphens, hidden text and fields round the same words."""
    first, *rest = body[1:]
    runs = (
        f"<w:hyperlink><w:r><w:t>{first[:5]}</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>{first[5:9]}</w:t></w:r>"
        f"</w:smartTag><w:r><w:softHyphen/><w:t>{first[9:20]}</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{first[20:]}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{runs}</w:p></w:sdtContent></w:sdt>"
    return (docx(TITLE.format(title) + p(body[0]) + control + "".join(map(p, rest))),)


def _elsewhere(title: str, body: Body) -> tuple[bytes]:
    return (parted(_plain(title, body), main="word/document2.xml"),)


def _strict(title: str, body: Body) -> tuple[bytes]:
    return (parted(_plain(title, body), strict=True),)


def _chunked(title: str, body: Body) -> tuple[bytes]:
    chunk = '<w:altChunk r:id="rId9"/>'
    return (parted(TITLE.format(title) + chunk, chunk=HTML.format("".join(f"<p>{x}</p>" for x in body)).encode()),)


_WORD: tuple[tuple[str, Make], ...] = (
    ("26 普通.docx", lambda t, b: (docx(_plain(t, b)),)),
    ("27 编号.docx", _numbered),
    ("28 修订.docx", _revised),
    ("29 文本框.docx", _boxed),
    ("30 表格.docx", _tabled),
    ("31 页眉.docx", _margined),
    ("32 脚注.docx", _noted),
    ("33 控件与域.docx", _wound),
    ("34 部件另名.docx", _elsewhere),
    ("35 严格.docx", _strict),
    ("36 嵌网页.docx", _chunked),
    ("37 宏.docm", lambda t, b: (docx(_plain(t, b)),)),
    ("38 文档却叫.txt", lambda t, b: (docx(_plain(t, b)),)),
    ("39 软换行.docx", lambda t, b: (docx(TITLE.format(t) + p("</w:t><w:br/><w:t>".join(b))),)),
)


_RTF = r"{{\rtf1\ansi\deff0{{\fonttbl{{\f0 SimSun;}}}}\qc\fs44 {}\par\pard\ql\fs32 {}}}"


def _rtf(title: str, body: Body) -> tuple[bytes]:
    def coded(text: str) -> str:
        return "".join(f"\\u{ord(char) - 65536 * (ord(char) > 32767)}?" for char in text)

    lines = "".join(f"{coded(x)}\\par\n" for x in body)
    return (_RTF.format(coded(title), lines).encode(),)


_BOOKS: tuple[tuple[str, Make], ...] = (
    ("40 首行缩进.pdf", lambda t, b: (chinese_pdf(t, b),)),
    ("41 段间空.pdf", lambda t, b: (chinese_pdf(t, b, indent=False, apart=14),)),
    ("42 大字.pdf", lambda t, b: (chinese_pdf(t, b, size=16),)),
    ("43 书.epub", lambda t, b: (epub([f"<h1>{t}</h1>" + "".join(f"<p>{x}</p>" for x in b)]),)),
    (
        "44 分章.epub",
        lambda t, b: (epub([f"<h1>{t}</h1><p>{b[0]}</p><p>{b[1]}</p>", "".join(f"<p>{x}</p>" for x in b[2:])]),),
    ),
    ("45 富文本.rtf", _rtf),
)

BROKEN: dict[str, tuple[bytes, str]] = {
    "51 空.txt": (b" \n", "文件是空的"),
    "52 图片.txt": (b"\x89PNG\r\n\x1a\n" + bytes(64), "PNG 图片"),
    "53 截断.txt": ("会议认为要抓好落实".encode()[:-1], "残缺"),
    "54 表格.docx": (zipped({"xl/workbook.xml": "<x/>"}), "Excel"),
    "55 坏.pdf": (b"%PDF-1.7\nbroken", "已损坏"),
    "56 加密.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
}
