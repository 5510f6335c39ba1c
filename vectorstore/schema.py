"""The catalog's file: its tables, migrations, and how it is opened, made, or refused as not ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from vectorstore.lock import LOCK_NAME
from vectorstore.refusals import refusal
from vectorstore.revision import read_state
from vectorstore.tables import MIGRATIONS
from vectorstore.types import StoreError

CATALOG_NAME = "catalog.sqlite3"
APPLICATION_ID = 0x594A4B31  # "YJK1", in the header of the file: tells ours from any other sqlite file
_MAGIC = b"SQLite format 3\x00"
INDEXES, UPLOADS = ("keyword", "vector"), "files"  # folders of the library: derived from the catalog; uploaded files
UPLOADS_NEW = "files.new"  # while a backup is restored
OURS = frozenset(
    {
        CATALOG_NAME,
        LOCK_NAME,
        UPLOADS_NEW,
        *(CATALOG_NAME + end for end in ("-wal", "-shm", "-journal", "-journal.new")),
    }
)
Mode = Literal["write", "read", "frozen"]


def connect(folder: Path, mode: Mode) -> sqlite3.Connection:
    """A connection in autocommit mode, usable from any thread. `frozen` reads a folder that nobody can write to."""
    path = (folder / CATALOG_NAME).absolute()
    query = {"write": "mode=rw", "read": "mode=ro", "frozen": "mode=ro&immutable=1"}[mode]
    connection = sqlite3.connect(
        f"{path.as_uri()}?{query}", uri=True, timeout=30, isolation_level=None, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA cache_size = -32000")
    if mode == "write":
        connection.execute(
            "PRAGMA synchronous = FULL"
        )  # a leg may never be ahead of a catalog that lost its last commit
    return connection


def mode_of(folder: Path, read_only: bool) -> Mode:
    """How the store in a folder can be opened: for writing, for reading, or as something that nobody can change."""
    if os.access(folder, os.W_OK):
        return "read" if read_only else "write"
    log = folder / f"{CATALOG_NAME}-wal"
    if (folder / f"{CATALOG_NAME}-shm").exists():
        return "read"
    if log.exists() and log.stat().st_size:
        raise StoreError(f"库 {folder} 上次没有正常关闭，而文件夹只能读。请先在可写的地方打开一次（如 yanju doctor）")
    return "frozen"


def outdated(folder: Path, mode: Mode) -> bool:
    """Whether the tables have to be made or migrated. Raises StoreError when the file is not ours or too new."""
    with translated(folder):
        _refuse_other_formats(folder / CATALOG_NAME)
        connection = connect(folder, mode)
        try:
            old = check_ours(connection, folder) < len(MIGRATIONS)
        finally:
            connection.close()
    if old and mode != "write":
        raise StoreError(f"库 {folder} 需要升级格式，但现在只能读。请先在可写的情况下打开一次（如 yanju doctor）")
    return old


def _refuse_other_formats(path: Path) -> None:
    # sqlite takes a very short file for an empty one and would write over it
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        raise StoreError(f"不能读取库文件 {path}：{refusal(error)}") from error
    if head and head != _MAGIC:
        raise StoreError(_damaged(path, "文件头不对"))


def prepare(folder: Path) -> None:
    """Make the catalog, or bring its tables up to date. The caller holds the writer lock."""
    (folder / CATALOG_NAME).touch()
    with translated(folder):
        connection = connect(folder, "write")
        try:
            _migrate(connection, folder)
        finally:
            connection.close()


def _migrate(connection: sqlite3.Connection, folder: Path) -> None:
    version = check_ours(connection, folder)
    if version == len(MIGRATIONS):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    for number, script in enumerate(MIGRATIONS[version:], version + 1):
        # one transaction: a kill leaves the old version or the new one
        connection.executescript(
            f"BEGIN IMMEDIATE; PRAGMA application_id = {APPLICATION_ID}; {script}"
            f"PRAGMA user_version = {number}; COMMIT;"
        )


def check_ours(connection: sqlite3.Connection, folder: Path) -> int:
    """The schema version; 0 for a file with nothing in it yet. Raises StoreError when the file is not ours."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if application != APPLICATION_ID and not (application == 0 and empty):
        raise StoreError(f"{folder / CATALOG_NAME} 不是言据的库文件，未作任何改动。请用 --store 换一个文件夹")
    if version > len(MIGRATIONS):
        raise StoreError(
            f"库 {folder} 由更新版本的言据建立（库格式 {version}，本程序只认识到 {len(MIGRATIONS)}）。请升级言据"
        )
    return 0 if empty else version


def refuse_foreign(folder: Path) -> None:
    """Raise StoreError for a path that is no folder, or a folder with files but without a catalog: it is not ours."""
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{folder} 不是文件夹，不能作为库。请用 --store 指定一个空文件夹或已有的库")
    path = folder / CATALOG_NAME
    indexed = any(read_state(at) for name in INDEXES for at in folder.glob(f"{name}*"))
    if indexed and path.exists() and not path.stat().st_size:  # a new one, not made yet, has no indexes
        raise StoreError(_damaged(path, "文件是空的"))
    if not folder.exists() or path.exists():
        return
    try:
        strange = sorted(entry.name for entry in folder.iterdir() if entry.name not in OURS)
    except OSError as error:
        raise StoreError(f"不能读取文件夹 {folder}：{refusal(error)}") from error
    if indexed or ((folder / LOCK_NAME).exists() and UPLOADS in strange):
        raise StoreError(f"{folder} 是言据的库，但目录库 {CATALOG_NAME} 不见了，未作任何改动。{rebuilding(folder)}")
    if strange:
        raise StoreError(
            f"文件夹 {folder} 里有别的文件（如 {strange[0]}），但没有 {CATALOG_NAME}：这不是言据的库，未作任何改动。"
            "请用 --store 指定一个空文件夹或已有的库"
        )


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """sqlite's errors as StoreErrors that say what to do. A transaction that was open has been rolled back."""
    try:
        yield
    except sqlite3.Error as error:
        raise StoreError(_advice(folder, error)) from error


def _advice(folder: Path, error: sqlite3.Error) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return f"磁盘已满，写入库 {folder} 时中断。已完成的文件都在，没有丢失；请腾出空间后重新运行同一命令"
    if code == sqlite3.SQLITE_READONLY:
        return f"库 {folder} 只能读、不能写。请检查文件夹权限，或用 --store 换一个可写的文件夹"
    if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return f"库 {folder} 正忙（另一个进程在写）。请稍后再试"
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return _damaged(folder / CATALOG_NAME, str(error))
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_PERM}:
        return f"不能打开或读写库 {folder}（{error}）。请检查文件夹权限和磁盘"
    return f"库 {folder} 出错：{error}"


def _damaged(path: Path, why: str) -> str:
    return f"库文件 {path} 已损坏或不是言据的库（{why}），未作任何改动。{rebuilding(path.parent)}"


def rebuilding(folder: Path) -> str:
    """What can be had again without the catalog, from where, and the commands."""
    new = folder.with_name(folder.name + "-new")
    kept = folder / UPLOADS
    sources = f"原始文件所在的文件夹{f' {kept}' if kept.is_dir() else ''}"
    return (
        "全文只在目录库里，索引不能代替它。"
        f"有备份时运行：yanju restore 备份文件 --store {new}。"
        f"没有备份时运行：yanju ingest {sources} --store {new}"
        f"{f'（{kept} 里是上传的原件）' if kept.is_dir() else ''}。"
        "这样讲话、段落、出处、剔除记录和索引都能重建；保存的对话和反馈不能"
    )
