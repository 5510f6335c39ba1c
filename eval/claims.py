"""The checker's own evaluation: labelled claims (area under the curve, accuracy, per kind, calibration).

    yanju eval claims FILE… [--json]

A line for each claim: {"id", "claim", "evidence": [{"quote"}], "label": "supported" | "unsupported", "kind"}.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.arguments import Parser
from bot.checker.weighing import BORDERS
from bot.inputs import claim_of, read_lines
from bot.types import Finding
from eval import scores
from eval.lines import BadLine

Check = Callable[[str, Sequence[str]], Finding]
LABELS = ("supported", "unsupported")
_BINS = 10


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim, its evidence, and what a person says of it."""

    id: str
    claim: str
    evidence: tuple[str, ...]
    supported: bool
    kind: str


@dataclass(frozen=True, slots=True)
class ClaimResult:
    """A labelled claim and what the checker says of it."""

    labelled: LabelledClaim
    finding: Finding

    @property
    def right(self) -> bool:
        return (self.finding.verdict == "supported") == self.labelled.supported


def load_claims(path: Path) -> tuple[LabelledClaim, ...]:
    """The claims of a file. Raises BadLine naming the line."""
    found = []
    for number, value in read_lines(path):
        if isinstance(value, str):
            raise BadLine(f"{path} 第 {number} 行：{value}")
        claim, evidence = claim_of(value)
        if evidence is None:
            raise BadLine(f"{path} 第 {number} 行：{claim}")
        label = value.get("label")
        if label not in LABELS:
            raise BadLine(f"{path} 第 {number} 行：label 是 {label!r}，应为 {' 或 '.join(LABELS)}")
        kind = str(value.get("kind") or "")
        found.append(LabelledClaim(str(value.get("id", number)), claim, evidence, label == "supported", kind))
    if {claim.supported for claim in found} != {True, False}:
        raise BadLine(f"{path} 里要既有 supported、又有 unsupported 的断言，才能评核查")
    return tuple(found)


def check_claims(claims: Sequence[LabelledClaim], check: Check) -> tuple[list[ClaimResult], float]:
    """What the checker says of each, and the seconds that it took."""
    start = time.perf_counter()
    results = [ClaimResult(claim, check(claim.claim, claim.evidence)) for claim in claims]
    return results, time.perf_counter() - start


def calibration(results: Sequence[ClaimResult]) -> list[dict[str, float]]:
    """In tenths of the score: how many claims, their mean score, the share of them that is supported."""
    tenths: list[list[ClaimResult]] = [[] for _ in range(_BINS)]
    for result in results:
        tenths[min(int(result.finding.score * _BINS), _BINS - 1)].append(result)
    return [
        {
            "n": len(some),
            "score": scores.mean([r.finding.score for r in some]),
            "supported": scores.mean([float(r.labelled.supported) for r in some]),
        }
        for some in tenths
        if some
    ]


def calibration_error(bins: Sequence[dict[str, float]]) -> float:
    """Expected calibration error: the mean distance of score and share, by size of bin (Naeini et al., AAAI 2015)."""
    return sum(b["n"] * abs(b["score"] - b["supported"]) for b in bins) / sum(b["n"] for b in bins)


def claims_report(name: str, results: Sequence[ClaimResult], seconds: float) -> dict[str, Any]:
    """The report of one claim file, JSON-able; intervals are 95 % bootstrap over claims."""
    right = [float(r.right) for r in results]
    low, high = scores.interval(right)
    kinds = sorted({r.labelled.kind for r in results})
    bins = calibration(results)
    return {
        "claims": name,
        "n": len(results),
        "auc": scores.auc([r.labelled.supported for r in results], [r.finding.score for r in results]),
        "accuracy": {"mean": scores.mean(right), "low": low, "high": high},
        "by_kind": {k: scores.mean([float(r.right) for r in results if r.labelled.kind == k]) for k in kinds},
        "calibration": bins,
        "calibration_error": calibration_error(bins),
        "claims_per_second": len(results) / max(seconds, 1e-9),
        "wrong": [_wrong(r) for r in results if not r.right],
    }


def _wrong(result: ClaimResult) -> dict[str, Any]:
    labelled = result.labelled
    return {
        "id": labelled.id,
        "kind": labelled.kind,
        "label": LABELS[not labelled.supported],
        "claim": labelled.claim,
        "evidence": list(labelled.evidence),
        "score": result.finding.score,
        "reasons": list(result.finding.reasons),
    }


def claims_table(data: dict[str, Any]) -> str:
    """The report as a person reads it."""
    accuracy = data["accuracy"]
    rows = [
        f"{data['claims']}：{data['n']} 条断言　AUC {data['auc']:.3f}　准确率 {accuracy['mean']:.3f} "
        f"（{accuracy['low']:.2f}–{accuracy['high']:.2f}）　校准误差 {data['calibration_error']:.3f}　"
        f"每秒 {data['claims_per_second']:.0f} 条"
    ]
    rows += [f"  {kind or '（无类别）':<28}{share:.3f}" for kind, share in data["by_kind"].items()]
    rows.append("  分数  条数  其中有据的")
    rows += [f"  {b['score']:.2f}  {b['n']:>4}  {b['supported']:.2f}" for b in data["calibration"]]
    return "\n".join(rows)


def evaluate(path: Path, strictness: str = "standard") -> dict[str, Any]:
    """The report of one claim file with our checker. Raises YanjuError."""
    from bot.checker.check import checker

    return claims_report(path.name, *check_claims(load_claims(path), checker(strictness)))


def main(argv: Sequence[str]) -> int:
    """`yanju eval claims`."""
    parser = Parser(prog="yanju eval claims", description="在标好有据、无据的断言上评核查本身")
    parser.add_argument("files", nargs="+", type=Path, metavar="断言.jsonl")
    parser.add_argument("--json", action="store_true", help="只在标准输出给出 JSON")
    parser.add_argument("--wrong", action="store_true", help="列出判错的断言：断言、依据、理由")
    parser.add_argument(
        "--strictness", choices=tuple(BORDERS), default="standard", help="宽严（YANJU_STRICTNESS），默认 standard"
    )
    arguments = parser.parse_args(argv)
    reports = [evaluate(path, arguments.strictness) for path in arguments.files]
    if arguments.json:
        print(json.dumps(reports, ensure_ascii=False))
        return 0
    for data in reports:
        print(claims_table(data))
        for wrong in data["wrong"] if arguments.wrong else ():
            print(
                f"\n{wrong['id']} [{wrong['kind']}，应为 {wrong['label']}，得分 {wrong['score']:.2f}] {wrong['claim']}"
            )
            print("\n".join(f"    依据：{text}" for text in wrong["evidence"]))
            print(f"    理由：{'；'.join(wrong['reasons']) or '（没有）'}")
    return 0
