"""Files of other formats, made by hand as small as they can be."""

from __future__ import annotations

import io
import zipfile

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
EXTRA = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def zipped(parts: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document; `parts` are the inner XML of word/NAME.xml."""
    packed: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {WORD} {EXTRA}><w:body>{body}</w:body></w:document>"
    }
    roots = {"numbering": "numbering", "styles": "styles", "footnotes": "footnotes", "header1": "hdr", "footer1": "ftr"}
    for name, content in parts.items():
        packed[f"word/{name}.xml"] = f"<w:{roots[name]} {WORD}>{content}</w:{roots[name]}>"
    return zipped(packed)


def p(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space='preserve'>{text}</w:t></w:r></w:p>"


def pdf(pages: list[list[tuple[float, float, str]]], extra: bytes = b"") -> bytes:
    """A PDF with text at (x, y) in 12 points, Latin letters only, in the standard font."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"]
    kids = []
    for lines in pages:
        stream = b"".join(b"BT /F1 12 Tf %.1f %.1f Td (%s) Tj ET\n" % (x, y, text.encode()) for x, y, text in lines)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
        content = len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R "
            b"/Resources << /Font << /F1 3 0 R >> >> >>" % content
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, item))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.writelines(b"%010d 00000 n \n" % place for place in places)
    out.write(b"trailer << /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, extra, start))
    return out.getvalue()


def epub(chapters: list[str]) -> bytes:
    names = [f"c{k}.xhtml" for k in range(len(chapters))]
    items = "".join(
        f'<item id="i{k}" href="{name}" media-type="application/xhtml+xml"/>' for k, name in enumerate(names)
    )
    spine = "".join(f'<itemref idref="i{k}"/>' for k in range(len(chapters)))
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    container += '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    opf = f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{spine}</spine></package>'
    parts: dict[str, str | bytes] = {"META-INF/container.xml": container, "OPS/book.opf": opf}
    parts |= {f"OPS/{name}": f"<html><body>{text}</body></html>" for name, text in zip(names, chapters, strict=True)}
    return zipped(parts)


_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/{}" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)


def parted(body: str, main: str = "word/document.xml", strict: bool = False, chunk: bytes = b"") -> bytes:
    """A Word package with relationships: its text under any name, in the strict form, with an embedded page (rId9)."""
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    words = WORD
    if strict:
        office = "http://purl.oclc.org/ooxml/officeDocument/relationships"
        words = WORD.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
    folder, name = main.rsplit("/", 1)
    one = '<Relationship Id="{}" Type="{}/{}" Target="{}"/>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format(main),
        "_rels/.rels": related.format(one.format("r1", office, "officeDocument", main)),
        main: f'<w:document {words} {EXTRA} xmlns:r="{office}"><w:body>{body}</w:body></w:document>',
    }
    if chunk:
        held = one.format("rId9", office, "aFChunk", "held.html")
        parts[f"{folder}/_rels/{name}.rels"] = related.format(held)
        parts[f"{folder}/held.html"] = chunk
    return zipped(parts)
