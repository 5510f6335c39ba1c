"""From a question to a checked answer: search, number the sources, draft, check, mend once, status. Plain functions.

Every step is handed in (`Parts`), so this file knows no store, no model client and no framework. bot/drafting.py
follows a model's draft, bot/chain.py makes a LangChain runnable of it, bot/assemble.py puts the real parts in.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

from bot.checking import Check, Checked, check_draft, cited, remembering, status_of, unchecked
from bot.drafting import model_draft
from bot.instructions import addressed
from bot.model import ModelAnswerer
from bot.ports import Drafted, Dropped, Event, Finished, Found, Request
from bot.searching import MAX_QUESTION as MAX_QUESTION
from bot.searching import Log, Parts, search
from bot.types import Answer, Claim, Finding, Status, Turn, Usage
from vectorstore.types import Filters

_HITS = 24  # passages that an answer is drawn from
_SOURCES, _SOURCES_MODEL = 16, 60  # paragraphs of these, for the extractive answerer; for a model what its window holds
_LATER = 1.0  # seconds that the check of a sentence can wait while the draft still grows
NOTHING = "没有找到能够作答的内容。"


@dataclass(frozen=True, slots=True)
class _Draft:
    """A finished draft with its check; `said` is the status that the answerer knows.

    `fallen` is what the model claimed and could not show, where the text is quoted in its place.
    """

    checked: Checked
    said: Status | None
    model: str
    fallen: tuple[Claim, ...] = ()


def answer(
    parts: Parts, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
) -> Generator[Event, None, None]:
    """The events of one answer (bot/ports.py), Finished last. Raises EmptyQuestion and StoreError; no model error."""
    log = Log()
    limit = _SOURCES if parts.model is None else _SOURCES_MODEL
    found = yield from search(parts, question, history, filters, _HITS, log)
    with parts.turns.turn(log.due):
        sources = parts.number(found.hits, found.question, limit)
    request = Request(question.strip()[:MAX_QUESTION], found.question, tuple(history), sources)
    model, fitted = parts.model, None
    if model is not None and log.gone:
        log.notes.append("大模型这次用不上，以下摘录原文。")
    elif model is not None and sources:
        fitted = _fitted(model, request, log)
    request = fitted or request
    strange = [source for source in request.sources if addressed(source.paragraph.text)]
    if strange:
        log.notes.append(f"找到的材料里有 {len(strange)} 段夹着写给大模型的话，没有照办，也不作依据。")
    log.lap("sources")
    yield Found(found.question, found.hits, request.sources)
    fallen: tuple[Claim, ...] = ()
    if model is not None and fitted is not None:
        checked = yield from model_draft(model, request, remembering(_in_turn(parts)), log)
        if checked and (checked.supported or checked.missing):
            yield Finished(_answer(question, request, _Draft(checked, None, model.name), log))
            return
        yield Dropped()
        fallen = checked.failed if checked else ()
        if fallen:
            log.notes.append(f"大模型的回答没有一句通过核查（共 {len(fallen)} 句，已列出原因），改为摘录原文。")
    draft = yield from _extract(parts, request, log)
    yield Finished(_answer(question, request, replace(draft, fallen=fallen), log))


def _in_turn(parts: Parts) -> Check:
    """The check of a draft that is on its way: whoever waits for the first word of an answer goes before it."""

    def check(text: str, evidence: Sequence[str]) -> Finding:
        with parts.turns.turn(perf_counter() + _LATER):
            return parts.check(text, evidence)

    return check


def _fitted(model: ModelAnswerer, request: Request, log: Log) -> Request | None:
    """The request with the sources that the model can be sent; None when there are none."""
    kept = model.fit(request)
    if not kept:
        log.notes.append("大模型的上下文（YANJU_LLM_CONTEXT）放不下任何一段材料，改为摘录原文。")
        return None
    if len(kept) < len(request.sources):
        left = len(request.sources) - len(kept)
        log.notes.append(f"大模型的上下文有限，另有 {left} 段找到的材料没有送给它，也没有列在出处里。")
    return replace(request, sources=kept)


def _extract(parts: Parts, request: Request, log: Log) -> Generator[Drafted, None, _Draft]:
    pieces = []
    drafting = parts.extractive.draft(request)
    said: Status | Usage | None = None
    while True:
        try:
            with parts.turns.turn(log.due):
                piece = next(drafting)
        except StopIteration as end:
            said = end.value
            break
        pieces.append(piece)
        yield Drafted(piece)
    log.lap("draft")
    text = "".join(pieces)
    with parts.turns.turn(log.due):
        checked = unchecked(text) if said == "not_found" else check_draft(text, request.sources, parts.check)
    log.lap("check")
    return _Draft(checked, None if isinstance(said, Usage) else said, parts.extractive.name)


def _answer(question: str, request: Request, draft: _Draft, log: Log) -> Answer:
    checked = draft.checked
    status = status_of(checked, request.sources, draft.said)
    return Answer(
        question=question,
        searched=request.searched,
        status=status,
        text=checked.text or NOTHING,
        claims=checked.claims + draft.fallen,
        sources=cited(request.sources, checked),
        model=draft.model,
        seconds=log.total(),
        notes=tuple(log.notes),
        prompts=tuple(log.prompts),
    )


def finished(events: Iterator[Event]) -> Answer:
    """The answer at the end of the events."""
    *_, last = events
    assert isinstance(last, Finished)
    return last.answer
