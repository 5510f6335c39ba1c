"""The nouns of the web page: one exchange of a conversation as it grows, and the little that the page asks of a bot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from bot.draft.types import Traced
from bot.ports import Event
from bot.searching import Log, Searched
from bot.types import Answer, Finding, Source, Turn
from ui.intake import Receiver
from vectorstore.explain import Explanation
from vectorstore.overview import Chosen, Line, Tally
from vectorstore.report import FileReport
from vectorstore.types import FileRow, Filters, Hit, RemovedPiece, Speech, SpeechRow

Stage = Literal["searching", "drafting", "done", "stopped", "failed", "interrupted"]
Verdict = Literal["", "good", "figure", "source", "refuse"]  # feedback: good, wrong figure, wrong source, should refuse
NO_FILTERS = Filters()
RUNNING: frozenset[Stage] = frozenset({"searching", "drafting"})


@dataclass(frozen=True, slots=True)
class Span:
    """A sentence [start, end) of a draft that has been checked while the draft still grows."""

    start: int
    end: int
    good: bool
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has become of it. `number` is 1-based; `answer` is set exactly when `stage` is done.

    `sources` and `searched` are there from the first result of the search on; `draft` is unchecked but for the
    sentences of `spans`. `error` is a message for the user ("" for an internal error). `interrupted`: the server
    stopped meanwhile. `alone`: asked as it is written, whatever came before. `why`, once it is asked for, is why the
    passages were found; it is not kept.
    """

    number: int
    question: str
    filters: Filters = NO_FILTERS
    stage: Stage = "searching"
    searched: str = ""
    sources: tuple[Source, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    error: str = ""
    spans: tuple[Span, ...] = ()
    verdict: Verdict = ""
    alone: bool = False
    why: Explanation | None = None

    @property
    def running(self) -> bool:
        return self.stage in RUNNING


class Shelf(Receiver, Protocol):
    """What the page and the doors ask of the store (vectorstore/store.py, owner of the semantics)."""

    folder: Path

    def embedding(self) -> str | None: ...
    def files(self) -> list[FileRow]: ...
    def speeches(self, file: str | None = None) -> list[SpeechRow]: ...
    def speech(self, speech_id: str) -> Speech | None: ...
    def speeches_with(self, paragraph_id: str) -> tuple[str, ...]: ...
    def places(self, speech_id: str) -> tuple[tuple[str, int], ...]: ...
    def removed_pieces(self, file: str) -> list[RemovedPiece]: ...
    def report(self, file: str) -> FileReport: ...
    def keep_removed(self, file: str, numbers: Sequence[int]) -> FileReport: ...
    def roles(self) -> list[str]: ...
    def tallies(self) -> list[Tally]: ...
    def lines(self, chosen: Chosen, limit: int, first: int = 0) -> list[Line]: ...
    def topics(self, chosen: Chosen, count: int) -> list[tuple[str, int]]: ...


class Streamer(Protocol):
    """What the page asks of a bot."""

    def stream(self, question: str, history: Sequence[Turn] = (), filters: Filters = ...) -> Iterator[Event]:
        """Events of one answer; the last is Finished. Closing the iterator stops the answer."""
        ...


class Backend(Streamer, Protocol):
    """A bot with its store (bot/assemble.py)."""

    def trace(self, draft: str) -> list[Traced]:
        """Every figure and quotation of a draft, traced or flagged. Raises StoreError."""
        ...

    def verify(self, claim: str, evidence: Sequence[str]) -> Finding:
        """Whether the evidence carries a claim."""
        ...

    @property
    def store(self) -> Shelf: ...
    def search(self, question: str, k: int = 10, filters: Filters = ...) -> list[Hit]: ...
    def find(
        self, question: str, k: int = 10, filters: Filters = ..., history: Sequence[Turn] = ()
    ) -> tuple[Searched, Log]: ...
    def explain(self, found: Searched, k: int = 10) -> Explanation:
        """Why `find` found what it found."""
        ...
