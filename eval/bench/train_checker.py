"""Learn how the checker weighs its features: a logistic regression on labelled claims, cross-validated by source.

    python -m eval.bench.train_checker CLAIMS.jsonl… [--write]

Only claims that no rule denies are weighed, so only they are learnt from. To the labelled claims come made ones: true
claims with a clause of another text spliced in, and true claims held against a paragraph that is not theirs. The
cross-validated figures are the forecast for other claims of the same authors; claims whose evidence shares a passage
are always left out together. What it does not know: rules and word lists that were tuned on the same claims.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.checker.check import weighed
from bot.checker.weighing import BIAS

_FOLDS, _RIDGE = 8, 10.0
_FOREIGN, _SPLICED = 0.6, 0.1  # the weights of made claims: many, and not what people write
_SHINGLE = 15  # characters: texts that share so many are of one source
_LINKS = ("，并", "，还要", "，同时", "，也", "，")
_CAUSES = ("为了", "由于", "因为", "得益于")
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled claim. `groups`: the sources of its text and of its evidence, never on both sides of a fold."""

    claim: str
    evidence: tuple[str, ...]
    carried: bool
    origin: str
    groups: tuple[int, ...]
    weight: float


def read(paths: Sequence[Path]) -> list[Example]:
    """The labelled claims of some files, grouped by what their evidence shares."""
    rows = [(path.stem, json.loads(line)) for path in paths for line in path.read_text(encoding="utf8").splitlines()]
    evidence = [tuple(e["quote"] for e in row["evidence"]) for _, row in rows]
    groups = _grouped(evidence)
    own = max((sum(name == path.stem for name, _ in rows) for path in paths), default=1)
    return [
        Example(
            row["claim"],
            quotes,
            row["label"] == "supported",
            name,
            (group,),
            2.5 if sum(n == name for n, _ in rows) < own else 1.0,  # the largest set does not drown the others
        )
        for (name, row), quotes, group in zip(rows, evidence, groups, strict=True)
    ]


