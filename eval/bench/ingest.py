"""How fast files go in, against the floor: the same passages segmented and put into a bare tantivy and a bare Chroma.

Run: python -m eval.bench.ingest --chars 1000000 [--json OUT] [--keep FOLDER]
     python -m eval.bench.ingest --from FILE          (a paragraph per line)

Each step runs in a process of its own; memory is the sum of the resident pages of its process tree, ten samples a
second (pages that processes share count in each). Vectors are worked out before the clock of bare Chroma starts.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import count
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter, sleep
from typing import Any

from eval.bench.compilations import compilation
from vectorstore.types import Passage

Figures = dict[str, float]
FURTHER = 1_000  # speeches of the second helping
_PER_FILE = 20_000  # characters of a file made of --from
_PER_FOLDER = 500
_BATCH = 4_096  # passages handed to the bare indexes at once


def write_compilations(folder: Path, seed: int, enough: Callable[[int, int], bool]) -> tuple[int, int]:
    """Write compilations until `enough(characters, speeches)`; both numbers as written."""
    characters = speeches = 0
    for number in count():
        if enough(characters, speeches):
            return characters, speeches
        made = compilation(seed + number)
        _write(folder, number, f"{number:06d}_{made.name}", made.text)
        characters += len(made.text)
        speeches += len(made.speeches)
    raise AssertionError("count() never ends")


def write_from(folder: Path, source: Path) -> tuple[int, int]:
    """Files of about 20,000 characters, a speech each, of a file with a paragraph per line."""
    characters = number = 0
    lines: list[str] = []
    with source.open(encoding="utf8") as file:
        for line in file:
            lines.append(line.strip())
            if sum(map(len, lines)) >= _PER_FILE:
                characters += _write_speech(folder, number, lines)
                number += 1
                lines = []
    if lines:
        characters += _write_speech(folder, number, lines)
        number += 1
    return characters, number


def _write_speech(folder: Path, number: int, lines: Sequence[str]) -> int:
    text = f"在第{number + 1}次工作会议上的讲话\n\n同志们：\n" + "\n".join(filter(None, lines)) + "\n"
    _write(folder, number, f"{number:06d}.txt", text)
    return len(text)


def _write(folder: Path, number: int, name: str, text: str) -> None:
    into = folder / f"{number // _PER_FOLDER:04d}"
    into.mkdir(parents=True, exist_ok=True)
    (into / name).write_text(text, encoding="utf8", newline="")


class Watch:
    """The block's greatest resident memory, of this process alone and with its children, in MB; and its CPU seconds."""

    def __enter__(self) -> Watch:
        self.peak = self.alone = 0.0
        self._seconds: dict[int, float] = {}
        self._before = _cpu(os.getpid())
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    @property
    def cpu(self) -> float:
        """A process that has ended counts to its last sample."""
        return sum(self._seconds.values()) - self._before

    def _sample(self) -> None:
        while True:
            self.alone = max(self.alone, _resident(os.getpid()))
            processes = list(_tree(os.getpid()))
            self.peak = max(self.peak, sum(map(_resident, processes)))
            self._seconds |= {process: max(_cpu(process), self._seconds.get(process, 0.0)) for process in processes}
            if self._done.wait(0.1):
                return


