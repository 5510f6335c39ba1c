"""`NAME.yanju.toml` beside a document: what its user has corrected. Survives every further ingest of the document.

title = "……汇编"                      # of the whole file
keep = ["被剔除、但要保留的文字",         # lines that hold one of these are not taken out
    {line = "第 3 页", nth = 2}]      # nor this whole line: the second of them; without nth, all
not_title = ["二、下一步打算"]           # begins no speech: its lines belong to the speech before it
[[speech]]
begins = "在……会议上的讲话"             # title line or first words: then these are all the speeches, in order
number = 2                            # or the number of a speech, without begins: corrects only that one
title = "……"
speaker_role = "市长"
speaker = "……"                       # his name
date = 2023-05-06                     # or "2023-05" or "2023"
occasion = "……"
place = "……"
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from vectorstore.refusals import refusal
from vectorstore.types import UnreadableFile

ENDING = ".yanju.toml"
MAX_BYTES = 1_000_000
FIELDS = ("speaker_role", "speaker", "date", "occasion", "place")
_TOP, _SPEECH = ("title", "keep", "not_title", "speech"), ("begins", "number", "title", *FIELDS)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one speech. Either `begins` or `number` is set; `fields` are (name, value)."""

    begins: str
    number: int
    title: str | None
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A whole line that is not taken out: every one of this text, or the `nth` of them (1-based, 0 for all)."""

    line: str
    nth: int = 0


@dataclass(frozen=True, slots=True)
class Sidecar:
    """A document's corrections. `bounds`: whether the speeches tell where each of them begins.

    `keep` are texts and `lines` whole lines that stay; `not_titles` are the titles of speeches that are none.
    """

    name: str
    title: str | None
    keep: tuple[str, ...]
    speeches: tuple[Told, ...]
    lines: tuple[KeptLine, ...] = ()
    not_titles: tuple[str, ...] = ()

    @property
    def bounds(self) -> bool:
        return any(told.begins for told in self.speeches)


def sidecar_of(path: Path) -> Path | None:
    """The sidecar of a document: 报告.docx.yanju.toml, else 报告.yanju.toml."""
    for name in (path.name, path.stem):
        beside = path.with_name(name + ENDING)
        if os.path.isfile(beside):  # not Path.is_file, which raises where the longer name is too long for the system
            return beside
    return None


def read_sidecar(path: Path) -> Sidecar | None:
    """The corrections of a document; None when there are none. Raises UnreadableFile, which names file and entry."""
    beside = sidecar_of(path)
    if beside is None:
        return None
    try:
        with beside.open("rb") as file:
            return checked(beside.name, file.read(MAX_BYTES + 1))
    except OSError as error:
        raise UnreadableFile(f"{beside.name}：打不开（{refusal(error)}）") from None


def checked(name: str, data: bytes) -> Sidecar:
    """A sidecar's content. Raises UnreadableFile, which names file and entry."""
    try:
        if len(data) > MAX_BYTES:
            raise ValueError(f"超过 {MAX_BYTES} 字节")
        return _sidecar(name, tomllib.loads(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise UnreadableFile(f"{name}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        where = f"第 {at[1]} 行第 {at[2]} 列" if at else "文件末尾"
        raise UnreadableFile(f'{name}：写法不对（{where}）。每行写一项，文字加英文引号，如 title = "……"') from None
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(f"{name}：写法不对（{error}）") from None


def _sidecar(name: str, table: dict[str, Any]) -> Sidecar:
    _known(table, _TOP, "")
    keep, lines = _keep(table.get("keep", []))
    speeches = table.get("speech", [])
    if not isinstance(speeches, list) or not all(isinstance(speech, dict) for speech in speeches):
        raise ValueError("讲话要写成 [[speech]]")
    told = tuple(_told(speech, f"第 {n} 个 [[speech]] ") for n, speech in enumerate(speeches, 1))
    if len({bool(one.begins) for one in told}) > 1:
        raise ValueError("要么每个 [[speech]] 都写 begins（重新划分），要么都写 number（只更正信息），不能混用")
    numbers = [one.number for one in told if one.number]
    if len(numbers) != len(set(numbers)):
        raise ValueError("有两个 [[speech]] 的 number 相同")
    not_titles = table.get("not_title", [])
    if not isinstance(not_titles, list) or not all(isinstance(text, str) and text.strip() for text in not_titles):
        raise ValueError('not_title 要写成标题的列表，如 not_title = ["……"]')
    if not_titles and any(one.begins for one in told):
        raise ValueError("写了 begins（重新划分），就不用再写 not_title")
    return Sidecar(name, _text(table, "title", ""), keep, told, lines, tuple(not_titles))


def _keep(items: Any) -> tuple[tuple[str, ...], tuple[KeptLine, ...]]:
    """The texts, and the whole lines, that are not taken out."""
    texts: list[str] = []
    lines: list[KeptLine] = []
    for item in items if isinstance(items, list) else (None,):
        if isinstance(item, str) and len("".join(item.split())) > 1:
            texts.append(item)
            continue
        line, nth = (item.get("line"), item.get("nth", 0)) if isinstance(item, dict) else (None, 0)
        known = isinstance(item, dict) and set(item) <= {"line", "nth"}
        if not (known and isinstance(line, str) and line.strip() and type(nth) is int and nth >= 0):
            raise ValueError('keep 要写成列表：至少两个字的文字，或整行，如 keep = ["……", {line = "第 3 页", nth = 2}]')
        lines.append(KeptLine(line, nth))
    return tuple(texts), tuple(lines)


def _told(table: dict[str, Any], where: str) -> Told:
    _known(table, _SPEECH, where)
    begins, number = _text(table, "begins", where) or "", table.get("number", 0)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0 or bool(begins) == bool(number):
        raise ValueError(f"{where}要有 begins（标题或开头的文字）或 number（第几篇，从 1 起），二者取其一")
    fields = tuple((name, value) for name in FIELDS if (value := _text(table, name, where)) is not None)
    if (day := dict(fields).get("date")) and not _DATE.fullmatch(day):
        raise ValueError(f"{where}的 date“{day[:20]}”要写成 2023-05-06、2023-05 或 2023")
    return Told(begins, number, _text(table, "title", where), fields)


def _known(table: dict[str, Any], names: tuple[str, ...], where: str) -> None:
    if strange := next((name for name in table if name not in names), None):
        raise ValueError(f"{where}不认识“{strange[:40]}”，可以写的有：{'、'.join(names)}")


def _text(table: dict[str, Any], name: str, where: str) -> str | None:
    value = table.get(name)
    if name == "date" and type(value) in (date, int):
        value = str(value)
    if value is not None and (not isinstance(value, str) or not value.strip()):
        raise ValueError(f"{where}{name} 要写成不空的文字，加引号")
    return None if value is None else " ".join(value.split())
