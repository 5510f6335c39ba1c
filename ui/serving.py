"""Listening: which address, which port, and the server's life from start to a clean end."""

from __future__ import annotations

import gc
import ipaddress
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from vectorstore.types import YanjuError

if TYPE_CHECKING:
    from fastapi import FastAPI

DEFAULT_PORT = 7860
_TRIES = 100
_START_SECONDS = 60
# Seconds until a thread that reckons lets another one on. Python's own 5 ms are what every word of every stream would
# wait at each of its hand-overs from thread to thread.
_SWITCH = 0.001
# Seconds that an idle connection stays open. Clients give theirs up after five (httpx), and so does uvicorn by itself:
# whoever asks again in that very moment would find it closed.
_IDLE = 65


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int | None) -> socket.socket:
    """A listening socket on `port`; None is the default port or the next free one. Raises YanjuError."""
    ports = range(DEFAULT_PORT, DEFAULT_PORT + _TRIES) if port is None else range(port, port + 1)
    for candidate in ports:
        try:
            return _bound(host, candidate)
        except OSError as error:
            if port is not None:
                raise YanjuError(
                    f"不能在 {host}:{candidate} 上监听：{error.strerror or error}。请换一个 --port"
                ) from error
            if isinstance(error, socket.gaierror):
                raise YanjuError(f"--host 的值“{host}”不是本机的地址。请写 127.0.0.1 或本机的 IP 地址") from error
    raise YanjuError(f"端口 {ports[0]} 到 {ports[-1]} 都被占用。请用 --port 指定一个空闲的端口")


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)[0]
    listening = socket.socket(family, kind, protocol)
    try:
        if os.name != "nt":  # on Windows the option would let two programs share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(128)
    except BaseException:
        listening.close()
        raise
    return listening


def address_of(listening: socket.socket, host: str) -> str:
    """The address to type into a browser."""
    port = listening.getsockname()[1]
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host.strip("[]")  # noqa: S104 - compared, not bound
    return f"http://[{name}]:{port}/" if ":" in name else f"http://{name}:{port}/"


@contextmanager
def running(app: FastAPI, listening: socket.socket) -> Iterator[None]:
    """The server runs in a thread of its own while the block does. Raises YanjuError when it does not start."""
    import uvicorn

    sys.setswitchinterval(_SWITCH)
    # open event streams must not hold up the end
    config = uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=2, timeout_keep_alive=_IDLE)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([listening],), name="yanju-server", daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not server.started:
            if not thread.is_alive() or time.monotonic() > deadline:
                raise YanjuError("网页服务没有启动成功，原因见上面的日志")
            time.sleep(0.02)
        yield
    finally:
        server.should_exit = True
        thread.join(timeout=5)
        listening.close()


def settle() -> None:
    """Take what is loaded by now out of the collector's sight: it stays as long as the server does.

    A full collection would look at its 300,000 objects, a quarter of a second in which nobody is served, several times
    a minute when many people ask.
    """
    gc.collect()
    gc.freeze()


def open_browser(address: str) -> None:
    """Open the address in a browser when there is a display; never fails."""
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return

    def attempt() -> None:
        import webbrowser

        with suppress(Exception):
            webbrowser.open(address)

    threading.Thread(target=attempt, daemon=True).start()
