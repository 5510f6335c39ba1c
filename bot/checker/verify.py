"""`yanju verify`: labelled or unlabelled claims, one JSON line each, through the checker. Labels are never read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bot.checker.check import check_claim

Json = dict[str, Any]


def verify_lines(lines: Iterable[str]) -> Iterator[Json]:
    """{"id","verdict","score","reasons"} for each line {"id","claim","evidence":[{"quote"}]}.

    A line that is none of that gives {"id","line","error"} (the message names the line), and the rest goes on.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        case = _case(line)
        if isinstance(case, str):
            yield {"id": None, "line": number, "error": f"第 {number} 行：{case}"}
            continue
        case_id, claim, quotes = case
        finding = check_claim(claim, quotes)
        yield {"id": case_id, "verdict": finding.verdict, "score": finding.score, "reasons": list(finding.reasons)}


def _case(line: str) -> tuple[Any, str, list[str]] | str:
    """(id, claim, quotes), or what is wrong with the line."""
    try:
        value = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        return f"不是 JSON（{error}）" if isinstance(error, json.JSONDecodeError) else "不是 JSON（嵌套过深）"
    if not isinstance(value, dict):
        return "应为对象 {id, claim, evidence}"
    claim, evidence = value.get("claim"), value.get("evidence")
    if not isinstance(claim, str):
        return "缺少 claim（字符串）"
    if not isinstance(evidence, list):
        return "缺少 evidence（数组，每项有 quote）"
    quotes = [e.get("quote") if isinstance(e, dict) else e for e in evidence]
    if not all(isinstance(q, str) for q in quotes):
        return "evidence 的每一项都应有 quote（字符串）"
    return value.get("id"), claim, [str(q) for q in quotes]
