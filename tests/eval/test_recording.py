"""Record through one real server, replay from another, with plain HTTP requests."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from eval.recording import Recording, RecordingServer, ask_upstream, request_key

pytestmark = pytest.mark.integration


class Endpoint(BaseHTTPRequestHandler):
    """An endpoint that streams what it was asked, and counts."""

    asked = 0

    def log_message(self, format: str, *args: object) -> None: ...

    def do_POST(self) -> None:
        type(self).asked += 1
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(500 if body["q"] == "坏" else 200)
        self.send_header("Content-Type", "text/event-stream")
        self.end_headers()
        self.wfile.write(f"data: 回{body['q']}\n\ndata: [DONE]\n\n".encode())


@contextmanager
def serving(server: ThreadingHTTPServer) -> Iterator[str]:
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def post(address: str, question: str) -> tuple[int, str]:
    headers = {"Content-Type": "application/json", "Authorization": "Bearer sk-secret-key"}
    request = urllib.request.Request(f"{address}/v1/chat/completions", json.dumps({"q": question}).encode(), headers)
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return reply.status, reply.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_what_was_recorded_is_replayed_byte_for_byte(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    with ExitStack() as stack:
        upstream = stack.enter_context(serving(ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)))
        recorder = stack.enter_context(serving(RecordingServer(Recording.load(file), partial(ask_upstream, upstream))))
        first = post(recorder, "甲")
        asked = Endpoint.asked
        assert post(recorder, "甲") == first
        assert Endpoint.asked == asked, "a known request is not asked again"
        assert post(recorder, "坏")[0] == 500
    assert "sk-secret-key" not in file.read_text(encoding="utf8")
    replayer = RecordingServer(Recording.load(file))
    with serving(replayer) as address:
        assert post(address, "甲") == first
        status, text = post(address, "乙")
        assert (status, "没有这个请求" in text) == (404, True)
        assert post(address, "坏")[0] == 404, "errors are not recorded"
    assert len(replayer.recording.unseen) == 2


def test_the_order_of_fields_does_not_matter() -> None:
    assert request_key("/v1", b'{"a":1,"b":2}') == request_key("/v1", b'{"b": 2, "a": 1}')
    assert request_key("/v1", b'{"a":1}') != request_key("/v1", b'{"a":2}')
    assert request_key("/v1", b"\xff") != request_key("/v2", b"\xff")


def test_a_damaged_recording_is_refused_by_line(tmp_path: Path) -> None:
    file = tmp_path / "replies.jsonl"
    file.write_text("{}\n", encoding="utf8")
    with pytest.raises(ValueError, match="第 1 行"):
        Recording.load(file)
