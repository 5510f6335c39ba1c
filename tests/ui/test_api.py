"""The REST door, and the gate before all doors, over a real server with a plain HTTP client."""

from __future__ import annotations

import base64
import http.client
import json
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from bot.as_json import answer_json
from tests.fakes import FakeBot
from tests.ui.doors import call, events, served
from ui.api.limits import Limits
from ui.passwords import hashed

pytestmark = pytest.mark.integration
FOREST = "青禾市讲话汇编.txt"


@pytest.fixture(scope="module")
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture(scope="module")
def address(bot: FakeBot) -> Iterator[str]:
    with served(bot, limits=Limits(rate=1000, burst=1000, body=100_000, body_seconds=1)) as url:
        yield url


def test_ask_gives_what_the_command_line_gives(bot: FakeBot, address: str) -> None:
    history = [{"question": "青禾市怎样？", "answer": "很好。[1]"}]
    body = {"question": "造林多少？", "history": history, "file": FOREST, "role": "市长"}
    reply = call(f"{address}/api/ask", body)
    assert reply.json == answer_json(bot.answer("造林多少？"))
    question, turns, filters = bot.asked[-1]
    assert (question, turns[0].answer, filters.file, filters.role) == ("造林多少？", "很好。[1]", FOREST, "市长")


def test_ask_as_events(bot: FakeBot, address: str) -> None:
    reply = call(f"{address}/api/ask", {"question": "造林隐", "stream": True})
    assert reply.headers["content-type"].startswith("text/event-stream")
    kinds = events(reply.text)
    assert [kind for kind, _ in kinds][:2] == ["found", "draft"]
    assert "".join(data["text"] for kind, data in kinds if kind == "draft") == bot.answer("造林隐").text
    assert kinds[-1] == ("answer", answer_json(bot.answer("造林隐")))


def test_what_breaks_is_told_in_chinese_and_without_details(address: str) -> None:
    known = call(f"{address}/api/ask", {"question": "坏"})
    assert (known.status, known.message) == (503, "模型服务连不上")
    bug = call(f"{address}/api/ask", {"question": "崩"})
    assert bug.status == 500
    assert "secret" not in bug.text
    kind, data = events(call(f"{address}/api/ask", {"question": "崩", "stream": True}).text)[-1]
    assert kind == "error"
    assert "程序内部出错" in data["error"]["message"]


def test_search_both_ways(address: str) -> None:
    got = call(f"{address}/api/search?question=林业碳汇&k=1").json
    posted = call(f"{address}/api/search", {"question": "林业碳汇", "k": 1}).json
    assert got["hits"] == posted["hits"]
    assert [hit["paragraphs"] for hit in got["hits"]] == [[9, 9]]
    assert set(got) == {"question", "searched", "forms", "hits", "seconds", "notes"}


def test_verify(bot: FakeBot, address: str) -> None:
    said = "全市完成造林12.6万亩，同比增长8.3%。"
    assert call(f"{address}/api/verify", {"id": 7, "claim": said, "evidence": [{"quote": said}]}).json["id"] == 7
    paragraph = bot.store.source("s-forest", 9, 1).paragraph.id
    good = call(f"{address}/api/verify", {"claim": said, "evidence": [{"paragraph_id": paragraph}]}).json
    bad = call(f"{address}/api/verify", {"claim": said.replace("12.6", "13.6"), "evidence": [{"quote": said}]}).json
    assert (good["verdict"], bad["verdict"]) == ("supported", "unsupported")
    assert bad["reasons"]
    assert call(f"{address}/api/verify", {"claim": said, "evidence": [{"paragraph_id": "x"}]}).status == 404
    assert "二者取其一" in call(f"{address}/api/verify", {"claim": said, "evidence": [{}]}).message


def test_speeches_page_by_page(address: str) -> None:
    whole = call(f"{address}/api/speeches").json
    assert (whole["total"], whole["next_offset"], len(whole["speeches"])) == (4, None, 4)
    pages, offset = [], 0
    while offset is not None:
        page = call(f"{address}/api/speeches?limit=1&offset={offset}").json
        pages += page["speeches"]
        offset = page["next_offset"]
    assert pages == whole["speeches"]
    assert "paragraphs" not in pages[0]
    assert pages[0]["paragraph_count"] == 16
    assert call(f"{address}/api/speeches?file={FOREST}").json["total"] == 2
    assert call(f"{address}/api/speeches?file=青禾").json["total"] == 2
    assert call(f"{address}/api/speeches?file=没有").status == 404
    assert call(f"{address}/api/speeches?offset=99").json["speeches"] == []


