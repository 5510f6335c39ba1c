"""How long a search takes, against bare tantivy and Chroma queries over the same indexes in the same run.

    python -m eval.bench.search [--store DIR] [--passages 300000] [--fuzz 1000]

A DIR that does not exist is made, of drawn sentences (eval/bench/library.py), and kept for the next time; without it
the library is made in a temporary folder. The questions are drawn from its own passages, and everyday ones. The ways of
searching take turns at each question, so that what else the machine does falls on all of them alike. What it does not
know: whether the hits are right; that is `yanju eval`, and eval/bench/stock.py for the recall.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from typing import Any

import chromadb
import tantivy
from chromadb.config import Settings

from eval.bench.asked import EVERYDAY, hostile, questions
from eval.bench.library import make_library
from vectorstore import tokens
from vectorstore.embedding import HashEmbedding
from vectorstore.revision import read_state
from vectorstore.search import DEPTH, search, warm_up
from vectorstore.store import Store, open_store
from vectorstore.types import Filters

MOST, UNDER, FIRST, BARE = 20.0, 100.0, 300.0, 2.0  # what the issue allows: ms, ms, ms, times
THREADS = 16


def bare_tantivy(folder: Path) -> Callable[[str], object]:
    """The plain BM25 query of the question's words, nothing else."""
    index = tantivy.Index.open(str(folder))
    schema, searcher = index.schema, index.searcher()

    def run(question: str) -> object:
        terms = [tantivy.Query.term_query(schema, "words", word) for word in tokens.search_words(question)]
        return searcher.search(tantivy.Query.boolean_query([(tantivy.Occur.Should, t) for t in terms]), DEPTH)

    return run


def bare_chroma(folder: Path) -> Callable[[str], object]:
    """The plain nearest neighbours of the question's vector, nothing else."""
    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    collection = client.get_collection(read_state(folder)["collection"], embedding_function=None)
    embedding = HashEmbedding()
    return lambda question: collection.query(embedding.embed([question]), n_results=DEPTH, include=["distances"])


def filters_of(store: Store) -> dict[str, Filters]:
    """A narrow, a middle and a wide filter: one file, a role, most of the years."""
    with store.reading() as db:
        file = db.execute("SELECT name FROM files ORDER BY id DESC LIMIT 1").fetchone()[0]
    return {
        "filtered: a file": Filters(file=file),
        "filtered: a role": Filters(role="县长"),
        "filtered: years": Filters(date_from="2016"),
    }


def measure(store: Store, asked: Sequence[str]) -> dict[str, dict[str, float]]:
    """Milliseconds of each way, of the clock and of the processor, the ways taking turns."""
    ways: dict[str, Callable[[str], object]] = {
        "bare tantivy": bare_tantivy(store.folder / "keyword"),
        "bare chroma": bare_chroma(store.folder / "vector"),
        "search": lambda q: search(store, q),
    }
    for name, filters in filters_of(store).items():
        ways[name] = lambda q, filters=filters: search(store, q, filters=filters)  # type: ignore[misc]
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for number, question in enumerate([*asked[:5], *asked]):
        for name, run in ways.items():
            began, before = perf_counter(), process_time()
            run(question)
            if number >= 5:  # the first five warm up
                taken[name].append(((perf_counter() - began) * 1000, (process_time() - before) * 1000))
    found = {}
    for name, pairs in taken.items():
        clock, cpu = (summary(list(times)) for times in zip(*pairs, strict=True))
        found[name] = clock | {"cpu p50": cpu["p50"], "cpu p95": cpu["p95"]}
    return found


def summary(ms: Sequence[float]) -> dict[str, float]:
    cuts = quantiles(ms, n=100, method="inclusive")
    return {"p50": median(ms), "p95": cuts[94], "p99": cuts[98], "max": max(ms)}


