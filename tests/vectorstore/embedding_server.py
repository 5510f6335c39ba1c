"""A small OpenAI-compatible /v1/embeddings over real HTTP; it can be told to fail in the ways servers do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Served:
    """What the server was asked and how it answers. `failures` are sent first, one a request: a status or a body."""

    url: str = ""
    dimension: int = 4
    failures: list[int | str] = field(default_factory=list)
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    def vector(self, text: str) -> list[float]:
        """Texts of the same length are near each other."""
        return [float(n == len(text) % self.dimension) + 0.01 for n in range(self.dimension)]


@contextmanager
def embedding_server() -> Iterator[Served]:
    served = Served()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            served.asked.append(asked)
            served.keys.append(self.headers.get("Authorization", ""))
            failure = served.failures.pop(0) if served.failures else None
            rows = [
                {"object": "embedding", "index": n, "embedding": served.vector(text)}
                for n, text in enumerate(asked["input"])
            ]
            body = json.dumps({"object": "list", "model": asked["model"], "data": rows[::-1], "usage": {}})
            self.send_response(failure if isinstance(failure, int) else 200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write((failure if isinstance(failure, str) else body).encode())

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_port}/v1"
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()
