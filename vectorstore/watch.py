"""Following folders: a signal for each burst of changes. The one file that knows watchdog."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from time import monotonic

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from vectorstore.refusals import refusal
from vectorstore.types import StoreError

QUIET, LONGEST = 2.0, 30.0  # seconds without a change that end a burst; of a burst that never ends
# not the events of opening and of closing after reading: an ingest would set itself off
_EVENTS: list[type[FileSystemEvent]] = [FileClosedEvent, FileCreatedEvent, FileDeletedEvent, FileModifiedEvent]
_EVENTS += [FileMovedEvent, DirCreatedEvent, DirDeletedEvent, DirMovedEvent]


class _Noting(FileSystemEventHandler):
    """Puts the path of every change outside `skip` into a queue."""

    def __init__(self, skip: Path) -> None:
        self.changes: Queue[str] = Queue()
        self._skip = os.path.realpath(skip)

    def on_any_event(self, event: FileSystemEvent) -> None:
        path = os.path.realpath(os.fsdecode(event.src_path))
        if path != self._skip and not path.startswith(self._skip + os.sep):
            self.changes.put(path)


class Following:
    """What `following` yields: `wait` returns after a burst of changes."""

    def __init__(self, noting: _Noting, quiet: float, longest: float) -> None:
        self._noting = noting
        self._quiet, self._longest = quiet, longest

    def wait(self, timeout: float | None = None) -> bool:
        """Whether something has changed; False when nothing did for `timeout` seconds. Returns once it is quiet."""
        try:
            self._noting.changes.get(timeout=timeout)
        except Empty:
            return False
        end = monotonic() + self._longest
        while (left := min(self._quiet, end - monotonic())) > 0:
            try:
                self._noting.changes.get(timeout=left)
            except Empty:
                break
        return True


@contextmanager
def following(paths: Sequence[Path], skip: Path, quiet: float = QUIET, longest: float = LONGEST) -> Iterator[Following]:
    """Follow folders, and those of files that are named themselves; changes below `skip` (the store) are not told.

    Raises StoreError when the system cannot watch a folder.
    """
    noting = _Noting(skip)
    observer = Observer()
    try:
        for folder, whole in {(p, True) if p.is_dir() else (p.parent, False) for p in paths}:
            observer.schedule(noting, folder, recursive=whole, event_filter=_EVENTS)
        observer.start()
    except OSError as error:
        raise StoreError(
            f"不能监视文件夹：{refusal(error)}。文件夹太多时请调高系统的 fs.inotify.max_user_watches，"
            "或者不用 --watch，定时运行 yanju ingest"
        ) from error
    try:
        yield Following(noting, quiet, longest)
    finally:
        observer.stop()
        observer.join()
