"""Asking: the threads in which answers are worked out, one at a time in a conversation.

An answer does not hang on the page: a page that is closed, reloaded or opened twice finds the conversation as it
stands. Every exchange is put into the catalog when it begins and when it ends.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from bot.answering import MAX_QUESTION
from bot.ports import Event, Finished
from bot.types import Turn
from ui.api.limits import Buckets
from ui.growing import after
from ui.records import Records, Talk, name_of
from ui.types import NO_FILTERS, Exchange, Stage, Streamer
from vectorstore.memory import Memory
from vectorstore.types import Filters, YanjuError

log = logging.getLogger("yanju.ui")

HISTORY = 6  # earlier exchanges that the bot is told
REPEAT_SECONDS = 2.0  # a second click on the same thing within this time is a slip of the finger
RATE, BURST = 0.5, 30  # questions a second of one user, after a burst
Asked = Literal["started", "repeated", "busy", "crowded", "often", "empty_question", "long_question"]


class Talks(Records):
    """Conversations that can be gone on with; at most `workers` answers are under way.

    The same question again within `repeat` seconds, or an empty one, is the second half of a double click. `pace`
    limits how often a user who has logged in may ask.
    """

    def __init__(
        self,
        bot: Streamer,
        memory: Memory | None = None,
        limit: int = 1000,
        workers: int = 100,
        repeat: float = REPEAT_SECONDS,
        pace: Buckets | None = None,
    ) -> None:
        super().__init__(memory, limit)
        self._bot = bot
        self._workers = workers
        self._repeat = repeat
        self._pace = pace or Buckets(RATE, BURST)
        self._working = 0

    def ask(
        self,
        talk_id: str,
        question: str,
        filters: Filters = NO_FILTERS,
        owner: str | None = None,
        alone: bool = False,
    ) -> Asked:
        """Start an answer, unless the question is no question or another answer of this conversation is under way.

        `alone`: nothing of the conversation is read into the question.
        """
        talk, question = self._find(talk_id, owner), question.strip()
        if not question:
            return "repeated" if talk and self._just_asked(talk, None) else "empty_question"
        if len(question) > MAX_QUESTION:
            return "long_question"
        if talk and self._just_asked(talk, question):
            return "repeated"
        return self._start(talk, question, filters, None, alone)

    def _just_asked(self, talk: Talk, question: str | None) -> bool:
        """Whether the last question (None: whichever) was asked a moment ago."""
        with self._lock:
            if not talk.exchanges or time.monotonic() - talk.asked_at > self._repeat:
                return False
            return question is None or talk.exchanges[-1].question == question

    def again(self, talk_id: str, number: int, owner: str | None = None) -> Asked:
        """Ask the question of an exchange again: in its place when it is the last and has no answer, else below."""
        talk, old = self._find(talk_id, owner), self.exchange(talk_id, number, owner)
        if talk is None or old is None:
            return "empty_question"
        if self._just_asked(talk, old.question):
            return "repeated"
        return self._start(talk, old.question, old.filters, None if old.answer else number, old.alone)

    def edit(
        self, talk_id: str, number: int, question: str, filters: Filters = NO_FILTERS, owner: str | None = None
    ) -> tuple[str, Asked]:
        """Ask otherwise from an exchange on, in a new conversation that begins with those before it.

        The old one stays as it is. Returns the id to go on with: the old one's when nothing was asked.
        """
        old, question = self._find(talk_id, owner), question.strip()
        if old is None or not question or len(question) > MAX_QUESTION:
            return talk_id, self.ask(talk_id, question, filters, owner)
        last = self._find(old.branch[1], owner) if old.branch[0] == question else None
        if last and self._just_asked(last, question):
            return last.key, "repeated"
        branch = self._new(owner, tuple(replace(e, verdict="") for e in old.exchanges[: max(0, number - 1)]))
        branch.name = name_of(question)
        for exchange in branch.exchanges:  # first: the catalog takes an exchange for the last of its conversation
            self._keep(branch, exchange)
        asked = self._start(branch, question, filters, None)
        if asked != "started":
            self.delete(branch.key, owner)
            return talk_id, asked
        old.branch = (question, branch.key)
        return branch.key, asked

    def _start(
        self, talk: Talk | None, question: str, filters: Filters, place: int | None, alone: bool = False
    ) -> Asked:
        with self._lock:
            if talk is None or talk.key not in self._talks:
                return "empty_question"
            if talk.job is not None:
                return "busy"
            if self._working >= self._workers:
                return "crowded"
            if talk.owner is not None and self._pace.take(talk.owner) > 0:
                return "often"
            self._working += 1
            talk.asked_at = time.monotonic()
            self._talks.move_to_end(talk.key)
            earlier = talk.exchanges if place != len(talk.exchanges) else talk.exchanges[:-1]
            exchange = Exchange(len(earlier) + 1, question, filters, alone=alone)
            told = () if alone else earlier
            history = tuple(Turn(e.question, e.answer.text) for e in told if e.answer)[-HISTORY:]
            job = talk.job = object()
            talk.put(exchange)
            self._keep(talk, exchange)
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
        """Interrupt every answer under way, and write what is still to be written."""
        with self._lock:
            for talk in self._talks.values():
                if talk.job is not None:
                    self._end(talk, "interrupted")
        self.kept.close()

    def _end(self, talk: Talk, stage: Stage, error: str = "") -> None:
        talk.job = None
        talk.put(replace(talk.exchanges[-1], stage=stage, error=error, spans=()))
        self._keep(talk, talk.exchanges[-1])

    def _work(self, talk: Talk, job: object, exchange: Exchange, history: tuple[Turn, ...]) -> None:
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

    def _follow(self, talk: Talk, job: object, events: Iterator[Event]) -> None:
        try:
            for event in events:
                with self._lock:
                    if talk.job is not job:
                        return
                    talk.put(after(talk.exchanges[-1], event))
                    if isinstance(event, Finished):
                        talk.job = None
                        self._keep(talk, talk.exchanges[-1])
                        return
        finally:
            close = getattr(events, "close", None)
            if close:
                with contextlib.suppress(Exception):
                    close()
