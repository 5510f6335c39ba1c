"""Memory and CPU of a process and its children, sampled from /proc while something runs (Linux)."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from pathlib import Path

_BETWEEN = 0.1  # seconds


class Watch:
    """The block's greatest resident memory, of this process alone and with its children, in MB; and its CPU seconds."""

    def __enter__(self) -> Watch:
        self.peak = self.alone = 0.0
        self._seconds: dict[int, float] = {}
        self._before = _cpu(os.getpid())
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        """A process that has ended counts to its last sample."""
        return sum(self._seconds.values()) - self._before

    def _sample(self) -> None:
        while True:
            self.alone = max(self.alone, _resident(os.getpid()))
            processes = list(_tree(os.getpid()))
            self.peak = max(self.peak, sum(map(_resident, processes)))
            self._seconds |= {process: max(_cpu(process), self._seconds.get(process, 0.0)) for process in processes}
            if self._done.wait(_BETWEEN):
                return


def _tree(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
