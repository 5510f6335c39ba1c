"""Two reports of the same questions: paired differences with intervals, cases won and lost; and the gate's baseline."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.arguments import Parser
from eval import scores
from eval.report import ORDER, SHOWN
from vectorstore.refusals import refusal
from vectorstore.types import YanjuError

LOWER_IS_BETTER = ("invented figures", "false answer", "false refusal")
WON_BY = ("right answer", "masked honesty", "hit@5", "false answer", "false refusal")


def _sign(name: str) -> int:
    return -1 if name in LOWER_IS_BETTER else 1


def compare(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """Per score the mean of the paired differences (after - before) with its 95 % interval; cases won and lost.

    Only cases that both reports have are compared. Raises YanjuError when there are none.
    """
    old = {case["id"]: case for case in before["results"]}
    pairs = [(old[case["id"]], case) for case in after["results"] if case["id"] in old]
    if not pairs:
        raise YanjuError("两份报告没有相同编号的题目，无法比较")
    differences: dict[str, dict[str, float]] = {}
    for name in ORDER:
        both = [(a["scores"][name], b["scores"][name]) for a, b in pairs if name in a["scores"] and name in b["scores"]]
        if both:
            changes = [new - past for past, new in both]
            low, high = scores.interval(changes)
            differences[name] = {"mean": scores.mean(changes), "low": low, "high": high, "n": len(changes)}
    won: list[dict[str, str]] = []
    lost: list[dict[str, str]] = []
    for past, new in pairs:
        for name in WON_BY:
            if name in past["scores"] and name in new["scores"]:
                change = (new["scores"][name] - past["scores"][name]) * _sign(name)
                if change:
                    (won if change > 0 else lost).append({"id": new["id"], "score": name})
    return {"cases": len(pairs), "differences": differences, "won": won, "lost": lost}


def comparison_table(data: dict[str, Any]) -> str:
    rows = [f"{'score':<20}{'after - before (95 %)':>30}{'n':>6}"]
    for name in SHOWN:
        if name in data["differences"]:
            change = data["differences"][name]
            spread = f"{change['mean']:+.3f} ({change['low']:+.2f} … {change['high']:+.2f})"
            rows.append(f"{name:<20}{spread:>30}{change['n']:>6}")
    for word, key in (("won", "won"), ("lost", "lost")):
        cases = "、".join(f"{case['id']} {case['score']}" for case in data[key]) or "—"
        rows.append(f"{word} ({len(data[key])}): {cases}")
    return "\n".join(rows)


def baseline_of(data: dict[str, Any]) -> dict[str, Any]:
    """What the gate remembers of a report: its scores with their intervals."""
    return {"commit": data["commit"], "settings": data["settings"], "scores": data["scores"]}


def fallen(data: dict[str, Any], baseline: dict[str, Any]) -> list[str]:
    """The scores that are worse than the recorded value beyond its interval, in words."""
    found = []
    for name, past in baseline["scores"].items():
        now = data["scores"].get(name)
        if now is None:
            found.append(f"{name} 不再有值（原为 {past['mean']:.3f}）")
        elif _sign(name) > 0 and now["mean"] < past["low"]:
            found.append(f"{name} 为 {now['mean']:.3f}，低于基线 {past['mean']:.3f} 的区间下限 {past['low']:.3f}")
        elif _sign(name) < 0 and now["mean"] > past["high"]:
            found.append(f"{name} 为 {now['mean']:.3f}，高于基线 {past['mean']:.3f} 的区间上限 {past['high']:.3f}")
    return found


def load_report(path: Path, of: Sequence[str] = ("scores",)) -> dict[str, Any]:
    """A report or baseline that was written before, with the parts `of`. Raises YanjuError naming the file."""
    try:
        data = json.loads(path.read_text(encoding="utf8"))
    except (OSError, ValueError) as error:
        raise YanjuError(f"读不了报告 {path}：{refusal(error) if isinstance(error, OSError) else error}") from error
    if not isinstance(data, dict) or any(part not in data for part in of):
        raise YanjuError(f"{path} 里没有 {'、'.join(of)}：不是 yanju eval 写的")
    return data


def main(argv: Sequence[str]) -> int:
    """`yanju eval compare`."""
    parser = Parser(prog="yanju eval compare", description="逐题比较两份报告（yanju eval --out 写的）")
    parser.add_argument("before", type=Path, metavar="先前的报告")
    parser.add_argument("after", type=Path, metavar="后来的报告")
    parser.add_argument("--json", action="store_true", help="只在标准输出给出 JSON")
    arguments = parser.parse_args(argv)
    before, after = load_report(arguments.before), load_report(arguments.after)
    for path, data in ((arguments.before, before), (arguments.after, after)):
        if "results" not in data:
            raise YanjuError(f"{path} 里没有逐题结果（是基线？）；请用 yanju eval --out 写的报告")
    data = compare(before, after)
    if arguments.json:
        print(json.dumps(data, ensure_ascii=False))
    else:
        for word, report in (("先前", before), ("后来", after)):
            print(f"{word}：{report['commit']} {report['settings']}", file=sys.stderr)
        print(comparison_table(data))
    return 0
