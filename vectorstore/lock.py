"""One writer at a time: an operating-system lock on a file of the store, so a dead writer's lock is free at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

from vectorstore.refusals import refusal
from vectorstore.types import StoreError

LOCK_NAME = "yanju.lock"
_OFFSET = 1 << 20  # Windows locks bytes against reading too: lock one far behind the text that names the writer


_ORPHAN = 30.0  # seconds to wait for what a killed writer has left behind: a child finishing its last batch
_held: list[int] = []


class LockedError(StoreError):
    """Another writer is at work."""


def locks_held() -> tuple[int, ...]:
    """The descriptors of the locks that this process holds. A child that writes for it has to hold them too."""
    return tuple(_held)


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the store's writer lock. Raises StoreError when another process (or thread) holds it, naming its pid."""
    path = folder / LOCK_NAME
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise StoreError(
            f"不能写入库文件夹 {folder}：{refusal(error)}。请检查文件夹权限，或用 --store 换一个可写的文件夹"
        ) from error
    try:
        if not _acquire(descriptor) and not _inherited(descriptor):
            raise LockedError(
                f"库 {folder} 正由另一个进程写入（{_told(_holder(descriptor))}）。请等它结束后再试；查询不受影响"
            )
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        _held.append(descriptor)
        yield
    finally:
        if descriptor in _held:
            _held.remove(descriptor)
        os.close(descriptor)  # closing frees the lock, as the end of the process does


def _inherited(descriptor: int) -> bool:
    """Acquire it from a writer that was killed, as soon as the child that held it too has ended."""
    until = monotonic() + _ORPHAN
    while not _lives(_holder(descriptor)) and monotonic() < until:
        if _acquire(descriptor):
            return True
        sleep(0.05)
    return False


def _lives(process: int | None) -> bool:
    if process is None or sys.platform == "win32":
        return True  # nothing can be said: it is taken for alive
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _holder(descriptor: int) -> int | None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    text = os.read(descriptor, 32).decode("ascii", "replace").strip()
    return int(text) if text.isdigit() else None


def _told(process: int | None) -> str:
    return "进程号未知" if process is None else f"进程号 {process}"


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