def test_a_speech_and_its_paragraphs(address: str) -> None:
    speech = call(f"{address}/api/speeches/s-forest").json
    assert [place["file"] for place in speech["locations"]] == [FOREST, "2023年发言材料（2篇）.txt"]
    one = speech["paragraphs"][8]
    found = call(f"{address}/api/paragraphs/{one['id']}?around=1").json
    assert {key: found[key] for key in one} == one
    assert found["masks"][0]["text"] == "xx"
    assert [p["number"] for p in found["around"]] == [8, 9, 10]
    assert found["speeches"][0]["locations"] == speech["locations"]
    for path in ("speeches/x", "paragraphs/x", "paragraphs/../../etc/passwd", "speeches/%00"):
        assert call(f"{address}/api/{path}").status == 404


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("ask", b"{", "不是 JSON"),
        ("ask", b"[" * 50_000, "JSON"),
        ("ask", b'"x"', "应为"),
        ("ask", {}, "question：缺少"),
        ("ask", {"question": "  "}, "question：不能为空"),
        ("ask", {"question": 3}, "question：应为字符串"),
        ("ask", {"question": "\ud800"}, "question：有不能用的字符"),
        ("ask", {"question": "x", "flie": "y"}, "flie：没有这一项"),
        ("ask", {"question": "x", "history": [{"answer": "y"}]}, "history.0.question：缺少"),
        ("ask", {"question": "x", "stream": 1}, "stream：应为 true"),
        ("search", {"question": "x", "k": 0}, "k：不能小于 1"),
        ("search", {"question": "x", "k": 10**9}, "k：不能大于 1000"),
        ("search", {"question": "x", "k": "5"}, "k：应为整数"),
        ("verify", {"claim": "x", "evidence": "y"}, "evidence：应为数组"),
    ],
)
def test_wrong_requests(address: str, path: str, body: object, words: str) -> None:
    reply = call(f"{address}/api/{path}", body)
    assert reply.status == 400
    assert words in reply.message


@pytest.mark.parametrize("path", ["/api", "/api/nothing", "/v1/embeddings", "/api/ask", "/v1"])
def test_there_is_no_such_door(address: str, path: str) -> None:
    reply = call(address + path)
    assert reply.status == 404
    assert "/api/docs" in reply.message


def test_the_description_needs_no_other_address(address: str) -> None:
    described = call(f"{address}/api/openapi.json").json
    doors = {"/api/search", "/api/ask", "/api/verify", "/api/speeches", "/api/speeches/{id}", "/api/paragraphs/{id}"}
    assert doors | {"/v1/chat/completions", "/v1/models"} <= set(described["paths"])
    page = call(f"{address}/api/docs")
    assert page.headers["content-type"].startswith("text/html")
    assert all(door in page.text for door in doors)
    assert not any(outside in page.text for outside in ("http://", "https://", "<script", "//cdn"))


def test_other_pages_and_foreign_names(address: str) -> None:
    ask = {"question": "x"}
    assert call(f"{address}/api/ask", ask, Origin="http://evil.example").status == 403
    assert call(f"{address}/api/speeches", Sec_Fetch_Site="cross-site").status == 403
    assert call(f"{address}/v1/models", Host="evil.example").status == 403
    assert call(f"{address}/mcp", {}, Host="evil.example").status == 403
    assert call(f"{address}/", Host="evil.example").status == 403
    assert call(f"{address}/gradio_api/queue/join", {}, Origin="http://evil.example").status == 403
    assert call(f"{address}/api/ask", ask, Origin=address, Sec_Fetch_Site="same-origin").status == 200


