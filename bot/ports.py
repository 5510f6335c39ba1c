"""The port of answering, and the events of one answer."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.types import Answer, Claim, Source, Status, Turn, Usage
from prompts.template import Message
from vectorstore.types import Hit, YanjuError


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

    def draft(self, request: Request) -> Generator[str, None, Status | Usage | None]:
        """Yield pieces of the draft. Return the status when the answerer knows it, or what the model used: then the
        check decides the status.
        """
        ...


class ModelError(YanjuError):
    """The model could not be reached or broke off; the message says which address and what to do."""


class Model(Protocol):
    """A model that streams (bot.llm.ModelClient, or a scripted one)."""

    @property
    def name(self) -> str: ...

    @property
    def context(self) -> int:
        """The model's window in tokens."""
        ...

    def stream(self, messages: Sequence[Message], max_tokens: int) -> Generator[str, None, Usage]:
        """Yield pieces of the reply, empty ones while it is silent; closing it stops the model. Raises ModelError."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """Event: the search is done."""

    searched: str
    hits: tuple[Hit, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Drafted:
    """Event: a further piece of the unchecked draft; an empty one only says that work goes on."""

    text: str


@dataclass(frozen=True, slots=True)
class ClaimChecked:
    """Event: a sentence of a model's draft is whole and has been checked, while the draft still grows.

    [start, end) is its place, marks included, in the `text` of all Drafted since Found or the last Dropped, joined.
    One comes for each sentence that can be checked, in order, each after the Drafted that completes it; headings and
    lines that only say that something is absent have none. It is not the last word: an unsupported sentence goes back
    to the model once, and what counts is in Finished.
    """

    claim: Claim
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Dropped:
    """Event: the draft begins anew. What was drafted and checked so far was the model's reasoning, or is given up for
    the extractive answer; the places of later ClaimChecked count from here.
    """


@dataclass(frozen=True, slots=True)
class Finished:
    """Event: the checked answer; always the last one."""

    answer: Answer


# In order: Found; Drafted, ClaimChecked and Dropped, any number of each; Finished. Before Found only empty Drafted.
Event = Found | Drafted | ClaimChecked | Dropped | Finished