def _tree(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _resident(process: int) -> float:
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _cpu(process: int) -> float:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def passages_of(folder: Path) -> Iterator[Passage]:
    """The passages that an ingest of the folder would store, each once, in its order."""
    from vectorstore.parts import real_reader
    from vectorstore.types import UnreadableFile
    from vectorstore.walk import walk

    reader, seen = real_reader(), set[str]()
    for found in walk([folder], reader.suffixes, folder / "none").files:
        try:
            document = reader.read(found.path)
        except UnreadableFile:
            continue
        for speech in document.speeches:
            if speech.id not in seen:
                seen.add(speech.id)
                yield from reader.cut(speech)


def batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    batch: list[Passage] = []
    for passage in passages:
        batch.append(passage)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def floor(files: Path, work: Path) -> Figures:
    """Seconds to segment the passages once, to add the words and grams to tantivy, to add the vectors to Chroma."""
    import chromadb
    import tantivy

    from vectorstore import chroma, keyword, tokens
    from vectorstore.embedding import HashEmbedding

    took: Figures = {"segment": 0.0, "tantivy": 0.0, "chroma": 0.0, "vectors (not in the floor)": 0.0}
    clock = _Clock(took)
    (work / "tantivy").mkdir(parents=True)
    schema = keyword._schema()
    index = keyword._with_tokenizers(tantivy.Index(schema, str(work / "tantivy")))
    writer = index.writer(keyword._HEAP, 1)
    client = chromadb.PersistentClient(str(work / "chroma"))
    shape: Any = {"hnsw": chroma._HNSW}
    collection = client.create_collection("bare", configuration=shape, embedding_function=None)
    embedding, total = HashEmbedding(), 0
    tokens.search_words("热身")
    with Watch() as watch:
        for batch in batches(passages_of(files)):
            total += len(batch)
            clock.start()
            words = [" ".join(tokens.search_words(passage.search_text)) for passage in batch]
            clock.stop("segment")
            for passage, cut in zip(batch, words, strict=True):
                writer.add_document(
                    tantivy.Document(
                        id=passage.id, speech=passage.speech_id, words=cut, head="", grams=passage.search_text
                    )
                )
            clock.stop("tantivy")
            vectors = embedding.embed([passage.search_text for passage in batch])
            clock.stop("vectors (not in the floor)")
            collection.add(
                ids=[passage.id for passage in batch],
                embeddings=vectors,
                metadatas=[{"speech_id": passage.speech_id} for passage in batch],
            )
            clock.stop("chroma")
        clock.start()
        writer.commit()
        writer.wait_merging_threads()
        clock.stop("tantivy")
    whole = took["segment"] + took["tantivy"] + took["chroma"]
    return {**took, "floor": whole, "passages": total, "peak_mb": watch.peak}


class _Clock:
    def __init__(self, took: Figures) -> None:
        self._took, self._at = took, perf_counter()

    def start(self) -> None:
        self._at = perf_counter()

    def stop(self, name: str) -> None:
        now = perf_counter()
        self._took[name] += now - self._at
        self._at = now


def ours(files: Path, library: Path) -> Figures:
    """Seconds of `Store.ingest` in a process that has just started, opening and closing included."""
    from vectorstore.store import open_store

    with Watch() as watch:
        start = perf_counter()
        with open_store(library) as store:
            report = store.ingest([files])
        seconds = perf_counter() - start
    return {
        "seconds": seconds,
        "cpu": watch.cpu,
        "peak_mb": watch.peak,
        "peak_main_mb": watch.alone,
        "files": report.added + report.changed,
        "unchanged": report.unchanged,
        "failed": len(report.failed),
        "speeches": report.speeches,
        "passages": report.passages,
    }


def opening(library: Path) -> Figures:
    """Seconds until the store is open, until its legs are known to be up to date, and of the first search."""
    from vectorstore.search import search
    from vectorstore.store import open_store

    start = perf_counter()
    with open_store(library) as store:
        opened = perf_counter()
        held = len(store.legs)
        ready = perf_counter()
        found = len(search(store, "今年造林面积是多少"))
        end = perf_counter()
    return {"open": opened - start, "legs": ready - start, "search": end - ready, "hits": found, "held": held}


def alone(work: Callable[..., Figures], *arguments: Path) -> Figures:
    """The figures of a step, from a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure(work: Path, make: Callable[[Path], tuple[int, int]]) -> dict[str, Figures]:
    """All steps, one after another, in the folder `work`."""
    files, library = work / "files", work / "library"
    characters, speeches = make(files)
    sleep(2.1)  # younger files are hashed again at the next ingest, see vectorstore/ingest.py
    found: dict[str, Figures] = {
        "material": {"characters": characters, "speeches": speeches, "load": os.getloadavg()[0]}
    }
    steps: list[tuple[str, Callable[..., Figures], tuple[Path, ...]]] = [
        ("floor", floor, (files, work / "bare")),
        ("ingest", ours, (files, library)),
        ("again", ours, (files, library)),
        ("further", ours, (files, library)),
        ("opening", opening, (library,)),
    ]
    for name, step, arguments in steps:
        if name == "further":
            write_compilations(files / "further", 10_000_000, lambda _, n: n >= FURTHER)
        found[name] = alone(step, *arguments)
        print(f"{name}: {_line(found[name])}", file=sys.stderr, flush=True)
        shutil.rmtree(work / "bare", ignore_errors=True)
    found["ratios"] = {
        "ingest / floor": found["ingest"]["seconds"] / found["floor"]["floor"],
        "again / ingest": found["again"]["seconds"] / found["ingest"]["seconds"],
        "characters a second": characters / found["ingest"]["seconds"],
    }
    return found


def _line(figures: Figures) -> str:
    return ", ".join(
        f"{name} {value:,.3g}" if value < 10 else f"{name} {value:,.0f}" for name, value in figures.items()
    )


def table(found: dict[str, Figures]) -> str:
    """The figures as Markdown."""
    rows = [f"| {name} | {_line(figures)} |" for name, figures in found.items()]
    return "\n".join(["| step | seconds, MB and counts |", "| --- | --- |", *rows])


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--chars", type=int, help="characters to make")
    source.add_argument("--from", dest="source", type=Path, help="a file with a paragraph per line")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--keep", type=Path, help="a new folder to work in, kept")
    arguments = parser.parse_args(argv)
    work = arguments.keep or Path(mkdtemp(prefix="yanju-bench-"))
    work.mkdir(parents=True, exist_ok=True)

    def make(folder: Path) -> tuple[int, int]:
        if arguments.source is not None:
            return write_from(folder, arguments.source)
        return write_compilations(folder, 0, lambda characters, _: characters >= arguments.chars)

    try:
        found = measure(work, make)
    finally:
        if arguments.keep is None:
            shutil.rmtree(work, ignore_errors=True)
    print(table(found))
    if arguments.json is not None:
        arguments.json.write_text(json.dumps(found, indent=1, ensure_ascii=False), encoding="utf8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
