"""Putting exchanges into the catalog behind the back of the answer that is under way: it never waits for the disk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from typing import Any

from ui.saved import exchange_of, row_of
from ui.types import Exchange
from vectorstore.memory import ExchangeRow, Memory, TalkRow
from vectorstore.types import YanjuError

log = logging.getLogger("yanju.ui")
_PATIENCE = 30.0  # seconds that a person's own change (a name, feedback) may wait for an ingest
_SETTLE = 0.3  # seconds that a list waits for what is still to be written


class Keeper:
    """One thread writes, in the order in which it was told. `trouble` says why the last answer could not be kept."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self.trouble = ""
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="yanju-memory")

    @property
    def lasting(self) -> bool:
        """Whether conversations outlive the server."""
        return self.memory.lasting

    def put(self, key: str, owner: str, name: str, exchange: Exchange) -> None:
        """Keep an exchange, soon."""
        with suppress(RuntimeError):  # the server is ending
            self._pool.submit(self._put, key, owner, name, row_of(exchange))

    def _put(self, key: str, owner: str, name: str, row: ExchangeRow) -> None:
        try:
            self.memory.put(key, owner, name, row)
            self.trouble = ""
        except Exception as error:  # the answer is on the page all the same; the list of conversations tells it
            log.exception("a conversation could not be kept")
            self.trouble = str(error)

    def change(self, work: Callable[..., None], *values: Any) -> None:
        """Do one of the memory's writes after all that was told before. Raises StoreError; TimeoutError when busy."""
        done: Future[None] = self._pool.submit(work, *values)
        done.result(_PATIENCE)

    def talks(self, owner: str, asked: str) -> list[TalkRow]:
        """The conversations, those just put among them. Raises StoreError."""
        with suppress(TimeoutError, RuntimeError):  # busy, or the server is ending
            self._pool.submit(int).result(_SETTLE)
        return self.memory.talks(owner, asked)

    def load(self, key: str, owner: str) -> tuple[str, tuple[Exchange, ...]]:
        """Name and exchanges of a conversation; ("", ()) for an unknown one, or when the catalog cannot be read."""
        try:
            rows = self.memory.exchanges(key, owner)
            return (self.memory.name(key, owner) or "" if rows else ""), tuple(map(exchange_of, rows))
        except YanjuError:
            log.exception("a conversation could not be read")
            return "", ()

    def close(self) -> None:
        """Write what is still to be written, and end."""
        self._pool.shutdown(wait=True)
        self.memory.close()
