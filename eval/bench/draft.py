"""Checking a draft: are true, altered, masked, misattributed and absent pieces told apart, and how fast.

Run: python -m eval.bench.draft [--cases eval/data/drafts.jsonl --library eval/data/library] [--show]
     python -m eval.bench.draft --speed STORE [--chars 10000]

A case is {"id", "sentence", "pieces": {piece: verdict}}; pieces that a case does not name are not judged. A flag is any
verdict but `found`. --speed makes a draft of sentences of the store, every fifth with a digit changed, and times it.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from bot.checker.check import check_claim
from bot.draft import Traced, traced
from eval.lines import read_lines
from vectorstore.store import Store, open_store

_HOME = Path(__file__).parents[1] / "data"
_HEADS = ("一、基本情况", "二、主要做法", "三、存在问题", "四、下一步打算")


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence of a draft and what is to be said of its pieces."""

    id: str
    sentence: str
    pieces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """One piece: what was expected, what was said (`missed`: it was not looked at)."""

    case: str
    piece: str
    expected: str
    said: str


def read_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON lines file."""
    return read_lines(path, lambda line: Case(line["id"], line["sentence"], tuple(line["pieces"].items())), "一句")


def judge(store: Store, cases: Sequence[Case]) -> list[Judged]:
    """All cases as one draft with headings, as a real one has them."""
    draft, starts = "关于有关工作情况的报告\n\n", []
    for number, case in enumerate(cases):
        if number % 11 == 0:
            draft += f"\n{_HEADS[number // 11 % len(_HEADS)]}\n"
        starts.append(len(draft))
        draft += case.sentence + ("\n" if number % 3 == 2 else "")
    found = traced(store, draft, check_claim)
    return [
        Judged(case.id, piece, expected, _said(found, start, case.sentence, piece))
        for case, start in zip(cases, starts, strict=True)
        for piece, expected in case.pieces
    ]


def _said(found: Sequence[Traced], start: int, sentence: str, piece: str) -> str:
    at = start + sentence.index(piece)
    return next((t.verdict for t in found if t.start < at + len(piece) and at < t.end), "missed")


def scores(judged: Sequence[Judged]) -> dict[str, float]:
    """Precision and recall of flags, and the share of pieces with exactly the expected verdict."""
    flagged = [j for j in judged if j.said not in ("found", "missed")]
    wrong = [j for j in judged if j.expected != "found"]
    both = [j for j in flagged if j.expected != "found"]
    exact = sum(j.said == j.expected for j in judged)
    return {
        "pieces": len(judged),
        "precision": len(both) / max(1, len(flagged)),
        "recall": len(both) / max(1, len(wrong)),
        "exact": exact / max(1, len(judged)),
    }


def made_draft(store: Store, chars: int, seed: int = 1) -> str:
    """Sentences with figures of speeches of the store, every fifth with a digit changed."""
    rng = random.Random(seed)
    rows = store.speeches()
    draft, taken = "", 0
    while len(draft) < chars:
        paragraph = rng.choice(rng.choice(rows).speech.paragraphs)
        for sentence in re.findall(r"[^。\n]{12,160}。", paragraph.text)[:4]:
            taken += 1
            if taken % 5 == 0:
                sentence = re.sub(r"\d", lambda m: str((int(m[0]) + 3) % 10), sentence, count=1)
            draft += sentence
        draft += "\n"
    return draft[:chars]


def timed(store: Store, chars: int) -> dict[str, float]:
    """Seconds of one check of a made draft; `cpu` is of this process, for a machine that is busy otherwise."""
    draft = made_draft(store, chars)
    traced(store, draft[:200], check_claim)  # loads dictionaries and opens the indexes
    started, cpu = perf_counter(), process_time()
    found = traced(store, draft, check_claim)
    seconds, cpu = perf_counter() - started, process_time() - cpu
    counts: dict[str, float] = dict(Counter(item.verdict for item in found))
    passages = store.counts()["passages"]
    figures = {"passages": passages, "chars": len(draft), "pieces": len(found), "seconds": round(seconds, 2)}
    return figures | {"cpu": round(cpu, 2)} | counts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--cases", type=Path, default=_HOME / "drafts.jsonl")
    parser.add_argument("--library", type=Path, default=_HOME / "library")
    parser.add_argument("--show", action="store_true", help="print what was judged otherwise")
    parser.add_argument("--speed", type=Path, metavar="STORE", help="time a draft against this store instead")
    parser.add_argument("--chars", type=int, default=10_000)
    given = parser.parse_args()
    if given.speed:
        with closing(open_store(given.speed, create=False)) as store:
            print(json.dumps(timed(store, given.chars), ensure_ascii=False))
        return
    with TemporaryDirectory() as folder, closing(open_store(Path(folder) / "library")) as store:
        store.ingest([given.library])
        judged = judge(store, read_cases(given.cases))
    for item in judged if given.show else ():
        if item.said != item.expected:
            print(f"{item.case} {item.piece}: expected {item.expected}, said {item.said}")
    print(json.dumps(scores(judged), ensure_ascii=False))


if __name__ == "__main__":
    main()
