"""Confirmed files copied into the library's own folder `files/`, where they live on and can be read again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from errno import EDQUOT, ENOSPC
from hashlib import file_digest
from pathlib import Path
from shutil import copyfileobj

from vectorstore import queries
from vectorstore.archive import as_file
from vectorstore.corrections import Correction, correct, put_back
from vectorstore.names import safe_path
from vectorstore.propose import Proposal
from vectorstore.refusals import refusal
from vectorstore.schema import UPLOADS
from vectorstore.sidecar import ENDING, sidecar_of
from vectorstore.types import Failure, StoreError, UnreadableFile
from vectorstore.walk import Found, Walk, found_at, real

_META = "uploads"  # in the catalog: the real path of the folder of uploads, in hex

Corrections = Mapping[str, Sequence[Correction]]  # by the name of the proposal


@dataclass(frozen=True, slots=True)
class Copied:
    """A file that stands in `files/` now, as `name`; `new` when it did not before. `sidecar`: what its sidecar held."""

    path: Path
    name: str
    new: bool
    sidecar: bytes | None


def follow(db: sqlite3.Connection, folder: Path) -> None:
    """Let the uploaded files be found where the library is now: it may have been moved, or come out of a backup.

    The caller holds the writer lock.
    """
    here = real(folder / UPLOADS)
    known = queries.meta(db, _META)
    if known == here.hex() or not (folder / UPLOADS).is_dir():
        return
    before = bytes.fromhex(known or here.hex())
    db.execute("BEGIN IMMEDIATE")
    db.execute(
        "UPDATE OR IGNORE files SET path = CAST(? || substr(path, ?) AS BLOB), root = ? WHERE root = ?",
        (here, len(before) + 1, here, before),
    )
    db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (_META, here.hex()))
    db.execute("COMMIT")


def copy_in(folder: Path, proposals: Sequence[Proposal], corrections: Corrections) -> tuple[list[Copied], Walk]:
    """Copy the confirmed files below `folder`/files, each under a name of its own, and write their corrections.

    The caller holds the writer lock, and ingests the Walk. A file that changed since it was proposed is refused.
    """
    copied: list[Copied] = []
    found: list[Found] = []
    failed: list[Failure] = []
    root = folder / UPLOADS
    for proposal in proposals:
        try:
            one = _copied(root, proposal, corrections.get(proposal.file, ()))
        except (UnreadableFile, StoreError) as error:
            failed.append(Failure(proposal.file, str(error)))
        except OSError as error:
            why = "磁盘已满，请腾出空间" if error.errno in (ENOSPC, EDQUOT) else refusal(error)
            failed.append(Failure(proposal.file, f"不能复制到 {root}：{why}"))
        else:
            copied.append(one)
            here = found_at(one.path, root, failed)
            found += [here] if here is not None else []
    return copied, Walk(tuple(found), tuple(failed), (), ())


def take_back(copied: Sequence[Copied], refused: set[str]) -> None:
    """Remove the copies that could not be ingested, by their names in the library; what stood there before stays."""
    for one in copied:
        if one.name in refused:
            _undo(one)


def _undo(one: Copied) -> None:
    put_back(one.path, one.sidecar)
    if one.new:
        one.path.unlink(missing_ok=True)


def _copied(root: Path, proposal: Proposal, corrections: Sequence[Correction]) -> Copied:
    if proposal.reason or proposal.found is None:
        raise UnreadableFile(proposal.reason or "没有读过这个文件")
    found = proposal.found
    target, new = _place(root, proposal)
    target.parent.mkdir(parents=True, exist_ok=True)
    if new:
        with as_file(found.path, found.member, found.path.name) as path:
            _copy(path, target, proposal.sha256)
    told = sidecar_of(target)
    one = Copied(target, target.relative_to(root).as_posix(), new, told.read_bytes() if told is not None else None)
    try:
        if told is not None and corrections:
            raise UnreadableFile(f"库里已有同样的文件并且更正过，请直接修改它的更正文件 {told}")
        if new and not found.member and (beside := sidecar_of(found.path)) is not None:
            target.with_name(target.name + ENDING).write_bytes(beside.read_bytes())
        if corrections:
            correct(target, [speech.title for speech in proposal.speeches], corrections)
    except BaseException:
        if new:
            _undo(one)
        raise
    return one


def _place(root: Path, proposal: Proposal) -> tuple[Path, bool]:
    """Where a file goes, and whether it is new there: nothing of other content is ever written over."""
    for path in _numbered(root.joinpath(safe_path(proposal.file))):
        if not os.path.lexists(path):
            if sidecar_of(path) is None:  # one that is left of another document is not for this one
                return path, True
        elif path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file_digest(file, "sha256").digest() == proposal.sha256:
                    return path, False
    raise AssertionError("the numbers never end")


def _numbered(path: Path) -> Iterator[Path]:
    yield path
    number = 2
    while True:
        yield path.with_name(f"{path.stem} ({number}){path.suffix}")
        number += 1


def _copy(source: Path, target: Path, sha256: bytes) -> None:
    """Copy and make durable, in one step for whoever looks; never over a file that is there."""
    part = target.with_name(f".{os.getpid()}.part")  # hidden: an ingest of the folder passes it over
    try:
        with source.open("rb") as old, part.open("wb") as new:
            copyfileobj(old, new, 1 << 20)
            new.flush()
            os.fsync(new.fileno())
        with part.open("rb") as file:
            if file_digest(file, "sha256").digest() != sha256:
                raise UnreadableFile("确认之前文件又变了，没有收进来；请重新上传")
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)
