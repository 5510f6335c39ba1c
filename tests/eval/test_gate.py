"""What the gate calls worse; the gate itself runs in .ci/run, and `python -m eval.broken` shows that it notices."""

from __future__ import annotations

from typing import Any

import pytest

from eval.gate import baseline, worse


def measured(right: float = 0.9, accuracy: float = 0.9, unseen: float = 0.0) -> dict[str, Any]:
    score = {"mean": right, "low": right - 0.05, "high": right + 0.05, "n": 40}
    part = {"commit": "c", "settings": {}, "scores": {"right answer": score}}
    claims = {"n": 40, "auc": 0.9, "accuracy": {"mean": accuracy, "low": accuracy - 0.05, "high": accuracy + 0.05}}
    return {"extractive": part, "recorded": part, "claims": claims, "unseen": unseen}


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (measured(), []),
        (measured(right=0.86), []),
        (measured(right=0.84), ["extractive：right answer", "recorded：right answer"]),
        (measured(accuracy=0.84), ["核查：准确率"]),
        (measured(unseen=0.05), []),
        (measured(unseen=0.06), ["录下的模型：有 6% 的请求没有录过"]),
    ],
)
def test_what_fell_beyond_its_interval_is_told(now: dict[str, Any], told: list[str]) -> None:
    found = worse(now, baseline(measured()))
    assert len(found) == len(told)
    assert all(line.startswith(start) for line, start in zip(found, told, strict=True))
