"""With a model: one call makes a stand-alone question and searches of the question and its history (prompts/search)."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Sequence
from dataclasses import dataclass

from bot.fence import conversation, fence_for, plain
from bot.ports import Model
from bot.sse import whole
from bot.types import Turn, Usage
from prompts.template import load

PROMPT = "search.v1"
_MAX_TOKENS = 400
_MAX_LINE = 300  # characters of one search; a real one has 20 to 80
_MAX_SEARCHES = 3
_LINE = re.compile(r"^[\s\-*•]*\**(问题|检索|例句|词语)\**\s*[0-9]?\s*[：:]\s*(\S.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Rewritten:
    """The question made to stand alone, and further forms of it to search with, best first."""

    standalone: str
    searches: tuple[str, ...]


def parse(reply: str) -> Rewritten | None:
    """Read a reply, strictly: labelled lines, or one JSON object with the same content; None when it is neither.

    A reply counts when it has a question and at least one search. Lines without a label are ignored, a second
    question is not.
    """
    found = _from_json(reply) if reply.lstrip().startswith(("{", "```")) else _from_lines(reply)
    questions, searches = found.get("问题", []), found.get("检索", [])
    if len(questions) != 1 or not searches:
        return None
    forms = searches[:_MAX_SEARCHES] + found.get("例句", [])[:1] + found.get("词语", [])[:1]
    return Rewritten(questions[0], tuple(dict.fromkeys(forms)))


def _from_lines(reply: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in reply[:8000].splitlines():
        if match := _LINE.match(line[:2000]):
            found.setdefault(match[1], []).append(_short(match[2]))
    return found


def _from_json(reply: str) -> dict[str, list[str]]:
    try:
        data = json.loads(reply.strip().removeprefix("```json").removeprefix("```").removesuffix("```"))
    except (ValueError, RecursionError):
        return {}
    names = {"问题": "standalone", "检索": "formal", "例句": "hyde", "词语": "keywords"}
    found: dict[str, list[str]] = {}
    for label, name in names.items():
        value = data.get(name) if isinstance(data, dict) else None
        texts = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        texts = [_short(t) for t in texts if isinstance(t, str) and t.strip()]
        if texts:
            found[label] = ["、".join(texts)] if name == "keywords" else texts
    return found


def _short(text: str) -> str:
    return plain(text)[:_MAX_LINE]


def rewrite(
    model: Model, question: str, history: Sequence[Turn]
) -> Generator[str, None, tuple[Rewritten | None, Usage]]:
    """Ask the model, yielding empty pieces meanwhile; None when its reply cannot be used. Raises ModelError."""
    asked, before = plain(question), conversation(history)
    messages = load(PROMPT).fill(fence=fence_for([asked, before]), question=asked, history=before)
    reply, usage = yield from whole(model.stream(messages, _MAX_TOKENS))
    return parse(reply), usage
