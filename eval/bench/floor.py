"""The floor of an ingest: the same passages segmented, and put into a bare tantivy and a bare Chroma without ours."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import chromadb
import tantivy

from eval.bench.watching import Watch
from vectorstore import chroma, keyword, tokens
from vectorstore.embedding import HashEmbedding
from vectorstore.parts import real_reader
from vectorstore.types import Passage, UnreadableFile
from vectorstore.walk import walk

Figures = dict[str, float]
_BATCH = 4_096  # passages handed to the bare indexes at once
_TOLD = 15.0  # seconds between two lines of progress


def floor(files: Path, bare: Path) -> Figures:
    """Seconds to segment the passages once, to add words and grams to tantivy, to add the vectors to Chroma.

    Both indexes stand in `bare`, and are added to when they are there. Reading, cutting and embedding are not counted;
    `cpu` is that of the three steps, so that a busy machine can be told from much work.
    """
    clock = _Clock()
    tokens.search_words("热身")
    indexes, embedding, total, told = _Bare(bare), HashEmbedding(), 0, perf_counter()
    with Watch() as watch:
        for batch in _batches(_passages_of(files)):
            texts = [passage.search_text for passage in batch]
            with clock.counting("segment"):
                cuts = [tokens.search_words(text) for text in texts]
            with clock.counting("tantivy"):
                indexes.add_words(batch, cuts)
            vectors = embedding.embed_cut(texts, cuts)
            with clock.counting("chroma"):
                indexes.add_vectors(batch, vectors)
            total += len(batch)
            if perf_counter() - told > _TOLD:
                told = perf_counter()
                print(f"floor: {total:,} passages, {sum(clock.took.values()):.0f} s", file=sys.stderr, flush=True)
        with clock.counting("tantivy"):
            indexes.commit()
    whole = sum(clock.took.values())
    return {"floor": whole, **clock.took, "cpu": clock.cpu, "passages": total, "peak_mb": watch.peak}


class _Clock:
    """Seconds by name, and CPU seconds of all threads."""

    def __init__(self) -> None:
        self.took: Figures = {}
        self.cpu = 0.0

    @contextmanager
    def counting(self, name: str) -> Iterator[None]:
        start, before = perf_counter(), process_time()
        yield
        self.took[name] = self.took.get(name, 0.0) + perf_counter() - start
        self.cpu += process_time() - before


class _Bare:
    """tantivy and Chroma with the settings of ours."""

    def __init__(self, folder: Path) -> None:
        words = folder / "tantivy"
        words.mkdir(parents=True, exist_ok=True)
        self._writer = keyword._with_tokenizers(tantivy.Index(keyword._schema(), str(words))).writer(keyword._HEAP, 1)
        shape: Any = {"hnsw": chroma._HNSW}
        client = chromadb.PersistentClient(str(folder / "chroma"))
        self._vectors = client.get_or_create_collection("bare", configuration=shape, embedding_function=None)

    def add_words(self, batch: list[Passage], cuts: list[list[str]]) -> None:
        for passage, cut in zip(batch, cuts, strict=True):
            words, grams = " ".join(cut), passage.search_text
            document = tantivy.Document(id=passage.id, speech=passage.speech_id, words=words, head="", grams=grams)
            self._writer.add_document(document)

    def add_vectors(self, batch: list[Passage], vectors: Any) -> None:
        of_speech: Any = [{"speech_id": passage.speech_id} for passage in batch]
        self._vectors.add(ids=[passage.id for passage in batch], embeddings=vectors, metadatas=of_speech)

    def commit(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()


def _passages_of(folder: Path) -> Iterator[Passage]:
    """The passages that an ingest of the folder would store, each once, in its order."""
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


def _batches(passages: Iterable[Passage]) -> Iterator[list[Passage]]:
    rest = iter(passages)
    while batch := list(islice(rest, _BATCH)):
        yield batch
