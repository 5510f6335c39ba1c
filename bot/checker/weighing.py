"""The chance that a claim is carried, from its features: a logistic regression whose weights are a readable file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

BIAS = "bias"


@cache
def weights() -> dict[str, float]:
    """Feature → weight of data/weights.txt."""
    text = files("bot.checker").joinpath("data/weights.txt").read_text(encoding="utf8")
    lines = (line.split("#")[0].split() for line in text.splitlines())
    return {name: float(weight) for name, weight in filter(None, lines)}


def chance(found: Mapping[str, float]) -> float:
    """0 to 1; 0.5 is the border. Raises KeyError for a feature without a weight."""
    table = weights()
    total = table[BIAS] + sum(table[name] * value for name, value in found.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
