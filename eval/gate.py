"""The gate: the fixed set extractively and with a recorded model, the labelled claims; beside `eval/baseline.json`.

    yanju eval gate              exit code 1 when a score fell beyond its recorded interval
    yanju eval gate --record     run the scripted model anew, and record replies and baseline: on purpose only

The recorded model is `eval/habits.py`, a script with known bad habits (no real model can be had here): its replies are
replayed, so a changed prompt or search shows as requests that were never recorded.
"""

from __future__ import annotations

import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bot.arguments import Parser
from bot.assemble import Bot, open_library, parts_of
from bot.llm import ModelClient
from bot.searching import Parts
from bot.settings import ModelSettings, Settings
from eval.cases import Case, load_cases
from eval.claims import check_claims, claims_report, load_claims
from eval.compare import baseline_of, fallen, load_report
from eval.habits import respond
from eval.recording import Recording, RecordingServer
from eval.report import report
from eval.run import run_cases
from vectorstore.store import Store

HERE = Path(__file__).parent
BASELINE, REPLIES = HERE / "baseline.json", HERE / "data" / "replies.jsonl"
EVERY = 5  # of the set, one in so many is asked with the recorded model
TOLERATED = 0.05  # share of requests never recorded: Chroma's search is approximate, two sources may change places
_CONTEXT = 6000  # tokens: keeps the recorded requests short

Change = Callable[[Parts], Parts]


def _unchanged(parts: Parts) -> Parts:
    return parts


@contextmanager
def _replaying(record: bool) -> Iterator[RecordingServer]:
    """The recorded replies served; with `record`, of the scripted model anew."""
    if record:
        REPLIES.unlink(missing_ok=True)
    server = RecordingServer(Recording.load(REPLIES, brief=True), respond if record else None)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _library() -> Iterator[Store]:
    with tempfile.TemporaryDirectory(prefix="yanju-gate-") as folder:
        store = open_library(Settings(store=Path(folder) / "library"))
        try:
            store.ingest([HERE / "data" / "library"])
            yield store
        finally:
            store.close()


def measure(record: bool = False, change: Change = _unchanged, told: Callable[[str], None] = print) -> dict[str, Any]:
    """The three reports by name (extractive, recorded, claims), and `unseen`: the share of requests never recorded."""
    cases = load_cases(HERE / "data" / "questions.jsonl")
    with _library() as store:
        told(f"摘录：{len(cases)} 题")
        extractive = _asked(Bot(store, change(parts_of(store))), cases)
        few = cases[::EVERY]
        told(f"录下的模型：{len(few)} 题")
        with _replaying(record) as server:
            client = ModelClient(ModelSettings(server.url, "habits", context=_CONTEXT))
            try:
                recorded = _asked(Bot(store, change(parts_of(store, client))), few)
            finally:
                client.close()
            unseen = len(server.recording.unseen) / len(server.recording.replies)
        check = change(parts_of(store)).check
    return {"extractive": extractive, "recorded": recorded, "claims": _claims(check), "unseen": unseen}


def _asked(bot: Bot, cases: Sequence[Case]) -> dict[str, Any]:
    results = list(run_cases(bot, cases, lambda done: None))
    return report(results, {"model": bot.answerer.name, "embedding": "hash"})


def _claims(check: Callable[..., Any]) -> dict[str, Any]:
    path = HERE / "data" / "claims.jsonl"
    return claims_report(path.name, *check_claims(load_claims(path), check))


def baseline(measured: dict[str, Any]) -> dict[str, Any]:
    """What is remembered of a measurement."""
    claims = measured["claims"]
    return {
        "extractive": baseline_of(measured["extractive"]),
        "recorded": baseline_of(measured["recorded"]),
        "claims": {"n": claims["n"], "auc": claims["auc"], "accuracy": claims["accuracy"]},
    }


def worse(measured: dict[str, Any], known: dict[str, Any]) -> list[str]:
    """What is worse than recorded beyond its interval, in words."""
    found = [f"{part}：{line}" for part in ("extractive", "recorded") for line in fallen(measured[part], known[part])]
    accuracy, least = measured["claims"]["accuracy"]["mean"], known["claims"]["accuracy"]["low"]
    if accuracy < least:
        found.append(f"核查：准确率 {accuracy:.3f}，低于基线的区间下限 {least:.3f}")
    if measured["unseen"] > TOLERATED:
        found.append(
            f"录下的模型：有 {measured['unseen']:.0%} 的请求没有录过（提示词或检索变了）；"
            "确是有意的改动，请运行 yanju eval gate --record"
        )
    return found


def main(argv: Sequence[str]) -> int:
    """Exit code 0: nothing fell; 1: something did, named on standard error."""
    parser = Parser(prog="yanju eval gate", description="总闸：分数与 eval/baseline.json 相比")
    parser.add_argument("--record", action="store_true", help="有意改动之后：重录模型的回复，重记基线")
    parser.add_argument("--out", type=Path, help="把完整的测量（JSON）写到这个文件")
    arguments = parser.parse_args(argv)
    began = time.perf_counter()
    measured = measure(arguments.record, told=lambda line: print(line, file=sys.stderr, flush=True))
    if arguments.out:
        arguments.out.write_text(json.dumps(measured, ensure_ascii=False, indent=1), encoding="utf8")
    if arguments.record:
        BASELINE.write_text(json.dumps(baseline(measured), ensure_ascii=False, indent=1) + "\n", encoding="utf8")
    known = load_report(BASELINE, of=("extractive", "recorded", "claims"))
    fell = worse(measured, known)
    for line in fell:
        print(f"变差：{line}", file=sys.stderr)
    print(f"{'没有过闸' if fell else '过闸'}：{_summary(measured)}，用时 {time.perf_counter() - began:.0f} 秒")
    return 1 if fell else 0


def _summary(measured: dict[str, Any]) -> str:
    right = {part: measured[part]["scores"]["right answer"]["mean"] for part in ("extractive", "recorded")}
    return (
        f"摘录答对 {right['extractive']:.3f}，录下的模型答对 {right['recorded']:.3f}，"
        f"核查 AUC {measured['claims']['auc']:.3f}"
    )
