"""A model's streamed reply, from bytes to text. Pure: no network here (bot/llm.py feeds it).

The client library's own decoder is not used for this: it grows one endless line without bound and lets bare decoding
errors through. What is read here is the common part of the OpenAI chat stream, or one JSON body for servers that do
not stream.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator
from dataclasses import replace

from bot.types import Usage

MAX_LINE = 1 << 20  # bytes of one event; a real one is under 1 KB
MAX_BYTES = 32 << 20  # bytes of one reply, reasoning and framing included
MAX_TEXT = 20_000  # characters of one reply that are kept; the longest honest answer is a tenth of it

_NAMES = ("think", "thinking", "thought", "reasoning")
_TAG = re.compile(rf"<(/?)(?:{'|'.join(_NAMES)})\s*>", re.IGNORECASE)
_LONGEST = max(map(len, _NAMES)) + 3  # characters of a tag
_TAGS = tuple(f"<{slash}{name}>" for slash in ("", "/") for name in _NAMES)
AFTER_REASONING = re.compile(rf"</(?:{'|'.join(_NAMES)})\s*>", re.IGNORECASE)


class BadReply(Exception):
    """The reply is not one of a chat model. The message is Chinese, for the user."""


def without_reasoning(text: str) -> str:
    """What stands after the last `</think>`: some servers send reasoning without its opening tag."""
    return AFTER_REASONING.split(text)[-1].strip()


def whole(stream: Generator[str, None, Usage]) -> Generator[str, None, tuple[str, Usage]]:
    """Read a streamed reply to its end, yielding empty pieces meanwhile; returns the reply without its reasoning."""
    pieces: list[str] = []
    try:
        while True:
            pieces.append(next(stream))
            yield ""
    except StopIteration as end:
        return without_reasoning("".join(pieces)), end.value
    finally:
        stream.close()


class Reasoning:
    """Hides `<think>…</think>` in pieces of text, wherever the pieces are cut; never closed, it hides all that follows.

    A closing tag without its opening one comes through whole: what was shown before it has to be taken back.
    """

    def __init__(self) -> None:
        self._held = ""
        self._hidden = False

    def feed(self, text: str) -> str:
        """The further text that may be shown."""
        self._held += text
        shown, at = "", 0
        for tag in _TAG.finditer(self._held):
            closes = bool(tag[1])
            if self._hidden == closes:  # an opening tag when shown, a closing one when hidden
                shown += "" if self._hidden else self._held[at : tag.start()]
                at, self._hidden = tag.end(), not closes
        rest = self._held[at:]
        held = self._possible_tag(rest)
        self._held = rest[len(rest) - held :]
        return shown + ("" if self._hidden else rest[: len(rest) - held])

    def _possible_tag(self, text: str) -> int:
        """How many characters at the end may become a tag."""
        start = text.rfind("<", max(0, len(text) - _LONGEST))
        tail = text[start:].lower() if start >= 0 else ""
        return len(tail) if tail and any(tag.startswith(tail) and tag != tail for tag in _TAGS) else 0

    def finish(self) -> str:
        """What was held back as a possible tag and was none."""
        held, self._held = self._held, ""
        return "" if self._hidden else held


class Reply:
    """Reads one reply, chunk by chunk. `usage` is known after `finish`."""

    def __init__(self) -> None:
        self.done = False
        self._buffer = b""
        self._body = False  # a JSON body in place of a stream
        self._seen = 0
        self._events = 0
        self._length = 0
        self._cut = False
        self._ended = False  # the server said that the reply is whole
        self._usage = Usage()
        self._reasoning = Reasoning()

    @property
    def usage(self) -> Usage:
        return replace(self._usage, cut=self._cut or not self._ended)

    def feed(self, chunk: bytes) -> str:
        """The further visible text in these bytes. Raises BadReply."""
        self._buffer += chunk
        self._seen += len(chunk)
        if self._seen > MAX_BYTES:
            raise BadReply("回复过长，没有尽头")
        if not self._events:
            self._recognise()
        if self._body:
            return ""
        *lines, self._buffer = self._buffer.split(b"\n")
        if len(self._buffer) > MAX_LINE:
            raise BadReply("回复里有一行长得不正常")
        return "".join(self._line(line) for line in lines if not self.done)

    def finish(self) -> str:
        """The last visible text. Raises BadReply when nothing of a chat reply was seen."""
        rest, self._buffer = self._buffer, b""
        text = self._event(rest) if self._body else ("" if self.done else self._line(rest))
        if not self._events:
            raise BadReply("回复是空的（可能材料超过了模型的上下文，请检查 YANJU_LLM_CONTEXT），或者不是 OpenAI 格式")
        return text + self._keep(self._reasoning.finish())

    def _recognise(self) -> None:
        start = self._buffer.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        if start == b"<":
            raise BadReply("回复是网页，不是模型接口")
        self._body = start == b"{"

    def _line(self, line: bytes) -> str:
        name, colon, value = line.rstrip(b"\r").partition(b":")
        if not colon or name != b"data":
            return ""
        if value.strip() == b"[DONE]":
            self.done = self._ended = True
            self._events += 1
            return ""
        return self._event(value)

    def _event(self, data: bytes) -> str:
        try:
            event = json.loads(data.decode("utf-8"))
        except UnicodeDecodeError as error:
            raise BadReply("回复不是 UTF-8 文字") from error
        except (ValueError, RecursionError) as error:
            raise BadReply("回复不是 JSON，或者中途断了") from error
        if not isinstance(event, dict):
            raise BadReply("回复不是 OpenAI 格式")
        if event.get("error"):
            raise BadReply(f"模型服务中途报错：{_error_text(event['error'])}")
        self._events += 1
        self._count(event.get("usage"))
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
        if choice.get("finish_reason") == "length":
            self._cut = True
        self._ended = self._ended or bool(choice.get("finish_reason"))
        message = choice.get("delta") or choice.get("message")
        text = _text(message.get("content")) if isinstance(message, dict) else ""
        return self._keep(self._reasoning.feed(text))

    def _count(self, usage: object) -> None:
        if isinstance(usage, dict):
            prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
            if isinstance(prompt, int) and isinstance(completion, int):
                self._usage = Usage(prompt, completion)

    def _keep(self, text: str) -> str:
        text = text[: max(0, MAX_TEXT - self._length)]
        self._length += len(text)
        if self._length >= MAX_TEXT:
            self.done = True
            self._cut = True
        return text


def _text(content: object) -> str:
    if isinstance(content, list):  # parts, as some servers send them
        content = "".join(str(part.get("text") or "") for part in content if isinstance(part, dict))
    if not isinstance(content, str):
        return ""
    # lone surrogates and control characters break terminals and files
    return "".join(c for c in content.encode("utf-8", "replace").decode("utf-8") if c >= " " or c in "\n\t")


def _error_text(error: object) -> str:
    message = error.get("message") if isinstance(error, dict) else error
    return " ".join(str(message).split())[:200]
