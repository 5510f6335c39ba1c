"""An embedding behind an OpenAI-compatible endpoint (/v1/embeddings): Ollama, vLLM, llama.cpp, a hosted service."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from vectorstore.legs import Vectors
from vectorstore.types import StoreError

_BATCH = 64  # texts in one request
_RETRIES = 4  # of a request that the server or the line failed; waits double, by the client
_TIMEOUT = 120.0  # seconds for one request


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where embeddings are asked for; None leaves only names that give an address of their own."""

    base_url: str | None
    api_key: str = field(default="", repr=False)
    retries: int = _RETRIES


class OpenAIEmbedding:
    """A model served elsewhere. `dimension` is known from the library, or asked for with a first request."""

    weight = 1.0

    def __init__(self, model: str, endpoint: Endpoint, dimension: int | None = None) -> None:
        self.name = f"openai:{model}"
        self._model = model
        self._endpoint = endpoint
        self._known = dimension

    @cached_property
    def dimension(self) -> int:
        if self._known is None:
            self._known = len(self._asked(["言据"])[0])
        return self._known

    @cached_property
    def _client(self) -> Any:
        from openai import OpenAI

        where = self._endpoint
        return OpenAI(
            base_url=where.base_url, api_key=where.api_key or "none", max_retries=where.retries, timeout=_TIMEOUT
        )

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Raises StoreError: unreachable, refused, another dimension."""
        starts = range(0, len(texts), _BATCH)
        rows = [row for start in starts for row in self._asked(texts[start : start + _BATCH])]
        if any(len(row) != self.dimension for row in rows):
            raise self._bad(f"给出的向量是 {len(rows[0])} 维，库里的是 {self.dimension} 维")
        vectors = np.asarray(rows, np.float32).reshape(len(rows), self.dimension)
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit

    def _asked(self, texts: Sequence[str]) -> list[list[float]]:
        from openai import APIConnectionError, APIStatusError, OpenAIError

        # an empty input is refused by most servers
        wanted = [text or " " for text in texts]
        try:
            reply = self._client.embeddings.create(model=self._model, input=wanted, encoding_format="float")
            rows = [list(map(float, one.embedding)) for one in sorted(reply.data, key=lambda one: one.index)]
        except APIStatusError as error:
            raise self._bad(f"返回 {error.status_code}：{str(error.message)[:200]}") from error
        except APIConnectionError as error:
            raise self._bad("连不上或没有按时答复") from error
        except (OpenAIError, ValueError, TypeError, AttributeError) as error:
            raise self._bad(f"的答复看不懂（{type(error).__name__}）") from error
        if len(rows) != len(texts) or not all(rows) or not np.isfinite(np.concatenate(rows)).all():
            raise self._bad(f"要 {len(texts)} 个向量，给了 {len(rows)} 个，或其中有空的、不是数的")
        return rows

    def _bad(self, what: str) -> StoreError:
        return StoreError(
            f"向量模型服务 {self._endpoint.base_url}（模型 {self._model}）{what}。请检查服务是否启动、模型名和密钥；"
            "地址写在 YANJU_EMBEDDING=openai:模型名@地址，不写则用 YANJU_LLM_BASE_URL"
        )
