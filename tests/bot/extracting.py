"""The extractive answerer over a shelf of canned speeches, without a search and without a check."""

from __future__ import annotations

from collections.abc import Sequence

from bot.extractive.extract import Extractive
from bot.extractive.sources import number_sources
from bot.ports import Request
from bot.types import Source, Status, Turn
from tests.fakes import Shelf


def extracted(
    shelf: Shelf, question: str, limit: int = 16, searched: str = "", history: Sequence[Turn] = ()
) -> tuple[str, Status, tuple[Source, ...]]:
    """The text of the answer, its status and its sources; `searched` is the question made to stand alone."""
    searched = searched or question
    sources = number_sources(shelf, shelf.hits(), searched, limit)
    drafting = Extractive(shelf.speech).draft(Request(question, searched, tuple(history), sources))
    text = ""
    while True:
        try:
            text += next(drafting)
        except StopIteration as end:
            return text, end.value, sources
