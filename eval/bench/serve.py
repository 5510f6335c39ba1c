"""The server under load: many conversations at once with a model of known speed, the extractive answer, memory.

    python -m eval.bench.serve [--conversations 50] [--turns 3] [--extractive 20] [--memory 2000]

The baseline is the bare model, measured in the same run with as many clients at once: the time to its first piece.
"Added" is the time from question to first piece of the draft, less what the model took for it (the rewriting of the
question, whole, and its own first piece). One process serves; the model and the clients are others, on the same cores.
Times depend on what else runs; the server's CPU time a question does so much less.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from eval.bench.slow_model import FIRST, seconds
from eval.cases import load_cases
from eval.scores import percentile

DATA = Path(__file__).parents[1] / "data"
QUESTIONS = [case.question for case in load_cases(DATA / "questions.jsonl") if not case.history]
_MESSAGES = [{"role": "system", "content": "检索用语"}, {"role": "user", "content": "你好"}]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of one conversation: seconds to the first piece of the draft and to the end; what went wrong."""

    first: float
    whole: float
    wrong: str = ""


@contextmanager
def _process(*arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", *arguments],
        env=os.environ | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def _served(store: Path, model: str | None) -> Iterator[tuple[str, int]]:
    """`yanju chat` over a store: its address and process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {"YANJU_LLM_BASE_URL": model, "YANJU_LLM_MODEL": "slow"} if model else {}
    with _process("bot", "chat", "--store", str(store), "--port", str(port), **environment) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(600):
            try:
                httpx.get(f"{url}/v1/models", timeout=5).raise_for_status()
                httpx.post(
                    f"{url}/api/ask", json={"question": QUESTIONS[0]}, timeout=60
                )  # opens what opens at first use
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield url, process.pid


async def _streamed(client: httpx.AsyncClient, url: str, messages: list[dict[str, str]]) -> tuple[float, Any, str]:
    """Seconds to the first piece, the final `yanju` field if any, and the text."""
    began, first, final, text = time.perf_counter(), 0.0, None, ""
    async with client.stream("POST", url, json={"model": "yanju", "messages": messages, "stream": True}) as reply:
        reply.raise_for_status()
        async for line in reply.aiter_lines():
            if not line.startswith("data: {"):
                continue
            data = json.loads(line[6:])
            told = data.get("yanju") or {}
            content = data["choices"][0]["delta"].get("content") if data["choices"] else ""
            text += content or ""
            if not first and (told.get("stage") == "draft" or content):
                first = time.perf_counter() - began
            final = told if told.get("stage") == "answer" else final
    return first, final, text


async def _conversation(client: httpx.AsyncClient, url: str, number: int, turns: int, thinking: float) -> list[Asked]:
    """One person: asks, reads, asks on. Each answer must be of this question and of this conversation."""
    draw, messages, done = random.Random(number), list[dict[str, str]](), list[Asked]()
    await asyncio.sleep(draw.random() * thinking)
    for turn in range(turns):
        question = QUESTIONS[(7 * number + 31 * turn) % len(QUESTIONS)]
        messages.append({"role": "user", "content": question})
        began = time.perf_counter()
        try:
            first, final, text = await _streamed(client, f"{url}/v1/chat/completions", messages)
        except (httpx.HTTPError, ValueError, KeyError) as error:
            done.append(Asked(0.0, 0.0, f"{type(error).__name__}: {error}"))
            messages.pop()
            continue
        whole = time.perf_counter() - began
        mixed = "" if final and final["question"] == question else "another conversation's answer"
        done.append(Asked(first - _rewriting(question), whole, mixed))
        messages.append({"role": "assistant", "content": text})
        await asyncio.sleep(draw.random() * thinking)
    return done


def _rewriting(question: str) -> float:
    """What the model takes before the draft can begin: the rewriting, whole, and its first piece."""
    return seconds(f"问题：{question}\n检索：{question}\n词语：{question[:12]}") + FIRST


async def _bare(url: str, clients: int) -> list[float]:
    """Seconds to the first piece of the bare model beyond its known wait, as many clients at once."""
    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=None)) as client:
        found = await asyncio.gather(*(_streamed(client, f"{url}/chat/completions", _MESSAGES) for _ in range(clients)))
    return [first - FIRST for first, _, _ in found]


async def _conversations(url: str, count: int, turns: int, thinking: float) -> list[Asked]:
    async with httpx.AsyncClient(timeout=300, limits=httpx.Limits(max_connections=None)) as client:
        every = await asyncio.gather(*(_conversation(client, url, n, turns, thinking) for n in range(count)))
    return [asked for some in every for asked in some]


async def _extractive(url: str, clients: int, each: int) -> list[float]:
    """Seconds of /api/ask with `clients` people who each ask on as soon as they have read (0.5 to 1.5 s)."""

    async def person(client: httpx.AsyncClient, number: int) -> list[float]:
        draw, took = random.Random(number), list[float]()
        for turn in range(each):
            await asyncio.sleep(0.5 + draw.random())
            began = time.perf_counter()
            question = QUESTIONS[(11 * number + 17 * turn) % len(QUESTIONS)]
            reply = await client.post(f"{url}/api/ask", json={"question": question})
            reply.raise_for_status()
            took.append(time.perf_counter() - began)
        return took

    async with httpx.AsyncClient(timeout=120, limits=httpx.Limits(max_connections=None)) as client:
        every = await asyncio.gather(*(person(client, n) for n in range(clients)))
    return [seconds for some in every for seconds in some]


def _cpu(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """MB."""
    for line in Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"no VmRSS of process {pid}")


def _memory(url: str, pid: int, questions: int) -> list[float]:
    """MB resident after each tenth of the questions."""
    found = []
    with httpx.Client(timeout=60) as client:
        for n in range(questions):
            while (
                reply := client.post(f"{url}/api/ask", json={"question": f"{QUESTIONS[n % len(QUESTIONS)]} {n}"})
            ).is_error:
                if reply.status_code != 429:
                    reply.raise_for_status()
                time.sleep(0.2)
            if (n + 1) % max(questions // 10, 1) == 0:
                found.append(_resident(pid))
    return found


def _each(seconds: float, questions: int) -> str:
    return f"server CPU {seconds / max(questions, 1) * 1000:.0f} ms a question"


def _spread(values: Sequence[float]) -> str:
    return f"p50 {percentile(values, 0.5) * 1000:.0f} ms, p95 {percentile(values, 0.95) * 1000:.0f} ms"


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m eval.bench.serve", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--store", type=Path, help="an existing store; by default one of the sample library is made")
    parser.add_argument("--conversations", type=int, default=50)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument(
        "--thinking", type=float, default=8.0, help="seconds at most that a person reads before asking on"
    )
    parser.add_argument("--extractive", type=int, default=20, help="people at once")
    parser.add_argument("--memory", type=int, default=2000, help="questions")
    return parser.parse_args(argv)


def _with_a_model(store: Path, conversations: int, turns: int, thinking: float) -> bool:
    with _process("eval.bench.slow_model") as model:
        address = model.stdout.readline().strip() if model.stdout else ""
        bare = asyncio.run(_bare(address, conversations))
        with _served(store, address) as (url, pid):
            used = _cpu(pid)
            asked = asyncio.run(_conversations(url, conversations, turns, thinking))
            used = _cpu(pid) - used
    wrong = [one.wrong for one in asked if one.wrong]
    added = [one.first for one in asked if not one.wrong]
    print(f"bare model, {conversations} at once: added to its first piece {_spread(bare)}")
    print(f"{conversations} conversations, {len(asked)} questions: added {_spread(added)}; {_each(used, len(asked))}")
    print(f"    whole answers {_spread([a.whole for a in asked if not a.wrong])}; errors or mixed: {len(wrong)}")
    print("".join(f"    {line}\n" for line in sorted(set(wrong))[:5]), end="")
    return not wrong


def main(argv: Sequence[str]) -> int:
    """Exit code 1 when an answer failed or was another conversation's; times are for reading, not asserted."""
    arguments = _arguments(argv)
    with tempfile.TemporaryDirectory(prefix="yanju-serve-") as folder:
        store = arguments.store or Path(folder) / "library"
        if not arguments.store:
            command = [sys.executable, "-m", "bot", "ingest", str(DATA / "library"), "--store", str(store)]
            subprocess.run(command, check=True, capture_output=True)
        good = not arguments.conversations or _with_a_model(
            store, arguments.conversations, arguments.turns, arguments.thinking
        )
        if not (arguments.extractive or arguments.memory):
            return 0 if good else 1
        with _served(store, None) as (url, pid):
            if arguments.extractive:
                used = _cpu(pid)
                took = asyncio.run(_extractive(url, arguments.extractive, 10))
                cost = _each(_cpu(pid) - used, len(took))
                print(f"extractive, {arguments.extractive} people, {len(took)} questions: {_spread(took)}; {cost}")
            if arguments.memory:
                sizes = _memory(url, pid, arguments.memory)
                print(f"memory over {arguments.memory} questions: {', '.join(f'{size:.0f}' for size in sizes)} MB")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
