"""`yanju eval`: run a question set and print the scores of design section 7."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.assemble import Bot, open_bot
from bot.settings import Settings, read_settings
from eval.cases import load_cases
from eval.report import report, table
from eval.run import run_cases
from vectorstore.types import YanjuError

DATA = Path(__file__).parent / "data"


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="yanju eval", description="在一个问题集上评测检索、引用、数字、隐去与拒答")
    parser.add_argument("--questions", type=Path, help="问题集（JSON 行）；默认用自带的问题集和示例库")
    parser.add_argument("--store", type=Path, help="资料库文件夹；默认 YANJU_STORE。用自带问题集时默认临时建库")
    parser.add_argument("--json", action="store_true", help="只在标准输出给出 JSON")
    parser.add_argument("--out", type=Path, help="把完整报告（JSON）写到这个文件")
    parser.add_argument("--failures", action="store_true", help="列出答错的题：问了什么、答了什么、应是什么")
    parser.add_argument(
        "--fail-under",
        action="append",
        default=[],
        metavar="分数=下限",
        help="低于下限时退出码为 1，例如 --fail-under 'hit@5=0.85'；可多次给出",
    )
    return parser.parse_args(argv)


def _floors(given: list[str]) -> dict[str, float]:
    floors: dict[str, float] = {}
    for item in given:
        name, _, floor = item.rpartition("=")
        try:
            floors[name] = float(floor)
        except ValueError as error:
            raise YanjuError(f"--fail-under 的 {item!r} 应写成 分数=下限，例如 hit@5=0.85") from error
    return floors


def below(data: dict[str, Any], floors: dict[str, float]) -> list[str]:
    """What fell short of its floor, in words. Raises YanjuError for a score that is not in the report."""
    short = []
    for name, floor in floors.items():
        if name not in data["scores"]:
            raise YanjuError(f"报告里没有分数 {name!r}；有：{'、'.join(data['scores'])}")
        mean = data["scores"][name]["mean"]
        if mean < floor:
            short.append(f"{name} 为 {mean:.3f}，低于 {floor}")
    return short


def _open(arguments: argparse.Namespace, settings: Settings, stack: ExitStack) -> Bot:
    """The bot over the named store, or over the sample library taken into a temporary one."""
    if arguments.store or arguments.questions:
        return stack.enter_context(open_bot(replace(settings, store=arguments.store or settings.store)))
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="yanju-eval-"))
    bot = stack.enter_context(open_bot(replace(settings, store=Path(folder) / "library")))
    print(f"正在把示例库 {DATA / 'library'} 读入临时资料库…", file=sys.stderr)
    bot.store.ingest([DATA / "library"])
    return bot


def _failures(data: dict[str, Any]) -> str:
    lines = []
    for case in data["results"]:
        if case["failed"]:
            lines.append(f"{case['id']} [{case['type']}] {case['question']}")
            lines.append(f"    搜索：{case['searched']}")
            lines.append(f"    得到（{case['status']}）：{case['answer']}")
            lines.append(f"    应为：{case['expected']}")
            ranks = "、".join(str(gold["rank"] or "没找到") for gold in case["gold"])
            lines.append(f"    出处名次：{ranks or '（无出处）'}；{case['scores']}")
    return "\n".join(lines)


def main(argv: list[str]) -> int:
    """Exit code 0 done, 1 an error or a score below its floor, 2 wrong usage (argparse)."""
    arguments = _arguments(argv)
    try:
        floors = _floors(arguments.fail_under)
        settings = read_settings()
        questions = arguments.questions or DATA / "questions.jsonl"
        cases = load_cases(questions)
        with ExitStack() as stack:
            bot = _open(arguments, settings, stack)
            shown = sys.stderr.isatty()

            def progress(done: int) -> None:
                if shown or done == len(cases):
                    end = "\n" if done == len(cases) else ""
                    print(f"\r已评 {done}/{len(cases)} 题", end=end, file=sys.stderr, flush=True)

            results = list(run_cases(bot, cases, progress))
            what = {"questions": questions.name, "model": bot.answerer.name, "embedding": settings.embedding}
            data = report(results, what)
        if arguments.out:
            arguments.out.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf8")
        print(json.dumps(data, ensure_ascii=False) if arguments.json else table(data))
        if arguments.failures and not arguments.json:
            print(_failures(data))
        short = below(data, floors)
    except YanjuError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    for line in short:
        print(f"未达到下限：{line}", file=sys.stderr)
    return 1 if short else 0
