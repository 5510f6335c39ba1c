"""The bench of drafts on the sample library: flags are right, and nothing true is flagged."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.checker.check import check_claim
from bot.draft import traced
from eval.bench.draft import judge, made_draft, read_cases, scores
from vectorstore.store import open_store

pytestmark = pytest.mark.integration
DATA = Path("eval/data")


def test_the_cases_of_the_sample_library(sample_store: Path) -> None:
    cases = read_cases(DATA / "drafts.jsonl")
    assert Counter(expected for case in cases for _, expected in case.pieces).keys() == {
        "found",
        "altered",
        "masked",
        "misattributed",
        "not_found",
    }
    with open_store(sample_store) as store:
        judged = judge(store, cases)
        assert scores(judged)["precision"] >= 0.95, judged
        assert scores(judged)["recall"] >= 0.95, judged
        assert scores(judged)["exact"] >= 0.9, judged
        made = traced(store, made_draft(store, 2000), check_claim)
        assert sum(item.verdict == "found" for item in made) > len(made) / 2
        assert any(item.verdict == "altered" for item in made)
