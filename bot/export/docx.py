"""An answer or a conversation as a Word document with real footnotes. Pure: bytes out, no file, no clock."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

from bot.export.blocks import Block, Run, blocks_of, reference
from bot.export.figures import SHORT_HEAD, figures_table
from bot.export.package import FOOTER, RELATIONS, WORD, XML, fixed_parts
from bot.types import Answer

_STYLES = {
    "title": "Title",
    "heading": "Heading1",
    "subheading": "Heading2",
    "text": "BodyText",
    "item": "Item",
    "note": "BodyText",
}
_FIRST = 2  # the numbers below are those of the two separators
_REFERENCE = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same answer makes the same bytes
_WIDTH = 8844  # of the text, in twentieths of a point
# A4 with the margins of an official text, in twentieths of a point
_PAGE = (
    f'<w:sectPr><w:footerReference w:type="default" r:id="{FOOTER}"/><w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588" w:header="851" w:footer="1400" w:gutter="0"/>'
    "</w:sectPr>"
)


def answer_docx(
    answers: Sequence[Answer], unchecked: bool = False, figures: bool = True, title: str = "问答记录"
) -> bytes:
    """The document. `unchecked`: also what was struck out, struck through; `figures`: a table of the figures."""
    notes: list[str] = []
    blocks = [Block("title", (Run(title),)), *blocks_of(answers, unchecked)]
    body = "".join(_block(block, notes) for block in blocks)
    rows = figures_table(answers, unchecked) if figures else ()
    if rows:
        body += _block(Block("heading", (Run("数字及出处"),)), notes)
        cells = [SHORT_HEAD, *(row.short() for row in rows)]
        body += _table([tuple((Run(cell),) for cell in row) for row in cells], notes, (2, 4, 2, 6))
    parts = fixed_parts() | {
        "word/document.xml": f"{XML}<w:document {WORD} {RELATIONS}><w:body>{body}{_PAGE}</w:body></w:document>",
        "word/footnotes.xml": _footnotes(notes),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, _LONG_AGO), content.encode(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _block(block: Block, notes: list[str]) -> str:
    if block.kind == "table":
        return _table(block.rows, notes)
    label = _text(f"{block.label} ") if block.label else ""
    style = f'<w:pPr><w:pStyle w:val="{_STYLES[block.kind]}"/></w:pPr>'
    return f"<w:p>{style}{label}{_runs(block.runs, notes)}</w:p>"


def _runs(runs: Sequence[Run], notes: list[str]) -> str:
    parts = []
    for before, run in zip((None, *runs), runs, strict=False):
        if run.source is None:
            parts.append(_text(run.text, run.bold, run.struck))
            continue
        if before is not None and before.source is not None:  # 1 and 2 side by side would read 12
            parts.append(f"<w:r>{_REFERENCE}<w:t>,</w:t></w:r>")
        notes.append(reference(run.source))
        parts.append(f'<w:r>{_REFERENCE}<w:footnoteReference w:id="{_FIRST + len(notes) - 1}"/></w:r>')
    return "".join(parts)


def _text(text: str, bold: bool = False, struck: bool = False) -> str:
    properties = ("<w:b/>" if bold else "") + ("<w:strike/>" if struck else "")
    properties = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _table(rows: Sequence[Sequence[Sequence[Run]]], notes: list[str], shares: Sequence[int] = ()) -> str:
    """`shares` are the widths of the columns against each other; equal ones when there are none."""
    width = max(len(row) for row in rows)
    shares = shares or [1] * width
    widths = [_WIDTH * share // sum(shares) for share in shares]
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in widths)
    lines = []
    for number, row in enumerate(rows):
        padded = [*row, *[()] * (width - len(row))]
        head = "<w:trPr><w:tblHeader/></w:trPr>" if number == 0 else ""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>'
            f'<w:p><w:pPr><w:pStyle w:val="Cell"/></w:pPr>{_runs(cell, notes)}</w:p></w:tc>'
            for cell, size in zip(padded, widths, strict=True)
        )
        lines.append(f"<w:tr>{head}{cells}</w:tr>")
    properties = '<w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="5000" w:type="pct"/></w:tblPr>'
    # a paragraph after it: Word joins tables that touch, and wants none at the end
    return f"<w:tbl>{properties}<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl><w:p/>"


def _footnotes(notes: Sequence[str]) -> str:
    separators = (
        '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        "</w:footnote>"
    )
    own = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
        f"<w:r>{_REFERENCE}<w:footnoteRef/></w:r>{_text(' ' + note)}</w:p></w:footnote>"
        for number, note in enumerate(notes, _FIRST)
    )
    return f"{XML}<w:footnotes {WORD}>{separators}{own}</w:footnotes>"
