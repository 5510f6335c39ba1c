"""The conversations of the running server, and the threads that answer in them.

An answer is worked out in its own thread and kept here, so it does not hang on the page: a page that is closed,
reloaded or opened twice finds the conversation as it stands. Conversations live in memory (the catalog keeps them in
issue 6).
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.answering import MAX_QUESTION
from bot.ports import ClaimChecked, Drafted, Dropped, Event, Finished, Found
from bot.types import Turn
from ui.types import NO_FILTERS, Exchange, Streamer
from vectorstore.types import Filters, YanjuError

log = logging.getLogger("yanju.ui")

DRAFT_LIMIT = 50_000  # characters of a draft that are shown; a model that never stops must not fill the memory
HISTORY = 6  # earlier exchanges that the bot is told
REPEAT_SECONDS = 2.0  # a second click on the same thing within this time is a slip of the finger
Asked = Literal["started", "repeated", "busy", "crowded", "empty_question", "long_question"]


@dataclass(slots=True)
class _Talk:
    """One conversation. `job` is the token of the answer under way: a thread whose token is not it has been stopped."""

    owner: str | None
    exchanges: tuple[Exchange, ...] = ()
    version: int = 0
    job: object | None = None
    asked_at: float = float("-inf")  # when the last answer was started, on the monotonic clock

    def put(self, exchange: Exchange) -> None:
        self.exchanges = (*self.exchanges[: exchange.number - 1], exchange)
        self.version += 1


@dataclass(frozen=True, slots=True)
class View:
    """What a page sees of a conversation at one moment."""

    version: int
    exchanges: tuple[Exchange, ...]

    @property
    def running(self) -> bool:
        return bool(self.exchanges) and self.exchanges[-1].running


class Talks:
    """Conversations by their unguessable id; at most `limit` are kept, at most `workers` answers are under way.

    The same question again within `repeat` seconds, or an empty one, is the second half of a double click.
    """

    def __init__(self, bot: Streamer, limit: int = 1000, workers: int = 100, repeat: float = REPEAT_SECONDS) -> None:
        self._bot = bot
        self._limit = limit
        self._workers = workers
        self._repeat = repeat
        self._working = 0
        self._lock = threading.Lock()
        self._talks: OrderedDict[str, _Talk] = OrderedDict()

    def open(self, talk_id: str = "", owner: str | None = None) -> str:
        """The id again when it is a conversation of this owner, else the id of a new conversation."""
        with self._lock:
            known = self._talks.get(talk_id)
            if known and known.owner == owner:
                return talk_id
            new = secrets.token_urlsafe(18)
            self._talks[new] = _Talk(owner)
            self._forget_oldest()
            return new

    def _forget_oldest(self) -> None:
        if len(self._talks) > self._limit:
            idle = next((key for key, talk in self._talks.items() if talk.job is None), None)
            if idle is not None:
                del self._talks[idle]

    def look(self, talk_id: str, owner: str | None = None) -> View:
        """The conversation now; an unknown id or another owner's is an empty one."""
        with self._lock:
            talk = self._talks.get(talk_id)
            return View(talk.version, talk.exchanges) if talk and talk.owner == owner else View(0, ())

    def exchange(self, talk_id: str, number: int, owner: str | None = None) -> Exchange | None:
        """One exchange by its 1-based number."""
        return next((e for e in self.look(talk_id, owner).exchanges if e.number == number), None)

    def ask(self, talk_id: str, question: str, filters: Filters = NO_FILTERS, owner: str | None = None) -> Asked:
        """Start an answer, unless the question is no question or another answer of this conversation is under way."""
        question = question.strip()
        if not question:
            return "repeated" if self._just_asked(talk_id, None) else "empty_question"
        if len(question) > MAX_QUESTION:
            return "long_question"
        if self._just_asked(talk_id, question):
            return "repeated"
        return self._start(talk_id, owner, question, filters, None)

    def _just_asked(self, talk_id: str, question: str | None) -> bool:
        """Whether the last question (None: whichever) was asked a moment ago."""
        with self._lock:
            talk = self._talks.get(talk_id)
            if talk is None or time.monotonic() - talk.asked_at > self._repeat:
                return False
            return question is None or talk.exchanges[-1].question == question

    def again(self, talk_id: str, number: int, owner: str | None = None) -> Asked:
        """Ask the question of an exchange again: in its place when it is the last and has no answer, else below."""
        old = self.exchange(talk_id, number, owner)
        if old is None:
            return "empty_question"
        if self._just_asked(talk_id, old.question):
            return "repeated"
        return self._start(talk_id, owner, old.question, old.filters, None if old.answer else number)

    def _start(self, talk_id: str, owner: str | None, question: str, filters: Filters, place: int | None) -> Asked:
        with self._lock:
            talk = self._talks.get(talk_id)
            if talk is None or talk.owner != owner:
                return "empty_question"
            if talk.job is not None:
                return "busy"
            if self._working >= self._workers:
                return "crowded"
            self._working += 1
            talk.asked_at = time.monotonic()
            self._talks.move_to_end(talk_id)
            earlier = talk.exchanges if place != len(talk.exchanges) else talk.exchanges[:-1]
            exchange = Exchange(len(earlier) + 1, question, filters)
            history = tuple(Turn(e.question, e.answer.text) for e in earlier if e.answer)[-HISTORY:]
            job = talk.job = object()
            talk.put(exchange)
        work = threading.Thread(
            target=self._work, args=(talk, job, exchange, history), daemon=True, name="yanju-answer"
        )
        work.start()
        return "started"

    def stop(self, talk_id: str, owner: str | None = None) -> None:
        """Stop the answer under way; what was written of it stays, as a draft."""
        with self._lock:
            talk = self._talks.get(talk_id)
            if talk and talk.owner == owner and talk.job is not None:
                self._end(talk, "stopped")

    def close(self) -> None:
        """Stop every answer under way."""
        with self._lock:
            for talk in self._talks.values():
                if talk.job is not None:
                    self._end(talk, "stopped")

    def _end(self, talk: _Talk, stage: Literal["stopped", "failed"], error: str = "") -> None:
        talk.job = None
        talk.put(replace(talk.exchanges[-1], stage=stage, error=error))

    def _work(self, talk: _Talk, job: object, exchange: Exchange, history: tuple[Turn, ...]) -> None:
        error = ""
        try:
            events = self._bot.stream(exchange.question, history, exchange.filters)
            self._follow(talk, job, events)
        except YanjuError as known:
            error = str(known)
        except Exception:  # whatever breaks in a model or an index: the page says so, the server goes on
            log.exception("answer failed")
        finally:
            with self._lock:
                self._working -= 1
                if talk.job is job:  # neither finished nor stopped
                    self._end(talk, "failed", error)

    def _follow(self, talk: _Talk, job: object, events: Iterator[Event]) -> None:
        try:
            for event in events:
                with self._lock:
                    if talk.job is not job:
                        return
                    talk.put(_after(talk.exchanges[-1], event))
                    if isinstance(event, Finished):
                        talk.job = None
                        return
        finally:
            close = getattr(events, "close", None)
            if close:
                with contextlib.suppress(Exception):
                    close()


def _after(exchange: Exchange, event: Event) -> Exchange:
    """The exchange once the event has happened."""
    if isinstance(event, Found):
        return replace(exchange, stage="drafting", searched=event.searched, sources=event.sources)
    if isinstance(event, Drafted):
        if not event.text:  # only says that work goes on
            return exchange
        return replace(exchange, stage="drafting", draft=(exchange.draft + event.text)[:DRAFT_LIMIT])
    if isinstance(event, Dropped):
        return replace(exchange, draft="")
    if isinstance(event, ClaimChecked):
        return exchange
    return replace(exchange, stage="done", answer=event.answer, sources=event.answer.sources)
