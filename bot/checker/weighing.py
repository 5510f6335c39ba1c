"""The chance that a claim is carried, from its features: a logistic regression whose weights are a readable file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

BIAS = "bias"
# YANJU_STRICTNESS -> the chance from which soft evidence carries a claim. No rule asks for it: what a rule denies stays
# denied. Measured, see docs/decisions/0090.
BORDERS = {"standard": 0.5, "strict": 0.8, "lenient": 0.25}


@cache
def weights() -> dict[str, float]:
    """Feature → weight of data/weights.txt."""
    text = files("bot.checker").joinpath("data/weights.txt").read_text(encoding="utf8")
    lines = (line.split("#")[0].split() for line in text.splitlines())
    return {name: float(weight) for name, weight in filter(None, lines)}


def chance(found: Mapping[str, float], border: float = 0.5) -> float:
    """0 to 1, moved so that a chance of `border` comes out as 0.5. Raises KeyError for a feature without a weight."""
    table = weights()
    total = table[BIAS] + sum(table[name] * value for name, value in found.items()) - math.log(border / (1 - border))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
