"""What a person is told who opens an address that is refused: a page in words. Programs get their JSON as it was."""

from __future__ import annotations

from importlib import resources

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.gate import is_door
from ui.markup import esc, tag
from ui.wordings import Lang, word

_META = '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
_TOLD = {403: "told_403", 404: "told_404", 405: "told_404", 413: "told_413", 429: "told_429"}


def asked_lang(headers: Headers) -> Lang:
    """Chinese first: English only for a browser that asks for it and not for Chinese."""
    asked = headers.get("accept-language", "").lower()
    return "en" if "en" in asked and "zh" not in asked else "zh"


def whole_page(lang: Lang, title: str, inner: str) -> str:
    """A small page without a script; `inner` is HTML, `title` is not."""
    style = (resources.files("ui") / "static" / "login.css").read_text("utf-8")
    head = f"{_META}{tag('title', esc(title))}<style>{style}</style>"
    name = tag("h1", esc(word(lang, "title"))) + tag("p", esc(word(lang, "motto")), class_="motto")
    whole = tag("head", head) + tag("body", tag("main", name + inner))
    return "<!doctype html>" + tag("html", whole, lang="zh-CN" if lang == "zh" else "en")


def told_page(lang: Lang, status: int, seconds: str = "", back: str = "./") -> str:
    """Why an address is refused and, with `seconds`, how long to wait; `back` is where to go on."""
    told = word(lang, _TOLD.get(status, "told_other"), **({"seconds": seconds or "1"} if status == 429 else {}))
    link = tag("p", tag("a", esc(word(lang, "told_back")), href=back))
    return whole_page(lang, word(lang, "title"), tag("p", esc(told), class_="wrong", role="alert") + link)


class Telling:
    """ASGI middleware: a refusal that is no page yet becomes one where a browser asks for a page."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _for_a_person(scope):
            await self._app(scope, receive, send)
            return
        told = b""

        async def in_words(message: Message) -> None:
            nonlocal told
            if message["type"] == "http.response.start" and message["status"] >= 400:
                headers = MutableHeaders(scope=message)
                if not headers.get("content-type", "").startswith("text/html"):
                    told = _told(scope, message["status"], headers.get("retry-after", "")).encode()
                    headers["content-type"], headers["content-length"] = "text/html; charset=utf-8", str(len(told))
            elif told and message["type"] == "http.response.body":
                if not message.get("more_body", False):
                    await send({"type": "http.response.body", "body": told})
                return
            await send(message)

        await self._app(scope, receive, in_words)


def _for_a_person(scope: Scope) -> bool:
    if scope["type"] != "http" or is_door(scope["path"]):
        return False
    return "text/html" in Headers(scope=scope).get("accept", "")


def _told(scope: Scope, status: int, seconds: str) -> str:
    depth = scope["path"].count("/") - 1  # relative: what stands before the page behind a proxy is not known here
    back = "login" if scope["path"].rstrip("/") == "/login" else "../" * depth or "./"
    return told_page(asked_lang(Headers(scope=scope)), status, seconds, back)
