"""From the features of a sentence to what it is ranked by, and to the chance that it answers. The weights are learnt.

data/ranking.txt is a readable table, made by `python -m eval.bench.train_ranker` (docs/decisions/0100).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

BIAS, SCORE = "bias", "score"  # of the chance: its constant, and the weight of what sentences are ranked by

Weights = dict[str, float]


@cache
def tables() -> dict[str, Weights]:
    """rank.figure, rank.free, chance.figure, chance.free: feature → weight. Raises ValueError for another line."""
    text = files("bot.extractive").joinpath("data/ranking.txt").read_text(encoding="utf8")
    found: dict[str, Weights] = {}
    for line in filter(None, (line.split("#")[0].strip() for line in text.splitlines())):
        table, name, weight = line.split()
        found.setdefault(table, {})[name] = float(weight)
    return found


def kind_of(ask_kind: str) -> str:
    """The tables for an ask: `figure` for a quantity, `free` for all else."""
    return "figure" if ask_kind == "quantity" else "free"


def ranked(features: Mapping[str, float], kind: str) -> float:
    """What sentences are ranked by: of two for one ask the higher one answers rather."""
    return sum(weight * features[name] for name, weight in tables()["rank." + kind].items() if name in features)


def chance(features: Mapping[str, float], score: float, kind: str) -> float:
    """The chance, 0 to 1, that the best sentence of an ask answers it, rather than that nothing at hand does."""
    known = {**features, BIAS: 1.0, SCORE: score}
    total = sum(weight * known[name] for name, weight in tables()["chance." + kind].items() if name in known)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
