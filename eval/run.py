"""Run a question set against a bot: search and ask each case, and score it.

Does not know: whether a free-text answer says the same as the model answer of the case; must_contain stands in for it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.assemble import Bot
from bot.types import Answer
from eval import scores
from eval.cases import Case
from vectorstore.types import Hit

SHOWN_HITS = 5
DEPTH = 20  # how many hits are looked at for the ranking scores


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case got. `scores` leaves out those that do not apply to the case; `ranks` are those of its quotes."""

    case: Case
    searched: str
    status: str
    text: str
    ranks: tuple[int | None, ...]
    scores: dict[str, float]
    invented: tuple[str, ...]
    seconds: dict[str, float]
    found: tuple[str, ...] = ()  # the first hits, a line each
    prompts: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        wrong = ("right answer", "masked honesty", "hit@5")
        return any(self.scores.get(name) == 0 for name in wrong) or any(
            self.scores.get(name) == 1 for name in ("false answer", "false refusal", "invented figures")
        )


def ranking_scores(ranks: Sequence[int | None], mode: str) -> dict[str, float]:
    found = {f"hit@{k}": scores.hit_at(ranks, k) for k in (1, 3, 5, 10, 20)}
    found |= {f"recall@{k}": scores.recall_at(ranks, k, mode) for k in (5, 10, 20)}
    return found | {"MRR": scores.reciprocal_rank(ranks), "nDCG@10": scores.ndcg_at(ranks, 10)}


def answer_scores(answer: Answer, case: Case) -> dict[str, float]:
    """The scores that apply to the case, by name."""
    maybe = {
        "right answer": scores.right_answer(answer, case),
        "citation precision": scores.citation_precision(answer, case) if case.gold else None,
        "citation recall": scores.citation_recall(answer, case),
        "cited sentences": scores.cited_sentences(answer),
        "supported share": scores.supported_share(answer),
        "figure fidelity": scores.figure_fidelity(answer),
        "invented figures": float(bool(scores.invented_figures(answer))),
        "masked honesty": scores.masked_honesty(answer, case),
        "false answer": scores.false_answer(answer, case),
        "false refusal": scores.false_refusal(answer, case),
    }
    return {name: value for name, value in maybe.items() if value is not None}


def run_case(bot: Bot, case: Case) -> CaseResult:
    """Ask one case, then look at the first hits of the question as it was searched."""
    started = time.perf_counter()
    answer = bot.ask(case.question, case.history)
    asked = time.perf_counter()
    hits: Sequence[Hit] = bot.search(answer.searched, DEPTH)
    searched = time.perf_counter()
    ranks = scores.gold_ranks(hits, case)
    found = answer_scores(answer, case)
    if case.gold:
        found |= ranking_scores(ranks, case.gold_mode)
    seconds = dict(answer.seconds) | {"ask": asked - started, "search alone": searched - asked}
    return CaseResult(
        case,
        answer.searched,
        answer.status,
        answer.text,
        ranks,
        found,
        tuple(scores.invented_figures(answer)),
        seconds,
        tuple(map(_line, hits[:SHOWN_HITS])),
        answer.prompts,
    )


def _line(hit: Hit) -> str:
    """Where a hit stands and its text."""
    where = hit.locations[0]
    return f"{where.file} 第{where.speech}篇第{where.paragraph}段：{hit.passage.text}"


def run_cases(bot: Bot, cases: Sequence[Case], progress: Callable[[int], None]) -> Iterator[CaseResult]:
    """The results in the order of the cases; `progress` is told how many are done."""
    for done, case in enumerate(cases, 1):
        yield run_case(bot, case)
        progress(done)
