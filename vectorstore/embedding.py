"""The built-in embedding `hash`: hashed words and character n-grams. No download, no training, honestly lexical."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

import numpy as np

from vectorstore import tokens
from vectorstore.legs import Embedding, Vectors
from vectorstore.types import StoreError

DIMENSION = 512


class _Codes(dict[str, int]):
    """Term to a 32-bit code, worked out once for each term. crc32 is the same in every process, hash() is not."""

    def __missing__(self, term: str) -> int:
        code = crc32(term.encode())
        if len(self) < 1_000_000:  # a bound on memory; rarer terms are worked out again
            self[term] = code
        return code


class HashEmbedding:
    """Signed feature hashing (Weinberger et al. 2009) of the index terms, with sublinear term frequency."""

    name = "hash"
    dimension = DIMENSION

    def __init__(self) -> None:
        self._codes = _Codes()

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), 512); a text without any term gives the zero vector."""
        rows: list[int] = []
        codes: list[int] = []
        for text in texts:
            found = tokens.terms(text)
            rows.append(len(found))
            codes.extend(map(self._codes.__getitem__, found))
        return _hashed(np.repeat(np.arange(len(texts)), rows), np.asarray(codes, dtype=np.uint64), len(texts))


def _hashed(rows: np.ndarray, codes: np.ndarray, count: int) -> Vectors:
    """Vectors of (row, code) pairs: each distinct code of a row adds ±(1 + ln tf) to the cell that its bits name."""
    keys, frequency = np.unique((rows.astype(np.uint64) << np.uint64(32)) | codes, return_counts=True)
    code = keys & np.uint64(0xFFFFFFFF)
    sign = np.where((code >> np.uint64(31)) & np.uint64(1), 1.0, -1.0)
    cell = (keys >> np.uint64(32)) * np.uint64(DIMENSION) + code % np.uint64(DIMENSION)
    weight = sign * (1 + np.log(frequency))
    flat = np.bincount(cell.astype(np.int64), weights=weight, minlength=count * DIMENSION)
    vectors = flat.reshape(count, DIMENSION)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(norms, 1e-12)).astype(np.float32)


def embedding_named(name: str) -> Embedding:
    """The embedding that a setting names. Raises StoreError for a name that is not known."""
    if name == "hash":
        return HashEmbedding()
    raise StoreError(f"不认识的向量模型 {name!r}：目前可用的是 hash")
