"""One writer at a time: an operating-system lock on a file of the store, so a dead writer's lock is free at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vectorstore.types import StoreError

LOCK_NAME = "yanju.lock"
_OFFSET = 1 << 20  # Windows locks bytes against reading too: lock one far behind the text that names the writer


class LockedError(StoreError):
    """Another writer is at work."""


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the store's writer lock. Raises StoreError when another process (or thread) holds it, naming its pid."""
    path = folder / LOCK_NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(
            f"不能写入库文件夹 {folder}：{error.strerror}。请检查文件夹权限，或用 --store 换一个可写的文件夹"
        ) from error
    try:
        if not _acquire(descriptor):
            raise LockedError(
                f"库 {folder} 正由另一个进程写入（{_holder(descriptor)}）。请等它结束后再试；查询不受影响"
            )
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        yield
    finally:
        os.close(descriptor)  # closing frees the lock, as the end of the process does


def _holder(descriptor: int) -> str:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 32).decode("ascii", "replace").strip()
    return f"进程号 {text}" if text.isdigit() else "进程号未知"


def _acquire(descriptor: int) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            os.lseek(descriptor, _OFFSET, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            os.lseek(descriptor, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
