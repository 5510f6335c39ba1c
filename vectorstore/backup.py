"""A library in one file, and back: its catalog and the uploaded files. The indexes are made again from the catalog.

The file is a zip with a manifest of sizes and SHA-256 of all it holds: any unzip program and any sqlite can read it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
import zipfile
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from vectorstore import queries, schema
from vectorstore.lock import writer_lock
from vectorstore.refusals import refusal
from vectorstore.types import StoreError

FORMAT = 2
_FORMATS = (1, FORMAT)  # the first had no uploads
_MANIFEST = "manifest.json"
_CHUNK = 1 << 20
_MANIFEST_LIMIT = 64_000_000  # bytes: about 150 for each uploaded file


@dataclass(frozen=True, slots=True)
class BackupReport:
    """What was backed up or restored: counts of the library, bytes and SHA-256 of its catalog, uploaded files."""

    file: str
    store: str
    files: int
    speeches: int
    size: int
    sha256: str
    uploads: int = 0


@dataclass(frozen=True, slots=True)
class _Held:
    """A file in a backup: its name there, bytes, SHA-256."""

    name: str
    size: int
    sha256: str


def backup(db: sqlite3.Connection, folder: Path, target: Path) -> BackupReport:
    """Write a snapshot of the catalog to `target`, which must not exist. Writers may go on meanwhile."""
    if target.exists():
        raise StoreError(f"{target} 已经存在，没有覆盖。请换一个文件名")
    copy, part = target.with_name(target.name + ".sqlite.part"), target.with_name(target.name + ".part")
    try:
        with closing(sqlite3.connect(copy)) as other:
            db.backup(other)
            other.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
            counts = queries.counts(other)
        size, digest = copy.stat().st_size, _sha256(copy)
        with part.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as bundle:
                bundle.write(copy, schema.CATALOG_NAME)
                uploads = [asdict(_pack(bundle, path, folder)) for path in _uploaded(folder)]
                told = {"format": FORMAT, "size": size, "sha256": digest, **counts, "uploads": uploads}
                bundle.writestr(_MANIFEST, json.dumps(told, indent=1))
            file.flush()
            os.fsync(file.fileno())
        part.rename(target)
    except (OSError, sqlite3.Error) as error:
        why = refusal(error) if isinstance(error, OSError) else error
        raise StoreError(f"备份到 {target} 没有成功：{why}。库没有改动，请检查文件夹、权限和磁盘空间") from error
    finally:
        copy.unlink(missing_ok=True)
        part.unlink(missing_ok=True)
    return BackupReport(str(target), str(folder), counts["files"], counts["speeches"], size, digest, len(uploads))


def restore(source: Path, folder: Path) -> BackupReport:
    """Make the library of a backup in `folder`, which must be new or empty. Nothing is left there when it fails."""
    schema.refuse_foreign(folder)
    if (folder / schema.CATALOG_NAME).exists():
        raise StoreError(f"{folder} 里已有一个库，没有覆盖。请用 --store 指定一个新的空文件夹")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with writer_lock(folder), zipfile.ZipFile(source) as bundle:
            told = _manifest(bundle, source)
            catalog = _Held(schema.CATALOG_NAME, int(told["size"]), str(told["sha256"]))
            uploads = [_Held(str(one["name"]), int(one["size"]), str(one["sha256"])) for one in told.get("uploads", ())]
            fresh, below = folder / f"{schema.CATALOG_NAME}-journal.new", folder / schema.UPLOADS_NEW
            try:
                _unpack(bundle, catalog, fresh, source)
                counts = _checked(fresh, source)
                shutil.rmtree(below, ignore_errors=True)  # of a restore that was killed
                for one in uploads:
                    _unpack(bundle, one, below / _relative(one.name, source), source)
                if uploads:
                    below.rename(folder / schema.UPLOADS)
                fresh.rename(folder / schema.CATALOG_NAME)
            finally:
                fresh.unlink(missing_ok=True)
                shutil.rmtree(below, ignore_errors=True)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, NotImplementedError, EOFError) as error:
        raise StoreError(f"{source} 不是言据的备份文件，或已损坏，没有恢复任何内容") from error
    except OSError as error:
        raise StoreError(f"从 {source} 恢复没有成功：{refusal(error)}") from error
    return BackupReport(
        str(source), str(folder), counts["files"], counts["speeches"], catalog.size, catalog.sha256, len(uploads)
    )


def _uploaded(folder: Path) -> list[Path]:
    """The uploaded files with their sidecars; not what an upload that was killed has left."""
    below = folder / schema.UPLOADS
    return sorted(path for path in below.rglob("*") if path.is_file() and not path.name.startswith("."))


def _pack(bundle: zipfile.ZipFile, path: Path, folder: Path) -> _Held:
    name = path.relative_to(folder).as_posix()
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file, bundle.open(name, "w", force_zip64=True) as packed:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            packed.write(chunk)
            size += len(chunk)
    return _Held(name, size, digest.hexdigest())


def _relative(name: str, source: Path) -> PurePosixPath:
    """Where an uploaded file goes below the folder of uploads. Raises StoreError for a way out of it."""
    path = PurePosixPath(name)
    if path.is_absolute() or path.parts[:1] != (schema.UPLOADS,) or len(path.parts) < 2 or ".." in path.parts:
        raise StoreError(f"备份文件 {source} 里有不该有的文件名（{name[:80]}），没有恢复任何内容")
    return path.relative_to(schema.UPLOADS)


def _unpack(bundle: zipfile.ZipFile, held: _Held, target: Path, source: Path) -> None:
    """Unpack a file. Raises StoreError unless it has the size and the checksum of the manifest."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with bundle.open(held.name) as packed, target.open("xb") as file:
        digest = _copy(packed, file, held.size)
    if digest != held.sha256 or target.stat().st_size != held.size:
        raise StoreError(f"备份文件 {source} 已损坏：{held.name} 的校验和不符，没有恢复任何内容")


def _manifest(bundle: zipfile.ZipFile, source: Path) -> dict[str, Any]:
    with bundle.open(_MANIFEST) as file:
        told = json.loads(file.read(_MANIFEST_LIMIT))
    if not isinstance(told, dict) or told.get("format") not in _FORMATS:
        raise StoreError(f"{source} 不是这个版本的言据能恢复的备份")
    return told


def _copy(packed: IO[bytes], file: IO[bytes], limit: int) -> str:
    """Unpack at most a little more than `limit` bytes, and make them durable; the SHA-256 of what was unpacked."""
    digest = hashlib.sha256()
    done = 0
    while (chunk := packed.read(_CHUNK)) and done <= limit:
        digest.update(chunk)
        file.write(chunk)
        done += len(chunk)
    file.flush()
    os.fsync(file.fileno())
    return digest.hexdigest()


def _checked(path: Path, source: Path) -> dict[str, int]:
    """The counts of a catalog that is ours and sound."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as db:
            schema.check_ours(db, path.parent)
            if db.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
                raise StoreError(f"备份文件 {source} 里的目录库已损坏，没有恢复任何内容")
            return queries.counts(db)
    except sqlite3.Error as error:
        raise StoreError(f"备份文件 {source} 里的目录库不能读取（{error}），没有恢复任何内容") from error


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
