from __future__ import annotations

import http.client
import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.fakes import FakeBot
from ui.app import web_app
from ui.passwords import Accounts
from ui.serving import address_of, listen, running
from ui.talks import Talks

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    bot = FakeBot()
    listening = listen("127.0.0.1", 0)
    with running(web_app(Talks(bot), bot), listening):
        yield address_of(listening, "127.0.0.1")


def test_the_page_may_talk_to_its_own_server_only(address: str) -> None:
    with urllib.request.urlopen(address, timeout=10) as reply:
        policy = reply.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    "door",
    [
        "docs",
        "redoc",
        "gradio_api/file=pyproject.toml",
        "gradio_api/file=/etc/passwd",
        "gradio_api/proxy=https://example.org/",
        "gradio_api/runs",
        "gradio_api/mcp",
    ],
)
def test_doors_that_are_closed(address: str, door: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(address + door, timeout=10)
    assert refused.value.code == 404


def test_what_is_uploaded_is_never_given_out(address: str) -> None:
    form = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.txt"\r\n\r\nsecret\r\n--b--\r\n'
    upload = urllib.request.Request(address + "gradio_api/upload", data=form, method="POST")
    upload.add_header("Content-Type", "multipart/form-data; boundary=b")
    with urllib.request.urlopen(upload, timeout=10) as reply:
        (path,) = json.loads(reply.read())
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{address}gradio_api/file={path}", timeout=10)
    assert refused.value.code == 404


def test_names_and_passwords() -> None:
    check = Accounts(("小王", "秘密:1")).check
    assert check("小王", "秘密:1")
    assert not check("小王", "秘密")
    assert not check("小", "秘密:1")
    assert not check("", "")
    assert not check("\ud800", "\udfff")


def test_a_request_that_is_too_long_or_does_not_say_how_long_is_refused_unread(address: str) -> None:
    for headers in ({"Content-Length": str(5 * 2**30)}, {"Transfer-Encoding": "chunked"}):
        connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=10)
        connection.putrequest("POST", "/gradio_api/upload")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.getresponse().status == 413
        connection.close()


def test_with_accounts_only_who_is_logged_in_may_upload() -> None:
    bot = FakeBot()
    listening = listen("127.0.0.1", 0)
    with running(web_app(Talks(bot), bot, auth=("小王", "秘密:1")), listening):
        request = urllib.request.Request(address_of(listening, "127.0.0.1") + "gradio_api/upload", b"x", method="POST")
        request.add_header("Content-Type", "multipart/form-data; boundary=b")
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request, timeout=10)
    assert refused.value.code == 401
