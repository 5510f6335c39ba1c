"""Zip packages and XML from strangers: bounded in size, without entities, external references or paths that climb."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from vectorstore.types import UnreadableFile

MAX_PART = 200 * 1024 * 1024  # bytes of one part, unpacked
MAX_PARTS = 20_000
MAX_RATIO = 400  # unpacked to packed bytes; XML of real documents stays below 100


class Package:
    """An open zip package. Parts are read by name, each within the limits."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise UnreadableFile(f"压缩结构已损坏，无法打开（{error}）；请重新获取文件") from None
        infos = self._zip.infolist()
        if len(infos) > MAX_PARTS:
            raise UnreadableFile(f"包内有 {len(infos)} 个部件，超过 {MAX_PARTS} 个的上限")
        self._infos = {_key(info.filename): info for info in reversed(infos)}
        self.names = tuple(dict.fromkeys(info.filename.replace("\\", "/").lstrip("/") for info in infos))

    def has(self, name: str) -> bool:
        return _key(name) in self._infos

    def part(self, name: str) -> bytes | None:
        """The bytes of a part, None when there is none. Raises UnreadableFile when it is too large or damaged.

        Case, a leading slash and backslashes do not count: some programs write them.
        """
        info = self._infos.get(_key(name))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise UnreadableFile("文件加了密码；请去掉密码后再导入")
        if info.file_size > MAX_PART or info.file_size > MAX_RATIO * max(info.compress_size, 4096):
            raise UnreadableFile(f"部件 {name} 解压后有 {info.file_size} 字节，超过上限，可能是压缩炸弹")
        try:
            with self._zip.open(info) as stream:
                data = stream.read(MAX_PART + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            OSError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise UnreadableFile(f"部件 {name} 已损坏（{error}）；请重新获取文件") from None
        if len(data) > MAX_PART:
            raise UnreadableFile(f"部件 {name} 解压后超过上限，可能是压缩炸弹")
        return data

    def xml(self, name: str) -> Element | None:
        """The root element of an XML part, None when there is none."""
        data = self.part(name)
        return None if data is None else parse_xml(data, name)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def parse_xml(data: bytes, name: str) -> Element:
    """The root element. Raises UnreadableFile for broken XML and for any entity or document type declaration."""
    try:
        root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise UnreadableFile(f"部件 {name} 含有外部实体或文档类型声明，出于安全不予读取") from None
    except (ParseError, ValueError, LookupError) as error:
        raise UnreadableFile(f"部件 {name} 不是完好的 XML（{error}）；请重新获取文件") from None
    return root
