"""How much a program may ask for: requests per user or address, and the size of one."""

from __future__ import annotations

import asyncio
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Message, Receive

from ui.api.errors import ApiError

_KEYS = 10_000  # users and addresses that are remembered


@dataclass(frozen=True, slots=True)
class Limits:
    """`rate` requests a second after a burst of `burst`; bytes and seconds of a request's body.

    Wrong passwords have a bucket of their own per address: a person mistypes three times, a guesser would need years.
    """

    rate: float = 20.0
    burst: int = 120
    wrong_rate: float = 0.1
    wrong_burst: int = 10
    body: int = 1 << 20
    body_seconds: float = 30.0


class Buckets:
    """Token buckets by key, filled by `rate` a second up to `burst`; a key not seen for long has a full one."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str) -> float:
        """Seconds until the key may take one, 0.0 for now; takes nothing."""
        with self._lock:
            left = self._now(key)
        return 0.0 if left >= 1 else (1 - left) / self._rate

    def take(self, key: str) -> float:
        """Take one: 0.0, or the seconds to wait when there is none."""
        with self._lock:
            left = self._now(key)
            if left < 1:
                return (1 - left) / self._rate
            self._left[key] = (left - 1, self._clock())
            self._left.move_to_end(key)
            if len(self._left) > _KEYS:
                self._left.popitem(last=False)
            return 0.0

    def _now(self, key: str) -> float:
        left, at = self._left.get(key, (float(self._burst), 0.0))
        return min(float(self._burst), left + (self._clock() - at) * self._rate)


async def whole_body(receive: Receive, declared: str | None, limits: Limits) -> Receive:
    """Read the body, and give it again as a `receive`. Raises ApiError when it is too large or too slow."""
    too_large = ApiError(413, f"请求体太大，最多 {limits.body >> 10} KB")
    if declared and declared.isascii() and declared.isdigit() and (len(declared) > 12 or int(declared) > limits.body):
        raise too_large
    pieces, size, more = [], 0, True
    try:
        async with asyncio.timeout(limits.body_seconds):
            while more:
                message = await receive()
                if message["type"] != "http.request":
                    raise ApiError(400, "请求没有发完")
                piece = message.get("body", b"")
                size += len(piece)
                if size > limits.body:
                    raise too_large
                pieces.append(piece)
                more = message.get("more_body", False)
    except TimeoutError:
        raise ApiError(408, "请求体发得太慢") from None
    first: list[Message] = [{"type": "http.request", "body": b"".join(pieces), "more_body": False}]

    async def again() -> Message:
        return first.pop() if first else await receive()

    return again