def _grouped(evidence: list[tuple[str, ...]]) -> list[int]:
    """A number for each, the same where a run of characters is shared."""
    parent = list(range(len(evidence)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = i = parent[parent[i]]
        return i

    seen: dict[str, int] = {}
    for i, quotes in enumerate(evidence):
        for quote in quotes:
            for at in range(max(1, len(quote) - _SHINGLE + 1)):
                parent[root(i)] = root(seen.setdefault(quote[at : at + _SHINGLE], i))
    return [root(i) for i in range(len(evidence))]


def made(known: list[Example], count: int, rng: random.Random) -> list[Example]:
    """Unsupported claims made of supported ones: a foreign clause spliced in, or a foreign paragraph as evidence."""
    true = [e for e in known if e.carried]
    result = []
    for _ in range(count):
        one, other = rng.choice(true), rng.choice(known)
        if one.groups == other.groups:
            continue
        both = one.groups + other.groups
        if rng.random() < 0.3:
            result.append(Example(one.claim, other.evidence, False, "foreign", both, _FOREIGN))
            continue
        changed = _spliced(one.claim, other, rng)
        if changed:
            result.append(Example(changed, one.evidence, False, "spliced", both, _SPLICED))
    return result


def _spliced(claim: str, other: Example, rng: random.Random) -> str | None:
    clauses = [c for text in (other.claim, other.evidence[0]) for c in re.split("[，。；]", text)]
    pool = [c for c in clauses if 6 <= len(c) <= 22 and not re.search(r"[\d xX*]", c)]
    if not pool:
        return None
    piece, whole = re.sub("^[要并也还则就而]", "", rng.choice(pool)), claim.rstrip("。")
    way = rng.random()
    if way < 0.35:
        return f"{whole}{rng.choice(_LINKS)}{piece}。"
    if way < 0.6:
        return f"{rng.choice(_CAUSES)}{piece}，{whole}。"
    parts = whole.split("，")
    parts[rng.randrange(len(parts))] = piece
    return "，".join(parts) + "。" if len(parts) > 1 else None


def fit(x: Array, y: Array, weight: Array, ridge: float = _RIDGE) -> Array:
    """Coefficients of a weighted logistic regression, Newton's method; the last column of x is the constant."""
    beta = np.zeros(x.shape[1])
    penalty = np.full(x.shape[1], ridge)
    penalty[-1] = 1e-6
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ beta, -30, 30)))
        step = np.linalg.solve(
            (x * (weight * p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (weight * (p - y)) + penalty * beta
        )
        beta -= step
        if np.abs(step).max() < 1e-7:
            break
    return beta


@dataclass(frozen=True, slots=True)
class Table:
    """The examples as numbers: x standardised, with a constant as its last column; y and `denied` as 0 and 1."""

    names: tuple[str, ...]
    x: Array
    y: Array
    weight: Array
    denied: NDArray[np.bool_]
    mean: Array
    spread: Array


def table(examples: list[Example]) -> Table:
    """Features of all examples; mean and spread are those of the claims that no rule denies."""
    found = [weighed(e.claim, e.evidence) for e in examples]
    names = tuple(found[0][0])
    raw = np.array([[f[name] for name in names] for f, _ in found])
    denied = np.array([d for _, d in found])
    mean, spread = raw[~denied].mean(0), raw[~denied].std(0) + 1e-9
    x = np.c_[(raw - mean) / spread, np.ones(len(raw))]
    y = np.array([float(e.carried) for e in examples])
    return Table(names, x, y, np.array([e.weight for e in examples]), denied, mean, spread)


def cross_validated(examples: list[Example], t: Table, seed: int = 0) -> Array:
    """The chance of each example by weights that saw nothing of its sources; 0 to 0.05 where a rule denies it."""
    groups = sorted({g for e in examples for g in e.groups})
    random.Random(seed).shuffle(groups)
    fold = {group: i % _FOLDS for i, group in enumerate(groups)}
    folds = [{fold[g] for g in e.groups} for e in examples]
    out = np.zeros(len(examples))
    for i in range(_FOLDS):
        train = np.array([i not in f for f in folds]) & ~t.denied
        test = np.array([fold[e.groups[-1]] == i for e in examples])
        beta = fit(t.x[train], t.y[train], t.weight[train])
        out[test] = 1 / (1 + np.exp(-np.clip(t.x[test] @ beta, -30, 30)))
    return np.where(t.denied, 0.05 * out, out)


def measured(chance: Array, y: Array) -> tuple[float, float]:
    """(area under the curve, accuracy at 0.5)."""
    good, bad = chance[y == 1], chance[y == 0]
    wins = (good[:, None] > bad[None]).mean() + 0.5 * (good[:, None] == bad[None]).mean() if len(good) * len(bad) else 1
    return float(wins), float(((chance >= 0.5) == (y == 1)).mean())


def written(t: Table, beta: Array) -> str:
    """The text of data/weights.txt: weights of the raw features."""
    scaled = beta[:-1] / t.spread
    lines = ["# 由 python -m eval.bench.train_checker 写出：特征名、权重（正数支持断言）。"]
    lines += [f"{name} {weight:.4f}" for name, weight in zip(t.names, scaled, strict=True)]
    return "\n".join([*lines, f"{BIAS} {beta[-1] - float(scaled @ t.mean):.4f}"]) + "\n"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="用标注的断言训练核查的权重，并按出处交叉验证")
    parser.add_argument("claims", type=Path, nargs="+", help="标注的断言（jsonl）")
    parser.add_argument("--made", type=int, default=900, help="合成多少条")
    parser.add_argument("--write", action="store_true", help="写入 bot/checker/data/weights.txt")
    options = parser.parse_args(argv)
    known = read(options.claims)
    examples = known + made(known, options.made, random.Random(1))
    t = table(examples)
    chance = cross_validated(examples, t)
    print(f"{'set':<24}{'claims':>7}{'AUC':>8}{'acc':>8}   (cross-validated)")
    for origin in dict.fromkeys(e.origin for e in examples):
        chosen = np.array([e.origin == origin for e in examples])
        area, accuracy = measured(chance[chosen], t.y[chosen])
        print(f"{origin:<24}{chosen.sum():>7}{area:>8.3f}{accuracy:>8.3f}")
    text = written(t, fit(t.x[~t.denied], t.y[~t.denied], t.weight[~t.denied]))
    print(text)
    if options.write:
        Path(str(files("bot.checker").joinpath("data/weights.txt"))).write_text(text, encoding="utf8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
