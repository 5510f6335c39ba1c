"""PDFs with Chinese text, made by hand: a font of the standard character collection, no font file inside."""

from __future__ import annotations

import io
from collections.abc import Sequence

_WIDTH, _HEIGHT, _LEFT, _TOP, _BOTTOM = 595, 842, 90, 770, 90


def chinese_pdf(
    title: str, body: Sequence[str], size: int = 12, indent: bool = True, apart: float = 0, header: str = "内部资料"
) -> bytes:
    """Pages of justified lines with the title in large type in the middle, a header and — 1 — under each page.

    `indent`: first lines are set in by two characters; `apart`: points between paragraphs.
    """
    wide = (_WIDTH - 2 * _LEFT) // size
    placed: list[tuple[float, float, float, str]] = []  # size, x, distance from the line above, text
    large = size * 1.5
    placed.append((large, _LEFT + (wide * size - large * len(title)) / 2, 0, title))
    for paragraph in body:
        text = "\u3000\u3000" * indent + paragraph
        for k in range(0, len(text), wide):
            line = text[k : k + wide]
            shown = line.lstrip("\u3000")
            gap = 1.8 * size + (apart if k == 0 else 0)
            placed.append((size, _LEFT + size * (len(line) - len(shown)), gap, shown))
    pages: list[list[tuple[float, float, float, str]]] = [[]]
    y = float(_TOP)
    for points, x, gap, text in placed:
        y -= gap
        if y < _BOTTOM:
            pages.append([])
            y = float(_TOP)
        pages[-1].append((points, x, y, text))
    for number, page in enumerate(pages, 1):
        page.insert(0, (9, _LEFT, 805, header))
        page.append((9, _WIDTH / 2 - 20, 50, f"— {number} —"))
    return _written([_stream(page) for page in pages])


def _stream(page: Sequence[tuple[float, float, float, str]]) -> bytes:
    shown = [
        f"BT /F1 {points} Tf {x:.1f} {y:.1f} Td <{text.encode('utf-16-be').hex()}> Tj ET" for points, x, y, text in page
    ]
    return "\n".join(shown).encode()


def _written(streams: Sequence[bytes]) -> bytes:
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [4 0 R] >>"
    inner = (
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 "
        b"/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> >>"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font, inner]
    kids = []
    for stream in streams:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % (_WIDTH, _HEIGHT, len(objects))
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    places = []
    for number, item in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, item))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start))
    return out.getvalue()
