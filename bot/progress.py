"""How far a long command is, on standard error: a bar on a terminal, else a plain line now and then."""

from __future__ import annotations

from time import monotonic
from types import TracebackType
from typing import TextIO

from vectorstore.indexing import Progress

_BAR = 24  # characters
_STAGES = {"scan": "查看文件", "read": "读取", "index": "建索引", "done": "完成"}
_BAR_EVERY, _LINE_EVERY = 0.1, 5.0  # seconds between two showings
_SURE = 2.0  # seconds before a speed and the time left are worth telling


class Meter:
    """Shows Progress; a context manager, so that the line of a bar is always ended."""

    def __init__(self, out: TextIO, between: float | None = None) -> None:
        """`between`: seconds between two showings; None for what suits a terminal or a file."""
        self._out = out
        self._terminal = out.isatty()
        self._between = between if between is not None else _BAR_EVERY if self._terminal else _LINE_EVERY
        self._shown = monotonic() if not self._terminal else -1.0  # a short command leaves no lines in a log
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
        if self._shown >= 0 and now - self._shown < self._between:
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
    """The stage, how much of it is done, how fast, and the time left, as far as they are known."""
    done = share(progress)
    known = progress.passages_total or progress.bytes_total or progress.files_total
    parts = [_STAGES.get(progress.stage, progress.stage), f"{done:.0%}" if known else ""]
    if progress.files_total:
        parts.append(f"{progress.files_done}/{progress.files_total} 个文件")
    if progress.passages_total:
        parts.append(f"{progress.passages_done}/{progress.passages_total} 个片段")
    if progress.characters and progress.seconds >= _SURE:
        parts.append(f"{progress.characters / progress.seconds:,.0f} 字/秒")
    parts.append(f"已用 {_clock(progress.seconds)}")
    if progress.seconds >= _SURE and 0 < done < 1:
        parts.append(f"还需约 {_clock(progress.seconds * (1 - done) / done)}")
    parts.append("".join(c for c in progress.file if c.isprintable())[:40])
    return " ".join(filter(None, parts))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
