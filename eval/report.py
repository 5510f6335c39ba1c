"""From case results to a report: a JSON-able dict, and the table a person reads."""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from eval import scores
from eval.cases import TYPES
from eval.run import CaseResult

ORDER = (
    "hit@1", "hit@3", "hit@5", "hit@10", "hit@20", "recall@5", "recall@10", "recall@20", "MRR", "nDCG@10",
    "right answer", "citation precision", "citation recall", "cited sentences", "supported share",
    "figure fidelity", "invented figures", "masked honesty", "false answer", "false refusal",
)  # fmt: skip
SHOWN = (
    "hit@5", "hit@10", "recall@20", "right answer", "citation precision", "citation recall", "cited sentences",
    "figure fidelity", "invented figures", "masked honesty", "false answer", "false refusal",
)  # fmt: skip


def commit() -> str:
    """The commit the code is at, with + when the tree is changed; empty outside a git checkout."""
    try:
        done = subprocess.run(
            ["git", "describe", "--always", "--dirty=+", "--abbrev=10"],  # noqa: S607 - git of the user's PATH
            capture_output=True, text=True, timeout=10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def summary(results: Sequence[CaseResult]) -> dict[str, dict[str, float]]:
    """Each score's mean over the cases it applies to, 95 % bootstrap interval and number of cases."""
    found: dict[str, dict[str, float]] = {}
    for name in ORDER:
        values = [result.scores[name] for result in results if name in result.scores]
        if values:
            low, high = scores.interval(values)
            found[name] = {"mean": scores.mean(values), "low": low, "high": high, "n": len(values)}
    return found


def latency(results: Sequence[CaseResult], tokens: bool = False) -> dict[str, dict[str, float]]:
    """Seconds per stage, or a model's tokens in and out: p50 and p95."""
    stages = sorted({s for result in results for s in result.seconds if s.startswith("tokens") == tokens})
    return {
        stage: {
            "p50": scores.percentile([r.seconds[stage] for r in results if stage in r.seconds], 0.5),
            "p95": scores.percentile([r.seconds[stage] for r in results if stage in r.seconds], 0.95),
        }
        for stage in stages
    }


def _case(result: CaseResult) -> dict[str, Any]:
    """The case as it was asked, and what came of it; `expected` is what its author wrote as the answer."""
    case = asdict(result.case)
    return case | {
        "expected": case["answer"],
        "searched": result.searched,
        "found": result.found,
        "status": result.status,
        "answer": result.text,
        "gold": [gold | {"rank": rank} for gold, rank in zip(case["gold"], result.ranks, strict=True)],
        "invented": result.invented,
        "scores": result.scores,
        "failed": result.failed,
    }


def report(results: Sequence[CaseResult], settings: dict[str, str]) -> dict[str, Any]:
    """The whole report, JSON-able. `settings` says what was run: questions, store, model, embedding."""
    by_type = {kind: [r for r in results if r.case.type == kind] for kind in TYPES}
    return {
        "commit": commit(),
        "settings": settings
        | {"prompts": "、".join(sorted({p for r in results for p in r.prompts})) or "（不用模型）"},
        "cases": len(results),
        "scores": summary(results),
        "by_type": {kind: {"cases": len(some), "scores": summary(some)} for kind, some in by_type.items() if some},
        "seconds": latency(results),
        "tokens": latency(results, tokens=True),
        "results": [_case(result) for result in results],
    }


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _cell(text: str, width: int) -> str:
    return " " * (width - _width(text)) + text


def table(data: dict[str, Any]) -> str:
    """A row for each score, a column for each type; dots where a score does not apply."""
    kinds = list(data["by_type"])
    width = max(13, *(_width(kind) + 1 for kind in kinds)) if kinds else 13
    head = f"{'':<20}" + _cell("all (95 %)", 24) + "".join(_cell(kind, width) for kind in kinds)
    count = f"{'cases':<20}" + _cell(str(data["cases"]), 24)
    count += "".join(_cell(str(data["by_type"][kind]["cases"]), width) for kind in kinds)
    rows = [head, count]
    for name in SHOWN:
        if name not in data["scores"]:
            continue
        whole = data["scores"][name]
        row = f"{name:<20}" + _cell(f"{whole['mean']:.3f} ({whole['low']:.2f}–{whole['high']:.2f})", 24)
        for kind in kinds:
            part = data["by_type"][kind]["scores"].get(name)
            row += _cell(f"{part['mean']:.3f}" if part else "·", width)
        rows.append(row)
    for stage, spread in data["seconds"].items():
        rows.append(f"{stage + ' (s)':<20}" + _cell(f"p50 {spread['p50']:.3f}  p95 {spread['p95']:.3f}", 24))
    for stage, spread in data["tokens"].items():
        rows.append(f"{stage:<20}" + _cell(f"p50 {spread['p50']:.0f}  p95 {spread['p95']:.0f}", 24))
    return "\n".join(rows)
