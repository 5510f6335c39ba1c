"""The handlers of the chat tab: each asks `screens` or `talks`, and says which component gets the result."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import gradio as gr

from ui import screens
from ui.clicks import args_of, filters_of, int_arg, lang_of
from ui.library import file_choices, role_choices
from ui.tabs.frame import Desk, Frame, Updates
from ui.wordings import Lang, word

_FIRST_WAIT, _WAIT = 0.03, 0.1  # seconds between two looks at a running answer, before and after its first words


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab. `args` says which source the panel shows, {} for none."""

    tab: gr.Tab
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


class Handlers:
    """One object for all pages: what belongs to a page comes with each event."""

    def __init__(self, frame: Frame, parts: Parts, desk: Desk) -> None:
        self.f, self.p, self.talks, self.store, self.examples = frame, parts, desk.talks, desk.bot.store, desk.examples
        self.words = (parts.tab, parts.box, parts.ask, parts.stop, parts.file, parts.role)
        self._follower: dict[str, object] = {}  # by browser page: the handler that draws there

    async def follow(self, talk: str, lang: Lang, request: gr.Request) -> AsyncIterator[Updates]:
        """Draw the conversation, and draw it again as long as an answer grows and nothing else is drawn there."""
        page, me = request.session_hash or "", object()
        self._follower[page] = me
        try:
            async for updates in self._grow(talk, lang, request.username):
                if self._follower.get(page) is not me:
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
                if len(view.exchanges) != count:
                    updates[p.past] = await asyncio.to_thread(screens.past, view, self.store, self.examples, lang)
                if len(view.exchanges) != count or not view.running:
                    updates |= {p.ask: gr.update(visible=not view.running), p.stop: gr.update(visible=view.running)}
                seen, count = view.version, len(view.exchanges)
                yield updates
            if not view.running:
                return
            await asyncio.sleep(_WAIT if view.exchanges[-1].draft else _FIRST_WAIT)

    def draw(self, language: str) -> Updates:
        """The words of the tab, and what the filters offer."""
        lang, p = lang_of(language), self.p
        return {
            p.tab: gr.update(label=word(lang, "tab_chat")),
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
        talk = self.talks.open(talk, owner)
        source = screens.open_source(self.talks, self.store, talk, owner, panel, lang) if panel else ""
        ready = {p.box: gr.update(interactive=True), p.ask: gr.update(interactive=True)}
        yield ready | {self.f.talk: talk, p.notice: "", p.panel: source}
        async for updates in self.follow(talk, lang, request):
            yield updates

    async def submit(
        self, question: str, talk: str, language: str, file: str, role: str, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A question is asked."""
        lang, owner = lang_of(language), request.username
        talk = self.talks.open(talk, owner)
        asked = self.talks.ask(talk, question or "", filters_of(file, role), owner)
        box: Updates = {self.p.box: ""} if asked == "started" else {}
        yield box | {self.f.talk: talk, self.p.notice: screens.refusal(asked, question or "", lang)}
        async for updates in self.follow(talk, lang, request):
            yield updates

    async def pick(
        self, talk: str, language: str, file: str, role: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """An example question is clicked."""
        question = screens.example(self.examples, args_of(click._data))
        async for updates in self.submit(question, talk, language, file, role, request):
            yield updates

    async def follow_up(
        self, talk: str, language: str, file: str, role: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """A suggested further question is clicked."""
        question = screens.follow_up(self.talks, talk, request.username, args_of(click._data))
        async for updates in self.submit(question, talk, language, file, role, request):
            yield updates

    async def again(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> AsyncIterator[Updates]:
        """An exchange is to be answered again."""
        lang, owner = lang_of(language), request.username
        asked = self.talks.again(talk, int_arg(args_of(click._data), "exchange"), owner)
        yield {self.p.notice: screens.refusal(asked, "", lang)}
        async for updates in self.follow(talk, lang, request):
            yield updates

    def stop(self, talk: str, request: gr.Request) -> None:
        self.talks.stop(talk, request.username)

    async def new(self, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        """A new conversation; the old one stays as it is."""
        talk, p = self.talks.open("", request.username), self.p
        yield {self.f.talk: talk, p.panel: "", p.args: {}, p.notice: ""}
        async for updates in self.follow(talk, lang_of(language), request):
            yield updates

    def mark(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """A mark is clicked: its source opens."""
        args = dict(args_of(click._data))
        shown = screens.open_source(self.talks, self.store, talk, request.username, args, lang_of(language))
        return {self.p.panel: shown, self.p.args: args}

    def shut(self) -> Updates:
        return {self.p.panel: "", self.p.args: {}}
