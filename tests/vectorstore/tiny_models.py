"""Tiny ONNX models in the layout that fastembed reads: one character one token, a few numbers a token."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Regex, Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split


def embedding_model(folder: Path, meanings: Sequence[str], dimension: int = 8) -> Path:
    """A model whose characters in one string of `meanings` have one vector, so that those strings mean the same."""
    vocabulary = {"[UNK]": 0, "[PAD]": 1} | {c: n for n, c in enumerate(dict.fromkeys("".join(meanings)), 2)}
    table = np.zeros((len(vocabulary), dimension), np.float32)
    for n, meaning in enumerate(meanings):
        for character in meaning:
            table[vocabulary[character], n] = 1.0
    _write(folder, vocabulary, _gathered(table, summed=False))
    (folder / "config.json").write_text(json.dumps({"hidden_size": dimension}))
    pooling = folder / "1_Pooling"
    pooling.mkdir()
    (pooling / "config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}))
    return folder


def reranking_model(folder: Path, worth: Mapping[str, float]) -> Path:
    """A cross-encoder that adds up what the characters of question and text are worth."""
    vocabulary = {"[UNK]": 0, "[PAD]": 1} | {c: n for n, c in enumerate(worth, 2)}
    table = np.array([[0.0], [0.0], *([value] for value in worth.values())], np.float32)
    _write(folder, vocabulary, _gathered(table, summed=True))
    return folder


def _gathered(table: NDArray[np.float32], summed: bool) -> onnx.ModelProto:
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "tokens"])
    shape: list[str | int] = ["batch", table.shape[1]] if summed else ["batch", "tokens", table.shape[1]]
    out = helper.make_tensor_value_info("out", TensorProto.FLOAT, shape)
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["rows" if summed else "out"])]
    if summed:
        nodes.append(helper.make_node("ReduceSum", ["rows", "axes"], ["out"], keepdims=0))
    constants = [numpy_helper.from_array(table, "table")]
    if summed:
        constants.append(numpy_helper.from_array(np.array([1], np.int64), "axes"))
    graph = helper.make_graph(nodes, "tiny", [ids], [out], constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    return model


def _write(folder: Path, vocabulary: Mapping[str, int], model: onnx.ModelProto) -> None:
    folder.mkdir(parents=True)
    onnx.save(model, str(folder / "model.onnx"))
    tokenizer = Tokenizer(WordLevel(dict(vocabulary), unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    told = {"model_max_length": 512, "pad_token": "[PAD]"}
    (folder / "tokenizer_config.json").write_text(json.dumps(told))
    (folder / "config.json").write_text(json.dumps({"pad_token_id": 1}))
    (folder / "special_tokens_map.json").write_text(json.dumps({"pad_token": "[PAD]", "unk_token": "[UNK]"}))
