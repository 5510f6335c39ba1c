"""The vector leg: passages in Chroma, embedded in this process or on a server, by vectors that our embedding gives.

Importing chromadb takes over a second, so it happens on first use; `preload` does it beside other work.
"""

from __future__ import annotations

import shutil
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from vectorstore import tokens
from vectorstore.legs import Embedding, Vectors, Writer
from vectorstore.ready import ReadyPassage
from vectorstore.revision import read_state, stamp, write_state
from vectorstore.types import Passage, StoreError

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

Held = TypeVar("Held")
_HNSW = {"space": "cosine", "ef_construction": 64, "ef_search": 100, "max_neighbors": 16}
# Chroma's own filtered query takes 200 ms at 60,000 passages and misses some of a narrow filter (it walks the graph for
# matches); an unfiltered one takes 3 ms. So ask for more than is wanted and keep what passes. When too few pass, all
# vectors of a narrow filter are compared, for a model of meaning: for `hash` the keyword leg has done as much.
_WIDER, _MEANING, _NARROW = 4, 0.5, 100


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
                    return self._found(collection, vector, k, speech_ids)
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

    def _found(
        self, collection: Collection, vector: Vectors, k: int, speech_ids: frozenset[str] | None
    ) -> list[tuple[str, float]]:
        if speech_ids is None:
            found = collection.query(vector, n_results=k, include=["distances"])  # metadata would double the time
            return [(i, 1.0 - d) for i, d in zip(found["ids"][0], (found["distances"] or [[]])[0], strict=True)]
        wide = _nearest(collection, vector, _WIDER * k)
        kept = [(passage_id, score) for passage_id, score, speech_id in wide if speech_id in speech_ids][:k]
        if len(kept) == k or self.weight < _MEANING or len(speech_ids) > _NARROW:
            return kept
        return _compared(collection, vector, speech_ids)[:k]

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
                self._client = _connect(self.folder, self._url)
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


def _nearest(collection: Collection, vector: Vectors, k: int) -> list[tuple[str, float, str]]:
    """(passage id, cosine similarity, speech id) of the nearest k."""
    found = collection.query(vector, n_results=k, include=["distances", "metadatas"])
    distances, metadatas = (found["distances"] or [[]])[0], (found["metadatas"] or [[]])[0]
    return [
        (passage_id, 1.0 - distance, str(metadata["speech_id"]))
        for passage_id, distance, metadata in zip(found["ids"][0], distances, metadatas, strict=True)
    ]


def _compared(collection: Collection, vector: Vectors, speech_ids: frozenset[str]) -> list[tuple[str, float]]:
    """(passage id, cosine similarity) of all passages of a few speeches, best first."""
    where: Any = {"speech_id": {"$in": sorted(speech_ids)}}
    found = collection.get(where=where, include=["embeddings"])
    scores = np.asarray(found["embeddings"], dtype=np.float32).reshape(-1, vector.shape[1]) @ vector[0]
    return sorted(zip(found["ids"], map(float, scores), strict=True), key=lambda pair: (-pair[1], pair[0]))


def _connect(folder: Path, url: str | None) -> Client:
    """Raises StoreError when the server does not answer or the folder is damaged."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        host, port = parts.hostname or "localhost", parts.port or (443 if secure else 8000)
        return cast("Client", chromadb.HttpClient(host, port, ssl=secure, settings=settings))
    except Exception as error:
        if url is None:  # chromadb 1.5 keeps the half-started system for this path; a second attempt clears it away
            with suppress(Exception):
                chromadb.PersistentClient(str(folder), settings=settings)
        if "disk is full" in str(error):
            raise StoreError(
                f"磁盘已满，写不了向量索引 {folder}。已入库的讲话都在，没有丢失；请腾出空间后重新运行同一命令"
            ) from error
        if url is None:
            raise StoreError(f"打不开向量索引 {folder}：{error}") from error
        raise StoreError(
            f"连不上 Chroma 服务 {url}（{error}）。请确认 chroma run 正在运行、YANJU_CHROMA_URL 写对，再运行同一命令；"
            "已入库的讲话都在，没有丢失"
        ) from error
