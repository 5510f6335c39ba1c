"""The retriever in a real LangChain chain, and the Python interface of docs/api.md as it is printed there."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import pytest
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import RunnableLambda, RunnablePassthrough

from bot.assemble import Bot, open_bot
from bot.retriever import YanjuRetriever
from bot.settings import Settings
from vectorstore.types import Filters

pytestmark = pytest.mark.integration
ROOT = Path(__file__).parents[2]
TEXT = """# 青禾市发言材料汇编（2篇）

## 守好青山（县长）

（2022年5月）

云岭县林业碳汇成交十二万吨。

一是管住斧头。

## 老旧小区改造要问计于民（区长）

临江区改造老旧小区三十七个，加装电梯二百部。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("retriever")
    (folder / "汇编.md").write_text(TEXT, encoding="utf8")
    with open_bot(Settings(store=folder / "library")) as bot:
        bot.store.ingest([folder / "汇编.md"])
    return folder / "library"


@pytest.fixture(scope="module")
def bot(library: Path) -> Iterator[Bot]:
    with open_bot(Settings(store=library)) as opened:
        yield opened


def test_a_document_says_all_that_is_needed_to_cite_it(bot: Bot) -> None:
    first = YanjuRetriever(bot=bot, k=1).invoke("林业碳汇成交多少")[0]
    speech = bot.store.speeches()[0].speech
    assert "十二万吨" in first.page_content
    assert {key: first.metadata[key] for key in ("file", "speech", "title", "speaker_role", "date", "rank")} == {
        "file": "汇编.md",
        "speech": 1,
        "title": "守好青山（县长）",
        "speaker_role": "县长",
        "date": "2022-05",
        "rank": 1,
    }
    assert first.metadata["paragraph_ids"] == [speech.paragraphs[n - 1].id for n in first.metadata["paragraphs"]]
    assert first.metadata["ranks"]["keyword"] == 1
    assert first.metadata["score"] > 0
    assert json.loads(json.dumps(first.metadata)) == first.metadata


def test_it_runs_inside_a_chain(bot: Bot) -> None:
    seen: list[str] = []

    def numbered(documents: list[Document]) -> str:
        return "\n".join(f"[{n}] {d.page_content}" for n, d in enumerate(documents, 1))

    def noted(value: object) -> object:
        seen.append(str(value))
        return value

    chain = (
        {"sources": YanjuRetriever(bot=bot, k=2) | numbered, "question": RunnablePassthrough()}
        | ChatPromptTemplate.from_template("{sources}\n问：{question}")
        | RunnableLambda(noted)
        | FakeListChatModel(responses=["三十七个[1]"])
        | StrOutputParser()
    )
    assert chain.invoke("老旧小区改造多少个") == "三十七个[1]"
    assert "[1] 临江区改造老旧小区三十七个" in seen[0]


def test_filters_batches_and_the_async_form(bot: Bot) -> None:
    only = YanjuRetriever(bot=bot, filters=Filters(role="区长"))
    assert {d.metadata["speaker_role"] for found in only.batch(["碳汇", "小区"]) for d in found} == {"区长"}
    assert asyncio.run(only.ainvoke("小区"))[0].metadata["rank"] == 1


def test_the_five_lines_of_the_documentation_run(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf8")
    codes = [code for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "open_bot" in code]
    assert sum(map(bool, codes[0].splitlines())) == 5
    for code in codes:
        with chdir(library.parent):
            exec(code, {})
        shown = capsys.readouterr().out
        assert "守好青山" in shown or "碳汇" in shown
