"""What keeps the page to its own server: response headers, whatever slips into it, and closed doors."""

from __future__ import annotations

import hmac
from collections.abc import Callable

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Gradio's front end compiles templates in the browser and writes inline styles and scripts, hence the unsafe-* words;
# what counts here is that nothing can be loaded from, or sent to, any other address.
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
# Doors of Gradio that this page does not use: taking files in, giving files out, fetching from elsewhere.
_CLOSED = ("/gradio_api/upload", "/gradio_api/file", "/gradio_api/proxy", "/gradio_api/stream", "/gradio_api/deep_link")
_NOT_FOUND = b'{"detail":"Not found"}'


def login(auth: tuple[str, str]) -> Callable[[str, str], bool]:
    """Whether a name and a password are the right ones, in a time that does not tell how much of them is."""
    right = [text.encode() for text in auth]

    def check(name: str, password: str) -> bool:
        given = (name.encode(errors="replace"), password.encode(errors="replace"))
        same_name, same_password = map(hmac.compare_digest, given, right)
        return same_name and same_password

    return check


class Security:
    """ASGI middleware that closes unused doors and adds the headers; streams pass through untouched."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"].startswith(_CLOSED):
            kind = [(b"content-type", b"application/json")]
            await with_headers({"type": "http.response.start", "status": 404, "headers": kind})
            await with_headers({"type": "http.response.body", "body": _NOT_FOUND})
        else:
            await self._app(scope, receive, with_headers)
