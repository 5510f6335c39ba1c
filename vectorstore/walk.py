"""Which files an ingest is about: named files and folders walked in natural order, each real file once."""

from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from vectorstore.archive import is_archive, listing, unpacked
from vectorstore.refusals import refusal
from vectorstore.sidecar import ENDING
from vectorstore.types import Failure, UnreadableFile
from vectorstore.unnamed import HEAD, taken

_DIGITS = re.compile(r"[0-9]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to take in. `real` identifies it. `name` is relative to the folder `root` (None: it was named itself).

    A file inside an archive has the archive's `path`, and its name there in `member`.
    """

    path: Path
    real: bytes
    root: bytes | None
    name: str
    size: int
    member: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """`complete` are the real paths of the folders that were read wholly: only below them is an absent file gone."""

    files: tuple[Found, ...]
    failed: tuple[Failure, ...]
    warnings: tuple[Failure, ...]
    complete: tuple[bytes, ...]


def walk(paths: Iterable[Path], suffixes: Collection[str], skip: Path) -> Walk:
    """Files of the paths. In a folder, hidden files and other formats are passed over, and `skip`, the store."""
    seen: dict[bytes, Found] = {}
    failed: list[Failure] = []
    complete: list[bytes] = []
    refused: list[Failure] = []
    sidecars: list[Path] = []
    other: Counter[tuple[str, str]] = Counter()
    for path in paths:
        if not path.is_dir():
            found = _named(path, suffixes)
            if isinstance(found, Failure):
                failed.append(found)
                continue
            for inside in _unfolded(found, suffixes, failed, refused, complete, other):
                seen.setdefault(inside.real, inside)
            continue
        before = len(failed)
        root = real(path)
        for item in _below(path, {root, real(skip)}, failed):
            if item.name.endswith(ENDING):
                sidecars.append(item)
                continue
            if not taken(item.name, suffixes, partial(_head, item)) and not is_archive(item):
                other[str(path), item.suffix.lower()] += 1
                continue
            if (found_here := found_at(item, path, failed)) is not None:
                for inside in _unfolded(found_here, suffixes, failed, refused, complete, other):
                    seen.setdefault(inside.real, inside)
        if len(failed) == before:
            complete.append(root)
    warnings = [Failure(folder, _passed_over(suffix, n)) for (folder, suffix), n in sorted(other.items())]
    warnings += _lonely(sidecars, seen.values())
    return Walk(tuple(seen.values()), (*failed, *refused), tuple(warnings), tuple(complete))


def _lonely(sidecars: Sequence[Path], files: Iterable[Found]) -> Iterator[Failure]:
    """Sidecars without a document: a wrong name would otherwise go unnoticed."""
    known = {(f.path.parent, name) for f in files for name in (f.path.name, f.path.stem)} if sidecars else set()
    for path in sidecars:
        if (path.parent, path.name.removesuffix(ENDING)) not in known:
            yield Failure(shown(Path(path.name)), "旁边没有同名的文件，没有用上；应命名为“文件名.yanju.toml”")


def _unfolded(
    found: Found,
    suffixes: Collection[str],
    failed: list[Failure],
    refused: list[Failure],
    complete: list[bytes],
    other: Counter[tuple[str, str]],
) -> Iterator[Found]:
    """The file itself, or what an archive holds. One that cannot be opened fails; a member is refused by its name."""
    if not is_archive(found.path):
        yield found
        return
    try:
        held = listing(found.path)
    except UnreadableFile as error:
        failed.append(Failure(found.name, str(error)))
        return
    except OSError as error:
        failed.append(Failure(found.name, f"不能读取：{refusal(error)}"))
        return
    complete.append(found.real)
    refused += [Failure(f"{found.name}/{refusal.file}", refusal.reason) for refusal in held.refused]
    for member in sorted(held.members, key=lambda m: (natural(m.name), m.name)):
        if not taken(member.name, suffixes, partial(_head, found.path, member.key)):
            other[found.name, os.path.splitext(member.name)[1].lower()] += 1
            continue
        real_name = found.real + b"/" + os.fsencode(member.name)
        yield Found(found.path, real_name, found.root, f"{found.name}/{member.name}", member.size, member.key)


def real(path: Path) -> bytes:
    return os.fsencode(os.path.realpath(path))


def natural(name: str) -> str:
    """A sort key under which 第2集 comes before 第10集: each number led by its length."""
    return _DIGITS.sub(lambda m: f"{len(m[0].lstrip('0')):03d}{m[0].lstrip('0')}", name)


def shown(path: Path) -> str:
    """A path as it is shown and cited: forward slashes, composed characters, nothing that a terminal would obey."""
    return _CONTROL.sub("\ufffd", unicodedata.normalize("NFC", path.as_posix()))


def candidates(found: Found) -> Iterator[str]:
    """Names for a file, best first: its own, then led by more and more of the folders above, then numbered."""
    yield found.name
    start = Path(os.fsdecode(found.root)) if found.root is not None else found.path.resolve().parent
    lead = ""
    for part in reversed(start.parts):
        lead = f"{shown(Path(part)).strip('/')}/{lead}" if lead else shown(Path(part)).strip("/")
        if lead.strip("/"):
            yield f"{lead}/{found.name}"
    number = 2
    while True:
        yield f"{found.name} ({number})"
        number += 1


def _named(path: Path, suffixes: Collection[str]) -> Found | Failure:
    failed: list[Failure] = []
    if not path.exists():
        return Failure(shown(path), "链接指向的文件不存在" if path.is_symlink() else "文件不存在")
    if not taken(path.name, suffixes, partial(_head, path)) and not is_archive(path):
        known = " ".join(sorted({*suffixes, ".zip"}))
        return Failure(shown(path), f"不支持的格式“{path.suffix or '无后缀'}”，可用的有：{known}")
    return found_at(path, None, failed) or failed[0]


def _head(path: Path, key: str = "") -> bytes:
    """How a file, or a member of an archive, begins; nothing where it cannot be read: then its name has to do."""
    try:
        if key:
            return unpacked(path, key)[:HEAD]
        if not path.is_file():  # a pipe would wait for ever
            return b""
        with path.open("rb") as file:
            return file.read(HEAD)
    except (OSError, UnreadableFile):
        return b""


def _below(folder: Path, seen: set[bytes], failed: list[Failure]) -> Iterator[Path]:
    """Files below a folder in natural order; a folder that was met already (a symlink loop) is not entered again."""
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        if not is_folder:
            yield path
            continue
        try:
            with os.scandir(path) as scan:
                entries = sorted(scan, key=lambda e: (natural(e.name), e.name), reverse=True)
        except OSError as error:
            failed.append(Failure(shown(path), f"不能读取文件夹：{refusal(error)}"))
            continue
        for entry in entries:
            if entry.name.startswith((".", "~$")):  # hidden, or Word's lock file
                continue
            below = Path(entry.path)
            folder_here = os.path.isdir(below)  # not entry.is_dir(), which raises for a link that leads to itself
            if folder_here:
                if (known := real(below)) in seen:
                    continue
                seen.add(known)
            waiting.append((below, folder_here))


def found_at(path: Path, root: Path | None, failed: list[Failure]) -> Found | None:
    """A file as one of the folder `root`; None, and a failure more, when it is none that can be read."""
    name = shown(path.relative_to(root)) if root is not None else shown(Path(path.name))
    try:
        status = path.stat()
    except OSError as error:
        reason = "链接指向的文件不存在" if path.is_symlink() else f"不能读取：{refusal(error)}"
        failed.append(Failure(name, reason))
        return None
    if not path.is_file():
        failed.append(Failure(name, "不是普通文件（管道或设备），没有读取"))
        return None
    return Found(path, real(path), None if root is None else real(root), name, status.st_size)


def _passed_over(suffix: str, number: int) -> str:
    return f"跳过 {number} 个{suffix or '无后缀'}文件：不支持的格式"
