"""The conversations: in memory while they are used, in the catalog for ever, each its owner's alone."""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from ui.keeping import Keeper
from ui.types import Exchange, Verdict
from vectorstore.explain import Explanation
from vectorstore.feedback import cases
from vectorstore.memory import Memory, TalkRow
from vectorstore.types import StoreError

NAME = 40  # characters of its first question that name a conversation
_NAME_LIMIT = 100
_KEY_LIMIT = 100


@dataclass(slots=True)
class Talk:
    """One conversation. `job` is the token of the answer under way: a thread whose token is not it has been stopped."""

    key: str
    owner: str | None
    name: str = ""
    exchanges: tuple[Exchange, ...] = ()
    version: int = 0
    job: object | None = None
    asked_at: float = float("-inf")  # when the last answer was started, on the monotonic clock
    branch: tuple[str, str] = ("", "")  # the last changed question, and the conversation in which it was asked

    def put(self, exchange: Exchange) -> None:
        self.exchanges = (*self.exchanges[: exchange.number - 1], exchange)
        self.version += 1


@dataclass(frozen=True, slots=True)
class View:
    """What a page sees of a conversation at one moment."""

    version: int
    exchanges: tuple[Exchange, ...]
    name: str = ""

    @property
    def running(self) -> bool:
        return bool(self.exchanges) and self.exchanges[-1].running


def name_of(question: str) -> str:
    """The name of a conversation that begins with this question."""
    return " ".join(question.split())[:NAME]


class Records:
    """Conversations by their unguessable id; at most `limit` are in memory.

    One that is not, after a restart or because others came, is read from the catalog. Without a `memory`, conversations
    end with the server.
    """

    def __init__(self, memory: Memory | None = None, limit: int = 1000) -> None:
        self.kept = Keeper(memory or Memory())
        self._limit = limit
        self._lock = threading.Lock()
        self._talks: OrderedDict[str, Talk] = OrderedDict()

    def open(self, talk_id: str = "", owner: str | None = None) -> str:
        """The id again when it is a conversation of this owner, else the id of a new conversation."""
        return talk_id if self._find(talk_id, owner) else self._new(owner).key

    def _new(self, owner: str | None, exchanges: tuple[Exchange, ...] = ()) -> Talk:
        return self._take_in(Talk(secrets.token_urlsafe(18), owner, "", exchanges))

    def _take_in(self, talk: Talk) -> Talk:
        """Into memory, for an old idle one; whoever comes second with a conversation gets the first one's."""
        with self._lock:
            talk = self._talks.setdefault(talk.key, talk)
            if len(self._talks) > self._limit:
                idle = next((t.key for t in self._talks.values() if t.job is None and t is not talk), None)
                if idle is not None:
                    del self._talks[idle]
            return talk

    def _find(self, talk_id: str, owner: str | None) -> Talk | None:
        """The conversation, from memory or from the catalog; None when this owner has none of that id."""
        with self._lock:
            talk = self._talks.get(talk_id)
        if talk is None and 0 < len(talk_id) < _KEY_LIMIT:
            name, exchanges = self.kept.load(talk_id, owner or "")
            talk = self._take_in(Talk(talk_id, owner, name, exchanges)) if exchanges else None
        return talk if talk and talk.owner == owner else None

    def look(self, talk_id: str, owner: str | None = None) -> View:
        """The conversation now; an unknown id or another owner's is an empty one."""
        talk = self._find(talk_id, owner)
        if talk is None:
            return View(0, ())
        with self._lock:
            return View(talk.version, talk.exchanges, talk.name)

    def exchange(self, talk_id: str, number: int, owner: str | None = None) -> Exchange | None:
        """One exchange by its 1-based number."""
        return next((e for e in self.look(talk_id, owner).exchanges if e.number == number), None)

    def listed(self, owner: str | None = None, asked: str = "") -> list[TalkRow]:
        """The owner's conversations, the last used first; with `asked`, those that hold it. Raises StoreError."""
        return self.kept.talks(owner or "", asked.strip())

    def rename(self, talk_id: str, name: str, owner: str | None = None) -> None:
        """Give a conversation another name; an empty one changes nothing. Raises StoreError."""
        talk, name = self._find(talk_id, owner), " ".join(name.split())[:_NAME_LIMIT]
        if talk and name:
            self.kept.change(self.kept.memory.rename, talk_id, owner or "", name)
            talk.name = name

    def delete(self, talk_id: str, owner: str | None = None) -> None:
        """Stop what is under way in a conversation, and forget it. Raises StoreError."""
        if talk := self._find(talk_id, owner):
            with self._lock:
                talk.job = None
                self._talks.pop(talk_id, None)
            self.kept.change(self.kept.memory.delete, talk_id, owner or "")

    def judge(self, talk_id: str, number: int, verdict: Verdict, owner: str | None = None) -> None:
        """Keep the feedback on a checked answer; the same again takes it back. Raises StoreError."""
        talk, exchange = self._find(talk_id, owner), self.exchange(talk_id, number, owner)
        if talk is None or exchange is None or exchange.answer is None:
            return
        verdict = "" if verdict == exchange.verdict else verdict
        self.kept.change(self.kept.memory.judge, talk_id, owner or "", number, verdict)
        self._change(talk, number, lambda old: replace(old, verdict=verdict))

    def explain(self, talk_id: str, number: int, why: Explanation, owner: str | None = None) -> None:
        """Show why the passages of an answer were found, until the server forgets it."""
        if talk := self._find(talk_id, owner):
            self._change(talk, number, lambda old: replace(old, why=why))

    def _change(self, talk: Talk, number: int, change: Callable[[Exchange], Exchange]) -> None:
        with self._lock:
            talk.exchanges = tuple(change(e) if e.number == number else e for e in talk.exchanges)
            talk.version += 1

    def cases(self, owner: str | None = None) -> list[dict[str, Any]]:
        """The owner's judged answers as evaluation cases, to be confirmed; none from what cannot be read."""
        try:
            return list(cases(self.kept.memory, owner or ""))
        except StoreError:
            return []

    def _keep(self, talk: Talk, exchange: Exchange) -> None:
        """Put an exchange into the catalog, soon; the first one names the conversation."""
        talk.name = talk.name or name_of(exchange.question)
        self.kept.put(talk.key, talk.owner or "", talk.name, exchange)
