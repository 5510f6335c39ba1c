"""Record a model's replies between the chain and any OpenAI-compatible endpoint, and replay them as a server.

    python -m eval.recording record --upstream http://127.0.0.1:11434 --file replies.jsonl --port 8801
    python -m eval.recording replay --file replies.jsonl --port 8801

Set YANJU_LLM_BASE_URL to http://127.0.0.1:8801/v1 in both cases. A request is known by its path and body; the headers,
and with them the key, are never written. The replayer answers what it has seen byte for byte, and refuses and counts
what it has not.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

LARGEST = 32 * 2**20  # bytes of one request or reply


@dataclass(frozen=True, slots=True)
class Reply:
    """One recorded reply: the HTTP status, the content type, and the body as it came."""

    status: int
    content_type: str
    body: bytes


Upstream = Callable[[str, bytes | None, dict[str, str]], Reply]  # path, body, headers of a request


def request_key(path: str, body: bytes) -> str:
    """Path and body, whatever the order of the JSON's fields."""
    with contextlib.suppress(ValueError):  # not JSON: known by its bytes
        body = json.dumps(json.loads(body), sort_keys=True, ensure_ascii=False).encode()
    return hashlib.sha256(path.encode() + b"\n" + body).hexdigest()


@dataclass(slots=True)
class Recording:
    """The pairs of one file, kept open while it is served. `unseen` are the requests that it does not have."""

    file: Path
    replies: dict[str, Reply] = field(default_factory=dict)
    unseen: list[str] = field(default_factory=list)
    brief: bool = False  # only keys and replies are written, not the requests
    lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, file: Path, brief: bool = False) -> Recording:
        """Raises ValueError naming the line that is not a recorded pair."""
        recording = cls(file, brief=brief)
        lines = file.read_text(encoding="utf8").splitlines() if file.exists() else []
        for number, line in enumerate(lines, 1):
            try:
                pair = json.loads(line)
                reply = Reply(pair["status"], pair["content_type"], pair["body"].encode())
                recording.replies[pair["key"]] = reply
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ValueError(f"{file} 第 {number} 行不是一条录下的回复：{error}") from error
        return recording

    def add(self, key: str, request: bytes, reply: Reply) -> None:
        """Keep a reply, in memory and at the end of the file. Only UTF-8 replies are kept (the protocol's own)."""
        line = json.dumps(
            {
                "key": key,
                **({} if self.brief else {"request": request.decode("utf8", "replace")}),
                "status": reply.status,
                "content_type": reply.content_type,
                "body": reply.body.decode("utf8"),
            },
            ensure_ascii=False,
        )
        with self.lock:
            self.replies[key] = reply
            with self.file.open("a", encoding="utf8") as out:
                out.write(line + "\n")


def ask_upstream(upstream: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
    """The endpoint's reply, whole. An HTTP error is a reply too; raises OSError when there is none."""
    request = urllib.request.Request(upstream.rstrip("/") + path, data=body, headers=headers)  # noqa: S310 - the user's own endpoint
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:  # noqa: S310
            return Reply(answer.status, answer.headers.get("Content-Type", ""), answer.read(LARGEST))
    except urllib.error.HTTPError as error:
        return Reply(error.code, error.headers.get("Content-Type", ""), error.read(LARGEST))


def _refusal(message: str) -> Reply:
    body = json.dumps({"error": {"message": message, "type": "invalid_request_error"}}, ensure_ascii=False)
    return Reply(404, "application/json", body.encode())


class _Handler(BaseHTTPRequestHandler):
    """Answers from the recording; asks the endpoint when recording."""

    server: RecordingServer

    def log_message(self, format: str, *args: Any) -> None:
        """Silent: requests carry the library's text."""

    def _serve(self, body: bytes | None) -> None:
        recording, upstream = self.server.recording, self.server.upstream
        key = request_key(self.path, body or b"")
        reply = recording.replies.get(key)
        if reply is None and upstream:
            kept = {k: v for k, v in self.headers.items() if k.lower() in ("authorization", "content-type", "accept")}
            reply = upstream(self.path, body, kept)
            if reply.status < 400:
                recording.add(key, body or b"", reply)
        elif reply is None:
            recording.unseen.append(f"{self.path} {(body or b'')[:200].decode('utf8', 'replace')}")
            reply = _refusal(f"录音里没有这个请求（{key[:12]}）；请先用 record 录一遍")
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def do_GET(self) -> None:
        self._serve(None)

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            self.send_error(413)
            return
        self._serve(self.rfile.read(length))


class RecordingServer(ThreadingHTTPServer):
    """The recorder (with an upstream) or replayer (without), on loopback. `url` is the base URL for the client."""

    daemon_threads = True

    def __init__(self, recording: Recording, upstream: Upstream | None = None, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.recording = recording
        self.upstream = upstream

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m eval.recording", description=__doc__.splitlines()[0] if __doc__ else ""
    )
    parser.add_argument("mode", choices=("record", "replay"))
    parser.add_argument("--file", type=Path, required=True)
    parser.add_argument("--upstream", help="要录的模型服务地址（不带 /v1），record 时必给")
    parser.add_argument("--port", type=int, default=8801)
    arguments = parser.parse_args(argv)
    if (arguments.mode == "record") != bool(arguments.upstream):
        parser.error("record 要有 --upstream；replay 不要")
    upstream = partial(ask_upstream, arguments.upstream) if arguments.upstream else None
    server = RecordingServer(Recording.load(arguments.file), upstream, arguments.port)
    print(f"{arguments.mode}：{server.url}　文件：{arguments.file}", file=sys.stderr)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(f"没录过的请求：{len(server.recording.unseen)} 个", file=sys.stderr)
    finally:
        server.server_close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
