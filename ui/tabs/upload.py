"""The upload in the library tab: files dropped or chosen, the proposed split, confirmation, progress."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from ui.clicks import args_of, fields_arg, int_arg, lang_of
from ui.intake import Intakes, reported
from ui.intake_view import intake_view, limits
from ui.tabs.frame import QUIET, Desk, Frame, Opening, Updates, html, outputs
from ui.wordings import Lang, word

_WAIT = 0.25  # seconds between two looks at files that are being read or taken in


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the upload."""

    files: gr.File
    about: gr.HTML
    state: gr.HTML


def parts() -> Parts:
    with gr.Column(elem_id="yj-upload-box", min_width=0):
        files = gr.File(file_count="multiple", height=64, elem_id="yj-upload-files")
        return Parts(files, html("yj-upload-about"), html("yj-upload", "confirm", "drop", "shelf"))


class _Handlers:
    """One object for all pages; `after` draws anew what else shows the files."""

    def __init__(self, p: Parts, desk: Desk, after: Callable[[Lang], Updates]) -> None:
        self.p, self.after, self.store, self.intakes = p, after, desk.bot.store, Intakes(desk.bot.store)

    def view(self, owner: str | None, lang: Lang, notice: str = "") -> str:
        now = self.intakes.look(owner)
        done = now is not None and now.stage == "done"
        return intake_view(now, reported(now.came, self.store.report) if now and done else [], lang, notice)

    async def follow(self, owner: str | None, lang: Lang, notice: str = "") -> AsyncIterator[Updates]:
        """Draw the upload, and again as long as it is under way."""
        last = None
        while True:
            now = self.intakes.look(owner)
            if now != last or now is None:
                yield {self.p.state: await asyncio.to_thread(self.view, owner, lang, notice)}
            if now is None or not now.running:
                if last is not None and last.stage == "taking":
                    yield await asyncio.to_thread(self.after, lang)
                return
            last = now
            await asyncio.sleep(_WAIT)

    def draw(self, language: str) -> Updates:
        lang = lang_of(language)
        return {self.p.files: gr.update(label=word(lang, "upload")), self.p.about: limits(lang)}

    async def opened(self, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        async for updates in self.follow(request.username, lang_of(language)):
            yield updates

    async def received(self, paths: list[str] | None, language: str, request: gr.Request) -> AsyncIterator[Updates]:
        lang, owner = lang_of(language), request.username
        begun = await asyncio.to_thread(self.intakes.begin, [Path(path) for path in paths or ()], owner)
        yield {self.p.files: None}
        async for updates in self.follow(owner, lang, "" if begun else word(lang, "upload_busy")):
            yield updates

    async def confirm(self, language: str, request: gr.Request, click: gr.EventData) -> AsyncIterator[Updates]:
        args, lang, owner = args_of(click._data), lang_of(language), request.username
        good = self.intakes.confirm(int_arg(args, "number"), fields_arg(args), owner)
        async for updates in self.follow(owner, lang, "" if good else word(lang, "upload_stale")):
            yield updates

    def drop(self, language: str, request: gr.Request, click: gr.EventData) -> str:
        self.intakes.drop(int_arg(args_of(click._data), "number"), request.username)
        return self.view(request.username, lang_of(language))


def wire(
    opening: Opening, frame: Frame, p: Parts, desk: Desk, selected: Any, after: Callable[[Lang], Updates], drawn: Any
) -> tuple[Any, Any]:
    """Connect the events. `selected` is the opening of the tab; `after` draws `drawn` when files have come in.

    Returns the events after which nothing is under way: the tab is drawn, files have come in.
    """
    h = _Handlers(p, desk, after)
    followed = outputs((p.files, p.state), drawn)
    opening.draw(h.draw, [frame.lang], (p.files, p.about))
    opening.redraw(h.opened, [frame.lang], followed)
    opened = selected.then(h.opened, frame.lang, followed, **QUIET)
    p.files.upload(h.received, [p.files, frame.lang], followed, **QUIET)
    confirmed = p.state.confirm(h.confirm, frame.lang, followed, **QUIET)
    p.state.drop(h.drop, frame.lang, p.state, **QUIET)
    return opened, confirmed
