"""Does the gate notice? Checker, retriever and prompt are spoiled one by one, and the gate has to fail each time.

    python -m eval.broken

Nothing is patched: the parts of the bot are put together with a spoiled one in the place of the real one.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.model import ModelAnswerer
from bot.searching import Parts
from bot.types import Finding
from eval.compare import load_report
from eval.gate import BASELINE, measure, worse
from prompts.template import Message


def _credulous(parts: Parts) -> Parts:
    """A checker that believes everything."""
    return replace(parts, check=lambda text, evidence, *_: Finding("supported", 1.0, (), tuple(evidence)))


def _backwards(parts: Parts) -> Parts:
    """A retriever that gives the worst of its hits first, and only those."""
    find = parts.find
    return replace(parts, find=lambda question, k, *rest: find(question, 60, *rest)[::-1][:k])


class _Reworded:
    """A model between the chain and the real one: what it is asked is not what was recorded."""

    def __init__(self, model: Any) -> None:
        self._model, self.name, self.context = model, model.name, model.context

    def stream(self, messages: Sequence[Message], max_tokens: int) -> Any:
        first, *rest = messages
        return self._model.stream((replace(first, text="随便回答。" + first.text), *rest), max_tokens)


def _reworded(parts: Parts) -> Parts:
    """A prompt with a sentence too many."""
    if parts.llm is None:
        return parts
    model = _Reworded(parts.llm)
    return replace(parts, llm=model, model=ModelAnswerer(model))


SPOILED = {"checker": _credulous, "retriever": _backwards, "prompt": _reworded}


def main(argv: Sequence[str]) -> int:
    """Exit code 0: the gate noticed each of those named (all without names); 1: it let one through."""
    known = load_report(BASELINE, of=("extractive", "recorded", "claims"))
    through = []
    for name in argv or SPOILED:
        fell = worse(measure(change=SPOILED[name], told=lambda line: None), known)
        print(f"{name}: {'noticed' if fell else 'NOT noticed'}")
        print("".join(f"    {line}\n" for line in fell[:6]), end="")
        if not fell:
            through.append(name)
    return 1 if through else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
