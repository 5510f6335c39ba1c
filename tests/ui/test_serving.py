from __future__ import annotations

import gc
import http.client
import socket
import time
import urllib.request

import pytest
from fastapi import FastAPI

from ui.serving import DEFAULT_PORT, address_of, is_loopback, listen, running, settle
from vectorstore.types import YanjuError


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "::1", "[::1]", "127.9.9.9"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "example.org", "", "127.0.0.1.example.org"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)


def test_a_taken_port_that_was_asked_for_is_an_error() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(YanjuError, match=f"127.0.0.1:{port}.*--port"):
            listen("127.0.0.1", port)


def test_without_a_wish_the_next_free_port_is_taken() -> None:
    with listen("127.0.0.1", None) as first, listen("127.0.0.1", None) as second:
        ports = [s.getsockname()[1] for s in (first, second)]
        assert DEFAULT_PORT <= ports[0] < ports[1]


def test_a_host_that_is_none() -> None:
    with pytest.raises(YanjuError, match="--host"):
        listen("没有这台机器.invalid", None)


def test_addresses() -> None:
    with listen("127.0.0.1", 0) as listening:
        port = listening.getsockname()[1]
        assert address_of(listening, "0.0.0.0") == f"http://127.0.0.1:{port}/"
        assert address_of(listening, "localhost") == f"http://localhost:{port}/"
        assert address_of(listening, "::1") == f"http://[::1]:{port}/"


def test_a_server_lives_as_long_as_the_block() -> None:
    app = FastAPI()
    app.get("/")(lambda: "在")
    listening = listen("127.0.0.1", 0)
    address = address_of(listening, "127.0.0.1")
    with running(app, listening), urllib.request.urlopen(address, timeout=5) as reply:
        assert reply.read().decode() == '"在"'
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", int(address.rsplit(":", 1)[1].strip("/")))) != 0


def test_the_server_is_not_the_first_to_close_an_idle_connection() -> None:
    app = FastAPI()
    app.get("/")(lambda: "在")
    listening = listen("127.0.0.1", 0)
    with running(app, listening):
        client = http.client.HTTPConnection(*listening.getsockname()[:2], timeout=5)
        client.connect()
        own = client.sock.getsockname()
        for pause in (0, 6):  # httpx keeps a connection for five seconds
            time.sleep(pause)
            client.request("GET", "/")
            assert client.getresponse().read()
            assert client.sock.getsockname() == own
        client.close()


def test_the_collector_leaves_alone_what_stays() -> None:
    try:
        settle()
        assert gc.get_freeze_count() > 10_000
        assert len(gc.get_objects()) < 10_000
    finally:
        gc.unfreeze()
