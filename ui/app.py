"""The wiring of the web page: events of ui/layout.py, and the FastAPI application around them. No logic here."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from importlib import resources
from typing import Any

import gradio as gr
from fastapi import FastAPI

from ui import screens
from ui.api.gate import Gate
from ui.api.limits import Limits
from ui.api.routes import add_doors
from ui.layout import Parts, Updates, layout, theme, worded, worded_parts
from ui.passwords import Accounts
from ui.security import Security
from ui.talks import Talks
from ui.types import Backend
from ui.wordings import Lang, word

_REMEMBERED = "() => [sessionStorage.getItem('yanju-talk') || '', localStorage.getItem('yanju-lang') || 'zh']"
_REMEMBER_TALK = "(talk) => { sessionStorage.setItem('yanju-talk', talk); }"
_REMEMBER_LANG = "(lang) => { localStorage.setItem('yanju-lang', lang); window.yanju?.setLang(lang); }"
_SWITCH_THEME = "() => { window.yanju?.switchTheme(); }"
_FIRST_WAIT, _WAIT = 0.03, 0.1  # seconds between two looks at a running answer, before and after its first words


class _Wiring:
    """The handlers of one page: each asks `screens` or `talks` and says which component gets the result."""

    def __init__(self, parts: Parts, talks: Talks, bot: Backend, examples: Sequence[str]) -> None:
        self.p, self.talks, self.bot, self.store, self.examples = parts, talks, bot, bot.store, tuple(examples)

    async def follow(self, talk: str, lang: Lang, owner: str | None) -> AsyncIterator[Updates]:
        """Draw the conversation, and draw it again as long as an answer grows."""
        p, seen, count = self.p, -1, -1
        while True:
            view = self.talks.look(talk, owner)
            if view.version != seen:
                updates: Updates = {p.live: screens.live(view, lang)}
                if len(view.exchanges) != count:
                    updates[p.past] = await asyncio.to_thread(screens.past, view, self.store, self.examples, lang)
                    updates |= {p.ask: gr.update(visible=not view.running), p.stop: gr.update(visible=view.running)}
                elif not view.running:
                    updates |= {p.ask: gr.update(visible=True), p.stop: gr.update(visible=False)}
                seen, count = view.version, len(view.exchanges)
                yield updates
            if not view.running:
                return
            await asyncio.sleep(_WAIT if view.exchanges[-1].draft else _FIRST_WAIT)

    async def enter(self, talk: str, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        """A page is opened or reloaded."""
        lang, owner = screens.lang_of(language), request.username
        talk = self.talks.open(talk, owner)
        words = await asyncio.to_thread(worded, self.p, self.store, lang)
        shelf = await asyncio.to_thread(screens.open_shelf, self.store, {}, lang)
        p = self.p
        for part in (p.box, p.ask):
            words[part]["interactive"] = True
        yield words | {p.talk: talk, p.lang: lang, p.shelf: shelf}
        async for updates in self.follow(talk, lang, owner):
            yield updates

    async def submit(
        self, question: str, talk: str, language: str, file: str, role: str, request: gr.Request
    ) -> AsyncIterator[Updates]:
        """A question is asked."""
        lang, owner = screens.lang_of(language), request.username
        talk = self.talks.open(talk, owner)
        asked = self.talks.ask(talk, question or "", screens.filters_of(file, role), owner)
        box: Updates = {self.p.box: ""} if asked == "started" else {}
        yield box | {self.p.talk: talk, self.p.notice: screens.refusal(asked, question or "", lang)}
        async for updates in self.follow(talk, lang, owner):
            yield updates

    async def pick(
        self, talk: str, language: str, file: str, role: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """An example question is clicked."""
        question = screens.example(self.examples, screens.args_of(click._data))
        async for updates in self.submit(question, talk, language, file, role, request):
            yield updates

    async def follow_up(
        self, talk: str, language: str, file: str, role: str, request: gr.Request, click: gr.EventData
    ) -> AsyncIterator[Updates]:
        """A suggested further question is clicked."""
        args = screens.args_of(click._data)
        question = screens.follow_up(self.talks, talk, request.username, args)
        async for updates in self.submit(question, talk, language, file, role, request):
            yield updates

    async def again(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> AsyncIterator[Updates]:
        """An exchange is to be answered again."""
        lang, owner = screens.lang_of(language), request.username
        asked = self.talks.again(talk, screens.int_arg(screens.args_of(click._data), "exchange"), owner)
        yield {self.p.notice: screens.refusal(asked, "", lang)}
        async for updates in self.follow(talk, lang, owner):
            yield updates

    def stop(self, talk: str, request: gr.Request) -> None:
        self.talks.stop(talk, request.username)

    def new(self, language: str, request: gr.Request) -> Updates:
        """A new conversation; the old one stays as it is."""
        talk, lang = self.talks.open("", request.username), screens.lang_of(language)
        view = self.talks.look(talk, request.username)
        first = screens.past(view, self.store, self.examples, lang)
        p = self.p
        shown = {p.ask: gr.update(visible=True), p.stop: gr.update(visible=False)}
        return shown | {p.talk: talk, p.past: first, p.live: "", p.panel: "", p.panel_args: {}, p.notice: ""}

    def mark(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """A mark is clicked: its source opens."""
        args = dict(screens.args_of(click._data))
        lang = screens.lang_of(language)
        html = screens.open_source(self.talks, self.store, talk, request.username, args, lang)
        return {self.p.panel: html, self.p.panel_args: args}

    def shut(self) -> Updates:
        return {self.p.panel: "", self.p.panel_args: {}}

    def open_shelf(self, language: str, click: gr.EventData) -> Updates:
        """A file, a speech or a removal log is opened in the library tab."""
        args = dict(screens.args_of(click._data))
        return {self.p.shelf: screens.open_shelf(self.store, args, screens.lang_of(language)), self.p.shelf_args: args}

    def find(self, asked: str, language: str) -> Updates:
        """A search within the library."""
        html = screens.find_in_library(self.bot, asked or "", screens.lang_of(language))
        return {self.p.shelf: html, self.p.shelf_args: {}}

    def within(self, click: gr.EventData) -> Updates:
        """Go to the questions, limited to one file."""
        file = screens.text_arg(screens.args_of(click._data), "file")
        return {self.p.file: gr.update(value=file), self.p.tabs: gr.update(selected="chat")}

    def refresh(self, language: str, args: dict[str, object]) -> Updates:
        """The library tab is opened: the store may have grown meanwhile."""
        lang = screens.lang_of(language)
        p = self.p
        return {
            p.shelf: screens.open_shelf(self.store, args, lang),
            p.file: gr.update(choices=screens.file_choices(self.store, lang)),
            p.role: gr.update(choices=screens.role_choices(self.store, lang)),
        }

    def switch(
        self, talk: str, language: str, panel: dict[str, object], shelf: dict[str, object], request: gr.Request
    ) -> Updates:
        """The other language, everywhere on the page."""
        lang: Lang = "zh" if language == "en" else "en"
        owner, p = request.username, self.p
        view = self.talks.look(talk, owner)
        return worded(p, self.store, lang) | {
            p.lang: lang,
            p.notice: "",
            p.past: screens.past(view, self.store, self.examples, lang),
            p.live: screens.live(view, lang),
            p.panel: screens.open_source(self.talks, self.store, talk, owner, panel, lang) if panel else "",
            p.shelf: screens.open_shelf(self.store, shelf, lang),
        }


def _blocks(*groups: Iterable[Any]) -> Any:
    """The outputs of an event as the set that lets its handler answer with a dict (Gradio's own types leave it out)."""
    return {part for group in groups for part in group}


def _wire(page: gr.Blocks, w: _Wiring) -> None:
    p = w.p
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    words = worded_parts(p)
    drawn = (p.past, p.live, p.ask, p.stop)
    page.load(w.enter, [p.talk, p.lang], _blocks(words, drawn, (p.talk, p.lang, p.shelf)), js=_REMEMBERED, **quiet)
    p.talk.change(None, p.talk, js=_REMEMBER_TALK, **quiet)
    p.lang.change(None, p.lang, js=_REMEMBER_LANG, **quiet)
    panel = (p.panel, p.panel_args)
    asking = _blocks(drawn, (p.talk, p.box, p.notice))
    scope: list[Any] = [p.talk, p.lang, p.file, p.role]
    gr.on([p.box.submit, p.ask.click], w.submit, [p.box, *scope], asking, **quiet)
    p.past.pick(w.pick, scope, asking, **quiet)
    p.stop.click(w.stop, p.talk, None, **quiet)
    p.new.click(w.new, p.lang, _blocks(drawn, panel, (p.talk, p.notice)), **quiet)
    for html in (p.past, p.live):
        html.further(w.follow_up, scope, asking, **quiet)
        html.again(w.again, [p.talk, p.lang], _blocks(drawn, (p.notice,)), **quiet)
    for html in (p.past, p.live, p.panel):
        html.mark(w.mark, [p.talk, p.lang], _blocks(panel), trigger_mode="always_last", **quiet)
    p.panel.shut(w.shut, None, _blocks(panel), **quiet)
    p.shelf.shelf(w.open_shelf, p.lang, _blocks((p.shelf, p.shelf_args)), trigger_mode="always_last", **quiet)
    p.find.submit(w.find, [p.find, p.lang], _blocks((p.shelf, p.shelf_args)), **quiet)
    p.shelf.within(w.within, None, _blocks((p.file, p.tabs)), **quiet)
    p.library_tab.select(w.refresh, [p.lang, p.shelf_args], _blocks((p.shelf, p.file, p.role)), **quiet)
    everything = _blocks(words, (p.lang, p.notice, p.past, p.live, p.panel, p.shelf))
    p.language.click(w.switch, [p.talk, p.lang, p.panel_args, p.shelf_args], everything, **quiet)
    p.theme.click(None, js=_SWITCH_THEME, **quiet)


def _login(accounts: Accounts) -> Callable[[str, str], Awaitable[bool]]:
    async def check(name: str, password: str) -> bool:
        return await asyncio.to_thread(accounts.check, name, password)

    return check


def web_app(
    talks: Talks,
    bot: Backend,
    examples: Sequence[str] = (),
    auth: tuple[str, str] | None = None,
    limits: Limits | None = None,
) -> FastAPI:
    """The application to serve: the page at /, the doors for programs (ui/api), both behind ui/security.py.

    Raises YanjuError when `auth` holds a damaged hash.
    """
    os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = "1000000"  # no statistics with pandas at every event
    static = resources.files("ui") / "static"
    with gr.Blocks(title=word("zh", "title"), analytics_enabled=False, fill_width=True) as page:
        _wire(page, _Wiring(layout(), talks, bot, examples))
    page.queue(default_concurrency_limit=None)
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    accounts = Accounts(auth) if auth else None
    app.add_middleware(Gate, accounts=accounts, limits=limits)
    app.add_middleware(Security, loopback_only=accounts is None)
    add_doors(app, bot)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth=_login(accounts) if accounts else None,
        auth_message=word("zh", "login"),
        footer_links=[],
        run_history=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        theme=theme(),
        css=(static / "app.css").read_text("utf-8"),
        head=f"<script>{(static / 'app.js').read_text('utf-8')}</script>",
    )
    return app
