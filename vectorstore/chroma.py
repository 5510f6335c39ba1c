"""The vector leg: passages in Chroma, embedded in this process or on a server, by vectors that our embedding gives.

Importing chromadb takes over a second, so it happens on first use; `preload` does it beside other work.
"""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast
from uuid import uuid4

import numpy as np

from vectorstore import tokens
from vectorstore.chroma_client import connect
from vectorstore.chroma_query import nearest
from vectorstore.legs import Embedding, Vectors, Writer
from vectorstore.ready import ReadyPassage
from vectorstore.revision import read_state, stamp, write_state
from vectorstore.types import Passage, StoreError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

Held = TypeVar("Held")
_MEANING = 0.5  # the weight from which an embedding is a model of meaning
_HNSW = {"space": "cosine", "ef_construction": 64, "ef_search": 100, "max_neighbors": 16}


class VectorLeg:
    """A Chroma collection: in `folder`, or on the server at `url` (then `folder` keeps only its name and revision).

    A missing or damaged one counts as revision 0 and is made anew when written to.
    """

    name = "vector"

    @property
    def weight(self) -> float:
        """Of this leg in the fusion: the embedding knows what it is worth."""
        return self.embedding.weight

    def __init__(self, folder: Path, embedding: Embedding, url: str | None = None) -> None:
        self.folder = folder
        self.embedding = embedding
        self._url = url
        self._gate = threading.Condition(threading.RLock())
        self._users = 0
        self._client: Client | None = None
        self._searched = False
        self._collection: Collection | None = None
        self._stamp: tuple[int, int] | None = None

    def revision(self) -> int:
        """The catalog revision held; 0 when it is unreadable or made by another embedding or dictionary."""
        state = read_state(self.folder)
        if {key: state.get(key) for key in self._made_by()} != self._made_by():
            return 0
        local = self._url is None  # looking at the file spares the import of chromadb
        there = (self.folder / "chroma.sqlite3").is_file() if local else self._open() is not None
        revision = state.get("revision")
        return revision if there and isinstance(revision, int) else 0

    def count(self) -> int:
        collection = self._open()
        return collection.count() if collection is not None else 0

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None:
        self.put([p.id for p in add], [p.speech_id for p in add], self.vectors(add), remove)

    def put(self, ids: Sequence[str], speech_ids: Sequence[str], vectors: Vectors, remove: Sequence[str]) -> None:
        """`apply`, of passages as ids, speech ids and vectors, shape (len(ids), dimension)."""
        with self._using(self._writing) as collection:
            size = self._connected().get_max_batch_size()
            for start in range(0, len(remove), size):
                collection.delete(ids=list(remove[start : start + size]))
            for start in range(0, len(ids), size):
                batch = slice(start, start + size)
                of_speech = [{"speech_id": speech_id} for speech_id in speech_ids[batch]]
                collection.upsert(ids=list(ids[batch]), embeddings=vectors[batch], metadatas=of_speech)  # type: ignore[arg-type]

    def commit(self, revision: int) -> None:
        with self._gate:
            self._writing()
            write_state(self.folder, {**read_state(self.folder), **self._made_by(), "revision": revision})
            self._stamp = stamp(self.folder)

    def search(
        self, query: str, k: int, speech_ids: frozenset[str] | None = None, related: Sequence[Sequence[str]] = ()
    ) -> list[tuple[str, float]]:
        """The nearest k passages, with their cosine similarity. `related` is left to the keyword leg."""
        if k < 1 or (speech_ids is not None and not speech_ids):
            return []
        self._searched = True
        vector = self.embedding.embed([query])
        if not vector.any():
            return []
        try:
            with self._using(self._open) as collection:
                if collection is not None:
                    return nearest(collection, vector, k, speech_ids, self.weight >= _MEANING)
        except StoreError:
            raise
        except Exception as error:  # whatever Chroma or its connection raises
            raise StoreError(f"向量检索失败（{type(error).__name__}：{error}）") from error
        if self.revision() > 0:
            raise StoreError("向量索引已损坏，请运行 yanju doctor --rebuild 重建")
        return []

    def reset(self) -> None:
        if self._url is not None:
            if self._open() is not None:
                self._connected().delete_collection(read_state(self.folder)["collection"])
            write_state(self.folder, {})
            self._collection = None
            return
        self.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def close(self) -> None:
        with self._gate:
            self._gate.wait_for(lambda: not self._users)
            if self._client is not None:
                self._client.close()
            self._client = self._collection = self._stamp = None

    def warm(self) -> None:
        """Import chromadb."""
        import chromadb  # noqa: F401

    def preload(self) -> None:
        """Import chromadb, open the collection and read its vectors, so that the first search need not."""
        self._searched = True
        with self._using(self._open) as collection:
            if collection is not None and collection.count():
                collection.query(np.eye(1, self.embedding.dimension, dtype=np.float32), n_results=1, include=[])

    def _made_by(self) -> dict[str, object]:
        return {"embedding": self.embedding.name, "dimension": self.embedding.dimension, "cut": tokens.fingerprint()}

    def apart(self) -> Writer | None:
        """What writes to it from a process of its own; None on a server, or where this process searches it too."""
        from vectorstore.apart import VectorWriter

        if self._url is not None or self._searched or sys.platform == "win32":
            return None
        self.close()  # a catch-up may have opened it: one process at a time
        return VectorWriter(self)

    def vectors(self, passages: Sequence[Passage]) -> Vectors:
        """The vectors of passages: those that came with them, else worked out here."""
        made = [p.vector for p in passages if isinstance(p, ReadyPassage) and p.made_by == self.embedding.name]
        known = [vector for vector in made if vector is not None]
        if passages and len(known) == len(passages):
            return np.stack(known)
        return self.embedding.embed([passage.search_text for passage in passages])

    @contextmanager
    def _using(self, get: Callable[[], Held]) -> Iterator[Held]:
        """The collection while it is used: Chroma must not be closed under a call that runs, so closing waits."""
        with self._gate:
            held = get()
            self._users += 1
        try:
            yield held
        finally:
            with self._gate:
                self._users -= 1
                self._gate.notify_all()

    def _stale(self) -> bool:
        return self._collection is not None and stamp(self.folder) != self._stamp

    def _open(self) -> Collection | None:
        """The collection; None when there is none to read.

        It is opened again when another process has written: an embedded Chroma would not see that otherwise.
        """
        with self._gate:
            if self._collection is not None and not self._stale():
                return self._collection
            if self._collection is not None and self._url is None:
                self.close()
            now, name = stamp(self.folder), read_state(self.folder).get("collection")
            if not isinstance(name, str):
                return None
            self._collection, self._stamp = self._got(name), now
            return self._collection

    def _got(self, name: str) -> Collection | None:
        from chromadb.errors import ChromaError

        try:
            return self._connected().get_collection(name, embedding_function=None)
        except (ChromaError, ValueError):
            return None
        except StoreError:
            if self._url is None:
                return None  # damaged: it will be made anew
            raise

    def _connected(self) -> Client:
        with self._gate:
            if self._client is None:
                self._client = connect(self.folder, self._url)
            return self._client

    def _writing(self) -> Collection:
        with self._gate:
            collection = self._open()
            if collection is not None:
                return collection
            self.reset()
            name = f"yanju-{uuid4().hex}"
            self.folder.mkdir(parents=True, exist_ok=True)
            self._collection = self._connected().create_collection(
                name, configuration=cast("CreateCollectionConfiguration", {"hnsw": _HNSW}), embedding_function=None
            )
            write_state(self.folder, {"collection": name, **self._made_by(), "revision": 0})
            self._stamp = stamp(self.folder)
            return self._collection
