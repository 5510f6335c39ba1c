"""A small seeded run of the reading bench: floors under what the reader gets right."""

from __future__ import annotations

import pytest

from eval.bench.compilations import compilation
from eval.bench.reading import METRICS, run, score
from vectorstore.reading.read import read_text

FLOORS = {"titles": 0.95, "ends": 0.93, "role": 0.95, "noise": 0.93, "lost": 0.95, "joins": 0.95, "wrong": 0.97}
FLOORS |= {"declared": 0.97, "masks": 0.93, "heads": 0.9, "exact": 0.88}


def test_drawn_compilations_are_read_as_their_truth_says() -> None:
    results = run(60, 5001)
    shares = {metric: sum(not wrong[metric] for _, wrong in results) / len(results) for metric in METRICS}
    assert not {metric: share for metric, share in shares.items() if share < FLOORS[metric]}


def test_adverts_of_other_words_are_taken_out_too() -> None:
    results = run(40, 6001, "adverts_unseen")
    assert sum(not wrong["noise"] for _, wrong in results) / len(results) >= 0.9
    assert sum(not wrong["lost"] for _, wrong in results) / len(results) >= 0.95


@pytest.mark.parametrize("seed", range(5))
def test_the_scorer_finds_faults(seed: int) -> None:
    made = compilation(seed)
    assert all(
        score(made, read_text("别的讲话\n\n今天的会议很重要，请大家认真听。", made.name)).get(m)
        for m in ("titles", "ends")
    )
    assert score(made, read_text(made.text.replace("。", "。多出的话。"), made.name))["exact"]
