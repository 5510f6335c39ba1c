"""The doors over a real small library: the same answers as the command line."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import openai
import pytest

from bot.assemble import open_bot
from bot.cli import main
from bot.settings import Settings
from tests.ui.doors import call, served

pytestmark = pytest.mark.integration
QUESTION = "青禾市去年造林多少万亩？"
FOREST = """# 在青禾市林业工作会议上的讲话

（市长）

同志们：

去年，全市完成造林12.6万亩，同比增长8.3%，林业碳汇成交额达到xx亿元。

今年要把国土绿化抓得更实，全面推行林长制，守住森林防火的底线。
"""
BUSINESS = """# 在云岭县营商环境座谈会上的发言

各位企业家：

全县新登记经营主体3482户，企业开办时间压缩到0.5个工作日。
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("doors")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    (folder / "林业.md").write_text(FOREST, "utf-8")
    (folder / "营商.md").write_text(BUSINESS, "utf-8")
    with open_bot(Settings(store=folder / "library")) as bot:
        bot.store.ingest([folder / "林业.md", folder / "营商.md"])
        with served(bot) as url:
            yield url


def yanju(folder: Path, *arguments: str) -> Any:
    """What the command line gives for the same library."""
    out = io.StringIO()
    with redirect_stdout(out):
        assert main([*arguments, "--store", str(folder / "library"), "--json"]) == 0
    return json.loads(out.getvalue())


def without_seconds(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "seconds"}


def test_one_form_for_the_command_line_and_the_doors(folder: Path, address: str) -> None:
    asked = call(f"{address}/api/ask", {"question": QUESTION}).json
    assert "12.6万亩" in asked["answer"]
    assert without_seconds(asked) == without_seconds(yanju(folder, "ask", QUESTION))
    found = call(f"{address}/api/search", {"question": QUESTION, "k": 3}).json
    assert without_seconds(found) == without_seconds(yanju(folder, "search", QUESTION, "-k", "3"))
    listed = yanju(folder, "speeches")
    for row in listed:
        assert call(f"{address}/api/speeches/{row['id']}").json == row | {
            "locations": [{"file": row["file"], "speech": row["number"]}]
        }
    assert [s["id"] for s in call(f"{address}/api/speeches").json["speeches"]] == [row["id"] for row in listed]


def test_a_source_leads_to_its_paragraph_and_carries_the_claim(address: str) -> None:
    asked = call(f"{address}/api/ask", {"question": QUESTION}).json
    source = next(s for s in asked["sources"] if s["cited"])
    paragraph = call(f"{address}/api/paragraphs/{source['paragraph_id']}?around=2").json
    assert paragraph["text"] == source["text"]
    assert paragraph["number"] == source["paragraph"]
    assert paragraph["speeches"][0]["locations"] == [{"file": "林业.md", "speech": 1}]
    evidence = [{"paragraph_id": source["paragraph_id"]}]
    for claim, verdict in (("去年全市完成造林12.6万亩。", "supported"), ("去年全市完成造林21.6万亩。", "unsupported")):
        assert call(f"{address}/api/verify", {"claim": claim, "evidence": evidence}).json["verdict"] == verdict


def test_a_wrong_filter_is_named(address: str) -> None:
    for path in ("ask", "search"):
        reply = call(f"{address}/api/{path}", {"question": QUESTION, "file": "没有这个"})
        assert (reply.status, reply.json["error"]["param"]) == (400, "file")
        assert "没有这个" in reply.message


def test_a_hidden_value_stays_hidden_for_programs_too(address: str) -> None:
    with openai.OpenAI(base_url=f"{address}/v1", api_key="-") as client:
        reply = client.chat.completions.create(
            model="yanju", messages=[{"role": "user", "content": "青禾市林业碳汇成交额是多少亿元？"}]
        )
    assert reply.model_extra is not None
    assert reply.model_extra["yanju"]["status"] == "masked"
    assert (reply.choices[0].message.content or "").startswith("【原文隐去】")
