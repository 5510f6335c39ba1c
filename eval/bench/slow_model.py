"""A scripted OpenAI-compatible model of known speed, in a process of its own: `python -m eval.bench.slow_model`.

It waits FIRST seconds, then sends CHARACTERS a second: each piece at its own time after the request, so that neither
its own work nor a late wake-up adds up. Its answers quote the nearest sentences (eval/habits.py). The first line of
standard output is its address.
"""

from __future__ import annotations

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from eval.habits import reply

FIRST, CHARACTERS, PIECE = 0.3, 60.0, 6


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = (
        True  # as servers of models do: or the last word of a reply waits 40 ms for the one before
    )

    def log_message(self, format: str, *args: object) -> None:
        """Silent."""

    def do_POST(self) -> None:
        due = time.monotonic() + FIRST
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length") or 0)))
        text = reply(asked["messages"])
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for at in range(0, len(text), PIECE):
            _until(due)
            self._send({"delta": {"content": text[at : at + PIECE]}})
            due += PIECE / CHARACTERS
        _until(due)
        self._send({"delta": {}, "finish_reason": "stop"})
        self._write(b"data: [DONE]\n\n")
        self._write(b"")

    def _send(self, choice: dict[str, Any]) -> None:
        event = {"id": "slow", "object": "chat.completion.chunk", "choices": [{"index": 0, **choice}]}
        self._write(b"data: " + json.dumps(event, ensure_ascii=False).encode() + b"\n\n")

    def _write(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
        self.wfile.flush()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256


def _until(due: float) -> None:
    time.sleep(max(0.0, due - time.monotonic()))


def seconds(text: str) -> float:
    """How long the model takes for a whole reply."""
    return FIRST + -(-len(text) // PIECE) * PIECE / CHARACTERS


def main() -> int:
    server = _Server(("127.0.0.1", 0), _Handler)
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    server.serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main())
