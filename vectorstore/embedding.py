"""The built-in embedding `hash`: hashed words, pairs and characters. No download, no training, honestly lexical."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from vectorstore import tokens
from vectorstore.legs import Embedding, Vectors
from vectorstore.types import StoreError

if TYPE_CHECKING:
    from vectorstore.openai_embedding import Endpoint

DIMENSION = 512
_WORD, _GRAM = 1.0, 0.5  # what a word counts, and a character or a pair
_BATCH = 512  # texts at once: bounds the memory of one call

Codes = NDArray[np.uint64]
Rows = NDArray[np.int64]


class _WordCodes(dict[str, int]):
    """Word to a code, 0 for a function word; worked out once. crc32 is the same in every process, hash() is not."""

    def __missing__(self, word: str) -> int:
        meant = word not in tokens.stopwords()
        code = crc32(word.encode("utf8", "replace")) | 1 << 40 if meant else 0  # 40: apart from pairs and characters
        if len(self) < 500_000:  # a bound on memory; the words after that are worked out each time
            self[word] = code
        return code


class HashEmbedding:
    """Signed feature hashing (Weinberger et al., ICML 2009), sublinear term frequency; function words left out."""

    name = "hash"
    dimension = DIMENSION
    weight = 0.02  # a coarser copy of the keyword leg: more of it only displaces better hits (docs/measurements.md)

    def __init__(self) -> None:
        self._codes = _WordCodes()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 512); a text without any term gives the zero vector."""
        return self.embed_cut(texts, [tokens.search_words(text) for text in texts])

    def embed_cut(self, texts: Sequence[str], cuts: Sequence[Sequence[str]]) -> Vectors:
        """The same, of texts whose search words are known."""
        starts = range(0, len(texts), _BATCH)
        parts = [self._embed(texts[start : start + _BATCH], cuts[start : start + _BATCH]) for start in starts]
        return np.concatenate(parts) if parts else np.zeros((0, DIMENSION), np.float32)

    def _embed(self, texts: Sequence[str], cuts: Sequence[Sequence[str]]) -> Vectors:
        vectors = _hashed(*self._words(cuts), len(texts)) * _WORD + _hashed(*_grams(texts), len(texts)) * _GRAM
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        unit: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
        return unit

    def _words(self, cuts: Sequence[Sequence[str]]) -> tuple[Rows, Codes]:
        rows = np.repeat(np.arange(len(cuts)), [len(found) for found in cuts])
        codes = np.fromiter(map(self._codes.__getitem__, chain.from_iterable(cuts)), dtype=np.uint64, count=len(rows))
        return rows[codes > 0], codes[codes > 0]


@cache
def _meaningful() -> NDArray[np.bool_]:
    """For each code point of the basic plane: a Han character that is not a function word."""
    table = np.zeros(0x110000, dtype=np.bool_)
    table[0x3400:0xA000] = True
    table[[ord(word) for word in tokens.stopwords() if len(word) == 1]] = False
    return table


def _grams(texts: Sequence[str]) -> tuple[Rows, Codes]:
    """Rows and codes of all characters and neighbouring pairs of the texts, function characters left out."""
    points = np.frombuffer("".join(f"{text}\n" for text in texts).encode("utf-32-le", "replace"), dtype=np.uint32)
    rows = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])
    keep = _meaningful()[points]
    both = keep[:-1] & keep[1:]
    wide = points.astype(np.uint64)
    pairs = wide[:-1][both] << np.uint64(17) | wide[1:][both]
    return np.concatenate([rows[keep], rows[:-1][both]]), np.concatenate([wide[keep], pairs])


def _hashed(rows: Rows, codes: Codes, count: int) -> NDArray[np.float64]:
    """Sums, shape (count, 512): each distinct code of a row adds ±(1 + ln tf) to the cell that its hash names."""
    keys, frequency = np.unique(rows.astype(np.uint64) << np.uint64(42) | codes, return_counts=True)
    mixed = (keys & np.uint64((1 << 42) - 1)) * np.uint64(0x9E3779B97F4A7C15)  # Fibonacci hashing, Knuth 6.4
    cell = (mixed >> np.uint64(40)) % np.uint64(DIMENSION) + (keys >> np.uint64(42)) * np.uint64(DIMENSION)
    sign = np.where(mixed >> np.uint64(63), 1.0, -1.0)
    weights = sign * (1 + np.log(frequency))
    sums = np.bincount(cell.astype(np.int64), weights, count * DIMENSION)
    return sums.astype(np.float64).reshape(count, DIMENSION)


def embedding_named(name: str, endpoint: Endpoint | None = None, dimension: int | None = None) -> Embedding:
    """The embedding that a setting or a library names: `hash`, `fastembed:MODEL`, `openai:MODEL` or `openai:MODEL@URL`.

    `endpoint` serves an openai model whose name gives no address; `dimension`, when known, spares a first request.
    Raises StoreError for a name that is not known, or without an address.
    """
    kind, _, model = name.partition(":")
    if name == "hash":
        return HashEmbedding()
    if kind == "fastembed" and model:
        from vectorstore.fastembed_model import FastembedEmbedding

        return FastembedEmbedding(model)
    if kind == "openai" and model:
        return _served(model, endpoint, dimension)
    raise StoreError(
        f"不认识的向量模型 {name!r}：可以写 hash、fastembed:模型名（如 fastembed:BAAI/bge-small-zh-v1.5）"
        "或 openai:模型名@地址"
    )


def _served(model: str, endpoint: Endpoint | None, dimension: int | None) -> Embedding:
    from vectorstore.openai_embedding import Endpoint, OpenAIEmbedding

    model, at, url = model.partition("@http")
    if at:
        return OpenAIEmbedding(model, Endpoint(f"http{url}", endpoint.api_key if endpoint else ""), dimension)
    if endpoint is None or not endpoint.base_url:
        raise StoreError(
            f"向量模型 openai:{model} 没有服务地址。请设 YANJU_EMBEDDING=openai:{model}@http://主机:端口/v1，"
            "或设 YANJU_LLM_BASE_URL（与大模型同一个服务）"
        )
    return OpenAIEmbedding(model, endpoint, dimension)
