"""Zip archives of documents: which members are taken in, and their bytes. Everything in one comes from strangers."""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from vectorstore.names import fitting
from vectorstore.types import Failure, UnreadableFile

MAX_MEMBERS = 20_000
MAX_MEMBER = 256 * 1024 * 1024  # bytes of one member, unpacked
MAX_UNPACKED = 4 * 1024 * 1024 * 1024  # bytes of all members
MAX_RATIO = 400  # unpacked to packed bytes of one member; texts stay below 30
MAX_NAME = 240  # characters of a name inside, folders included
_UTF8, _ENCRYPTED = 0x800, 0x1
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufffd\ud800-\udfff<>:\"|?*]")


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive. `name` is shown and cited; `key` is the name as the archive spells it; size unpacked."""

    name: str
    key: str
    size: int


@dataclass(frozen=True, slots=True)
class Listing:
    """What an archive holds, and what of it is refused, with the reason. Names are those inside the archive."""

    members: tuple[Member, ...]
    refused: tuple[Failure, ...]


def listing(path: Path) -> Listing:
    """The members of a zip. Raises UnreadableFile when it is damaged, too large unpacked, or has too many members."""
    archive = _opened(*_state(path))
    infos = [info for info in archive.infolist() if not info.is_dir() and not _passed_over(info)]
    if len(infos) > MAX_MEMBERS:
        raise UnreadableFile(f"压缩包里有 {len(infos)} 个文件，超过 {MAX_MEMBERS} 个的上限，请拆成几个包")
    if (size := sum(info.file_size for info in infos)) > MAX_UNPACKED:
        raise UnreadableFile(f"压缩包解压后有 {size} 字节，超过 {MAX_UNPACKED} 字节的上限，请拆成几个包")
    members: dict[str, Member] = {}
    refused: list[Failure] = []
    for info in infos:
        name = _name(info)
        if reason := _objection(info, name) or ("压缩包里有两个同名文件，只收第一个" if name in members else ""):
            refused.append(Failure(_ODD.sub("\ufffd", name)[:MAX_NAME], reason))
        else:
            members[name] = Member(name, info.filename, info.file_size)
    return Listing(tuple(members.values()), tuple(refused))


def unpacked(path: Path, key: str) -> bytes:
    """The bytes of a member. Raises UnreadableFile when it is damaged or larger than it says."""
    archive = _opened(*_state(path))
    try:
        with archive.open(key) as stream:
            data = stream.read(MAX_MEMBER + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError, RuntimeError) as error:
        raise UnreadableFile(f"压缩包里的这个文件已损坏或用了不支持的压缩方法（{error}）") from None
    if len(data) > MAX_MEMBER:
        raise UnreadableFile(f"解压后超过 {MAX_MEMBER} 字节的上限，可能是压缩炸弹")
    return data


@contextmanager
def as_file(path: Path, key: str, name: str) -> Iterator[Path]:
    """The file itself, or, where there is a `key`, that member of it unpacked under `name` in a folder of its own."""
    if not key:
        yield path
        return
    with TemporaryDirectory(prefix="yanju-") as folder:
        alone = Path(folder, fitting(name))
        alone.write_bytes(unpacked(path, key))
        yield alone


def is_archive(path: Path) -> bool:
    """Whether a path is to be read as an archive: by its name; a document that is a zip inside keeps its own suffix."""
    return path.suffix.lower() == ".zip"


def _state(path: Path) -> tuple[Path, int, int]:
    status = path.stat()
    return path, status.st_size, status.st_mtime_ns


@lru_cache(2)
def _opened(path: Path, size: int, changed: int) -> zipfile.ZipFile:
    """The archive, kept open for its next member; opened anew when size or time change."""
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UnreadableFile(f"压缩包已损坏，或不是 zip（{error}）；rar、7z 请先解压") from None


def _passed_over(info: zipfile.ZipInfo) -> bool:
    """Hidden files, Word's lock files and what macOS adds: as in a folder."""
    return any(part.startswith((".", "~$", "__MACOSX")) and part != ".." for part in re.split(r"[/\\]", info.filename))


def _name(info: zipfile.ZipInfo) -> str:
    """The name in UTF-8 when flagged so; else its bytes as UTF-8, or as GB18030, which Chinese Windows writes."""
    name = info.filename
    if not info.flag_bits & _UTF8:
        try:
            raw = name.encode("cp437")
            try:
                name = raw.decode("utf-8")
            except UnicodeDecodeError:
                name = raw.decode("gb18030")
        except UnicodeError:
            pass
    return unicodedata.normalize("NFC", name.replace("\\", "/"))


def _objection(info: zipfile.ZipInfo, name: str) -> str:
    """Why a member is not taken in; empty when it is."""
    path = PurePosixPath(name)
    if path.is_absolute() or re.match(r"[A-Za-z]:", name):
        return "压缩包里的文件名是绝对路径，出于安全没有读取"
    if ".." in path.parts:
        return "压缩包里的文件名含有“..”，指向包外，出于安全没有读取"
    if _ODD.search(name) or not path.name or len(name) > MAX_NAME:
        return "压缩包里的文件名含有控制字符或不能用的符号，或者太长，没有读取；请改名后重新打包"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "压缩包里的这一项是链接，没有读取"
    if info.flag_bits & _ENCRYPTED:
        return "压缩包加了密码，没有读取；请解压后导入"
    if path.suffix.lower() in (".zip", ".rar", ".7z", ".gz", ".tar"):
        return "压缩包里又有压缩包，没有读取；请先解压一层"
    if info.file_size > MAX_MEMBER or info.file_size > MAX_RATIO * max(info.compress_size, 4096):
        return f"解压后有 {info.file_size} 字节，超过上限，可能是压缩炸弹"
    return ""
