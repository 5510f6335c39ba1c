"""Writing a document's sidecar for the user: what he kept, renamed or joined, added to what he wrote there himself.

The one file that knows tomlkit, which leaves his own words, order and comments as they are.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from vectorstore.refusals import refusal
from vectorstore.sidecar import ENDING, FIELDS, KeptLine, checked, sidecar_of
from vectorstore.types import StoreError, UnreadableFile


@dataclass(frozen=True, slots=True)
class Correction:
    """What the user changes in one speech of a proposed split; None leaves a fact as it was read.

    `number` (1-based) is that of the proposal. `joined`: it is no speech, its text belongs to the speech before it.
    """

    number: int
    title: str | None = None
    speaker_role: str | None = None
    speaker: str | None = None
    date: str | None = None
    occasion: str | None = None
    place: str | None = None
    joined: bool = False


def keep_lines(path: Path, lines: Iterable[KeptLine]) -> bytes | None:
    """Add lines to those that are not taken out of a document. Returns what its sidecar held before, for `put_back`.

    Raises StoreError when the sidecar cannot be read or written.
    """
    before, document = _opened(path)
    held = document.setdefault("keep", tomlkit.array())
    for line in lines:
        entry = tomlkit.inline_table()
        entry.update({"line": line.line} | ({"nth": line.nth} if line.nth else {}))
        if not any(_same(one, entry) for one in held):
            held.append(entry)
    _write(path, document)
    return before


def correct(path: Path, titles: Sequence[str], corrections: Iterable[Correction]) -> bytes | None:
    """Write corrections of a document whose speeches were read with these titles. Returns the sidecar's old bytes.

    Raises StoreError: a number that is not there, a first speech to be joined, a sidecar that cannot be written.
    """
    chosen = {one.number: one for one in corrections}
    if strange := next((n for n in chosen if not 1 <= n <= len(titles)), None):
        raise StoreError(f"{path.name}：没有第 {strange} 篇，共 {len(titles)} 篇")
    joined = sorted(one.number for one in chosen.values() if one.joined)
    if joined[:1] == [1]:
        raise StoreError(f"{path.name}：第 1 篇前面没有讲话，不能并入前一篇；可以改它的标题")
    before, document = _opened(path)
    if joined:
        wrong = document.setdefault("not_title", tomlkit.array())
        wrong.extend(titles[number - 1] for number in joined if titles[number - 1] not in wrong)
    for one in sorted(chosen.values(), key=lambda one: one.number):
        facts = {name: value for name in ("title", *FIELDS) if (value := getattr(one, name, None))}
        if facts and not one.joined:
            _speech(document, one.number - sum(number < one.number for number in joined)).update(facts)
    _write(path, document)
    return before


def put_back(path: Path, before: bytes | None) -> None:
    """Undo: the sidecar as it was; None when there was none."""
    beside = _beside(path)
    if before is None:
        beside.unlink(missing_ok=True)
    else:
        beside.write_bytes(before)


def _opened(path: Path) -> tuple[bytes | None, tomlkit.TOMLDocument]:
    beside = sidecar_of(path)
    if beside is None:
        return None, tomlkit.document()
    try:
        data = beside.read_bytes()
        return data, tomlkit.parse(data.decode("utf-8-sig"))
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise StoreError(f"更正文件 {beside} 读不出来（{error}）。请改好或删掉它再试") from None


def _speech(document: tomlkit.TOMLDocument, number: int) -> Any:
    """The entry of a speech by its number, made when there is none."""
    speeches = document.setdefault("speech", tomlkit.aot())
    entry = next((one for one in speeches if one.get("number") == number), None)
    if entry is None:
        entry = tomlkit.table()
        entry["number"] = number
        speeches.append(entry)
    return entry


def _write(path: Path, document: tomlkit.TOMLDocument) -> None:
    """Replace the sidecar in one step, once it is known to be one that can be read again."""
    beside = _beside(path)
    data = tomlkit.dumps(document).encode("utf-8")
    fresh = beside.with_name(f".{os.getpid()}{ENDING}.new")
    try:
        checked(beside.name, data)
        with fresh.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(beside)
    except UnreadableFile as error:
        raise StoreError(str(error)) from None
    except OSError as error:
        why = refusal(error)
        raise StoreError(f"更正文件 {beside} 写不了：{why}。请检查文件夹权限和磁盘空间，或自己建这个文件") from None
    finally:
        fresh.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    return sidecar_of(path) or path.with_name(path.name + ENDING)


def _same(one: Any, entry: Any) -> bool:
    return isinstance(one, dict) and dict(one) == dict(entry)
