"""Examining a store: is the catalog sound, and does each leg hold what the catalog says?"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vectorstore import queries, schema
from vectorstore.ids import paragraph_id
from vectorstore.legs import Leg
from vectorstore.sidecar import ENDING
from vectorstore.types import StoreError

_STRAY = """SELECT count(*) FROM speeches WHERE NOT EXISTS (SELECT 1 FROM locations WHERE speech = speeches.id)"""
_LOOSE = """SELECT count(*) FROM paragraphs
    WHERE NOT EXISTS (SELECT 1 FROM speech_paragraphs WHERE paragraph = paragraphs.id)"""


@dataclass(frozen=True, slots=True)
class LegReport:
    """One leg beside the catalog: `problem` is empty when it holds what it should."""

    name: str
    revision: int
    passages: int
    problem: str = ""


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """What was found. `problems` tell what is wrong, `advice` what to do; both are empty when `ok`."""

    ok: bool
    store: str
    revision: int
    files: int
    speeches: int
    paragraphs: int
    passages: int
    legs: tuple[LegReport, ...]
    problems: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    rebuilt: tuple[str, ...] = ()


def examine(db: sqlite3.Connection, legs: Sequence[Leg], store: str, rebuilt: Sequence[str] = ()) -> DoctorReport:
    """Check the catalog's file and tables, and each leg's revision and count."""
    counts, revision = dict.fromkeys(("files", "speeches", "paragraphs", "passages"), 0), 0
    try:
        broken = _catalog_problems(db)
        counts, revision = queries.counts(db), queries.revision(db)
    except sqlite3.DatabaseError as error:
        broken = (f"目录库文件损坏：{error}",)
    found = tuple(_leg(leg, revision, counts["passages"]) for leg in legs)
    left = _left_over(db, Path(store)) if not broken else 0
    behind = [f"{leg.name} 索引：{leg.problem}" for leg in found if leg.problem]
    advice = []
    if broken:
        advice.append(f"目录库已损坏。{schema.rebuilding(Path(store))}")
    if behind:
        advice.append("请运行 yanju doctor --rebuild 从目录库重建索引，讲话内容不受影响")
    kept = Path(store) / schema.UPLOADS
    if left:
        advice.append(f"请运行 yanju ingest {kept} --store {store} 把它们收进来")
    waiting = [f"{kept} 里有 {left} 个上传的文件还没有收进来"] if left else []
    return DoctorReport(
        ok=not broken and not behind and not left,
        store=store,
        revision=revision,
        **counts,
        legs=found,
        problems=(*broken, *behind, *waiting),
        advice=tuple(advice),
        rebuilt=tuple(rebuilt),
    )


def refuse_damaged(db: sqlite3.Connection, folder: Path) -> None:
    """Raise StoreError when the catalog's file is damaged: nothing may be made from it."""
    try:
        line = str(db.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as error:
        line = str(error)
    if line != "ok":
        raise StoreError(f"目录库文件损坏（{line}），没有动索引。{schema.rebuilding(folder)}")


def _left_over(db: sqlite3.Connection, folder: Path) -> int:
    """How many uploaded files the catalog does not know: an upload was killed between copying and taking in."""
    root = folder / schema.UPLOADS
    there = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    rows = db.execute("SELECT path, root FROM files WHERE root IS NOT NULL").fetchall() if there else []
    known = {os.path.relpath(os.fsdecode(path), os.fsdecode(at)) for path, at in rows if _uploads(at)}
    return len([name for name in there - known if not name.endswith(ENDING) and not Path(name).name.startswith(".")])


def _uploads(root: bytes) -> bool:
    return os.path.basename(root) == os.fsencode(schema.UPLOADS)


def _catalog_problems(db: sqlite3.Connection) -> tuple[str, ...]:
    lines = [row[0] for row in db.execute("PRAGMA integrity_check(20)")]
    problems = [f"目录库文件损坏：{line}" for line in lines if line != "ok"]
    if problems:
        return tuple(problems)
    if broken := db.execute("PRAGMA foreign_key_check").fetchall():
        problems.append(f"目录库里有 {len(broken)} 条记录指向不存在的内容")
    if stray := db.execute(_STRAY).fetchone()[0]:
        problems.append(f"目录库里有 {stray} 篇讲话不属于任何文件")
    if loose := db.execute(_LOOSE).fetchone()[0]:
        problems.append(f"目录库里有 {loose} 个段落不属于任何讲话")
    if wrong := sum(paragraph_id(text) != key for key, text in db.execute("SELECT key, text FROM paragraphs")):
        problems.append(f"目录库里有 {wrong} 个段落的内容与编号不符")
    return tuple(problems)


def _leg(leg: Leg, revision: int, passages: int) -> LegReport:
    try:
        held, count = leg.revision(), leg.count()
    except Exception as error:  # a damaged index may raise anything; the report says so instead of breaking
        return LegReport(leg.name, 0, 0, f"不能读取（{type(error).__name__}：{error}）")
    problem = ""
    if held != revision:
        problem = "缺失或无法读取" if held == 0 else f"版本是 {held}，目录库是 {revision}"
    elif count != passages:
        problem = f"有 {count} 个片段，目录库有 {passages} 个"
    return LegReport(leg.name, held, count, problem)
