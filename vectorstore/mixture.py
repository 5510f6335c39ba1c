"""One library, one embedding: vectors of two models cannot be compared, so a mixture is refused by name."""

from __future__ import annotations

import sqlite3

from vectorstore import queries
from vectorstore.legs import Embedding
from vectorstore.types import StoreError


def refuse_mixture(db: sqlite3.Connection, embedding: Embedding | None, dimension: bool = False) -> None:
    """Raise StoreError when the library holds vectors of another embedding, or (if asked) of another dimension.

    The dimension is asked for only before writing: some embeddings load a model to know it.
    """
    held = queries.meta(db, "embedding"), queries.meta(db, "dimension")
    if embedding is None or held[0] is None:
        return
    same = held[0] == embedding.name and (not dimension or held[1] == str(embedding.dimension))
    if not same and queries.sample_passage(db) is not None:
        now = f"{embedding.name}（{embedding.dimension} 维）" if dimension else embedding.name
        raise StoreError(
            f"库里的向量由 {held[0]}（{held[1]} 维）生成，现在要用的是 {now}，两者不能混用。"
            f"要换成 {embedding.name}，请运行 yanju doctor --embedding {_written(embedding.name)}"
            "（期间旧索引照常可查）；"
            f"要继续用旧的，请把 YANJU_EMBEDDING 设为 {_written(held[0])}"
        )


def _written(name: str) -> str:
    """A name as it is to be typed: of a model in a folder only the folder's name is remembered."""
    kind, _, model = name.partition(":")
    return f"'{kind}:文件夹的完整路径/{model}'" if kind == "fastembed" and "/" not in model else name


def changed_to(db: sqlite3.Connection, embedding: Embedding) -> None:
    """Note that the library's vectors are now those of `embedding`, in one step."""
    db.execute("BEGIN IMMEDIATE")
    db.executemany(
        "INSERT OR REPLACE INTO meta VALUES (?, ?)",
        [("embedding", embedding.name), ("dimension", str(embedding.dimension))],
    )
    db.execute("COMMIT")


def remember_embedding(db: sqlite3.Connection, embedding: Embedding) -> None:
    """Note what the vectors are made with, once it is sure that nothing is mixed. Raises StoreError."""
    refuse_mixture(db, embedding, dimension=True)
    values = [("embedding", embedding.name), ("dimension", str(embedding.dimension))]
    if any(queries.meta(db, key) != value for key, value in values):
        db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
