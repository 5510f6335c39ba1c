"""The handlers of the chat tab that ask, follow an answer, or go to another conversation.

Each asks `screens` or `talks`, and says which component gets the result. Those of the buttons in answers are in
ui/tabs/answers.py.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import gradio as gr

from ui import screens
from ui.clicks import args_of, filters_of, int_arg, lang_of, text_arg
from ui.examples import of_library
from ui.library import file_choices, role_choices
from ui.tabs.frame import Desk, Frame, Updates
from ui.types import NO_FILTERS
from ui.wordings import Lang, word
from vectorstore.types import Filters

_FIRST_WAIT, _WAIT = 0.03, 0.1  # seconds between two looks at a running answer, before and after its first words


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab.

    `args` says which source the panel shows, {} for none; `changing` is the number of the exchange whose question is
    being changed, 0 for none; `handed` is where files and texts for the clipboard are handed over.
    """

    tab: gr.Tab
    find: gr.Textbox
    list: gr.HTML
    handed: gr.HTML
    past: gr.HTML
    live: gr.HTML
    notice: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    file: gr.Dropdown
    role: gr.Dropdown
    panel: gr.HTML
    args: gr.State
    changing: gr.State


class Handlers:
    """One object for all pages: what belongs to a page comes with each event."""

    def __init__(self, frame: Frame, parts: Parts, desk: Desk) -> None:
        self.f, self.p, self.talks, self.examples = frame, parts, desk.talks, desk.examples
        self.bot, self.store = desk.bot, desk.bot.store
        self.words = (parts.tab, parts.find, parts.box, parts.ask, parts.stop, parts.file, parts.role)
        self._follower: dict[str, object] = {}  # by browser page: the handler that draws there

    def questions(self) -> tuple[str, ...]:
        """The examples; those of the first files for a library that was empty when the server began."""
        self.examples = self.examples or of_library(self.store)
        return self.examples

    async def follow(self, talk: str, lang: Lang, request: gr.Request) -> AsyncIterator[Updates]:
        """Draw the conversation, and draw it again as long as an answer grows and nothing else is drawn there."""
        page, me = request.session_hash or "", object()
        self._follower[page] = me
        try:
            async for updates in self._grow(talk, lang, request.username):
                if self._follower.get(page) is not me:
                    yield {self.p.live: gr.skip()}  # Gradio sends the last output of a handler again when it ends
                    return
                yield updates
        finally:
            if self._follower.get(page) is me:
                del self._follower[page]

    async def _grow(self, talk: str, lang: Lang, owner: str | None) -> AsyncIterator[Updates]:
        p, seen, count = self.p, -1, -1
        while True:
            view = self.talks.look(talk, owner)
            if view.version != seen:
                updates: Updates = {p.live: screens.live(view, lang)}
                turned = len(view.exchanges) != count or not view.running  # begun or ended
                if len(view.exchanges) != count:
                    updates[p.past] = await asyncio.to_thread(screens.past, view, self.store, self.questions, lang)
                seen, count = view.version, len(view.exchanges)
                yield updates
                if turned:  # after the answer: the list may have to wait for the catalog
                    yield {p.list: await self.listed(talk, lang, owner), p.find: ""}
            if not view.running:
                return
            await asyncio.sleep(_WAIT if view.exchanges[-1].draft else _FIRST_WAIT)

    async def listed(self, talk: str, lang: Lang, owner: str | None, asked: str = "", doomed: str = "") -> str:
        """The list of conversations, with this one open."""
        return await asyncio.to_thread(screens.history, self.talks, owner, talk, lang, asked, doomed)

    def draw(self, language: str) -> Updates:
        """The words of the tab, and what the filters offer."""
        lang, p = lang_of(language), self.p
        return {
            p.tab: gr.update(label=word(lang, "tab_chat")),
            p.find: gr.update(label=word(lang, "talks_find"), placeholder=word(lang, "talks_find")),
            p.box: gr.update(label=word(lang, "ask_label"), placeholder=word(lang, "ask_placeholder")),
            p.ask: gr.update(value=word(lang, "ask")),
            p.stop: gr.update(value=word(lang, "stop")),
            p.file: gr.update(label=word(lang, "filter_file"), choices=file_choices(self.store, lang)),
            p.role: gr.update(label=word(lang, "filter_role"), choices=role_choices(self.store, lang)),
        }

    async def enter(
        self, talk: str, language: str, panel: dict[str, object], request: gr.Request
    ) -> AsyncIterator[Updates]:
        """The page is opened or reloaded, or its language switched."""
        lang, owner, p = lang_of(language), request.username, self.p
        talk = await asyncio.to_thread(self.talks.open, talk, owner)
        source = screens.open_source(self.talks, self.store, talk, owner, panel, lang) if panel else ""
        ready = {p.box: gr.update(interactive=True), p.ask: gr.update(interactive=True)}
        top = {self.f.talk: talk, self.f.user: screens.user(owner, lang)}
        yield ready | top | {p.notice: "", p.changing: 0, p.panel: source}
        async for updates in self.follow(talk, lang, request):
            yield updates

    async def submit(
        self, question: str, talk: str, language: str, file: str, role: str, changing: int, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A question is asked, or changed."""
        lang, owner, filters, p = lang_of(language), request.username, filters_of(file, role), self.p
        talk, question = await asyncio.to_thread(self.talks.open, talk, owner), question or ""
        if changing:
            talk, asked = self.talks.edit(talk, changing, question, filters, owner)
        else:
            asked = self.talks.ask(talk, question, filters, owner)
        taken: Updates = {p.box: "", p.changing: 0} if asked in ("started", "repeated") else {}
        yield {self.f.talk: talk, p.notice: screens.refusal(asked, question, lang)} | taken
        async for drawn in self.follow(talk, lang, request):
            yield drawn

    async def _ask(
        self, question: str, talk: str, language: str, filters: Filters, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A question that stands alone is asked by a click: what is being typed stays in the box."""
        lang, owner = lang_of(language), request.username
        talk = await asyncio.to_thread(self.talks.open, talk, owner)
        asked = self.talks.ask(talk, question, filters, owner, alone=True)
        yield {self.f.talk: talk, self.p.notice: screens.refusal(asked, question, lang)}
        async for drawn in self.follow(talk, lang, request):
            yield drawn

    async def pick(
        self, talk: str, language: str, file: str, role: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """An example question is clicked."""
        question = screens.example(self.questions(), args_of(click._data))
        async for updates in self._ask(question, talk, language, filters_of(file, role), request):
            yield updates

    async def follow_up(
        self, talk: str, language: str, file: str, role: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """A suggested further question is clicked."""
        question = screens.follow_up(self.talks, talk, request.username, args_of(click._data))
        async for updates in self._ask(question, talk, language, filters_of(file, role), request):
            yield updates

    async def search(
        self, talk: str, language: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """The question as it was searched is corrected: it is asked as it stands now, within the same limits."""
        args = args_of(click._data)
        old = self.talks.exchange(talk, int_arg(args, "exchange"), request.username)
        filters = old.filters if old else NO_FILTERS
        async for updates in self._ask(text_arg(args, "text"), talk, language, filters, request):
            yield updates

    async def again(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> AsyncIterator[Updates]:
        """An exchange is to be answered again."""
        lang, owner = lang_of(language), request.username
        asked = self.talks.again(talk, int_arg(args_of(click._data), "exchange"), owner)
        yield {self.p.notice: screens.refusal(asked, "", lang)}
        async for updates in self.follow(talk, lang, request):
            yield updates

    async def stop(self, talk: str, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        """The answer under way is stopped."""
        self.talks.stop(talk, request.username)
        async for updates in self.follow(talk, lang_of(language), request):
            yield updates

    async def look(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> AsyncIterator[Updates]:
        """The page may have missed something: the conversation is drawn unless it is what the page shows."""
        view = self.talks.look(talk, request.username)
        if not view.running and view.version == int_arg(args_of(click._data), "version"):
            yield {self.p.live: gr.skip()}
            return
        async for updates in self.follow(talk, lang_of(language), request):
            yield updates

    async def new(self, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        """A new conversation; the old one stays as it is."""
        async for updates in self.go_to(self.talks.open("", request.username), language, request):
            yield updates

    async def go_to(self, talk: str, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        """Show another conversation."""
        p = self.p
        yield {self.f.talk: talk, p.panel: "", p.args: {}, p.notice: "", p.changing: 0}
        async for updates in self.follow(talk, lang_of(language), request):
            yield updates

    def back(self, talk: str, language: str, request: gr.Request) -> object:
        """The tab is seen again: the start page tells how large the library is now."""
        view = self.talks.look(talk, request.username)
        return gr.skip() if view.exchanges else screens.past(view, self.store, self.questions, lang_of(language))
