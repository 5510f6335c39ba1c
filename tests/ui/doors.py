"""A server with its doors on a free loopback port, and a plain client, for the tests."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from ui.api.limits import Limits
from ui.app import web_app
from ui.serving import address_of, listen, running
from ui.talks import Talks
from ui.types import Backend


class Reply(NamedTuple):
    status: int
    headers: dict[str, str]
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def message(self) -> str:
        message: str = self.json["error"]["message"]
        return message


@contextmanager
def served(bot: Backend, auth: tuple[str, str] | None = None, limits: Limits | None = None) -> Iterator[str]:
    """The address of the server, without a slash at its end."""
    listening = listen("127.0.0.1", 0)
    with running(web_app(Talks(bot), bot, auth=auth, limits=limits), listening):
        yield address_of(listening, "127.0.0.1").rstrip("/")


def call(url: str, body: Any = None, method: str | None = None, **headers: str) -> Reply:
    """A request; a body that is not bytes goes as JSON. Underscores in the names of headers stand for hyphens."""
    data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
    sent = {"Content-Type": "application/json"} if data is not None else {}
    request = urllib.request.Request(
        urllib.parse.quote(url, safe=":/?&=%"),
        data,
        sent | {name.replace("_", "-"): value for name, value in headers.items()},
        method=method,
    )
    try:
        with urllib.request.urlopen(request, timeout=20) as reply:
            return Reply(reply.status, dict(reply.headers), reply.read().decode())
    except urllib.error.HTTPError as error:
        return Reply(error.code, dict(error.headers), error.read().decode())


def events(text: str) -> list[tuple[str, Any]]:
    """(event, data) of a stream of server-sent events."""
    blocks = [block.splitlines() for block in text.strip().split("\n\n")]
    found = [dict(line.split(": ", 1) for line in lines if not line.startswith(":")) for lines in blocks]
    return [(f.get("event", ""), json.loads(f["data"])) for f in found if f]
