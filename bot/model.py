"""The answerer that asks a model: numbered sources as data, within the model's window, and one chance to mend."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from dataclasses import replace

from bot.fence import conversation, fence_for, plain, tokens
from bot.ports import Model, Request
from bot.sse import whole
from bot.types import Claim, Source, Usage
from prompts.template import Message, load

# What the prompt asks the model to write, and what the status is read from (bot/checking.py).
NOT_FOUND = "材料中没有找到相关内容。"
MASKED = "材料中隐去了这一内容"
CONFLICTING = "材料说法不一："

PROMPT, MEND_PROMPT = "answer.v1", "mend.v1"
_MARGIN = 64  # tokens: what a server adds around messages
_MAX_OUTPUT = 4096  # tokens of a reply, reasoning included
_MOST = 20  # failed claims that are sent back; a draft with more is better quoted than mended
_MENDED = re.compile(r"^\s*([0-9]{1,2})\s*[|｜]\s*(\S.*?)\s*$")


class ModelAnswerer:
    """Drafts with a model. Stateless: one serves all conversations at once."""

    def __init__(self, model: Model) -> None:
        self._model = model

    @property
    def name(self) -> str:
        return self._model.name

    def fit(self, request: Request) -> tuple[Source, ...]:
        """The sources that fit the model's window, renumbered from 1: no other is sent, and no other is shown."""
        room = self._room(_answer_messages(replace(request, sources=())))
        kept: list[Source] = []
        for source in request.sources:
            source = replace(source, number=len(kept) + 1)
            cost = tokens(_source_line(source)) + 1
            if cost <= room:
                kept.append(source)
                room -= cost
        return tuple(kept)

    def draft(self, request: Request) -> Generator[str, None, Usage]:
        """Yield the reply as it comes. Raises ModelError."""
        return (yield from self._model.stream(_answer_messages(request), self._max_tokens()))

    def mend(
        self, request: Request, failed: Sequence[Claim]
    ) -> Generator[str, None, tuple[tuple[str | None, ...], Usage]]:
        """A new wording with marks for each failed claim, None where there is none. Yields empty pieces meanwhile.

        Raises ModelError.
        """
        asked, failed = len(failed), failed[:_MOST]
        question, todo = plain(request.searched), "\n".join(_failed_line(n, claim) for n, claim in enumerate(failed, 1))
        blamed = {number for claim in failed for number in claim.sources}
        room = self._room(_mend_messages((), question, todo))
        kept: list[Source] = []
        for source in sorted(request.sources, key=lambda s: s.number not in blamed):
            cost = tokens(_source_line(source)) + 1
            if cost <= room:
                kept.append(source)
                room -= cost
        messages = _mend_messages(sorted(kept, key=lambda s: s.number), question, todo)
        reply, usage = yield from whole(self._model.stream(messages, self._max_tokens()))
        mended: dict[int, str | None] = {}
        for line in reply.splitlines():
            if match := _MENDED.match(line[:4000]):
                mended.setdefault(int(match[1]), None if match[2].strip("。") == "删除" else match[2])
        return tuple(mended.get(n) for n in range(1, asked + 1)), usage

    def _room(self, messages: Sequence[Message]) -> int:
        """Tokens left for sources beside these messages and the reply."""
        return self._model.context - self._max_tokens() - _MARGIN - sum(tokens(m.text) for m in messages)

    def _max_tokens(self) -> int:
        return min(_MAX_OUTPUT, self._model.context // 4)


def _answer_messages(request: Request) -> tuple[Message, ...]:
    sources, history = _source_lines(request.sources), conversation(request.history)
    question = plain(request.question)
    if request.searched != request.question:
        question += f"（完整的问题：{plain(request.searched)}）"
    return load(PROMPT).fill(
        fence=fence_for([sources, history, question]),
        sources=sources,
        history=history,
        question=question,
        not_found=NOT_FOUND,
        masked=MASKED,
        conflicting=CONFLICTING,
    )


def _mend_messages(sources: Sequence[Source], question: str, failed: str) -> tuple[Message, ...]:
    lines = _source_lines(sources)
    return load(MEND_PROMPT).fill(
        fence=fence_for([lines, question, failed]), sources=lines, question=question, failed=failed
    )


def _source_lines(sources: Sequence[Source]) -> str:
    return "\n".join(map(_source_line, sources)) or "（无）"


def _source_line(source: Source) -> str:
    role = f"，{source.speaker_role}" if source.speaker_role else ""
    return f"[{source.number}] 《{plain(source.title)}》{plain(role)}：{plain(source.paragraph.text)}"


def _failed_line(number: int, claim: Claim) -> str:
    reasons = "；".join(claim.reasons)
    marks = "".join(f"〔{n}〕" for n in claim.sources)
    return f"{number}|{plain(claim.text)}{marks}（问题：{plain(reasons)}）"
