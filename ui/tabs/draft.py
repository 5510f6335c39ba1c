"""The tab that checks a user's own draft against the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import gradio as gr

from bot.inputs import read_draft
from ui.clicks import args_of, lang_of
from ui.library import open_shelf
from ui.markup import trouble
from ui.tabs import library
from ui.tabs.frame import QUIET, Desk, Frame, Opening, Updates, html, outputs
from ui.traced import refused, traced_view
from ui.wordings import word
from vectorstore.types import YanjuError


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab."""

    tab: gr.Tab
    about: gr.HTML
    text: gr.Textbox
    file: gr.UploadButton
    check: gr.Button
    found: gr.HTML


def parts() -> Parts:
    with gr.Tab(word("zh", "tab_draft"), id="draft") as tab, gr.Column(elem_id="yj-draft-tab", min_width=0):
        about = html("yj-draft-about")
        text = gr.Textbox(show_label=False, container=False, lines=8, max_lines=16, elem_id="yj-draft-text")
        with gr.Row(elem_id="yj-draft-tools"):
            file = gr.UploadButton("", file_types=[".txt", ".md", ".docx"], size="sm", elem_id="yj-draft-file")
            check = gr.Button("", variant="primary", size="sm", elem_id="yj-draft-check")
        return Parts(tab, about, text, file, check, html("yj-draft-found", "shelf"))


def wire(opening: Opening, frame: Frame, p: Parts, desk: Desk, shelves: library.Parts) -> None:
    """Connect the events; `shelves` is the tab where a place in the library is opened."""

    def draw(language: str) -> Updates:
        lang = lang_of(language)
        return {
            p.tab: gr.update(label=word(lang, "tab_draft")),
            p.about: f'<p class="yj-about">{word(lang, "draft_about")}</p>',
            p.text: gr.update(label=word(lang, "draft_label"), placeholder=word(lang, "draft_placeholder")),
            p.file: gr.update(label=word(lang, "draft_file")),
            p.check: gr.update(value=word(lang, "draft_check")),
        }

    def taken(path: str) -> Updates:
        """A file is chosen: its text is shown, to be looked over before it is checked."""
        try:
            return {p.text: read_draft(Path(path)), p.found: ""}
        except YanjuError as error:
            return {p.text: "", p.found: trouble(error)}

    def check(draft: str, language: str) -> str:
        lang = lang_of(language)
        told = refused(draft or "", lang)
        if told:
            return told
        try:
            return traced_view(draft, desk.bot.trace(draft), lang)
        except YanjuError as error:
            return trouble(error)

    def open_(language: str, click: gr.EventData) -> Updates:
        args = dict(args_of(click._data))
        shown = open_shelf(desk.bot, args, lang_of(language))
        return {shelves.shelf: shown, shelves.args: args, frame.tabs: gr.update(selected="library")}

    opening.draw(draw, [frame.lang], (p.tab, p.about, p.text, p.file, p.check))
    p.file.upload(taken, p.file, outputs((p.text, p.found)), **QUIET)
    p.found.shelf(open_, frame.lang, outputs((shelves.shelf, shelves.args, frame.tabs)), **QUIET)
    p.check.click(check, [p.text, frame.lang], p.found, api_visibility="private")
