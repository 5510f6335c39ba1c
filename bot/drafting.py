"""A model's draft, checked sentence by sentence while it comes, and mended once."""

from __future__ import annotations

from collections.abc import Generator

from bot.checker.claims import DraftClaim
from bot.checking import Check, Checked, check_draft, checkable, judge, mended, without_last
from bot.growing import Growing
from bot.model import MEND_PROMPT, PROMPT, ModelAnswerer
from bot.ports import ClaimChecked, Drafted, Dropped, Event, ModelError, Request
from bot.searching import Log
from bot.sse import AFTER_REASONING, without_reasoning
from bot.types import Usage

_TAG = 16  # characters: a closing tag of a reasoning is shorter
_END = "\n\n\n"  # with it every sentence of a draft is whole
_REPEATS = 4  # times that a model says the same sentence before it is stopped: it is going round in circles


class _Stream:
    """What has come of a draft so far, and the check of its whole sentences."""

    def __init__(self, request: Request, check: Check) -> None:
        self._request = request
        self._check = check
        self._growing = Growing()
        self._said: dict[str, list[int]] = {}  # where each sentence began, each time it was said
        self.draft = ""
        self.circling = False

    def take(self, piece: str) -> Generator[Event, None, None]:
        self.draft += piece
        closed = list(AFTER_REASONING.finditer(self.draft, max(0, len(self.draft) - len(piece) - _TAG)))
        if closed:  # a reasoning that never announced itself: what came before was no draft
            self.draft = piece = self.draft[closed[-1].end() :]
            self._growing, self._said = Growing(), {}
            yield Dropped()
        yield Drafted(piece)
        yield from self._judged(self._growing.feed(piece))

    def finish(self) -> Generator[Event, None, None]:
        yield from self._judged(self._growing.feed(_END))

    def _judged(self, parts: tuple[DraftClaim, ...]) -> Generator[Event, None, None]:
        for part in parts:
            begins = self._said.setdefault(part.text, [])
            begins.append(part.start)
            if len(begins) >= _REPEATS:
                self.circling, self.draft = True, self.draft[: begins[1]]
                return
            if checkable(part):
                yield ClaimChecked(judge(part, self._request.sources, self._check), part.start, part.end)


def model_draft(
    model: ModelAnswerer, request: Request, check: Check, log: Log
) -> Generator[Event, None, Checked | None]:
    """The model's draft, checked and mended once; None when the model broke off or said nothing, with a note."""
    stream = _Stream(request, check)
    drafting = model.draft(request)
    log.prompts.append(PROMPT)
    usage = Usage()
    try:
        while not stream.circling:
            yield from stream.take(next(drafting))
    except StopIteration as end:
        usage = end.value
    except ModelError as error:
        log.notes.append(f"{error}。以下改为摘录原文")
        return None
    finally:
        drafting.close()
        log.lap("draft")
    log.used(usage)
    text = without_reasoning(stream.draft)
    if stream.circling:
        log.notes.append("大模型反复说同一句话，已经让它停下，只留下第一遍。")
    elif usage.cut:
        text = without_last(text)
        log.notes.append("大模型的回答没有写完（到了长度上限或中途停了），未完成的最后一句已经去掉。")
    else:
        yield from stream.finish()
    checked = check_draft(text, request.sources, check)
    log.lap("check")
    if not checked.claims and not checked.missing:
        log.notes.append("大模型的回复里没有可以核查的句子，改为摘录原文。")
        return None
    if checked.failed:
        checked = yield from _mend(model, request, checked, check, log)
    return checked


def _mend(
    model: ModelAnswerer, request: Request, checked: Checked, check: Check, log: Log
) -> Generator[Event, None, Checked]:
    """Send the failed claims back once, each with its reason."""
    mending = model.mend(request, checked.failed)
    log.prompts.append(MEND_PROMPT)
    try:
        while True:
            yield Drafted(next(mending))
    except StopIteration as end:
        wordings, usage = end.value
        log.used(usage)
    except ModelError as error:
        log.notes.append(f"没有通过核查的句子没能请大模型改正：{error}")
        return checked
    finally:
        mending.close()
        log.lap("mend")
    better = mended(checked, wordings, request.sources, check)
    log.lap("check")
    if better is not checked:
        log.notes.append(
            f"初稿有 {len(checked.failed)} 句没有通过核查，退回大模型改正后还有 {len(better.failed)} 句没有通过。"
        )
    return better
