"""How long a search takes, against bare tantivy and Chroma queries over the same indexes in the same run.

    python -m eval.bench.search --passages 5000 [--store DIR] [--limit-ms 50]

It makes a library of drawn sentences (or takes an existing one), and asks questions drawn from its own passages,
everyday ones and hostile ones. What it does not know: whether the hits are right; that is `yanju eval`.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from statistics import median, quantiles
from time import perf_counter

import chromadb
import tantivy
from chromadb.config import Settings

from vectorstore import tokens
from vectorstore.embedding import HashEmbedding
from vectorstore.revision import read_state
from vectorstore.search import DEPTH, search
from vectorstore.store import Store, open_store
from vectorstore.types import Filters

PLACES = ("青禾市", "云岭县", "临江区", "白石镇", "苇塘乡", "澄湖市", "沧浪区", "望江镇")
FRAMES = (
    "{place}坚持把{a}摆在突出位置，推动{b}与{c}相结合，全年完成{n}项任务。",
    "要以{a}为抓手，聚焦{b}，下大力气解决{c}中的难点堵点，力争新增{n}个。",
    "去年，{place}{a}取得新成效，{b}增长{n}%，{c}走在全省前列。",
    "有的同志对{a}认识不足，{b}抓得不紧，{c}还有{n}处短板，必须认真整改。",
)
EVERYDAY = (
    "老百姓看病难咋办",
    "头头们怎么带头",
    "钱袋子鼓了没有",
    "厂子撑不下去谁来帮",
    "娃上学远不远",
    "地不够用了怎么腾",
)
HOSTILE = ("AND OR NOT (", "body:* ~^", "？" * 500, "林" * 20_000, "😀" * 300, "的了吗呢", "(a+)+$" * 200)


def make_library(folder: Path, passages: int, random: Random) -> None:
    """Markdown compilations of drawn sentences, about `passages` passages in all."""
    words = tokens.domain_words()
    folder.mkdir(parents=True, exist_ok=True)

    def sentence() -> str:
        a, b, c = random.sample(words, 3)
        return random.choice(FRAMES).format(place=random.choice(PLACES), a=a, b=b, c=c, n=random.randint(2, 999))

    for file in range(-(-passages // 100)):
        lines = [f"# {PLACES[file % 8]}{file}号发言材料汇编（10篇）"]
        for speech in range(10):
            lines.append(f"\n## 在{PLACES[speech % 8]}第{file}次{random.choice(words)}推进会上的讲话（{speech + 1}）\n")
            lines += ["".join(sentence() for _ in range(8)) + "\n" for _ in range(10)]
        (folder / f"{file:05d}.md").write_text("\n".join(lines), encoding="utf8")


def questions(store: Store, random: Random, count: int) -> list[str]:
    """Pieces of the library's own text with question words, and everyday questions."""
    speeches = random.sample(store.speeches(), min(count, 50))
    drawn = []
    for number in range(count):
        texts = [p.text for p in random.choice(speeches).speech.paragraphs if len(p.text) > 30]
        text = random.choice(texts or ["营商环境"])
        start = random.randrange(max(1, len(text) - 25))
        drawn.append(random.choice(EVERYDAY) if number % 5 == 4 else f"{text[start : start + 20]}有多少？")
    return drawn


def times(run: Callable[[str], object], asked: Sequence[str]) -> list[float]:
    """Milliseconds of each call, in order."""
    taken = []
    for question in asked:
        start = perf_counter()
        run(question)
        taken.append((perf_counter() - start) * 1000)
    return taken


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


def measure(store: Store, asked: Sequence[str]) -> dict[str, list[float]]:
    """Times of each way, over the same questions."""
    file = store.files()[0].file
    first = times(lambda q: search(store, q), asked[:1])
    bare = (bare_tantivy(store.folder / "keyword"), bare_chroma(store.folder / "vector"))
    for run in bare:
        run(asked[0])
    return {
        "first": first,
        "tantivy": times(bare[0], asked),
        "chroma": times(bare[1], asked),
        "search": times(lambda q: search(store, q), asked),
        "filtered": times(lambda q: search(store, q, filters=Filters(file=file)), asked),
        "hostile": times(lambda q: search(store, q), HOSTILE * 10),
    }


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--passages", type=int, default=5000)
    parser.add_argument("--store", type=Path, help="an existing library instead of a drawn one")
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--limit-ms", type=float, default=50.0, help="the largest p95 of a search that passes")
    options = parser.parse_args(argv)
    random = Random(7)
    with tempfile.TemporaryDirectory() as made:
        folder = options.store or Path(made) / "library"
        if options.store is None:
            make_library(Path(made) / "files", options.passages, random)
        with open_store(folder) as store:
            if options.store is None:
                store.ingest([Path(made) / "files"])
            taken = measure(store, questions(store, random, options.questions))
            passages = store.counts()["passages"]
    shown = {
        name: {"p50": median(ms), "p95": quantiles([*ms, *ms], n=20)[18], "max": max(ms)} for name, ms in taken.items()
    }
    bare = shown["tantivy"]["p50"] + shown["chroma"]["p50"]
    ratio = {name: shown[name]["p50"] / bare for name in ("search", "filtered")}
    rounded = {name: {key: round(ms, 2) for key, ms in values.items()} for name, values in shown.items()}
    ratios = {name: round(value, 2) for name, value in ratio.items()}
    print(json.dumps({"passages": passages, "ms": rounded, "of_bare": ratios}, ensure_ascii=False, indent=1))
    return 0 if shown["search"]["p95"] <= options.limit_ms else 1


if __name__ == "__main__":
    sys.exit(main())
