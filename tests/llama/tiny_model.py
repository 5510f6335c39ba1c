"""Write a random llama model of some thousand parameters as GGUF. Run by the Python that has llama.cpp, not by ours.

Run: python tests/llama/tiny_model.py FILE

Its vocabulary is the 256 bytes, for what it reads, and a few pieces of text about nothing that any library holds, marks
among them, for what it writes: nonsense that looks like an answer.
"""

from __future__ import annotations

import sys
from pathlib import Path

import gguf
import numpy as np

WIDTH, HEADS, LAYERS, INNER, WINDOW = 32, 2, 2, 64, 32768
SPECIAL = ("<unk>", "<s>", "</s>")
PIECES = (
    *("火星", "月背", "云端", "深海", "基地", "航班", "鲸群", "极光", "输出", "抵达", "下潜", "翻越"),
    *("九千亿元", "百分之七百", "四十二颗", "3141次", "。", "，", "；", "\n", "[1]", "[2]", "【3】", "|"),
)
TEMPLATE = "{% for message in messages %}{{ message.role }}: {{ message.content }}\n{% endfor %}assistant: "


def write(path: Path, seed: int = 5) -> None:
    """The same file for the same seed."""
    rng = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(path, "llama")
    size = len(SPECIAL) + 256 + len(PIECES)
    writer.add_name("tiny")
    writer.add_context_length(WINDOW)
    writer.add_embedding_length(WIDTH)
    writer.add_block_count(LAYERS)
    writer.add_feed_forward_length(INNER)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    writer.add_vocab_size(size)
    _add_vocabulary(writer)

    def add(name: str, *shape: int, scale: float = 1.5) -> None:
        writer.add_tensor(name, rng.normal(0.0, scale / shape[-1] ** 0.5, shape).astype(np.float32))

    add("token_embd.weight", size, WIDTH, scale=6.0)
    for n in range(LAYERS):
        writer.add_tensor(f"blk.{n}.attn_norm.weight", np.ones(WIDTH, np.float32))
        writer.add_tensor(f"blk.{n}.ffn_norm.weight", np.ones(WIDTH, np.float32))
        for part in ("q", "k", "v", "output"):
            add(f"blk.{n}.attn_{part}.weight", WIDTH, WIDTH, scale=3.0)
        add(f"blk.{n}.ffn_gate.weight", INNER, WIDTH)
        add(f"blk.{n}.ffn_up.weight", INNER, WIDTH)
        add(f"blk.{n}.ffn_down.weight", WIDTH, INNER)
    writer.add_tensor("output_norm.weight", np.ones(WIDTH, np.float32))
    head = rng.normal(0.0, 6.0 / WIDTH**0.5, (size, WIDTH))
    head[: -len(PIECES)] *= 0.02  # pieces, not bytes: the server reads again and again what is no text yet
    writer.add_tensor("output.weight", head.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _add_vocabulary(writer: gguf.GGUFWriter) -> None:
    kinds = gguf.TokenType
    tokens = [*SPECIAL, *(f"<0x{byte:02X}>" for byte in range(256)), *PIECES]
    special = [kinds.UNKNOWN, kinds.CONTROL, kinds.CONTROL]
    writer.add_tokenizer_model("llama")
    writer.add_token_list(tokens)
    writer.add_token_scores([0.0] * len(tokens))
    writer.add_token_types([*special, *[kinds.BYTE] * 256, *[kinds.NORMAL] * len(PIECES)])
    writer.add_unk_token_id(0)
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(TEMPLATE)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
