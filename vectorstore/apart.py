"""Writing vectors in a process of its own: Chroma's calls hold Python's lock, so no thread would get on beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from vectorstore.child import Child
from vectorstore.chroma import VectorLeg
from vectorstore.legs import Vectors
from vectorstore.lock import locks_held
from vectorstore.types import Passage, StoreError


class VectorWriter:
    """What a vector leg writes, written by a child; where no process can be started, by the leg itself.

    The child holds the library's lock with this process: should this one be killed, no other writer begins before the
    child has noticed and is gone.
    """

    name = "vector"

    def __init__(self, leg: VectorLeg) -> None:
        self._leg = leg
        self.child = Child(_serve, leg.folder, leg.embedding.name, leg.embedding.dimension, holds=locks_held())

    def apply(self, add: Sequence[Passage], remove: Sequence[str]) -> None:
        ids, speech_ids = [p.id for p in add], [p.speech_id for p in add]
        self._ask("put", ids, speech_ids, self._leg.vectors(add), list(remove))

    def commit(self, revision: int) -> None:
        self._ask("commit", revision)

    def close(self) -> None:
        """Wait until the child has closed its Chroma."""
        self.child.end()

    def _ask(self, method: str, *arguments: object) -> None:
        if not self.child.runs():
            getattr(self._leg, method)(*arguments)
            return
        try:
            self.child.pipe.send((method, arguments))
            error = self.child.pipe.recv()
        except (EOFError, OSError):
            raise RuntimeError("写入向量的进程意外结束") from None
        if error is not None:
            raise error


@dataclass(frozen=True, slots=True)
class _Named:
    """The embedding that the vectors come from, as far as a writer needs it."""

    name: str
    dimension: int
    weight: float = 0.0

    def embed(self, texts: Sequence[str]) -> Vectors:
        raise AssertionError("a writer is given vectors")


def _serve(pipe: Connection, folder: Path, name: str, dimension: int) -> None:
    """In the child."""
    leg = VectorLeg(folder, _Named(name, dimension))
    leg.warm()
    try:
        while True:
            method, arguments = pipe.recv()
            try:
                getattr(leg, method)(*arguments)
                pipe.send(None)
            except StoreError as error:
                pipe.send(error)
            except Exception as error:  # whatever Chroma raises; not all of it can be pickled
                pipe.send(RuntimeError(f"{type(error).__name__}：{error}"))
    finally:
        leg.close()
