"""The fixed parts of a Word document: types, relations, styles of an official text, the footer. Pure.

Written by hand: the library for docx has no footnotes (docs/decisions/0055).
"""

from __future__ import annotations

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELATIONS = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

# 仿宋 for text, 黑体 for headings; sizes and spacing near GB/T 9704: 三号 (16 pt), 28 pt lines, two characters indent.
_BODY, _HEADS = "仿宋", "黑体"


def _fonts(east: str) -> str:
    return f'<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="{east}"/>'


def _style(name: str, shown: str, paragraph: str, run: str, kind: str = "paragraph", more: str = "") -> str:
    based = '<w:basedOn w:val="Normal"/>' if kind == "paragraph" and name != "Normal" else ""
    default = ' w:default="1"' if name == "Normal" else ""
    body = f"<w:pPr>{paragraph}</w:pPr>" if paragraph else ""
    return (
        f'<w:style w:type="{kind}"{default} w:styleId="{name}"><w:name w:val="{shown}"/>{based}{more}<w:qFormat/>'
        f"{body}<w:rPr>{run}</w:rPr></w:style>"
    )


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def styles() -> str:
    """word/styles.xml."""
    lines = '<w:spacing w:line="560" w:lineRule="exact"/>'
    indent = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    heads = [
        _style("Title", "Title", lines + '<w:jc w:val="center"/>', _fonts(_HEADS) + _size(22)),
        _style(
            "Heading1",
            "heading 1",
            '<w:keepNext/><w:spacing w:before="240" w:line="560" w:lineRule="exact"/><w:outlineLvl w:val="0"/>',
            _fonts(_HEADS) + _size(16),
        ),
        _style("Heading2", "heading 2", f'<w:keepNext/>{lines}{indent}<w:outlineLvl w:val="1"/>', _fonts(_HEADS)),
    ]
    notes = [
        _style("FootnoteText", "footnote text", '<w:snapToGrid w:val="0"/><w:jc w:val="left"/>', _size(9)),
        _style("FootnoteReference", "footnote reference", "", '<w:vertAlign w:val="superscript"/>', "character"),
    ]
    table = (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders>'
        + "".join(
            f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        + "</w:tblBorders></w:tblPr></w:style>"
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(_BODY)}{_size(16)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    body = [
        _style("Normal", "Normal", "", _fonts(_BODY) + _size(16)),
        _style("BodyText", "Body Text", lines + indent + '<w:jc w:val="both"/>', ""),
        _style("Item", "List", lines + '<w:ind w:left="640" w:hanging="400"/>', ""),
        _style("Cell", "Cell", "", _size(10.5)),
        _style("Footer", "footer", '<w:jc w:val="center"/>', _size(14)),
    ]
    return f"{XML}<w:styles {WORD}>{defaults}{''.join([*body, *heads, *notes])}{table}</w:styles>"


def fixed_parts() -> dict[str, str]:
    """All parts but the document and its footnotes."""
    names = {"styles": "styles", "settings": "settings", "footnotes": "footnotes", "footer1": "footer"}
    overrides = "".join(
        f'<Override PartName="/word/{file}.xml" ContentType="{_TYPE}.{kind}+xml"/>' for file, kind in names.items()
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_KIND}/{kind}" Target="{file}.xml"/>'
        for n, (file, kind) in enumerate(names.items(), 1)
    )
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{_KIND}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        "</Relationships>",
        "word/styles.xml": styles(),
        "word/settings.xml": f'{XML}<w:settings {WORD}><w:footnotePr><w:footnote w:id="0"/><w:footnote w:id="1"/>'
        "</w:footnotePr></w:settings>",
        "word/footer1.xml": f'{XML}<w:ftr {WORD}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr><w:r><w:t>— </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple><w:r><w:t> —</w:t></w:r></w:p></w:ftr>',
    }


FOOTER = "r4"  # the relation of the footer, in the order of `fixed_parts`
