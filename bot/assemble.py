"""The one place that puts the parts together."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import suppress
from dataclasses import replace
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING

from bot import answering, searching
from bot.ports import Answerer, Event
from bot.searching import Log, Parts, Searched
from bot.settings import ModelSettings, Settings, embedding_setting
from bot.types import Answer, Finding, Source, Turn
from vectorstore.rerank import LOOKED_AT, reranked, reranker_named
from vectorstore.search import search, self_test, warm_up
from vectorstore.store import Store, open_store
from vectorstore.types import Filters, Hit

if TYPE_CHECKING:
    from bot.draft.types import Traced
    from bot.llm import ModelClient
    from bot.scope import Scope
    from vectorstore.explain import Explanation
    from vectorstore.indexing import Progress
    from vectorstore.legs import Embedding


_PATIENCE = (
    5.0  # seconds that closing waits for the warm-up: on a busy machine its imports take longer than a user does
)


_REHEARSED = "今年的主要工作是什么？"


class Bot:
    """A library with its answerer, kept open; a context manager. One serves any number of threads."""

    def __init__(self, store: Store, parts: Parts, client: ModelClient | None = None) -> None:
        self.store = store
        self._parts = parts
        self._client = client
        self._warming: Thread | None = None

    def warm_up(self) -> None:
        """Load beside other work what the first search needs: a second or more of libraries and vectors."""
        self._warming = Thread(target=_warmed, args=(self.store,), name="warm up", daemon=True)
        self._warming.start()

    def rehearse(self) -> None:
        """Load all that answering needs, by answering once without the model. Raises StoreError."""
        answering.finished(answering.answer(replace(self._parts, llm=None, model=None), _REHEARSED))
        if self._client is not None:
            self._client.warm()

    def __enter__(self) -> Bot:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    @property
    def answerer(self) -> Answerer:
        return self._parts.model or self._parts.extractive

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()
    ) -> Generator[Event, None, None]:
        """The events of one answer, the last is Finished. Closing the generator stops it, the model included."""
        return answering.answer(self._parts, question, history, filters)

    def ask(self, question: str, history: Sequence[Turn] = (), filters: Filters = Filters()) -> Answer:
        """A checked answer. Raises EmptyQuestion and StoreError; a model that fails is in the answer's notes."""
        return answering.finished(self.stream(question, history, filters))

    def search(
        self, question: str, k: int = 10, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> list[Hit]:
        """The best k passages."""
        return list(self.find(question, k, filters, history)[0].hits)

    def find(
        self, question: str, k: int = 10, filters: Filters = Filters(), history: Sequence[Turn] = ()
    ) -> tuple[Searched, Log]:
        """The best k passages, with how they were searched for, what it took and what the user should know."""
        log = Log()
        steps = searching.search(self._parts, question, history, filters, k, log)
        return searching.result_of(steps), log

    def trace(self, draft: str) -> list[Traced]:
        """Every figure and quotation of a draft, traced to a paragraph or flagged. Raises StoreError."""
        from bot.draft import traced

        return traced(self.store, draft, self._parts.check)

    def verify(self, claim: str, evidence: Sequence[str]) -> Finding:
        """Whether the evidence carries a claim, as strictly as the settings say."""
        return self._parts.check(claim, evidence)

    def explain(self, found: Searched, k: int = 10) -> Explanation:
        """Why a search found what it found: `found` as `find` gave it."""
        from bot.extractive.question import analyse, search_forms
        from vectorstore.explain import explain

        asked = analyse(found.question)
        forms = found.forms or search_forms(asked)
        return explain(self.store, found.question, k, found.filters, forms, asked.shape == "which")

    def close(self) -> None:
        if self._warming is not None:
            self._warming.join(_PATIENCE)
        if self._client is not None:
            self._client.close()
        self.store.close()


def _warmed(store: Store) -> None:
    with suppress(Exception):  # the first search meets the same error, and somebody is there to read it
        warm_up(store)


def open_library(settings: Settings, create: bool = True) -> Store:
    """The store that the settings name. Raises StoreError; without `create`, also when there is none."""

    def make(name: str, dimension: int | None = None) -> Embedding:
        return _embedding(name, settings, dimension)

    embedding = make(settings.embedding) if settings.embedding else None
    return open_store(settings.store, embedding, settings.chroma_url, create=create, make_embedding=make)


def _embedding(name: str, settings: Settings, dimension: int | None = None) -> Embedding:
    from vectorstore.embedding import embedding_named

    endpoint = None
    if name.startswith("openai:"):
        from vectorstore.openai_embedding import Endpoint

        endpoint = Endpoint(settings.embedding_url, settings.embedding_key)
    return embedding_named(name, endpoint, dimension)


def change_embedding(name: str, settings: Settings, progress: Callable[[Progress], None] | None = None) -> None:
    """Make the vectors of the library anew with another embedding. Raises SettingsError and StoreError."""
    wanted = _embedding(embedding_setting("--embedding", name), settings)
    with open_library(replace(settings, embedding=None), create=False) as store:
        store.change_embedding(wanted, progress)


def open_bot(settings: Settings, create: bool = True) -> Bot:
    """The bot that the settings describe. Raises StoreError, also when the keyword self-test fails."""
    store = open_library(settings, create)
    try:
        self_test(store)
    except BaseException:
        store.close()
        raise
    client = _client(settings.model)
    bot = Bot(store, parts_of(store, client, settings.reranker, settings.strictness), client)
    bot.warm_up()
    return bot


def _client(model: ModelSettings | None) -> ModelClient | None:
    if model is None:
        return None
    from bot.llm import ModelClient

    return ModelClient(model)


def parts_of(
    store: Store, client: ModelClient | None = None, reranker: str | None = None, strictness: str = "standard"
) -> Parts:
    """The real parts over a store, for a model client or none, and a reranker's name or none."""
    from bot.checker.check import checker
    from bot.extractive.extract import Extractive
    from bot.extractive.history import standalone
    from bot.extractive.question import analyse, search_forms
    from bot.extractive.sources import number_sources
    from bot.kept import Kept
    from bot.model import ModelAnswerer
    from bot.scope import scope_of
    from vectorstore.explain import why_nothing

    second = reranker_named(reranker) if reranker else None
    kept = Kept(store)

    def find(question: str, k: int, filters: Filters, extra: Sequence[str]) -> list[Hit]:
        asked = analyse(question)
        wanted = max(k, LOOKED_AT) if second else k
        hits = search(store, question, wanted, filters, extra or search_forms(asked), asked.shape == "which")
        return reranked(hits, question, second)[:k] if second else hits

    def number(hits: Sequence[Hit], question: str, limit: int) -> tuple[Source, ...]:
        kept.follow()
        return number_sources(kept, hits, question, limit)

    def scope(question: str, filters: Filters) -> Scope:
        return scope_of(store, question, filters)

    def nothing(question: str, filters: Filters) -> str:
        return why_nothing(store, question, filters)

    model = ModelAnswerer(client) if client else None
    check = checker(strictness)
    return Parts(find, number, standalone, check, Extractive(kept.speech), client, model, scope, nothing)
