"""The login page, logging in and out. The page is ours, without a script; Gradio only asks who it is (`user_of`)."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import parse_qs

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from ui.markup import esc, tag
from ui.passwords import Accounts
from ui.sessions import COOKIE, LIFE, Sessions
from ui.told import asked_lang, whole_page
from ui.wordings import Lang, word

_BODY_LIMIT = 10_000  # bytes of a name and a password


def login_page(lang: Lang, wrong: bool = False, name: str = "") -> str:
    """The whole page; after a wrong password it says so and keeps the name."""
    told = tag("p", esc(word(lang, "login_wrong")), class_="wrong", role="alert") if wrong else ""
    form = (
        _field("username", word(lang, "login_name"), "text", "username", name, not name)
        + _field("password", word(lang, "login_password"), "password", "current-password", "", bool(name))
        + tag("button", esc(word(lang, "login_enter")), type="submit")
    )
    body = tag("p", esc(word(lang, "login"))) + told + tag("form", form, method="post", action="login")
    return whole_page(lang, f"{word(lang, 'login_enter')} · {word(lang, 'title')}", body)


def _field(name: str, label: str, kind: str, fill: str, value: str, focus: bool) -> str:
    states: dict[str, Any] = {"autocomplete": fill, "required": True, "autofocus": focus}
    field = tag("input", type=kind, name_=name, id=name, value=value, **states)
    return tag("label", esc(label), **{"for": name}) + field


class Login:
    """The routes /login and /logout, and the question of Gradio: who is asking?"""

    def __init__(self, accounts: Accounts, sessions: Sessions | None = None) -> None:
        self._accounts, self.sessions = accounts, sessions or Sessions()

    def user_of(self, request: Request) -> str | None:
        """The user of a request; None when nobody is logged in."""
        return self.sessions.user(request.cookies.get(COOKIE))

    def add_to(self, app: FastAPI) -> None:
        """Put the routes on the application; before the page, which takes every other path."""
        app.add_api_route("/login", self._page, methods=["GET"], include_in_schema=False)
        app.add_api_route("/login", self._enter, methods=["POST"], include_in_schema=False)
        app.add_api_route("/logout", self._leave, methods=["POST"], include_in_schema=False)
        app.add_middleware(_ToLogin, login=self)

    async def _page(self, request: Request) -> Response:
        if self.user_of(request):
            return RedirectResponse("./", 303)
        return HTMLResponse(login_page(asked_lang(request.headers)))

    async def _enter(self, request: Request) -> Response:
        body = b""
        async for piece in request.stream():
            body += piece
            if len(body) > _BODY_LIMIT:
                return Response(status_code=413)
        fields = parse_qs(body.decode(errors="replace"))
        name, password = (fields.get(key, [""])[0] for key in ("username", "password"))
        if not await asyncio.to_thread(self._accounts.check, name, password):
            return HTMLResponse(login_page(asked_lang(request.headers), True, name[:200]), 401)
        self.sessions.end(request.cookies.get(COOKIE))
        entered = RedirectResponse("./", 303)
        secure = request.url.scheme == "https"
        token = self.sessions.begin(name)
        entered.set_cookie(COOKIE, token, max_age=int(LIFE), httponly=True, samesite="strict", secure=secure)
        return entered

    async def _leave(self, request: Request) -> Response:
        self.sessions.end(request.cookies.get(COOKIE))
        left = RedirectResponse("login", 303)
        left.delete_cookie(COOKIE, httponly=True, samesite="strict")
        return left


class _ToLogin:
    """ASGI middleware: whoever opens the page without being logged in is led to the login page."""

    def __init__(self, app: ASGIApp, login: Login) -> None:
        self._app, self._login = app, login

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        opens = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"] == "/"
        if opens and self._login.user_of(Request(scope)) is None:
            await RedirectResponse("login", 303)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
