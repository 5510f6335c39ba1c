"""What a Word paragraph is by its style and its own properties: heading level, list, size, centred."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from vectorstore.formats.docx_numbers import W, integer

_HEADING_STYLE = re.compile(r"(?i)(?:heading|标题|見出し|標題)\s*([1-9])\Z")
_TITLE_STYLE = re.compile(r"(?i)(?:title|标题|標題)\Z")


@dataclass(frozen=True, slots=True)
class Style:
    """What of a paragraph style matters here; each None is taken from the style it is based on."""

    based: str
    level: int | None
    list: str | None
    depth: int | None
    size: int | None
    centred: bool | None


@dataclass(frozen=True, slots=True)
class Properties:
    """A paragraph's heading level (0: none), size in half points, whether it is centred; its list and level in it.

    `list` is empty outside lists, `depth` None where only the style that `style` names tells it.
    """

    level: int
    list: str
    depth: int | None
    style: str
    size: int
    centred: bool


def properties(paragraph: Element, styles: dict[str, Style]) -> Properties:
    """The paragraph's own properties, then those of its style and of the styles it is based on."""
    own = _style(paragraph, "")
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    runs = [integer(size.get(f"{W}val")) for size in paragraph.iterfind(f"{W}r/{W}rPr/{W}sz")]
    level, listed, depth, centred = own.level, own.list, own.depth, own.centred
    size = max(runs, default=None)
    seen: set[str] = set()
    name = at = named.get(f"{W}val", "") if named is not None else ""
    while at in styles and at not in seen:
        seen.add(at)
        style = styles[at]
        level = style.level if level is None else level
        listed = style.list if listed is None else listed
        depth = style.depth if depth is None else depth
        centred = style.centred if centred is None else centred
        size = style.size if size is None else size
        at = style.based
    return Properties(level or 0, "" if listed in (None, "0") else listed or "", depth, name, size or 0, bool(centred))


def read_styles(root: Element | None) -> dict[str, Style]:
    """The paragraph styles of word/styles.xml by their id."""
    found = {}
    for style in root.iter(f"{W}style") if root is not None else ():
        name = style.find(f"{W}name")
        found[style.get(f"{W}styleId", "")] = _style(style, name.get(f"{W}val", "") if name is not None else "")
    return found


def _style(element: Element, name: str) -> Style:
    """A style element, or the own properties of a paragraph."""
    outline = element.find(f"{W}pPr/{W}outlineLvl")
    level = None
    if outline is not None:
        value = integer(outline.get(f"{W}val"), 9)
        level = value + 1 if value < 6 else 0
    elif found := _HEADING_STYLE.match(name):
        level = int(found[1])
    elif _TITLE_STYLE.match(name):
        level = 1
    number = element.find(f"{W}pPr/{W}numPr/{W}numId")
    depth = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
    based = element.find(f"{W}basedOn")
    size = element.find(f"{W}rPr/{W}sz")
    align = element.find(f"{W}pPr/{W}jc")
    return Style(
        based.get(f"{W}val", "") if based is not None else "",
        level,
        number.get(f"{W}val", "0") if number is not None else None,
        integer(depth.get(f"{W}val")) if depth is not None else None,
        integer(size.get(f"{W}val")) if size is not None else None,
        align.get(f"{W}val") == "center" if align is not None else None,
    )
