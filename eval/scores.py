"""The scores, each a short pure function. Scored on gold alone: the checker never grades itself."""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Sequence

from bot.types import Answer
from eval.cases import Case, Gold
from vectorstore.normalise import normalise
from vectorstore.types import Hit

_MARK = re.compile(r"\[\d+\]")
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d+[.、．]\s*")
SHORT_ANSWER = 200  # characters: a page that contains the answer is not an answer


def squeeze(text: str) -> str:
    """The text without white space: what gold quotes are compared on."""
    return "".join(text.split())


def holds(text: str, gold: Gold) -> bool:
    return squeeze(gold.quote) in squeeze(text)


def gold_ranks(hits: Sequence[Hit], case: Case) -> tuple[int | None, ...]:
    """For each gold quote the 1-based rank of the first hit of its file that holds it, or None."""

    def rank(gold: Gold) -> int | None:
        for place, hit in enumerate(hits, 1):
            in_file = any(location.file == gold.file for location in hit.locations)
            if in_file and holds(hit.passage.text, gold):
                return place
        return None

    return tuple(rank(gold) for gold in case.gold)


def hit_at(ranks: Sequence[int | None], k: int) -> float:
    """1 when a passage among the first k holds a gold quote."""
    return float(any(rank is not None and rank <= k for rank in ranks))


def recall_at(ranks: Sequence[int | None], k: int, mode: str) -> float:
    """The share of gold quotes found among the first k; with mode any, 1 when one is."""
    if mode == "any":
        return hit_at(ranks, k)
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks) if ranks else 0.0


def reciprocal_rank(ranks: Sequence[int | None]) -> float:
    """1 / rank of the first passage that holds gold; its mean over cases is MRR (Voorhees, TREC-8, 1999)."""
    found = [rank for rank in ranks if rank is not None]
    return 1 / min(found) if found else 0.0


def ndcg_at(ranks: Sequence[int | None], k: int) -> float:
    """nDCG@k with gain 1 for each passage that holds gold (Järvelin and Kekäläinen, 2002)."""
    places = {rank for rank in ranks if rank is not None and rank <= k}
    ideal = sum(1 / math.log2(place + 1) for place in range(1, min(k, max(1, len(set(ranks)))) + 1))
    return sum(1 / math.log2(place + 1) for place in places) / ideal


def _cited_texts(answer: Answer) -> list[tuple[frozenset[str], str]]:
    return [
        (frozenset(location.file for location in source.locations), source.paragraph.text)
        for source in answer.sources
        if source.cited
    ]


def citation_precision(answer: Answer, case: Case) -> float | None:
    """Cited paragraphs that hold a gold quote / cited paragraphs. None when nothing is cited."""
    cited = _cited_texts(answer)
    if not cited:
        return None
    right = sum(any(gold.file in files and holds(text, gold) for gold in case.gold) for files, text in cited)
    return right / len(cited)


def citation_recall(answer: Answer, case: Case) -> float | None:
    """Gold quotes whose paragraph is cited / gold quotes. None without gold."""
    if not case.gold:
        return None
    cited = _cited_texts(answer)
    found = [any(gold.file in files and holds(text, gold) for files, text in cited) for gold in case.gold]
    return float(any(found)) if case.gold_mode == "any" else sum(found) / len(found)


def plain_text(answer: Answer) -> str:
    """The answer's text without marks and list numbers."""
    return _LIST_NUMBER.sub("", _MARK.sub("", answer.text))


def figures(text: str) -> list[str]:
    """The numbers of a text in digits, half width, thousands separators gone."""
    return _FIGURE.findall(re.sub(r"(?<=\d),(?=\d{3})", "", normalise(text)))


def invented_figures(answer: Answer) -> list[str]:
    """Figures of the answer that stand, whole, in no cited paragraph."""
    given = {figure for _, text in _cited_texts(answer) for figure in figures(text)}
    return [figure for figure in figures(plain_text(answer)) if figure not in given]


def figure_fidelity(answer: Answer) -> float | None:
    """Figures of the answer found in a cited paragraph / figures of the answer. None without figures."""
    said = figures(plain_text(answer))
    return 1 - len(invented_figures(answer)) / len(said) if said else None


def right_answer(answer: Answer, case: Case) -> float | None:
    """1 when must_contain is all there and must_not_contain is not. None when the case asks for neither."""
    if not case.must_contain and not case.must_not_contain:
        return None
    text = squeeze(normalise(answer.text))
    has = all(squeeze(normalise(word)) in text for word in case.must_contain)
    lacks = not any(squeeze(normalise(word)) in text for word in case.must_not_contain)
    short = case.type not in ("figure", "fact") or len(answer.text) <= SHORT_ANSWER
    return float(has and lacks and short)


def cited_sentences(answer: Answer) -> float | None:
    """Claims that carry at least one mark of an existing source / claims. None without claims."""
    numbers = {source.number for source in answer.sources}
    if not answer.claims:
        return None
    return sum(bool(numbers & set(claim.sources)) for claim in answer.claims) / len(answer.claims)


def supported_share(answer: Answer) -> float | None:
    """Claims that pass the check / claims. None without claims."""
    if not answer.claims:
        return None
    return sum(claim.verdict == "supported" for claim in answer.claims) / len(answer.claims)


def masked_honesty(answer: Answer, case: Case) -> float | None:
    """Masked cases: 1 when the status is masked and the answer gives no figure. None for other types."""
    if case.type != "masked":
        return None
    return float(answer.status == "masked" and not figures(plain_text(answer)))


def false_answer(answer: Answer, case: Case) -> float | None:
    """Unanswerable cases: 1 when answered all the same. None for other types."""
    return float(answer.status != "not_found") if case.type == "unanswerable" else None


def false_refusal(answer: Answer, case: Case) -> float | None:
    """Answerable cases: 1 when refused. None for unanswerable ones."""
    return float(answer.status == "not_found") if case.type != "unanswerable" else None


def auc(labels: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve: the chance that a positive outscores a negative (Mann-Whitney U, ties half)."""
    positive = [score for label, score in zip(labels, scores, strict=True) if label]
    negative = [score for label, score in zip(labels, scores, strict=True) if not label]
    if not positive or not negative:
        raise ValueError("AUC 需要两类样本都有")
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def interval(
    values: Sequence[float], of: Callable[[Sequence[float]], float] = mean, rounds: int = 1000, seed: int = 7
) -> tuple[float, float]:
    """95 % percentile bootstrap interval of a statistic over cases (Efron, 1979); the same for the same seed."""
    draw = random.Random(seed)  # noqa: S311 - resampling, not secrets
    drawn = sorted(of(draw.choices(values, k=len(values))) for _ in range(rounds))
    return drawn[round(0.025 * (rounds - 1))], drawn[round(0.975 * (rounds - 1))]


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile; 0.0 for no values."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else 0.0
