"""The parts of a Word package: which is the text, which its styles, lists, notes, page headers and footers."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from vectorstore.formats.package import Package, parse_xml
from vectorstore.types import UnreadableFile

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MAIN = "word/document.xml"
_MARGIN = re.compile(r"word/(header|footer)\d*\.xml", re.IGNORECASE)
# The strict form of the format differs in the names of its vocabularies alone.
_STRICT = b"http://purl.oclc.org/ooxml/"
_PLAIN = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/", b"http://schemas.openxmlformats.org/wordprocessingml/2006/"),
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)


@dataclass(slots=True)
class Parts:
    """A Word package. `warnings` grows with every part beside the text that is damaged and was left out."""

    package: Package
    main: str
    targets: tuple[tuple[str, str, str], ...]  # (kind, id, name) of what the text refers to
    warnings: list[str] = field(default_factory=list)

    def text(self) -> Element:
        """The root of the text. Raises UnreadableFile when it is damaged."""
        root = _xml(self.package, self.main)
        if root is None:
            raise UnreadableFile("包里没有 word/document.xml，不是 Word 文档")
        return root

    def beside(self, kind: str) -> Element | None:
        """The root of styles, numbering, footnotes or endnotes; None where there is none or it is damaged."""
        named = [name for what, _, name in self.targets if what == kind]
        return self._try(named[0] if named else f"word/{kind}.xml")

    def margins(self, kind: str) -> Iterator[Element]:
        """The roots of the page headers or footers ("header", "footer")."""
        named = [name for what, _, name in self.targets if what == kind]
        if not self.targets:
            named = [name for name in self.package.names if (m := _MARGIN.fullmatch(name)) and m[1].lower() == kind]
        for name in sorted(set(named)):
            if (root := self._try(name)) is not None:
                yield root

    def chunk(self, identity: str) -> tuple[str, bytes] | None:
        """A document in another format that the text takes in whole: its name and bytes."""
        name = next((name for what, known, name in self.targets if what == "aFChunk" and known == identity), "")
        data = self.package.part(name) if name else None
        return None if data is None else (name, data)

    def _try(self, name: str) -> Element | None:
        try:
            return _xml(self.package, name)
        except UnreadableFile as error:
            self.warnings.append(f"{error}；正文照常读入，这一部件未读")
            return None


def is_word(package: Package) -> bool:
    """Whether a package holds a Word document. Reads only what tells it."""
    return _main(package) != ""


def _main(package: Package) -> str:
    """The name of the text's part; empty when there is none."""
    if package.has(_MAIN):
        return _MAIN
    main = next((name for what, _, name in _targets(package, "", "_rels/.rels") if what == "officeDocument"), "")
    other = main.lower().startswith(("xl/", "ppt/", "visio/"))
    return main if main and not other and package.has(main) and main.lower().endswith(".xml") else ""


def parts_of(package: Package) -> Parts | None:
    """What a package that holds a Word document refers to; None when it holds none."""
    main = _main(package)
    if not main:
        return None
    folder, name = posixpath.split(main)
    return Parts(package, main, tuple(_targets(package, folder, posixpath.join(folder, "_rels", f"{name}.rels"))))


def _targets(package: Package, folder: str, name: str) -> Iterator[tuple[str, str, str]]:
    """The relationships of a part: last word of the type, id, name of the other part in the package."""
    try:
        root = package.xml(name)
    except UnreadableFile:
        return  # the usual names are tried
    for one in root.iter(_RELATIONSHIP) if root is not None else ():
        if one.get("TargetMode") != "External":
            target = one.get("Target", "").replace("\\", "/")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            yield one.get("Type", "").rsplit("/", 1)[-1], one.get("Id", ""), posixpath.normpath(whole)


def _xml(package: Package, name: str) -> Element | None:
    data = package.part(name)
    if data is None:
        return None
    if _STRICT in data[:8000]:
        for strict, plain in _PLAIN:
            data = data.replace(strict, plain)
    return parse_xml(data, name)
