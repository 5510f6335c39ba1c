"""From a question to hits: made to stand alone, searched, and with a model searched again in the speeches' words."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field
from time import perf_counter

from bot.checking import Check
from bot.model import ModelAnswerer
from bot.ports import Answerer, Drafted, Model, ModelError
from bot.rewrite import PROMPT, Rewritten, rewrite
from bot.scope import Scope
from bot.turns import Turns
from bot.types import Source, Turn, Usage
from vectorstore.types import Filters, Hit, YanjuError

MAX_QUESTION = 2000  # characters that are searched and sent; the longest real question has some 200
NOTHING_FOUND = "问题里没有可以检索的词，或者限定的范围里没有材料。"

Find = Callable[[str, int, Filters, Sequence[str]], list[Hit]]
Number = Callable[[Sequence[Hit], str, int], tuple[Source, ...]]


class EmptyQuestion(YanjuError):
    """There is nothing to answer."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What answering needs. `llm` and `model` are both set, or both None.

    `scope` reads the filters out of a question; `why_nothing` says why a search found nothing. All answers share the
    `turns`, for what only reckons: a search waits for its indexes, or for another machine.
    """

    find: Find
    number: Number
    standalone: Callable[[str, Sequence[Turn]], str]
    check: Check
    extractive: Answerer
    llm: Model | None = None
    model: ModelAnswerer | None = None
    scope: Callable[[str, Filters], Scope] | None = None
    why_nothing: Callable[[str, Filters], str] | None = None
    turns: Turns = field(default_factory=Turns)


@dataclass(slots=True)
class Log:
    """What one answer took and what the user must be told.

    `prompts` are the versions of the prompts that were sent; `gone`: the model failed, it is not asked again. `due` is
    since when somebody has waited for what is done now: before that it was the model's turn.
    """

    seconds: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    since: float = field(default_factory=perf_counter)
    began: float = field(default_factory=perf_counter)
    due: float = field(default_factory=perf_counter)
    prompts: list[str] = field(default_factory=list)
    gone: bool = False

    def lap(self, stage: str) -> None:
        now = perf_counter()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self.since
        self.since = now

    def used(self, usage: Usage) -> None:
        for name, tokens in (("tokens_in", usage.prompt), ("tokens_out", usage.completion)):
            self.seconds[name] = self.seconds.get(name, 0.0) + tokens

    def total(self) -> tuple[tuple[str, float], ...]:
        return (*self.seconds.items(), ("total", perf_counter() - self.began))


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search found: the question as it was searched, its further forms, the hits, the filters that held."""

    question: str
    forms: tuple[str, ...]
    hits: tuple[Hit, ...]
    filters: Filters = Filters()


def search(
    parts: Parts, question: str, history: Sequence[Turn], filters: Filters, k: int, log: Log
) -> Generator[Drafted, None, Searched]:
    """The best k passages; with a model, its rewriting runs beside the first search and all lists are fused.

    Yields empty pieces while the model works. Raises EmptyQuestion and StoreError.
    """
    asked = question.strip()
    if not asked:
        raise EmptyQuestion("问题是空的。请写下要问的内容")
    if len(asked) > MAX_QUESTION:
        log.notes.append(f"问题共 {len(asked)} 字，只取前 {MAX_QUESTION} 字来检索和回答。")
        asked = asked[:MAX_QUESTION]
    alone = parts.standalone(asked, history)
    asking = rewrite(parts.llm, asked, history) if parts.llm else None
    begun = next(asking) if asking else ""  # the request is under way: search meanwhile
    try:
        found = _found(parts, alone, (), filters, k, log)
        if asking:
            yield Drafted(begun)
            rewritten = yield from _rewritten(asking, log)
            log.due = perf_counter()
            if rewritten:
                forms = tuple(form for form in (alone, *rewritten.searches) if form != rewritten.standalone)
                found = _found(parts, rewritten.standalone, forms, filters, k, log)
    finally:
        if asking:
            asking.close()
    if not found.hits:
        why = parts.why_nothing(found.question, filters) if parts.why_nothing else NOTHING_FOUND
        log.notes.append(f"没有检索到任何片段：{why}")
    return found


def result_of(steps: Generator[object, None, Searched]) -> Searched:
    """What was found in the end, for whom the drafts on the way are of no interest."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: Searched = end.value
            return found


def _found(parts: Parts, question: str, forms: tuple[str, ...], given: Filters, k: int, log: Log) -> Searched:
    """One search, within what the question limits itself to; in all that is given when nothing stands there."""
    scope = parts.scope(question, given) if parts.scope else Scope(given)
    hits = parts.find(question, k, scope.filters, forms)
    notes, filters = list(scope.notes), scope.filters
    if not hits and scope.limited:
        hits, filters = parts.find(question, k, given, forms), given
        notes = ["问题里写明的范围内没有找到，改在全部材料里找。"] if hits else []
    log.notes += [note for note in notes if note not in log.notes]
    log.lap("search")
    return Searched(question, forms, tuple(hits), filters)


def _rewritten(
    asking: Generator[str, None, tuple[Rewritten | None, Usage]], log: Log
) -> Generator[Drafted, None, Rewritten | None]:
    """What the model makes of the question; None, with a note, when it fails or its reply cannot be used."""
    log.prompts.append(PROMPT)
    try:
        while True:
            yield Drafted(next(asking))
    except StopIteration as end:
        rewritten: Rewritten | None = end.value[0]
        log.used(end.value[1])
        if rewritten is None:
            log.notes.append("大模型改写问题的回复不合格式，按原问题检索。")
        return rewritten
    except ModelError as error:
        log.gone = True
        log.notes.append(f"大模型没能改写问题，按原问题检索：{error}")
        return None
    finally:
        log.lap("rewrite")
