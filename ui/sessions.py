"""Who is logged in: random tokens in a cookie, kept in memory. A restart of the server ends every session."""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

COOKIE = "yanju-session"
LIFE = 7 * 24 * 3600.0  # seconds without a request after which one has to log in again
_LIMIT = 10_000  # sessions that are kept; the one not used for longest goes


class Sessions:
    """Tokens are kept as their hash: what is in memory lets nobody in."""

    def __init__(self, life: float = LIFE, clock: Callable[[], float] = time.monotonic) -> None:
        self._life, self._clock = life, clock
        self._users: OrderedDict[bytes, tuple[str, float]] = OrderedDict()
        self._lock = threading.Lock()

    def begin(self, user: str) -> str:
        """The token of a new session."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._users[_digest(token)] = (user, self._clock())
            if len(self._users) > _LIMIT:
                self._users.popitem(last=False)
        return token

    def user(self, token: str | None) -> str | None:
        """Whose session it is; None when there is none, or not any more."""
        if not token:
            return None
        key, now = _digest(token), self._clock()
        with self._lock:
            name, used = self._users.get(key, ("", 0.0))
            if not name:
                return None
            if now - used > self._life:
                del self._users[key]
                return None
            self._users[key] = (name, now)
            self._users.move_to_end(key)
            return name

    def end(self, token: str | None) -> None:
        """Log out."""
        if token:
            with self._lock:
                self._users.pop(_digest(token), None)


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
