"""`yanju eval`: run a question set and print its scores."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

from bot.arguments import Parser
from bot.assemble import Bot, open_bot
from bot.settings import Settings, read_settings
from bot.usage import WrongUsage
from eval.cases import Case, load_cases
from eval.claims import claims_table, evaluate
from eval.compare import baseline_of, compare, comparison_table, fallen, load_report
from eval.kept_reports import keep
from eval.page import page
from eval.public_sets import load_public, write_texts
from eval.report import ORDER, report, table
from eval.run import run_cases
from vectorstore.types import YanjuError

DATA = Path(__file__).parent / "data"
# What follows `yanju eval`, and the module whose main it is.
_FURTHER = {"compare": "eval.compare", "claims": "eval.claims", "new": "eval.proposing", "gate": "eval.gate"}


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = Parser(
        prog="yanju eval",
        description="在一个问题集上评测检索、引用、数字、隐去与拒答",
        epilog="另有：yanju eval compare 甲 乙（逐题比较两份报告）、yanju eval claims 文件（评核查）、"
        "yanju eval new（出题）、yanju eval gate（总闸）",
    )
    parser.commands = dict.fromkeys(_FURTHER, parser)  # so that a misspelt one is recognised
    parser.add_argument("--questions", type=Path, metavar="文件", help="问题集（JSON 行）；默认用自带的问题集和示例库")
    parser.add_argument(
        "--dataset", metavar="名称:文件", help="外部公开问题集：cmrc2018、drcd、dureader、crud、rgb；临时建库后评测"
    )
    parser.add_argument(
        "--claims", type=Path, metavar="文件", help="同时在这份标好的断言上评核查；用自带问题集时默认用自带的"
    )
    parser.add_argument(
        "--store", type=Path, metavar="文件夹", help="资料库文件夹；默认 YANJU_STORE。用自带问题集时默认临时建库"
    )
    parser.add_argument("--json", action="store_true", help="只在标准输出给出 JSON")
    parser.add_argument("--out", type=Path, metavar="文件", help="把完整报告（JSON）写到这个文件")
    parser.add_argument("--html", type=Path, metavar="文件", help="把报告写成一个独立的网页文件")
    parser.add_argument("--baseline", type=Path, metavar="文件", help="与这份基线比；有分数差到其区间之外时退出码为 1")
    parser.add_argument("--record-baseline", type=Path, metavar="文件", help="把这次的分数记为基线")
    parser.add_argument("--compare", type=Path, metavar="报告", help="与先前的一份报告（--out 写的）逐题比较")
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
        if name not in ORDER:  # said before the run, not after it
            raise YanjuError(f"--fail-under 的 {item!r}：没有 {name!r} 这个分数；有：{'、'.join(ORDER)}")
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


def _temporary(material: Path, settings: Settings, stack: ExitStack) -> Bot:
    """A bot over a temporary store that holds the material."""
    folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="yanju-eval-"))
    bot = stack.enter_context(open_bot(replace(settings, store=Path(folder) / "library")))
    print(f"正在把 {material} 读入临时资料库…", file=sys.stderr)
    taken = bot.store.ingest([material])
    for failure in taken.failed:
        print(f"没有读入 {failure.file}：{failure.reason}", file=sys.stderr)
    return bot


def _prepare(arguments: argparse.Namespace, settings: Settings, stack: ExitStack) -> tuple[str, tuple[Case, ...], Bot]:
    """What is asked (its name, its cases) and the bot: over the named store, or over a temporary one."""
    if arguments.dataset:
        public = load_public(arguments.dataset)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="yanju-dataset-")))
        write_texts(public.texts, folder)
        return arguments.dataset.partition(":")[0], public.cases, _temporary(folder, settings, stack)
    questions = arguments.questions or DATA / "questions.jsonl"
    cases = load_cases(questions)
    if arguments.store or arguments.questions:
        bot = stack.enter_context(open_bot(replace(settings, store=arguments.store or settings.store)))
        return questions.name, cases, bot
    return questions.name, cases, _temporary(DATA / "library", settings, stack)


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


def _run(arguments: argparse.Namespace) -> dict[str, Any]:
    settings = read_settings()
    with ExitStack() as stack:
        name, cases, bot = _prepare(arguments, settings, stack)
        shown = sys.stderr.isatty()

        def progress(done: int) -> None:
            if shown or done == len(cases):
                end = "\n" if done == len(cases) else ""
                print(f"\r已评 {done}/{len(cases)} 题", end=end, file=sys.stderr, flush=True)

        what = {"questions": name, "model": bot.answerer.name, "embedding": settings.embedding or "hash"}
        data = report(list(run_cases(bot, cases, progress)), what)
    claims = arguments.claims or (DATA / "claims.jsonl" if not (arguments.questions or arguments.dataset) else None)
    data = data | {"claims": evaluate(claims)} if claims else data
    if (arguments.store or arguments.questions) and not arguments.dataset:
        keep(data, arguments.store or settings.store)
    return data


def _write(arguments: argparse.Namespace, data: dict[str, Any]) -> None:
    if arguments.out:
        arguments.out.write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf8")
    if arguments.html:
        arguments.html.write_text(page(data), encoding="utf8")
    if arguments.record_baseline:
        text = json.dumps(baseline_of(data), ensure_ascii=False, indent=1)
        arguments.record_baseline.write_text(text + "\n", encoding="utf8")
    print(json.dumps(data, ensure_ascii=False) if arguments.json else table(data))
    if "claims" in data and not arguments.json:
        print(claims_table(data["claims"]))
    if arguments.failures and not arguments.json:
        print(_failures(data))


def main(argv: list[str]) -> int:
    """Exit code 0 done, 1 an error or a score below its floor or baseline, 2 wrong usage (which is raised)."""
    try:
        if argv and argv[0] in _FURTHER:
            further: Callable[[Sequence[str]], int] = import_module(_FURTHER[argv[0]]).main
            return further(argv[1:])
        return _scored(_arguments(argv))
    except YanjuError as error:
        if isinstance(error, WrongUsage):
            raise
        print(f"错误：{error}", file=sys.stderr)
        return 1


def _scored(arguments: argparse.Namespace) -> int:
    floors = _floors(arguments.fail_under)
    for path in (arguments.out, arguments.html, arguments.record_baseline):
        if path and not path.absolute().parent.is_dir():  # a run takes minutes: better said before it
            raise YanjuError(f"没有“{path.absolute().parent}”这个文件夹，不能在里面写“{path.name}”")
    baseline = load_report(arguments.baseline) if arguments.baseline else None
    before = load_report(arguments.compare) if arguments.compare else None
    data = _run(arguments)
    _write(arguments, data)
    if before:
        print(comparison_table(compare(before, data)), file=sys.stderr if arguments.json else sys.stdout)
    short = below(data, floors) + (fallen(data, baseline) if baseline else [])
    for line in short:
        print(f"未达到：{line}", file=sys.stderr)
    return 1 if short else 0
