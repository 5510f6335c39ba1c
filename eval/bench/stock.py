"""The keyword leg against LangChain's stock pair: BM25Retriever with jieba, and Chroma, over the same passages.

    python -m eval.bench.stock --store DIR [--recall-store DIR --questions FILE]

LangChain's `BM25Retriever` (langchain-community) is a list of all texts and `rank_bm25.BM25Okapi` over the tokens of a
`preprocess_func`, here jieba.lcut. That package is being wound down, so its scoring is written out below, after
rank_bm25 0.2.2 by Dorian Brown (Apache-2.0): the same formulas, constants and loops. Its vector half is Chroma itself.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import mean, median
from time import perf_counter

import jieba
import numpy as np
from numpy.typing import NDArray

from eval import scores
from eval.bench.asked import questions
from eval.bench.search import bare_chroma
from eval.cases import load_cases
from vectorstore import thesaurus
from vectorstore.normalise import normalise
from vectorstore.search import DEPTH
from vectorstore.store import Store, open_store
from vectorstore.types import Hit

TIMES = 50  # how many times faster the keyword leg must be
K1, B, EPSILON = 1.5, 0.75, 0.25


class BM25Okapi:
    """rank_bm25.BM25Okapi."""

    def __init__(self, corpus: Sequence[Sequence[str]]) -> None:
        self.frequencies = [Counter(document) for document in corpus]
        self.lengths = np.array([len(document) for document in corpus])
        self.average = self.lengths.sum() / len(corpus)
        held: Counter[str] = Counter(word for document in self.frequencies for word in document)
        self.idf = {w: float(np.log(len(corpus) - n + 0.5) - np.log(n + 0.5)) for w, n in held.items()}
        floor = EPSILON * sum(self.idf.values()) / len(self.idf)
        self.idf = {word: floor if idf < 0 else idf for word, idf in self.idf.items()}

    def top(self, query: Sequence[str], n: int) -> list[int]:
        """The numbers of the n best documents."""
        score: NDArray[np.float64] = np.zeros(len(self.lengths))
        for word in query:
            frequency = np.array([document.get(word) or 0 for document in self.frequencies])
            near = frequency + K1 * (1 - B + B * self.lengths / self.average)
            score += (self.idf.get(word) or 0) * (frequency * (K1 + 1) / near)
        return [int(number) for number in np.argsort(score)[::-1][:n]]


def stock(store: Store) -> tuple[list[str], Callable[[str], list[str]]]:
    """The ids of all passages, and the stock retriever over their texts: the ids of the best."""
    with store.reading() as db:
        rows = db.execute("SELECT key, text FROM passages ORDER BY id").fetchall()
    keys = [key for key, _ in rows]
    bm25 = BM25Okapi([jieba.lcut(text) for _, text in rows])
    return keys, lambda question: [keys[n] for n in bm25.top(jieba.lcut(question), DEPTH)]


def ours(store: Store) -> Callable[[str], list[str]]:
    """The keyword leg alone, thesaurus and all."""
    leg = store.legs[0]

    def run(question: str) -> list[str]:
        text = normalise(question)
        related = [phrases for _, phrases in thesaurus.related(text)]
        return [passage_id for passage_id, _ in leg.search(text, DEPTH, None, related)]

    return run


def milliseconds(run: Callable[[str], object], asked: Sequence[str]) -> float:
    taken = []
    for question in [asked[0], *asked]:
        start = perf_counter()
        run(question)
        taken.append((perf_counter() - start) * 1000)
    return median(taken[1:])


def recall(store: Store, run: Callable[[str], list[str]], path: Path) -> dict[str, float]:
    """hit@5, hit@10 and recall@20 of the bare questions: no history, no further forms."""
    found: dict[str, list[float]] = {"hit@5": [], "hit@10": [], "recall@20": []}
    for case in load_cases(path):
        if not case.gold:
            continue
        ids = run(case.question)
        passages = store.passages(ids)
        heads = store.heads([passage.speech_id for passage in passages.values()])
        hits = []
        for passage in (passages[i] for i in ids if i in passages):
            head = heads[passage.speech_id]
            hits.append(Hit(passage, 0.0, (), head.title, head.speaker_role, head.locations(passage.first)))
        ranks = scores.gold_ranks(hits, case)
        found["hit@5"].append(scores.hit_at(ranks, 5))
        found["hit@10"].append(scores.hit_at(ranks, 10))
        found["recall@20"].append(scores.recall_at(ranks, 20, case.gold_mode))
    return {name: mean(values) for name, values in found.items()}


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, required=True, help="as made by eval.bench.search; 20,000 passages")
    parser.add_argument("--asked", type=int, default=30, help="how many questions are timed")
    parser.add_argument("--recall-store", type=Path)
    parser.add_argument("--questions", type=Path)
    options = parser.parse_args(argv)
    with open_store(options.store) as store:
        keys, retriever = stock(store)
        asked = questions(store, Random(7), options.asked)
        ms = {
            "stock BM25": milliseconds(retriever, asked),
            "stock Chroma": milliseconds(bare_chroma(store.folder / "vector"), asked),
            "keyword leg": milliseconds(ours(store), asked),
        }
    times = ms["stock BM25"] / ms["keyword leg"]
    report = {"passages": len(keys), "ms p50": ms, "times faster": times}
    met = times >= TIMES
    if options.questions and options.recall_store:
        with open_store(options.recall_store) as store:
            theirs = recall(store, stock(store)[1], options.questions)
            own = recall(store, ours(store), options.questions)
        report["recall"] = {"stock BM25": theirs, "keyword leg": own}
        met = met and all(own[name] >= theirs[name] for name in own)
    print(json.dumps(report, ensure_ascii=False, indent=1))
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
