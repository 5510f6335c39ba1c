"""Two reports of the same questions: paired differences with intervals, cases won and lost; and the gate's baseline."""

from __future__ import annotations

from typing import Any

from eval import scores
from eval.report import ORDER, SHOWN
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
