"""Question sets: one JSON case a line. docs/questions.md tells how to write them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.types import Turn
from eval.lines import BadLine, read_lines

TYPES = ("figure", "fact", "list", "paraphrase", "compare", "masked", "unanswerable", "followup")


@dataclass(frozen=True, slots=True)
class Gold:
    """A verbatim quote of a file: it holds for any way of cutting passages."""

    file: str
    quote: str


@dataclass(frozen=True, slots=True)
class Case:
    """One question with what a right answer is. `gold_mode` any: one of the quotes is enough."""

    id: str
    type: str
    question: str
    history: tuple[Turn, ...]
    gold: tuple[Gold, ...]
    gold_mode: Literal["all", "any"]
    answer: str
    must_contain: tuple[str, ...]
    must_not_contain: tuple[str, ...]


def parse_case(data: dict[str, Any]) -> Case:
    """A case from its JSON object. Raises KeyError, TypeError or ValueError on a wrong form."""
    if data.get("proposed"):
        raise ValueError('是建议的题目，还没有人确认：请看过、改好，删去 "proposed": true')
    if data["type"] not in TYPES:
        raise ValueError(f"type 是 {data['type']!r}，应为 {'、'.join(TYPES)} 之一")
    mode: Literal["all", "any"] = data.get("gold_mode") or "all"
    if mode not in ("all", "any"):
        raise ValueError(f"gold_mode 是 {mode!r}，应为 all 或 any")
    return Case(
        id=str(data["id"]),
        type=data["type"],
        question=data["question"],
        history=tuple(Turn(turn["question"], turn["answer"]) for turn in data.get("history") or ()),
        gold=tuple(Gold(gold["file"], gold["quote"]) for gold in data.get("gold") or ()),
        gold_mode=mode,
        answer=data.get("answer") or "",
        must_contain=tuple(data.get("must_contain") or ()),
        must_not_contain=tuple(data.get("must_not_contain") or ()),
    )


def load_cases(path: Path) -> tuple[Case, ...]:
    """The cases of a JSON-lines file, in order. Raises BadLine naming the line."""
    cases = read_lines(path, parse_case, "一个题目")
    if not cases:
        raise BadLine(f"{path} 里没有题目；每行应是一个 JSON 对象，见 docs/questions.md")
    return cases
