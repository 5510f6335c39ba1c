"""How far a long command is, on standard error: a bar on a terminal, else plain lines, at most one a second."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import TextIO

from vectorstore.indexing import Progress

_BAR = 24  # characters
_STAGES = {"scan": "查看文件", "read": "读取", "index": "建索引", "done": "完成"}
_BETWEEN = {True: 0.1, False: 1.0}  # seconds between two showings: terminal or not


class Meter:
    """Shows Progress; a context manager, so that the line of a bar is always ended."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._shown = -1.0
        self._open = False

    def __enter__(self) -> Meter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._open:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def show(self, progress: Progress) -> None:
        """Show it, unless the last showing was a moment ago."""
        now = monotonic()
        if self._shown >= 0 and now - self._shown < _BETWEEN[self._terminal]:
            return
        self._shown = now
        if self._terminal:
            self._open = True
            self._out.write(f"\r{bar(progress)} {words(progress)}\x1b[K")
        else:
            self._out.write(words(progress) + "\n")
        self._out.flush()


def share(progress: Progress) -> float:
    """How much is done, 0 to 1, by the best measure there is."""
    for done, total in (
        (progress.passages_done, progress.passages_total),
        (progress.bytes_done, progress.bytes_total),
        (progress.files_done, progress.files_total),
    ):
        if total > 0:
            return min(done / total, 1.0)
    return 0.0


def bar(progress: Progress) -> str:
    full = round(share(progress) * _BAR)
    return "█" * full + "░" * (_BAR - full)


def words(progress: Progress) -> str:
    name = "".join(c for c in progress.file if c.isprintable())
    counts = f" {progress.files_done}/{progress.files_total} 个文件" if progress.files_total else ""
    passages = f" {progress.passages_done}/{progress.passages_total} 个片段" if progress.passages_total else ""
    stage = _STAGES.get(progress.stage, progress.stage)
    return f"{stage} {share(progress):.0%}{counts}{passages} {progress.seconds:.0f} 秒 {name[:40]}".rstrip()
