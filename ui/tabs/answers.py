"""The buttons in the answers of the chat tab, and in the source panel that they open."""

from __future__ import annotations

import asyncio
from typing import Any

import gradio as gr

from ui import screens
from ui.clicks import args_of, int_arg, lang_of
from ui.tabs.chatting import Handlers, Parts
from ui.tabs.frame import EACH, QUIET, Frame, Updates, outputs
from ui.wordings import Lang, word


def wire(frame: Frame, p: Parts, h: Handlers) -> None:
    """Connect what asks nothing: marks, feedback, files, changing a question, why passages were found."""
    buttons = Buttons(h)
    here: list[Any] = [frame.talk, frame.lang]
    panel, changing = outputs((p.panel, p.args)), outputs((p.box, p.changing, p.notice))
    drawn = outputs((p.past, p.live, p.notice))
    for answers in (p.past, p.live):
        answers.edit(buttons.edit, here, changing, **EACH)
        answers.judge(buttons.judge, here, drawn, **EACH)
        answers.why(buttons.why, here, drawn, **EACH)
        answers.case(buttons.case, here, outputs((p.handed, p.notice)), **EACH)
    for block in (p.past, p.live, p.list):
        block.save(buttons.save, frame.talk, p.handed, **EACH)
    p.notice.unedit(buttons.unedit, None, changing, **EACH)
    for block in (p.past, p.live, p.panel):
        block.mark(buttons.mark, here, panel, trigger_mode="always_last", **QUIET)
    p.panel.shut(buttons.shut, None, panel, **EACH)


class Buttons:
    """One object for all pages, as `Handlers` is."""

    def __init__(self, h: Handlers) -> None:
        self.h, self.p, self.talks = h, h.p, h.talks

    def edit(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """The question of an exchange is to be changed: it goes into the box."""
        exchange = self.talks.exchange(talk, int_arg(args_of(click._data), "exchange"), request.username)
        if exchange is None:
            return {self.p.changing: 0}
        notice = screens.editing(exchange, lang_of(language))
        return {self.p.box: exchange.question, self.p.changing: exchange.number, self.p.notice: notice}

    def unedit(self) -> Updates:
        return {self.p.box: "", self.p.changing: 0, self.p.notice: ""}

    async def judge(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """Feedback on an answer."""
        args, lang, owner = args_of(click._data), lang_of(language), request.username
        number, verdict = int_arg(args, "exchange"), screens.verdict_of(args)
        notice = await asyncio.to_thread(screens.changed, lambda: self.talks.judge(talk, number, verdict, owner), lang)
        return self._redrawn(talk, number, lang, owner) | {self.p.notice: notice}

    async def why(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """Why the passages of an answer were found."""
        args, lang, owner = args_of(click._data), lang_of(language), request.username
        notice = await asyncio.to_thread(screens.explain, self.talks, self.h.bot, talk, owner, args)
        return self._redrawn(talk, int_arg(args, "exchange"), lang, owner) | {self.p.notice: notice}

    def _redrawn(self, talk: str, number: int, lang: Lang, owner: str | None) -> Updates:
        """The half of the conversation that holds the exchange; what is unfolded in the other stays so."""
        view = self.talks.look(talk, owner)
        if number == len(view.exchanges):
            return {self.p.live: screens.live(view, lang)}
        return {self.p.past: screens.past(view, self.h.store, self.h.questions, lang)}

    def case(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """The evaluation case of an answer goes to the clipboard."""
        handed = screens.case(self.talks, talk, request.username, args_of(click._data))
        return {self.p.handed: handed, self.p.notice: word(lang_of(language), "case_copied") if handed else ""}

    async def save(self, talk: str, request: gr.Request, click: gr.EventData) -> str:
        """An answer or a conversation as a file."""
        args = args_of(click._data)
        return await asyncio.to_thread(screens.saved, self.talks, talk, request.username, args)

    def mark(self, talk: str, language: str, request: gr.Request, click: gr.EventData) -> Updates:
        """A mark is clicked: its source opens."""
        args = dict(args_of(click._data))
        shown = screens.open_source(self.talks, self.h.store, talk, request.username, args, lang_of(language))
        return {self.p.panel: shown, self.p.args: args}

    def shut(self) -> Updates:
        return {self.p.panel: "", self.p.args: {}}
