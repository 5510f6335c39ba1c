"""A scripted model behind the OpenAI protocol, over a real socket: a queue of replies and a record of requests."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Request = dict[str, Any]
_DONE = b"data: [DONE]\n\n"


def event(text: str, finish: str | None = None) -> bytes:
    """One event of a streamed reply."""
    delta: dict[str, Any] = {"content": text} if text else {}
    body = {
        "id": "x",
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(body, ensure_ascii=False).encode() + b"\n\n"


def usage(prompt: int, completion: int) -> bytes:
    body = {"choices": [], "usage": {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": 0}}
    return b"data: " + json.dumps(body).encode() + b"\n\n"


@dataclass(frozen=True)
class Script:
    """One reply: a status, a type, and the pieces of its body with the seconds to wait before each."""

    pieces: Callable[[], Iterator[bytes]] = field(default=lambda: iter(()))
    status: int = 200
    content_type: str = "text/event-stream"
    pause: float = 0.0
    before: float = 0.0  # seconds before the status line
    abort: bool = False  # close the connection without ending the body
    reset: bool = False  # close it with RST


def says(text: str, pause: float = 0.0, size: int = 6, finish: str = "stop") -> Script:
    """A whole streamed reply, `size` characters an event, with usage and [DONE]."""

    def pieces() -> Iterator[bytes]:
        for start in range(0, len(text), size):
            yield event(text[start : start + size])
        yield event("", finish)
        yield usage(321, 45)
        yield _DONE

    return Script(pieces, pause=pause)


def raw(*chunks: bytes, status: int = 200, content_type: str = "text/event-stream", **more: Any) -> Script:
    """A reply of exactly these bytes."""
    return Script(lambda: iter(chunks), status=status, content_type=content_type, **more)


def fails(status: int, message: str = "scripted failure") -> Script:
    body = json.dumps({"error": {"message": message, "type": "scripted"}}).encode()
    return raw(body, status=status, content_type="application/json")


def breaks_after(text: str) -> Script:
    """Half a sentence, then the connection is gone."""
    return Script(lambda: iter([event(text)]), abort=True)


def resets_after(text: str) -> Script:
    """Half a sentence, then the connection is reset."""
    return Script(lambda: iter([event(text)]), abort=True, reset=True)


def silent_after(text: str, seconds: float = 600.0) -> Script:
    """Half a sentence, then nothing for ten minutes."""

    def pieces() -> Iterator[bytes]:
        yield event(text)
        time.sleep(seconds)
        yield event("晚了")

    return Script(pieces)


def never_ends_its_line(size: int = 3 << 20) -> Script:
    """One event whose line never ends."""
    return Script(lambda: iter([b'data: {"choices": [{"delta": {"content": "', *[b"x" * 65536] * (size // 65536)]))


def endless(text: str = "全市", pause: float = 0.0) -> Script:
    """A stream that never ends."""

    def pieces() -> Iterator[bytes]:
        while True:
            yield event(text)

    return Script(pieces, pause=pause)


class ModelServer:
    """Serves the scripts one after another, then `otherwise` (by default an error). Use as a context manager."""

    def __init__(self, *scripts: Script, otherwise: Callable[[Request], Script] | None = None) -> None:
        self.requests: list[Request] = []
        self.headers: list[dict[str, str]] = []
        self.finished = threading.Event()  # set when a client went away before the end of its reply
        self._scripts = list(scripts)
        self._otherwise = otherwise or (lambda _: fails(418, "no script left"))
        self._lock = threading.Lock()
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                server._answer(self, json.loads(self.rfile.read(length)))

            def log_message(self, *_: object) -> None:
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/v1"

    def __enter__(self) -> ModelServer:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def _answer(self, handler: BaseHTTPRequestHandler, request: Request) -> None:
        with self._lock:
            self.requests.append(request)
            self.headers.append(dict(handler.headers.items()))
            script = self._scripts.pop(0) if self._scripts else self._otherwise(request)
        handler.close_connection = True
        try:
            time.sleep(script.before)
            handler.send_response(script.status)
            handler.send_header("Content-Type", script.content_type)
            handler.send_header("Connection", "close")
            if script.abort:
                handler.send_header("Content-Length", "1000000")  # a promise that is not kept
            handler.end_headers()
            for piece in script.pieces():
                time.sleep(script.pause)
                handler.wfile.write(piece)
                handler.wfile.flush()
            if script.reset:
                time.sleep(0.05)  # or the reset overtakes what was sent
                handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                handler.connection.close()
        except OSError:
            self.finished.set()


def prompt_of(request: Request) -> str:
    """Everything the model was sent, as one text."""
    return "\n".join(str(m["content"]) for m in request["messages"])
