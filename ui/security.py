"""What keeps the page to its own server: response headers, whatever slips into it, and closed doors."""

from __future__ import annotations

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.api.errors import ApiError, response
from ui.api.gate import OPEN, is_door
from ui.origin import refusal
from vectorstore.propose import MAX_BYTES

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
# Doors of Gradio that this page does not use: giving files out, fetching from elsewhere. Files are taken in (uploads,
# drafts) up to the size that ui/app.py names, and behind the login where there is one.
_CLOSED = ("/gradio_api/file", "/gradio_api/proxy", "/gradio_api/stream", "/gradio_api/deep_link")
_NOT_FOUND = b'{"detail":"Not found"}'
_TAKING = "/gradio_api/upload"  # of one file at most what ui/app.py says, of one request:
_MOST = MAX_BYTES + (1 << 20)  # the files and what stands between them


class Security:
    """ASGI middleware: turns away what a foreign page sends, closes unused doors, adds the headers; streams pass.

    `loopback_only`: nobody has to log in, so only this machine's own names are answered to (ui/origin.py).
    """

    def __init__(self, app: ASGIApp, loopback_only: bool = False) -> None:
        self._app, self._loopback_only = app, loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        strict = is_door(path) and path not in OPEN
        if refused := refusal(scope["method"], Headers(scope=scope), self._loopback_only, strict):
            await response(ApiError(403, refused))(scope, receive, with_headers)
        elif path == _TAKING and scope["method"] == "POST" and not 0 < _length(scope) <= _MOST:
            told = f"一次最多上传 {MAX_BYTES} 字节，并且要写明长度（Content-Length）"
            await response(ApiError(413, told))(scope, receive, with_headers)
        elif path.startswith(_CLOSED):
            kind = [(b"content-type", b"application/json")]
            await with_headers({"type": "http.response.start", "status": 404, "headers": kind})
            await with_headers({"type": "http.response.body", "body": _NOT_FOUND})
        else:
            await self._app(scope, receive, with_headers)


def _length(scope: Scope) -> int:
    """How long the body says it is; 0 when it does not."""
    value = Headers(scope=scope).get("content-length", "")
    return int(value) if value.isascii() and value.isdigit() else 0
