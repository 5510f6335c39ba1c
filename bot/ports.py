"""The port of answering, and the events of one answer."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol

from bot.types import Answer, Source, Status, Turn
from vectorstore.types import Hit


@dataclass(frozen=True, slots=True)
class Request:
    """What an answerer is given: the question as asked, the stand-alone one, the history, the numbered sources."""

    question: str
    searched: str
    history: tuple[Turn, ...]
    sources: tuple[Source, ...]


class Answerer(Protocol):
    """From sources to a draft with [n] marks."""

    @property
    def name(self) -> str:
        """`extractive`, or the model's name."""
        ...

    def draft(self, request: Request) -> Generator[str, None, Status | None]:
        """Yield pieces of the draft; return the status when the answerer knows it, else None (the check decides)."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """Event: the search is done."""

    searched: str
    hits: tuple[Hit, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Event: a further piece of the unchecked draft."""

    text: str


@dataclass(frozen=True, slots=True)
class Finished:
    """Event: the checked answer; always the last one."""

    answer: Answer


Event = Found | Drafted | Finished
