"""The settings tab: what is set, a model tried, settings written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata

import gradio as gr

from bot.settings import read_settings
from ui.clicks import Args, args_of, fields_arg, lang_of
from ui.configuring import changes_of, may_change, model_of, save, try_model
from ui.markup import trouble
from ui.settings_view import not_yours, saved_view, settings_view, tried_view
from ui.tabs.frame import QUIET, Desk, Frame, Opening, Updates, html, outputs
from ui.wordings import Lang, word
from vectorstore.types import YanjuError


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab."""

    tab: gr.Tab
    form: gr.HTML
    told: gr.HTML


def parts() -> Parts:
    with gr.Tab(word("zh", "tab_settings"), id="settings") as tab, gr.Column(elem_id="yj-settings-tab", min_width=0):
        return Parts(tab, html("yj-settings", "save", "probe"), html("yj-settings-told"))


def wire(opening: Opening, frame: Frame, p: Parts, desk: Desk) -> None:
    """Connect the events."""

    def view(language: str, request: gr.Request) -> Updates:
        """What is in force; the form has what the next start would take."""
        lang, may = lang_of(language), may_change(request.username, desk.settings)
        try:
            coming, told = read_settings(env_file=desk.env), ""
        except YanjuError as error:
            coming, told = desk.settings, trouble(error)
        version = metadata.version("yanju")
        shown = settings_view(desk.settings, coming if may else None, desk.bot.store.embedding(), version, lang)
        return {p.form: shown, p.told: told}

    def trying(args: Args, lang: Lang) -> str:
        model = model_of(fields_arg(args), read_settings(env_file=desk.env))
        return tried_view(model.model, try_model(model), lang)

    def saving(args: Args, lang: Lang) -> str:
        changes = changes_of(fields_arg(args), read_settings(env_file=desk.env), desk.bot.store.embedding())
        return saved_view(list(changes), save(changes, desk.env), lang)

    def allowed(work: Callable[[Args, Lang], str], language: str, request: gr.Request, click: gr.EventData) -> str:
        lang = lang_of(language)
        if not may_change(request.username, desk.settings):
            return not_yours(desk.settings, lang)
        try:
            return work(args_of(click._data), lang)
        except YanjuError as error:
            return trouble(error)

    def probe(language: str, request: gr.Request, click: gr.EventData) -> str:
        return allowed(trying, language, request, click)

    def save_(language: str, request: gr.Request, click: gr.EventData) -> str:
        return allowed(saving, language, request, click)

    def draw(language: str) -> Updates:
        """The form is drawn when the tab is opened: it depends on the user."""
        return {p.tab: gr.update(label=word(lang_of(language), "tab_settings"))}

    opening.draw(draw, [frame.lang], [p.tab])
    opening.redraw(view, [frame.lang], outputs((p.form, p.told)))
    p.tab.select(view, frame.lang, outputs((p.form, p.told)), **QUIET)
    p.form.save(save_, frame.lang, p.told, **QUIET)
    p.form.probe(probe, frame.lang, p.told, api_visibility="private")
