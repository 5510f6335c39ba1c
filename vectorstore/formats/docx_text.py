"""The visible text of a Word paragraph: insertions in, deletions, field codes, comments and hidden runs out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from vectorstore.formats.docx_numbers import W, integer

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PROPERTIES = ("rt", "pPr", "rPr", "sectPr", "tblPr", "sdtPr", "sdtEndPr")
GONE = frozenset(W + tag for tag in ("del", "moveFrom", "delText", "delInstrText", *_PROPERTIES))
SKIPPED = GONE | {MC + "Fallback"}
_DRAWN = frozenset(W + tag for tag in ("drawing", "pict", "object", "txbxContent"))
_SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# EQ fields show what their code says: \o\ac(○,1) a number in a circle, \o\ad(\s\up 9(hàn),汉) a reading over a word,
# \o(\s\up 6(国务),\s\do 2(院)) one word in two lines.
_EQUATION = re.compile(r"(?i)\s*eq\b[^()]*\\o")
_RAISED = re.compile(r"(?i)\\s\\(?:up|do)\s*\d*\s*\(([^()]*)\)")
# Symbols that Word sets in Wingdings, by their place in that font.
_WINGDINGS = {0x6C: "●", 0x6E: "■", 0x6F: "□", 0x71: "□", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xFC: "✓", 0xFE: "☑"}
_WINGDINGS |= {0x52: "☑", 0xFB: "✗", 0xFD: "☒"} | {0x81 + k: chr(ord("①") + k) for k in range(10)}
_WINGDINGS |= {0x8C + k: chr(ord("❶") + k) for k in range(10)}


def visible(parent: Element) -> str:
    """The text of a paragraph or of one of its parts, without text boxes."""
    shown: list[str] = []
    fields: list[_Field] = []
    for sign in _parts(parent):
        if isinstance(sign, str):
            (fields[-1].held if fields and not fields[-1].result else shown).append(sign)
        elif sign.kind == "begin":
            fields.append(_Field())
        elif not fields:
            continue  # a field that began in an earlier paragraph
        elif sign.kind == "code":
            fields[-1].code.append(sign.text)
        elif sign.kind == "separate":
            fields[-1].result = True
        else:
            field = fields.pop()
            outer = fields[-1].held if fields and not fields[-1].result else shown
            if not field.result:
                outer.append(_from_code("".join(field.code)))
    for field in fields:
        shown.extend(field.held)  # never ended: what looked like its code is text
    return "".join(shown)


class _Field:
    """A field that is open: its code, whether its result has begun, the text met before that."""

    __slots__ = ("code", "held", "result")

    def __init__(self) -> None:
        self.code: list[str] = []
        self.held: list[str] = []
        self.result = False


class _Mark:
    """A turn of a field: begin, code (with its text), separate or end."""

    __slots__ = ("kind", "text")

    def __init__(self, kind: str, text: str = "") -> None:
        self.kind = kind
        self.text = text


def _parts(parent: Element) -> Iterator[str | _Mark]:
    for child in parent:
        tag = child.tag
        if tag in SKIPPED or tag in _DRAWN:
            continue
        if tag in (f"{W}t", _MATH):
            yield child.text or ""
        elif tag == f"{W}instrText":
            yield _Mark("code", child.text or "")
        elif tag == f"{W}fldChar":
            yield _Mark(child.get(f"{W}fldCharType", "end"))
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif tag == f"{W}sym":
            yield symbol(child.get(f"{W}font", ""), child.get(f"{W}char", ""))
        elif not (tag == f"{W}r" and _hidden(child)):
            yield from _parts(child)


def _hidden(run: Element) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val", "true") not in ("0", "false", "off")


def symbol(font: str, code: str) -> str:
    """A w:sym as a character: known places of Wingdings, else the character itself, nothing for other symbol fonts."""
    place = int(code, 16) if re.fullmatch(r"[0-9A-Fa-f]{1,5}", code) else 0
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(place & 0xFF, "•") if not font[9:].strip() else "•"
    if 0xF000 <= place <= 0xF0FF:
        return chr(place - 0xF000) if 0xF020 <= place <= 0xF07E and font.lower() != "symbol" else ""
    return chr(place) if place >= 0x20 and not 0xD800 <= place <= 0xDFFF else ""


def _from_code(code: str) -> str:
    """What a field without a result shows; nothing for all but EQ fields that lay characters over one another."""
    opened = _EQUATION.match(code)
    if not opened:
        return ""
    raised = _RAISED.findall(code)
    inside = _RAISED.sub("", code[opened.end() :])
    inside = inside[inside.find("(") + 1 :].rpartition(")")[0]
    over, *rest = [part.strip() for part in re.split("[,，;；]", inside)]
    base = next((part for part in rest if part), "")
    if not base:
        return over if over and not raised else "".join(raised)
    if over in ("○", "〇", "◯", "O", "o") and 1 <= integer(base) <= 20:
        return chr(ord("①") + integer(base) - 1)
    return base


def boxes(paragraph: Element) -> Iterator[Element]:
    """The text boxes anchored in a paragraph; of two renderings of one box, the modern one."""
    stack = list(reversed(paragraph))
    while stack:
        element = stack.pop()
        if element.tag == f"{W}txbxContent":
            yield element
        elif element.tag == MC + "AlternateContent":
            renderings = (element.find(MC + "Choice"), element.find(MC + "Fallback"))
            stack.extend([rendering for rendering in renderings if rendering is not None][:1])
        elif element.tag not in GONE:
            stack.extend(reversed(element))
