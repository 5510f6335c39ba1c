from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.llm import ModelClient
from bot.ports import ModelError
from bot.settings import ModelSettings
from bot.sse import whole
from bot.types import Usage
from prompts.template import Message
from tests.model_server import ModelServer, Script, breaks_after, endless, event, fails, raw, says

pytestmark = pytest.mark.integration
ASK = (Message("system", "规则"), Message("user", "青禾市种了多少树？"))


def settings(url: str, timeout: float = 10.0, key: str = "") -> ModelSettings:
    return ModelSettings(url, "tiny", key, timeout=timeout)


def complete(client: ModelClient) -> tuple[str, Usage]:
    reading = whole(client.stream(ASK, 100))
    while True:
        try:
            next(reading)
        except StopIteration as end:
            reply: tuple[str, Usage] = end.value
            return reply


def failure(*scripts: Script, timeout: float = 10.0, key: str = "") -> str:
    """The message of the error that these replies lead to."""
    with ModelServer(*scripts) as server:
        client = ModelClient(settings(server.url, timeout, key))
        with pytest.raises(ModelError) as caught:
            complete(client)
        client.close()
        assert "tiny" in str(caught.value)
        assert server.url in str(caught.value)
    return str(caught.value)


def test_a_reply_is_streamed_piece_by_piece_with_its_tokens() -> None:
    with ModelServer(says("全市新增造林三万亩[1]。", pause=0.03)) as server:
        client = ModelClient(settings(server.url, key="sk-secret"))
        stream = client.stream(ASK, 77)
        pieces = []
        while True:
            try:
                pieces.append(next(stream))
            except StopIteration as end:
                used = end.value
                break
        client.close()
    assert "".join(pieces) == "全市新增造林三万亩[1]。"
    assert len([p for p in pieces if p]) > 1
    assert (used.prompt, used.completion, used.cut) == (321, 45, False)
    request = server.requests[0]
    assert (request["model"], request["temperature"], request["max_tokens"], request["stream"]) == ("tiny", 0, 77, True)
    assert request["messages"] == [{"role": m.role, "content": m.text} for m in ASK]
    headers = {k.lower(): v for k, v in server.headers[0].items()}
    assert headers["authorization"] == "Bearer sk-secret"
    assert "openai-organization" not in headers


def test_a_reply_that_was_read_to_its_end_leaves_its_connection_to_the_next() -> None:
    peers: list[object] = []

    class Kept(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

        def do_POST(self) -> None:
            peers.append(self.client_address)
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for piece in (event("好[1]。", "stop"), b"data: [DONE]\n\n", b""):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                time.sleep(0.02)  # the end of the body comes after the last word

    with ThreadingHTTPServer(("127.0.0.1", 0), Kept) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        client = ModelClient(settings(f"http://127.0.0.1:{server.server_port}/v1"))
        for _ in range(3):
            assert complete(client)[0] == "好[1]。"
            time.sleep(0.1)
        client.close()
        server.shutdown()
    assert len(peers) == 3
    assert len(set(peers)) == 1


def test_reasoning_is_hidden_with_and_without_its_opening_tag() -> None:
    with ModelServer(says("<think>先想想[9]</think>\n有[1]。", size=3), says("想想</think>没有[2]。")) as server:
        client = ModelClient(settings(server.url))
        assert complete(client)[0] == "有[1]。"
        assert complete(client)[0] == "没有[2]。"
        client.close()


def test_busy_and_broken_servers_are_asked_again_before_the_first_token() -> None:
    with ModelServer(fails(429), fails(503), says("好[1]。")) as server:
        client = ModelClient(settings(server.url))
        assert complete(client)[0] == "好[1]。"
        client.close()
    assert len(server.requests) == 3


def test_a_server_that_does_not_stream_is_understood() -> None:
    body = {
        "choices": [{"message": {"content": "好[1]。"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 2},
    }
    with ModelServer(raw(json.dumps(body).encode(), content_type="application/json")) as server:
        client = ModelClient(settings(server.url))
        text, used = complete(client)
        client.close()
    assert (text, used.completion) == ("好[1]。", 2)


def test_output_that_hits_its_limit_or_ends_without_a_word_is_marked_cut() -> None:
    with ModelServer(says("一是造林[1]。二是", finish="length"), raw(event("一是造林[1]。二是"))) as server:
        client = ModelClient(settings(server.url))
        assert complete(client)[1].cut
        assert complete(client)[1].cut
        client.close()


def test_an_endless_stream_is_bounded() -> None:
    with ModelServer(endless("青禾市" * 500)) as server:
        client = ModelClient(settings(server.url))
        text, used = complete(client)
        client.close()
        assert len(text) == 20_000
        assert used.cut
        assert server.finished.wait(5)


def test_a_slow_drip_ends_at_the_timeout() -> None:
    started = time.monotonic()
    message = failure(endless(pause=0.05), timeout=0.6)
    assert time.monotonic() - started < 5
    assert "0.6 秒" in message
    assert "YANJU_LLM_TIMEOUT" in message


def test_a_silent_server_ends_at_the_timeout() -> None:
    assert "YANJU_LLM_TIMEOUT" in failure(Script(before=3), timeout=0.4)


def test_stopping_ends_the_request_at_once_even_before_the_first_token() -> None:
    with ModelServer(
        endless(pause=0.05), Script(before=0.5, pieces=lambda: iter([event("晚了")] * 9), pause=0.2)
    ) as server:
        client = ModelClient(settings(server.url))
        stream = client.stream(ASK, 100)
        while not next(stream):
            pass
        stream.close()
        assert server.finished.wait(5)
        server.finished.clear()
        silent = client.stream(ASK, 100)
        started = time.monotonic()
        assert next(silent) == next(silent) == ""
        silent.close()
        assert time.monotonic() - started < 0.45
        assert server.finished.wait(5)
        client.close()


def test_nobody_listens() -> None:
    client = ModelClient(settings("http://127.0.0.1:9/v1"))
    with pytest.raises(ModelError, match=r"连不上大模型 tiny（http://127\.0\.0\.1:9/v1）.*YANJU_LLM_BASE_URL"):
        complete(client)
    client.close()


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (fails(401, "bad key sk-secret-1"), "YANJU_LLM_API_KEY"),
        (fails(404, "no such model"), "YANJU_LLM_MODEL"),
        (fails(400, "maximum context length is 4096"), "YANJU_LLM_CONTEXT"),
        (breaks_after("全市新增"), "中断"),
        (raw(event("全市新增"), b'data: {"error":{"message":"500 out of memory"}}\n\n'), "out of memory"),
        (raw(event("全市"), b'data: {"choices":[{"delta":{"content":"\xe9\x9d\xff"}}]}\n\n'), "UTF-8"),
        (raw(b"<!DOCTYPE html><html>login</html>", content_type="text/html"), "网页"),
        (raw(), "空的"),
        (raw(b"data: {half\n\n"), "JSON"),
        (raw(b"data: [1]\n\n"), "OpenAI"),
        (raw(b"data: " + b"x" * (2 << 20)), "不正常"),
    ],
)
def test_every_broken_reply_has_a_message_that_says_what_to_do(script: Script, said: str) -> None:
    message = failure(script, key="sk-secret-1")
    assert said in message
    assert "sk-secret-1" not in message
