"""Which requests a browser may send here, so that a page of elsewhere cannot use the reader's browser as its hand."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers

from ui.serving import is_loopback

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def refusal(method: str, headers: Headers, loopback_only: bool, strict: bool) -> str | None:
    """Why the request is refused; None when it is not.

    `loopback_only`: nobody has to log in, so the address in the Host header must be this machine's own (a foreign name
    that resolves to 127.0.0.1 is DNS rebinding). `strict`: requests that change nothing are looked at too.
    """
    if loopback_only and not is_loopback(_host(headers.get("host", ""))):
        return "没有设登录口令时只能用 127.0.0.1 或 localhost 访问"
    if (strict or method not in _SAFE) and not _same_origin(headers):
        return "不接受来自其他网页的请求"
    return None


def _same_origin(headers: Headers) -> bool:
    """The rule of Go's http.CrossOriginProtection: Sec-Fetch-Site when the browser sends it, else Origin against Host.

    A program sends neither.
    """
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = headers.get("origin")
    if origin is None:
        return True
    try:
        return bool(urlsplit(origin).netloc) and urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
    except ValueError:
        return False


def _host(value: str) -> str:
    """The name in a Host header, without its port."""
    name, colon, port = value.rpartition(":")
    return (name if colon and port.isdigit() else value).strip("[]") or "?"
