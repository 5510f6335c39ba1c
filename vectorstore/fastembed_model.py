"""Models of meaning that run on this machine: fastembed's ONNX embeddings and cross-encoders, on the processor.

A model is named as fastembed knows it (it is downloaded once), or as a folder that holds it (nothing is downloaded).
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

import numpy as np

from vectorstore.legs import Vectors
from vectorstore.types import StoreError

_FILES = ("model.onnx", "onnx/model.onnx", "model_optimized.onnx", "onnx/model_quantized.onnx")
_BATCH = 32  # passages of about 450 characters: bounds the memory of one run
_REGISTERING = Lock()  # fastembed keeps one register of models for the whole process
Made = TypeVar("Made")


class FastembedEmbedding:
    """A text embedding model; loaded when it is first needed."""

    weight = 1.0

    def __init__(self, model: str) -> None:
        self._model = model
        self.name = f"fastembed:{Path(model).name if _folder(model) else model}"

    @cached_property
    def dimension(self) -> int:
        """Of its vectors, without loading the model. Raises StoreError for an unknown name."""
        folder = _folder(self._model)
        if folder is not None:
            return _hidden_size(folder)
        from fastembed import TextEmbedding

        try:
            return int(TextEmbedding.get_embedding_size(self._model))
        except ValueError as error:
            raise _unknown(self._model, [one["model"] for one in TextEmbedding.list_supported_models()]) from error

    @cached_property
    def _loaded(self) -> Any:
        from fastembed import TextEmbedding

        folder = _folder(self._model)
        if folder is not None:
            name = _registered_embedding(folder, self.dimension)
            return _made(self._model, lambda: TextEmbedding(name, specific_model_path=str(folder)))
        _ = self.dimension  # an unknown name is refused before anything is downloaded
        return _made(self._model, lambda: TextEmbedding(self._model, cache_dir=_cache()))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors, shape (len(texts), dimension). Raises StoreError when the model cannot be loaded or run."""
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        model = self._loaded
        vectors = np.asarray(list(_run(self._model, lambda: model.embed(list(texts), batch_size=_BATCH))), np.float32)
        unit: Vectors = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
        return unit


class FastembedReranker:
    """A cross-encoder: reads question and passage together; loaded when it is first needed."""

    def __init__(self, model: str) -> None:
        self._model = model
        self.name = f"fastembed:{model}"

    @cached_property
    def _loaded(self) -> Any:
        from fastembed.rerank.cross_encoder import TextCrossEncoder

        folder = _folder(self._model)
        if folder is not None:
            name = _registered_reranker(folder)
            return _made(self._model, lambda: TextCrossEncoder(name, specific_model_path=str(folder)))
        known = [one["model"] for one in TextCrossEncoder.list_supported_models()]
        if self._model.lower() not in [name.lower() for name in known]:
            raise _unknown(self._model, known)
        return _made(self._model, lambda: TextCrossEncoder(self._model, cache_dir=_cache()))

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question; any scale, higher is better."""
        model = self._loaded
        return [float(s) for s in _run(self._model, lambda: model.rerank(question, list(texts), batch_size=_BATCH))]


def _folder(model: str) -> Path | None:
    """The folder that a model is named by; None for the name of a model."""
    path = Path(model).expanduser()
    if path.is_dir():
        return path
    if path.is_absolute() or model.startswith((".", "~")):
        raise StoreError(f"没有模型文件夹 {model}。请写放着 ONNX 模型的文件夹，或 fastembed 认识的模型名")
    return None


def _model_file(folder: Path) -> str:
    for name in _FILES:
        if (folder / name).is_file():
            return name
    raise StoreError(f"模型文件夹 {folder} 里没有 ONNX 模型。需要下面之一：{'、'.join(_FILES)}")


def _hidden_size(folder: Path) -> int:
    try:
        size = json.loads((folder / "config.json").read_text("utf8"))["hidden_size"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(f"读不出模型文件夹 {folder} 里 config.json 的 hidden_size（向量维数）") from error
    if not isinstance(size, int) or not 0 < size <= 65_536:
        raise StoreError(f"{folder / 'config.json'} 的 hidden_size 是 {size!r}，应为正整数")
    return size


def _pooling(folder: Path) -> str:
    """CLS or MEAN, as the model's own `1_Pooling/config.json` says; CLS without one, as the bge models are."""
    try:
        told = json.loads((folder / "1_Pooling" / "config.json").read_text("utf8"))
    except (OSError, ValueError):
        return "CLS"
    return "MEAN" if isinstance(told, dict) and told.get("pooling_mode_mean_tokens") else "CLS"


def _registered_embedding(folder: Path, dimension: int) -> str:
    from fastembed import TextEmbedding
    from fastembed.common.model_description import ModelSource, PoolingType

    name = f"yanju:{folder.resolve()}"
    with _REGISTERING:
        if name.lower() not in [one["model"].lower() for one in TextEmbedding.list_supported_models()]:
            TextEmbedding.add_custom_model(
                name,
                PoolingType[_pooling(folder)],
                True,
                ModelSource(hf="local"),  # not asked for: the files are in the folder
                dimension,
                _model_file(folder),
            )
    return name


def _registered_reranker(folder: Path) -> str:
    from fastembed.common.model_description import ModelSource
    from fastembed.rerank.cross_encoder import TextCrossEncoder

    name = f"yanju:{folder.resolve()}"
    with _REGISTERING:
        if name.lower() not in [one["model"].lower() for one in TextCrossEncoder.list_supported_models()]:
            TextCrossEncoder.add_custom_model(name, ModelSource(hf="local"), _model_file(folder))
    return name


def _cache() -> str:
    """Where downloads are kept. fastembed's own default is the system's temporary folder, gone with a restart."""
    return os.environ.get("FASTEMBED_CACHE_PATH") or str(Path.home() / ".cache" / "yanju" / "fastembed")


def _made(model: str, make: Callable[[], Made]) -> Made:
    """Load or download. Raises StoreError that says what to do without a network."""
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    try:
        return make()
    except Exception as error:  # fastembed, its hub client and onnxruntime raise what they like
        raise StoreError(
            f"装载不了模型 {model}（{type(error).__name__}：{str(error)[:300]}）。没有网络时，请在能上网的机器"
            "下载模型文件夹（model.onnx、tokenizer.json、tokenizer_config.json、config.json）拷来，"
            "写成 fastembed:文件夹路径"
        ) from error


def _run(model: str, run: Callable[[], Made]) -> Made:
    try:
        return run()
    except Exception as error:
        raise StoreError(f"模型 {model} 运行失败（{type(error).__name__}：{str(error)[:300]}）") from error


def _unknown(model: str, known: Sequence[str]) -> StoreError:
    chinese = [name for name in known if any(part in name.lower() for part in ("zh", "multilingual", "m3"))]
    return StoreError(
        f"fastembed 不认识模型 {model!r}。可用的有 {'、'.join(chinese or known[:8])}，或写放着模型的文件夹"
    )
