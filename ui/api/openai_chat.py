"""The OpenAI protocol: from its messages to a question, and from our answer to its completions. Pure functions."""

from __future__ import annotations

import re
from typing import Any

from bot.as_json import answer_json
from bot.as_text import STATUS, reference, safe
from bot.ports import Drafted, Event
from bot.types import Answer, Turn
from ui.api.answers import step
from ui.api.errors import ApiError
from ui.api.forms import ChatForm

Json = dict[str, Any]
MODEL = "yanju"
HISTORY = 6  # earlier exchanges that the bot is told, as in the page
_PIECE = 24  # characters of the checked text in one chunk
_TAIL = "\n\n---\n"  # between the answer and its footnotes
_STATUS_LINE = re.compile(r"^【(?:{})】\s+".format("|".join(STATUS.values())))
_TRICKS = ((re.compile(r"\]\("), r"]\\("), (re.compile(r"(?m)^(\s*\[[^\]\n]{1,80}\]):"), r"\1\\:"))
_TAG = re.compile(r"<(?=[A-Za-z/!?])")


def question_of(form: ChatForm) -> tuple[str, tuple[Turn, ...]]:
    """The last user message, and the exchanges before it. Raises ApiError when there is no question."""
    users = [n for n, message in enumerate(form.messages) if message.role == "user"]
    question = form.messages[users[-1]].text if users else ""
    if not question.strip():
        raise ApiError(400, "messages：要有一条 user 消息，写着问题", "messages")
    turns: list[Turn] = []
    for message in form.messages[: users[-1]]:
        if message.role == "user":
            turns.append(Turn(message.text, ""))
        elif message.role == "assistant" and turns:
            turns[-1] = Turn(turns[-1].question, _without_footnotes(message.text))
    return question, tuple(turns[-HISTORY:])


def content(answer: Answer) -> str:
    """The checked answer as Markdown, with its footnotes; nothing of a document becomes a picture, a link or a tag."""
    text = answer.text if answer.status == "answered" else f"【{STATUS[answer.status]}】\n\n{answer.text}"
    shown = [s for s in answer.sources if s.cited]
    head = "出处："
    if not shown and answer.status == "not_found" and answer.sources:
        shown, head = list(answer.sources[:3]), "最接近的段落："
    struck = [c for c in answer.claims if c.verdict == "unsupported"]
    parts = ["\n".join([head, *(f"- {reference(s).strip()}" for s in shown)])] if shown else []
    if struck:
        lines = [f"- {c.text}（{'；'.join(c.reasons) or '没有依据'}）" for c in struck]
        parts.append("\n".join(["没有通过核查、不作数的句子：", *lines]))
    parts += [f"说明：{note}" for note in answer.notes]
    return plain(safe(text + (_TAIL + "\n\n".join(parts) if parts else "")))


def plain(text: str) -> str:
    """The text with a backslash where Markdown would fetch an address or open a tag."""
    for pattern, instead in _TRICKS:
        text = pattern.sub(instead, text)
    return _TAG.sub(r"\\<", text)


def completion(answer: Answer, call: str, created: int) -> Json:
    """The reply of a request that is not streamed."""
    message = {"role": "assistant", "content": content(answer), "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    return {
        "id": call,
        "object": "chat.completion",
        "created": created,
        "model": MODEL,
        "choices": [choice],
        "usage": usage(answer),
        "yanju": answer_json(answer),
    }


def usage(answer: Answer) -> Json | None:
    """The tokens of all model calls as the model's server counted them: 0 without a model, None when it did not say."""
    seconds = dict(answer.seconds)
    prompt, reply = int(seconds.get("tokens_in", 0)), int(seconds.get("tokens_out", 0))
    if not prompt and not reply and ("tokens_in" in seconds or answer.model != "extractive"):
        return None
    return {"prompt_tokens": prompt, "completion_tokens": reply, "total_tokens": prompt + reply}


def chunk(call: str, created: int, delta: Json, finish: str | None = None, **more: Any) -> Json:
    """One event of a streamed reply."""
    return {
        "id": call,
        "object": "chat.completion.chunk",
        "created": created,
        "model": MODEL,
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}],
        **more,
    }


def progress(event: Event) -> Json | None:
    """The field `yanju` of a chunk before the answer: what was found, a piece of the draft, a checked sentence."""
    if isinstance(event, Drafted) and event.text:
        return {"stage": "draft", "draft": event.text}
    so_far = step(event)
    return {"stage": so_far[0], **so_far[1]} if so_far else None


def answer_chunks(answer: Answer, call: str, created: int, with_usage: bool) -> list[Json]:
    """The checked answer in pieces, its end with the field `yanju`, and if wanted the tokens."""
    text = content(answer)
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    chunks = [chunk(call, created, {"content": piece}) for piece in pieces]
    chunks.append(chunk(call, created, {}, "stop", yanju={"stage": "answer", **answer_json(answer)}))
    if with_usage:
        chunks.append(chunk(call, created, {}) | {"choices": [], "usage": usage(answer)})
    return chunks


def models(created: int) -> Json:
    """The one model that there is."""
    return {"object": "list", "data": [model(created)]}


def model(created: int) -> Json:
    return {"id": MODEL, "object": "model", "created": created, "owned_by": MODEL}


def _without_footnotes(text: str) -> str:
    return _STATUS_LINE.sub("", text.split(_TAIL, 1)[0])