def test_a_body_that_is_too_large_or_never_ends(address: str) -> None:
    big = {"question": "长" * 40_000}
    assert "最多 97 KB" in call(f"{address}/api/ask", big).message
    where = urlsplit(address).netloc
    head = {"Content-Type": "application/json"}
    chunked = http.client.HTTPConnection(where, timeout=10)
    chunked.request("POST", "/api/ask", iter([b" " * 60_000] * 2), head, encode_chunked=True)
    assert chunked.getresponse().status == 413
    slow = http.client.HTTPConnection(where, timeout=10)
    slow.putrequest("POST", "/api/ask")
    slow.putheader("Content-Length", "20")
    slow.endheaders(b'{"ques')
    assert slow.getresponse().status == 408


def test_a_long_question_is_for_the_bot_to_cut(bot: FakeBot, address: str) -> None:
    assert call(f"{address}/api/ask", {"question": "问" * 5000}).status == 200
    assert len(bot.asked[-1][0]) == 5000


def test_nobody_waits_any_more(bot: FakeBot, address: str) -> None:
    where, closed = urlsplit(address).netloc, bot.closed
    gone = http.client.HTTPConnection(where, timeout=10)
    gone.request(
        "POST", "/api/ask", json.dumps({"question": "慢", "stream": True}), {"Content-Type": "application/json"}
    )
    assert gone.getresponse().read1(100)
    gone.close()
    began = time.monotonic()
    while bot.closed == closed and time.monotonic() - began < 10:
        time.sleep(0.05)
    assert bot.closed == closed + 1
    assert time.monotonic() - began < 5  # the whole answer would take 25


def test_more_at_once_than_there_are_places(bot: FakeBot, address: str) -> None:
    """70 slow answers at a server with 64 places: some are refused at once, and all places are free again."""
    where = urlsplit(address).netloc
    body, head = json.dumps({"question": "慢", "stream": False}), {"Content-Type": "application/json"}
    waiting = [http.client.HTTPConnection(where, timeout=10) for _ in range(70)]
    for one in waiting:
        one.request("POST", "/api/ask", body, head)
    refused = call(f"{address}/api/ask", {"question": "造林"})
    assert (refused.status, refused.headers["retry-after"]) == (503, "1")
    for one in waiting:
        one.close()
    began = time.monotonic()
    while call(f"{address}/api/ask", {"question": "造林"}).status != 200:
        assert time.monotonic() - began < 20
        time.sleep(0.2)


@pytest.fixture(scope="module")
def guarded() -> Iterator[str]:
    secret = f"{hashed('秘密')} li:{hashed('b')}"
    with served(FakeBot(), ("小王", secret), Limits(rate=0.001, burst=12, wrong_rate=0.001, wrong_burst=3)) as url:
        yield url


def test_who_asks_how_often_and_how_wrongly(guarded: str) -> None:
    token = base64.b64encode("小王:秘密".encode()).decode()
    for path in ("/api/speeches", "/v1/models", "/mcp", "/api/nothing"):
        refused = call(guarded + path)
        assert refused.status == 401
        assert refused.headers["www-authenticate"].startswith("Bearer")
    assert call(f"{guarded}/api/docs").status == 200
    assert call(f"{guarded}/v1/models", Authorization="Bearer li:b", Host="yanju.example").status == 200
    for kind in ("Bearer", "Basic"):
        assert call(f"{guarded}/v1/models", Authorization=f"{kind} {token}").status == 200
    utf8 = "Bearer 小王:秘密".encode().decode("latin-1")
    assert call(f"{guarded}/v1/models", Authorization=utf8).status == 200

    codes = [call(f"{guarded}/v1/models", Authorization="Bearer li:x").status for _ in range(5)]
    assert codes == [401, 401, 401, 429, 429]
    assert call(f"{guarded}/v1/models", Authorization="Bearer li:b").status == 200  # known: not shut out by a guesser

    replies = [call(f"{guarded}/v1/models", Authorization="Bearer li:b") for _ in range(12)]
    assert [r.status for r in replies].count(429) == 2
    assert int(replies[-1].headers["retry-after"]) > 1
    assert "频繁" in replies[-1].message
    assert call(f"{guarded}/v1/models", Authorization=f"Bearer {token}").status == 200  # another user's pace
    assert call(f"{guarded}/login", b"username=li&password=x").status == 429  # the page's door counts the same
