from __future__ import annotations

import http.client
from urllib.parse import quote, urlencode, urlsplit

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeBot
from tests.ui.doors import served
from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.login import login_page
from ui.passwords import hashed
from ui.sessions import COOKIE, Sessions

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def send(url: str, method: str, path: str, body: str = "", **headers: str) -> tuple[int, dict[str, str], str]:
    """A request whose redirects are not followed."""
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
    connection.request(method, path, body, headers)
    reply = connection.getresponse()
    told = reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read().decode()
    connection.close()
    return told


def enter(url: str, name: str, password: str) -> tuple[int, dict[str, str], str]:
    return send(url, "POST", "/login", urlencode({"username": name, "password": password}), **FORM)


def test_a_session_ends_at_logout_and_when_it_is_not_used() -> None:
    now = [0.0]
    sessions = Sessions(life=100, clock=lambda: now[0])
    first, second = sessions.begin("甲"), sessions.begin("乙")
    assert (sessions.user(first), sessions.user(second)) == ("甲", "乙")
    sessions.end(first)
    assert sessions.user(first) is None
    now[0] = 90.0
    assert sessions.user(second) == "乙"
    now[0] = 180.0
    assert sessions.user(second) == "乙"  # used meanwhile
    now[0] = 281.0
    assert sessions.user(second) is None
    assert sessions.user(None) is None
    assert sessions.user("\ud800") is None
    sessions.end("猜的")


def test_the_way_in_and_out() -> None:
    with served(FakeBot(), ("小王", hashed("秘密"))) as url:
        status, headers, _ = send(url, "GET", "/")
        assert (status, headers["location"]) == (303, "login")
        assert send(url, "GET", "/config")[0] == 401
        assert send(url, "POST", "/gradio_api/queue/join", "{}", **{"Content-Type": "application/json"})[0] == 401
        assert 'type="password"' in send(url, "GET", "/login")[2]
        status, headers, page = enter(url, "小王", "猜的")
        assert status == 401
        assert "set-cookie" not in headers
        assert "用户名或口令不对" in page
        assert 'value="小王"' in page
        assert "猜的" not in page
        status, headers, _ = enter(url, "小王", "秘密")
        assert (status, headers["location"]) == (303, "./")
        cookie = headers["set-cookie"]
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        session = {"Cookie": cookie.split(";")[0]}
        assert send(url, "GET", "/", **session)[0] == 200
        assert send(url, "GET", "/login", **session)[0] == 303
        assert send(url, "GET", "/logout", **session)[0] != 303  # a picture elsewhere must not log anybody out
        foreign = send(url, "POST", "/logout", **session, **{"Sec-Fetch-Site": "cross-site"})
        assert foreign[0] == 403
        assert send(url, "POST", "/logout", **session)[1]["location"] == "login"
        assert send(url, "GET", "/", **session)[0] == 303  # the old cookie is worth nothing
        assert send(url, "POST", "/login", "username=" + "x" * 20_000, **FORM)[0] == 413
        assert send(url, "GET", "/", Cookie=f"{COOKIE}={quote('猜的')}")[0] == 303


def test_a_guesser_is_slowed_down() -> None:
    with served(FakeBot(), ("小王", "秘密")) as url:
        codes = [enter(url, "小王", str(n))[0] for n in range(12)]
        assert codes[:10] == [401] * 10
        assert codes[10:] == [429, 429]


def test_nobody_has_to_log_in_without_accounts() -> None:
    with served(FakeBot()) as url:
        assert send(url, "GET", "/")[0] == 200


def test_english_for_a_browser_that_asks_for_it() -> None:
    with served(FakeBot(), ("li", "b")) as url:
        assert '<html lang="en">' in send(url, "GET", "/login", **{"Accept-Language": "en-GB,en;q=0.9"})[2]
        assert '<html lang="zh-CN">' in send(url, "GET", "/login", **{"Accept-Language": "en,zh;q=0.5"})[2]


@given(HOSTILE, st.booleans())
def test_nothing_of_a_name_becomes_markup(name: str, wrong: bool) -> None:
    page = Page(login_page("zh", wrong, name).replace("<!doctype html>", ""))
    assert page.tags.count("script") == 0
    assert page.tags.count("input") == 2
    assert len(page.tags) == len(Page(login_page("zh", wrong, "").replace("<!doctype html>", "")).tags)


def test_a_person_is_told_in_words_how_long_to_wait_and_a_program_in_json() -> None:
    browser = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "zh-CN"}
    with served(FakeBot(), ("小王", "秘密")) as url:
        for n in range(10):
            enter(url, "小王", str(n))
        status, headers, text = send(url, "POST", "/login", "username=a&password=b", **FORM, **browser)
        assert status == 429
        assert headers["content-type"].startswith("text/html")
        assert "content-security-policy" in headers
        assert f"请等 {headers['retry-after']} 秒再试" in text
        assert 'href="login"' in text
        english = send(url, "POST", "/login", "x=y", **FORM, **browser | {"Accept-Language": "en"})[2]
        assert "Please wait" in english
        assert send(url, "POST", "/login", "x=y", **FORM)[1]["content-type"] == "application/json"


def test_every_refusal_that_a_browser_opens_is_a_page() -> None:
    browser = {"Accept": "text/html"}
    with served(FakeBot()) as url:
        for path, host, status, told in (
            ("/no/such", "127.0.0.1", 404, "没有这个页面"),
            ("/login", "127.0.0.1", 405, "没有这个页面"),
            ("/", "elsewhere.example", 403, "localhost"),
        ):
            reply = send(url, "GET", path, **browser, Host=host)
            assert (reply[0], told in reply[2]) == (status, True)
            assert int(reply[1]["content-length"]) == len(reply[2].encode())
            assert send(url, "GET", path, Host=host)[1]["content-type"] == "application/json"
        assert 'href="../"' in send(url, "GET", "/no/such", **browser)[2]
        assert send(url, "GET", "/api/none", **browser)[1]["content-type"] == "application/json"  # a program's door
