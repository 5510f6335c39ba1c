"""The MCP door with the client of the MCP package."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import traceback
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import httpx2
import pytest
from mcp import types
from mcp.client.client import Client
from mcp.client.streamable_http import streamable_http_client

from bot.as_json import answer_json
from tests.fakes import FakeBot
from tests.ui.doors import call, served

pytestmark = pytest.mark.integration
T = TypeVar("T")


@pytest.fixture(scope="module")
def bot() -> FakeBot:
    return FakeBot()


@pytest.fixture(scope="module")
def address(bot: FakeBot) -> Iterator[str]:
    with served(bot) as url:
        yield url


def connected(address: str, use: Callable[[Client], Awaitable[T]], mode: Any = "auto") -> T:
    async def run() -> T:
        async with Client(f"{address}/mcp", mode=mode) as client:
            return await use(client)

    return asyncio.run(run())


def tool(address: str, name: str, **arguments: object) -> types.CallToolResult:
    return connected(address, lambda client: client.call_tool(name, dict(arguments)))


def text(result: types.CallToolResult) -> str:
    assert isinstance(result.content[0], types.TextContent)
    return result.content[0].text


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_the_tools_are_five_and_read_only(address: str, mode: str) -> None:
    tools = connected(address, lambda client: client.list_tools(), mode).tools
    assert [t.name for t in tools] == ["search", "get_paragraph", "ask", "verify", "list_speeches"]
    assert all(t.annotations and t.annotations.read_only_hint for t in tools)
    assert all(t.description and t.input_schema["type"] == "object" for t in tools)


def test_ask(bot: FakeBot, address: str) -> None:
    result = tool(address, "ask", question="造林隐")
    assert not result.is_error
    assert result.structured_content == answer_json(bot.answer("造林隐"))
    assert text(result).startswith("【原文隐去】")
    assert "出处：" in text(result)


def test_from_a_search_to_a_paragraph_to_a_verdict(address: str) -> None:
    hit = tool(address, "search", question="林业碳汇", k=1).structured_content["hits"][0]
    listed = tool(address, "list_speeches", limit=1).structured_content
    assert listed["speeches"][0]["id"] == hit["speech_id"]
    speech = call(f"{address}/api/speeches/{hit['speech_id']}").json
    paragraph = speech["paragraphs"][hit["paragraphs"][0] - 1]
    read = tool(address, "get_paragraph", id=paragraph["id"], around=1).structured_content
    assert read["text"] == hit["text"]
    said = "全市完成造林12.6万亩。"
    evidence = [{"paragraph_id": paragraph["id"]}]
    assert tool(address, "verify", claim=said, evidence=evidence).structured_content["verdict"] == "supported"


@pytest.mark.parametrize(
    ("name", "arguments", "words"),
    [
        ("search", {}, "question：缺少"),
        ("search", {"question": "x", "top": 3}, "top：没有这一项"),
        ("get_paragraph", {"id": "x"}, "没有这一段"),
        ("delete", {}, "没有这个工具"),
        ("ask", {"question": "坏"}, "模型服务连不上"),
        ("ask", {"question": "崩"}, "程序内部出错"),
    ],
)
def test_errors_are_told_to_the_model(address: str, name: str, arguments: dict[str, object], words: str) -> None:
    result = tool(address, name, **arguments)
    assert result.is_error
    assert words in text(result)
    assert "secret" not in text(result)


def test_there_is_nothing_to_listen_to(address: str) -> None:
    assert call(f"{address}/mcp", Accept="text/event-stream").status == 405
    assert call(f"{address}/mcp", method="DELETE").status == 405
    assert call(f"{address}/mcp", b"{", Accept="application/json, text/event-stream").status == 400


def test_several_at_once_do_not_mix(address: str) -> None:
    async def many(client: Client) -> list[str]:
        results = await asyncio.gather(*(client.call_tool("ask", {"question": f"造林{n}"}) for n in range(8)))
        return [r.structured_content["question"] for r in results]

    assert connected(address, many) == [f"造林{n}" for n in range(8)]


def test_keys() -> None:
    async def listed(url: str, key: str) -> int:
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {key}"}) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            return len((await client.list_tools()).tools)

    with served(FakeBot(), ("wen", "secret")) as url:
        assert asyncio.run(listed(url, "wen:secret")) == 5
        with pytest.raises(ExceptionGroup) as refused:
            asyncio.run(listed(url, "wen:wrong"))
        assert "MCPError" in "".join(traceback.format_exception(refused.value))


def test_the_package_is_not_loaded_by_the_command_line() -> None:
    code = "import sys, bot.cli, ui.command, ui.api.routes; sys.exit('mcp' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0
