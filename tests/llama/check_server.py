"""A real llama.cpp server with a random model: the protocol end to end. Run by `make test-model-server` alone.

Nothing that a random model writes may ever come out as supported.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.answering import finished
from bot.assemble import open_bot
from bot.llm import ModelClient
from bot.ports import ClaimChecked, Drafted, ModelError
from bot.settings import ModelSettings, Settings
from bot.sse import whole
from prompts.template import Message

QUESTIONS = ("一枚印章管审批划转了多少项审批事项？", "火星基地的航班有多少？")
CONTEXT = 4096  # tokens that we count with; the model needs three for a Chinese character and has 32768
READY = 120.0  # seconds for the server to load


@dataclass(frozen=True)
class Server:
    """A running llama.cpp server."""

    url: str
    log: Path


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("llama")
    python = os.environ["YANJU_TEST_LLAMA"]
    model, log = folder / "tiny.gguf", folder / "server.log"
    subprocess.run([python, str(Path(__file__).with_name("tiny_model.py")), str(model)], check=True)
    port = _free_port()
    command = [python, "-m", "llama_cpp.server", "--model", str(model), "--model_alias", "tiny", "--port", str(port)]
    command += ["--host", "127.0.0.1", "--n_ctx", "32768"]
    command += ["--n_threads", "1", "--n_threads_batch", "1"]  # more only wait for each other on a busy machine
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        url = f"http://127.0.0.1:{port}/v1"
        _wait(url, process, log)
        yield Server(url, log)
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + READY
    while time.monotonic() < until and process.poll() is None:
        try:
            _models(url)
        except OSError:
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not start:\n{log.read_text(errors='replace')[-3000:]}")


def _models(url: str) -> list[str]:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(f"{url}/models", timeout=5) as reply:
        return [model["id"] for model in json.load(reply)["data"]]


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library") / "library"
    with open_bot(Settings(store=folder)) as bot:
        bot.store.ingest([Path("eval/data/library")])
    return folder


def settings(server: Server, timeout: float = 120.0) -> ModelSettings:
    return ModelSettings(server.url, "tiny", timeout=timeout, context=CONTEXT)


def test_the_server_lists_its_model(server: Server) -> None:
    assert _models(server.url) == ["tiny"]


def test_a_reply_is_streamed_and_its_limit_is_seen(server: Server) -> None:
    client = ModelClient(settings(server))
    stream = client.stream([Message("user", "去年造林多少亩？")], 64)
    pieces = []
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as end:
            used = end.value
            break
    client.close()
    assert sum(bool(piece) for piece in pieces) > 3
    assert used.cut
    assert "�" not in "".join(pieces) or "".join(pieces).isprintable()


def test_the_same_question_gets_the_same_reply(server: Server) -> None:
    client = ModelClient(settings(server))
    replies = []
    for _ in range(2):
        reading = whole(client.stream([Message("user", "去年造林多少亩？")], 64))
        while True:
            try:
                next(reading)
            except StopIteration as end:
                replies.append(end.value[0])
                break
    client.close()
    assert replies[0] == replies[1]


@pytest.mark.parametrize("question", QUESTIONS)
def test_nothing_that_a_random_model_writes_is_supported(server: Server, library: Path, question: str) -> None:
    with open_bot(Settings(store=library, model=settings(server))) as bot:
        events = list(bot.stream(question))
    answer = finished(iter(events))
    drafted = "".join(event.text for event in events if isinstance(event, Drafted))
    checked = [event.claim for event in events if isinstance(event, ClaimChecked)]
    assert len(drafted) > 50
    assert not [claim for claim in checked if claim.verdict == "supported"]
    assert answer.model == "extractive"
    assert answer.prompts[:2] == ("search.v1", "answer.v1")
    assert any("摘录原文" in note for note in answer.notes)
    assert not any(word in answer.text for word in ("鲸群", "九千亿元", "百分之七百"))
    own = {claim.text for claim in answer.claims if claim.verdict == "supported"}
    assert not own & {claim.text for claim in checked}


def test_stopping_frees_the_server_for_the_next_question(server: Server) -> None:
    client = ModelClient(settings(server))
    stream = client.stream([Message("user", "一直写下去。")], 20_000)
    until = time.monotonic() + 1
    while time.monotonic() < until:
        next(stream)
    stream.close()
    started = time.monotonic()
    for _ in whole(client.stream([Message("user", "好。")], 8)):
        pass
    client.close()
    assert time.monotonic() - started < 30


def test_a_prompt_beyond_the_window_is_explained(server: Server) -> None:
    client = ModelClient(settings(server))
    with pytest.raises(ModelError, match="YANJU_LLM_CONTEXT"):
        for _ in client.stream([Message("user", "材料" * 40_000)], 8):
            pass
    client.close()


def test_the_command_line_asks_it(server: Server, library: Path) -> None:
    own = {k: v for k, v in os.environ.items() if not k.startswith("YANJU_")}
    told = {"YANJU_LLM_BASE_URL": server.url, "YANJU_LLM_MODEL": "tiny", "YANJU_STORE": str(library)}
    told |= {"YANJU_LLM_CONTEXT": str(CONTEXT)}
    command = [sys.executable, "-m", "bot", "ask", "--json", QUESTIONS[0]]
    done = subprocess.run(command, env=own | told, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    answer: dict[str, Any] = json.loads(done.stdout)
    assert answer["model"] == "extractive"
    assert answer["prompts"][:2] == ["search.v1", "answer.v1"]
    assert "276项" in answer["answer"]
    assert any("摘录原文" in note for note in answer["notes"])
