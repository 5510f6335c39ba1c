"""A process that works for this one: it is sent things over a pipe, answers in order, and ends when the pipe does."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.reduction import DupFd
from typing import Any

_READY = b"ready"


class Held:
    """An open descriptor that a child holds too: a lock on it is free only when both are gone. Not on Windows."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def __reduce__(self) -> tuple[Callable[[Any], Held], tuple[Any]]:
        return _held, (DupFd(self.descriptor),)


def _held(duplicate: Any) -> Held:
    return Held(duplicate.detach())


class Child:
    """`serve(pipe, *arguments)` in a process of its own, until it returns or the pipe ends. Both are pickled."""

    def __init__(self, serve: Callable[..., None], *arguments: object, holds: Sequence[int] = ()) -> None:
        context = get_context("spawn")  # fork copies locks that threads may hold
        self.pipe, theirs = context.Pipe()
        held = tuple(map(Held, holds)) if sys.platform != "win32" else ()
        self._process = context.Process(target=_main, args=(theirs, held, serve, arguments), daemon=True)
        self._process.start()
        theirs.close()
        self._runs = False

    def runs(self) -> bool:
        """Whether it came to work: it does not under a script without a main guard, which each child would run again.

        Waits until that is known, the first time.
        """
        if not self._runs:
            try:
                self._runs = self.pipe.recv_bytes() == _READY
            except (EOFError, OSError):
                return False
        return self._runs

    def end(self) -> None:
        """Let it finish what it has and wait for its end."""
        self.pipe.close()
        self._process.join()

    def kill(self) -> None:
        """End it now, whatever it is at."""
        self._process.kill()
        self.end()


def _main(pipe: Connection, held: Sequence[Held], serve: Callable[..., None], arguments: Sequence[object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group: the parent decides what it means
    with suppress(EOFError, BrokenPipeError, ConnectionResetError):  # the parent is gone, or wants no more
        pipe.send_bytes(_READY)
        serve(pipe, *arguments)
