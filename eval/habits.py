"""A scripted OpenAI-compatible model with known habits, good and bad: what the gate records, as no real model is here.

It reads the numbered sources of its prompt and quotes the sentences nearest to the question. By the question's hash it
also misbehaves as models do: it alters a figure, cites the wrong source, adds a sentence nobody wrote, or says that
nothing was found. The checker has to catch the first three; the scores of the gate show whether it does.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence

from eval.recording import Reply

_SOURCE = re.compile(r"(?m)^\[(\d+)\] 《[^\n]*?》[^\n：]*：([^\n]+)$")
_SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")
_QUESTION = re.compile(r"=====问题开始 (\w+)=====\n(.*?)\n=====问题结束 \1=====", re.DOTALL)
_FAILED = re.compile(r"(?m)^(\d+)\|")
_DIGIT = re.compile(r"\d")
_QUOTED = 2  # sentences of an answer
_UNASKED = "据了解，这项工作得到了社会各界的一致好评"


def reply(messages: Sequence[dict[str, str]]) -> str:
    """What the model says to a prompt of ours: answer, search or mend."""
    system, user = messages[0]["content"], messages[-1]["content"]
    asked = _QUESTION.findall(user)
    question = asked[-1][1].strip() if asked else ""
    if "检索用语" in system:
        return f"问题：{question}\n检索：{question}\n词语：{question[:12]}"
    if "待改句子" in user:
        return "\n".join(f"{number}|删除" for number in _FAILED.findall(user.split("待改句子开始")[-1]))
    return _answer(question, [(int(n), text) for n, text in _SOURCE.findall(user)])


def _answer(question: str, sources: Sequence[tuple[int, str]]) -> str:
    habit = int(hashlib.sha256(question.encode()).hexdigest(), 16) % 10
    if habit == 0 or not sources:
        return "材料中没有找到相关内容。"
    wanted = _pairs(question)
    sentences = [(number, s.strip("。！？； ")) for number, text in sources for s in _SENTENCE.findall(text)]
    near = sorted(sentences, key=lambda one: -len(wanted & _pairs(one[1])) / (12 + len(one[1])))[:_QUOTED]
    said = [f"{text}[{number}]。" for number, text in near if text]
    if habit in (1, 2):
        said[0] = _DIGIT.sub(lambda digit: str((int(digit[0]) + 3) % 10), said[0].split("[")[0], count=1) + (
            f"[{near[0][0]}]。"
        )
    elif habit == 3:
        said[0] = f"{near[0][1]}[{sources[-1][0]}]。"
    elif habit == 4:
        said.append(f"{_UNASKED}[{near[0][0]}]。")
    return "\n".join(said)


def _pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def respond(path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
    """The reply as an OpenAI-compatible endpoint streams it."""
    messages = json.loads(body or b"{}")["messages"]
    text = reply(messages)
    usage = {"prompt_tokens": sum(len(m["content"]) for m in messages), "completion_tokens": len(text)}
    said = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    end = {"index": 0, "delta": {}, "finish_reason": "stop"}
    chunks: list[dict[str, object]] = [{"choices": [said]}, {"choices": [end]}, {"choices": [], "usage": usage}]
    lines = [json.dumps({"id": "habits", "object": "chat.completion.chunk"} | c, ensure_ascii=False) for c in chunks]
    stream = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
    return Reply(200, "text/event-stream; charset=utf-8", stream.encode())
