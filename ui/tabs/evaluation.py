"""The evaluation tab: the kept runs, one of them shown, two compared."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui.clicks import args_of, fields_arg, lang_of, text_arg
from ui.exporting import cases_file, handed_over
from ui.markup import trouble
from ui.reports import compared, page_of, runs
from ui.reports_view import comparison_view, report_view, runs_view
from ui.tabs.frame import QUIET, Desk, Frame, Opening, Updates, html
from ui.wordings import word
from vectorstore.types import YanjuError


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab."""

    tab: gr.Tab
    list: gr.HTML
    shown: gr.HTML


def parts() -> Parts:
    with gr.Tab(word("zh", "tab_eval"), id="eval") as tab, gr.Column(elem_id="yj-eval-tab", min_width=0):
        return Parts(tab, html("yj-eval", "report", "compare", "cases"), html("yj-eval-shown"))


def wire(opening: Opening, frame: Frame, p: Parts, desk: Desk, handed: gr.HTML) -> None:
    """Connect the events; `handed` is where a file is handed over to be saved."""
    store = desk.bot.store.folder

    def listed(language: str, request: gr.Request) -> str:
        """Drawn when the tab is opened: how many answers were judged depends on the user."""
        judged = len(desk.talks.cases(request.username))
        return runs_view(runs(store), str(store), lang_of(language), judged)

    def draw(language: str) -> Updates:
        return {p.tab: gr.update(label=word(lang_of(language), "tab_eval")), p.shown: ""}

    def cases(request: gr.Request) -> str:
        return handed_over(cases_file(desk.talks.cases(request.username)))

    def report(language: str, click: gr.EventData) -> str:
        name = text_arg(args_of(click._data), "name")
        try:
            return report_view(page_of(store, name), name, lang_of(language))
        except YanjuError as error:
            return trouble(error)

    def compare(language: str, click: gr.EventData) -> str:
        chosen = fields_arg(args_of(click._data))
        try:
            told = compared(store, text_arg(chosen, "before"), text_arg(chosen, "after"))
            return comparison_view(told, lang_of(language))
        except YanjuError as error:
            return trouble(error)

    opening.draw(draw, [frame.lang], (p.tab, p.shown))
    opening.redraw(listed, [frame.lang], p.list)
    p.list.cases(cases, None, handed, **QUIET)
    p.tab.select(listed, frame.lang, p.list, **QUIET)
    p.list.report(report, frame.lang, p.shown, **QUIET)
    p.list.compare(compare, frame.lang, p.shown, api_visibility="private")
