"""Who may come in: the accounts of YANJU_AUTH, with plain or hashed passwords."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
import threading

from vectorstore.types import YanjuError

# OWASP's floor for scrypt is n=2^17 r=8 p=1; 2^15 with p=3 is its equal in strength and takes a quarter of the memory.
_LOG_N, _R, _P = 15, 8, 3
_SALT, _KEY = 16, 32  # bytes
_REMEMBERED = 1_000  # credentials known to be right, so that a program pays for the hash once
_HASHED = "scrypt$"


def hashed(password: str) -> str:
    """`scrypt$log n$r$p$salt$key`, to be written in YANJU_AUTH in place of the password."""
    salt = secrets.token_bytes(_SALT)
    return f"{_HASHED}{_LOG_N}${_R}${_P}${_text(salt)}${_text(_key(password, salt, _LOG_N, _R, _P))}"


def matches(password: str, secret: str) -> bool:
    """Whether it is the password, in a time that does not tell how much of it is right."""
    if secret.startswith(_HASHED):
        log_n, r, p, salt, key = _parts(secret)
        return hmac.compare_digest(_key(password, salt, log_n, r, p), key)
    return hmac.compare_digest(_bytes(password), _bytes(secret))


def accounts_of(auth: tuple[str, str]) -> dict[str, str]:
    """Passwords by name. A hashed password may be followed by further accounts, `name:scrypt$…`, after a space.

    Raises YanjuError when a hash is damaged; the message does not repeat it.
    """
    name, secret = auth
    if not secret.startswith("scrypt"):
        return {name: secret}
    found: dict[str, str] = {}
    for text in f"{name}:{secret}".split():
        user, _, one = text.partition(":")
        if not user or user in found or not _good(one):
            raise YanjuError(
                "YANJU_AUTH 里的口令散列不完整（$ 可能被命令行替换了，请用单引号括起来）。"
                "请用 yanju chat --hash-password 重新生成，写成 用户名:scrypt$…，几个用户之间用空格隔开"
            )
        found[user] = one
    return found


class Accounts:
    """Checks names and passwords; a right pair is remembered (as a keyed digest) and costs nothing the next time."""

    def __init__(self, auth: tuple[str, str]) -> None:
        self._accounts = accounts_of(auth)
        self._nobody = next(iter(self._accounts.values()))  # an unknown name takes the same time
        self._pepper = secrets.token_bytes(32)
        self._right: set[bytes] = set()
        self._lock = threading.Lock()  # one hash at a time: it takes 32 MB

    def check(self, name: str, password: str) -> bool:
        """Whether the name is an account and the password its own."""
        if self.known(name, password):
            return True
        secret = self._accounts.get(name)
        with self._lock:
            same = matches(password, secret or self._nobody)
            right = same and secret is not None
            if right:
                if len(self._right) >= _REMEMBERED:
                    self._right.clear()
                self._right.add(self._digest(name, password))
        return right

    def known(self, name: str, password: str) -> bool:
        """Whether this pair has been found right before."""
        return self._digest(name, password) in self._right

    def _digest(self, name: str, password: str) -> bytes:
        return hmac.digest(self._pepper, _bytes(name) + b"\0" + _bytes(password), "sha256")


def credentials(header: str) -> tuple[str, str] | None:
    """(name, password) of an Authorization header: Bearer name:password, or Bearer or Basic with that in Base64."""
    kind, _, token = header.strip().partition(" ")
    token = token.strip()
    if kind.lower() not in ("bearer", "basic"):
        return None
    if ":" not in token:
        padded = token.rstrip("=") + "=" * (-len(token.rstrip("=")) % 4)
        try:
            token = base64.b64decode(padded, altchars=b"-_" if set("-_") & set(token) else None, validate=True).decode()
        except (binascii.Error, ValueError):
            return None
    name, colon, password = token.partition(":")
    return (name, password) if colon and name and password else None


def _key(password: str, salt: bytes, log_n: int, r: int, p: int) -> bytes:
    n = 1 << log_n
    return hashlib.scrypt(_bytes(password), salt=salt, n=n, r=r, p=p, maxmem=256 * n * r + (1 << 20), dklen=_KEY)


def _parts(secret: str) -> tuple[int, int, int, bytes, bytes]:
    """Raises ValueError when it is not a whole hash, or one of absurd cost."""
    *numbers, salt, key = secret.removeprefix(_HASHED).split("$")
    log_n, r, p = map(int, numbers)
    parts = (log_n, r, p, base64.urlsafe_b64decode(salt), base64.urlsafe_b64decode(key))
    if not (10 <= log_n <= 20 and 1 <= r <= 16 and 1 <= p <= 16 and len(parts[3]) >= 8 and len(parts[4]) == _KEY):
        raise ValueError(secret[: len(_HASHED)])
    return parts


def _good(secret: str) -> bool:
    try:
        return secret.startswith(_HASHED) and bool(_parts(secret))
    except (ValueError, TypeError):
        return False


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()


def _bytes(text: str) -> bytes:
    return text.encode(errors="replace")
