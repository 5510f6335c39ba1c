"""The gate before the doors for programs: who asks, how often, how much. ASGI middleware; streams pass untouched."""

from __future__ import annotations

import asyncio
import math

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.api.errors import ApiError, response
from ui.api.limits import Buckets, Limits, whole_body
from ui.passwords import Accounts, credentials

OPEN = frozenset({"/api/docs", "/api/openapi.json"})  # the description of the doors: no text of the library
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="yanju"'}  # not Basic: browsers would keep it and send it unasked
_WHO = "请在 Authorization 头里给出用户名和口令：Bearer 用户名:口令（有非英文字符时把这一串写成 Base64）"


def is_door(path: str) -> bool:
    """Whether the path belongs to programs, not to the page."""
    return path.startswith(("/api/", "/v1/", "/mcp/")) or path in ("/api", "/v1", "/mcp")


class Gate:
    """Lets known users in, at a bearable pace, with a body of bearable size. `accounts` None: nobody has to log in."""

    def __init__(self, app: ASGIApp, accounts: Accounts | None = None, limits: Limits | None = None) -> None:
        self._app, self._accounts = app, accounts
        self._limits = limits or Limits()
        self._pace = Buckets(self._limits.rate, self._limits.burst)
        self._wrong = Buckets(self._limits.wrong_rate, self._limits.wrong_burst)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            try:
                receive = await self._passed(scope, receive)
            except _Wait as refused:
                after = {"Retry-After": str(math.ceil(refused.seconds))}
                await response(refused, after)(scope, receive, send)
                return
            except ApiError as refused:
                await response(refused, _CHALLENGE if refused.status == 401 else None)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _passed(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` for a request that may go on. Raises ApiError."""
        path, address = scope["path"], (scope.get("client") or ("?",))[0]
        if path.rstrip("/") == "/login" and scope["method"] == "POST":
            _pause(self._wrong.take(address), "登录太频繁，请稍后再试")
        if not is_door(path):
            return receive
        headers = Headers(scope=scope)
        user = None
        if self._accounts is not None and path not in OPEN:
            user = await self._user(self._accounts, headers.get("authorization"), address)
        key = f"user {user}" if user is not None else f"address {address}"
        _pause(self._pace.take(key), "请求太频繁，请稍后再试")
        if scope["method"] in ("GET", "HEAD"):
            return receive
        return await whole_body(receive, headers.get("content-length"), self._limits)

    async def _user(self, accounts: Accounts, header: str | None, address: str) -> str:
        given = credentials(_unicode(header)) if header else None
        if given is None:
            raise ApiError(401, _WHO)
        if not accounts.known(*given):
            _pause(self._wrong.wait(address), "口令错得太多，请稍后再试")
            if not await asyncio.to_thread(accounts.check, *given):
                self._wrong.take(address)
                raise ApiError(401, "用户名或口令不对")
        return given[0]


class _Wait(ApiError):
    def __init__(self, seconds: float, message: str) -> None:
        super().__init__(429, message, code="rate_limit_exceeded")
        self.seconds = max(1.0, seconds)


def _pause(seconds: float, message: str) -> None:
    if seconds > 0:
        raise _Wait(seconds, message)


def _unicode(header: str) -> str:
    """A header as its sender meant it: bytes of UTF-8 arrive as Latin-1."""
    try:
        return header.encode("latin-1").decode()
    except UnicodeError:
        return header