def together(store: Store, asked: Sequence[str]) -> dict[str, Any]:
    """The same questions by sixteen threads at once: whether all get what one alone gets, and how long it takes."""
    alone = [[hit.passage.id for hit in search(store, q)] for q in asked]
    taken: list[float] = []

    def run(question: str) -> list[str]:
        start = perf_counter()
        hits = search(store, question)
        taken.append((perf_counter() - start) * 1000)
        return [hit.passage.id for hit in hits]

    start = perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        equal = list(pool.map(run, asked)) == alone
    seconds = perf_counter() - start
    return {"equal": equal, "questions a second": len(asked) / seconds, **summary(taken)}


def fuzz(store: Store, count: int, random: Random) -> dict[str, Any]:
    """Hostile questions: how long, and how many raised an exception."""
    taken, raised = [], []
    for question in hostile(random, count):
        start = perf_counter()
        try:
            search(store, question)
        except Exception as error:
            raised.append(f"{type(error).__name__}: {error} <- {question[:60]!r}")
        taken.append((perf_counter() - start) * 1000)
    return {**summary(taken), "raised": raised[:5]}


def first(folder: Path, warm: bool) -> dict[str, float]:
    """Milliseconds in this very process of opening, of warming up, of the first search."""
    laps, at = {}, perf_counter()

    def lap(name: str) -> None:
        nonlocal at
        laps[name], at = (perf_counter() - at) * 1000, perf_counter()

    with open_store(folder) as store:
        lap("open")
        if warm:
            warm_up(store)
            lap("warm up")
        search(store, EVERYDAY[0])
        lap("first search")
    return laps


def _in_new_process(folder: Path, way: str) -> dict[str, float]:
    command = [sys.executable, "-m", "eval.bench.search", "--store", str(folder), "--first", way]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return found


def _made(folder: Path, passages: int) -> None:
    with TemporaryDirectory() as files, open_store(folder) as store:
        make_library(Path(files), passages)
        store.ingest([Path(files)])


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--store", type=Path, help="the library; made when it is not there")
    parser.add_argument("--passages", type=int, default=5_000, help="how large to make it")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--fuzz", type=int, default=200, help="how many hostile questions")
    parser.add_argument("--first", choices=("warm", "cold"), help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.first:
        print(json.dumps(first(options.store, options.first == "warm")))
        return 0
    with TemporaryDirectory() as temporary:
        folder = options.store or Path(temporary) / "library"
        if not folder.exists():
            _made(folder, options.passages)
        told, met = measured(folder, options.questions, options.fuzz)
    print(json.dumps(_rounded({**told, "met": met}), ensure_ascii=False, indent=1))
    return 0 if all(met.values()) else 1


def measured(folder: Path, count: int, hostile_count: int) -> tuple[dict[str, Any], dict[str, bool]]:
    """Everything measured, and which of the aims it meets."""
    cold, warm = _in_new_process(folder, "cold"), _in_new_process(folder, "warm")
    with open_store(folder) as store:
        asked = questions(store, Random(7), count)
        ms = measure(store, asked)
        threads, fuzzed = together(store, asked), fuzz(store, hostile_count, Random(8))
        passages = store.counts()["passages"]
    ratios = {}
    for kind in ("p50", "cpu p50"):
        bare = ms["bare tantivy"][kind] + ms["bare chroma"][kind]
        ratios[kind] = {name: values[kind] / bare for name, values in ms.items() if not name.startswith("bare")}
    met = {
        f"unfiltered p95 <= {MOST:g} ms": ms["search"]["p95"] <= MOST,
        f"unfiltered and filtered <= {BARE:g} x bare": max(ratios["p50"].values()) <= BARE,
        f"{THREADS} threads agree": threads["equal"],
        f"hostile p99 < {UNDER:g} ms, none raised": fuzzed["p99"] < UNDER and not fuzzed["raised"],
        f"first search after opening and warming up < {FIRST:g} ms": warm["first search"] < FIRST,
    }
    report = {"passages": passages, "ms": ms, "of bare": ratios, "threads": threads, "hostile": fuzzed}
    return {**report, "new process": {"cold": cold, "warmed up": warm}}, met


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 2) if isinstance(value, float) else value


if __name__ == "__main__":
    sys.exit(main())
