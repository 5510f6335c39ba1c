"""The library tab: upload, files, speeches, paragraphs, the removal log, and a search within them."""

from __future__ import annotations

from dataclasses import dataclass

import gradio as gr

from ui.clicks import args_of, lang_of, text_arg
from ui.library import file_choices, open_shelf, put_back, role_choices, searched, topic_row
from ui.tabs import chat, upload
from ui.tabs.frame import QUIET, Desk, Frame, Opening, Updates, html, outputs
from ui.wordings import Lang, word


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the tab. `args` says what is open, as ui/library.py reads it: {} for all files."""

    tab: gr.Tab
    args: gr.State
    upload: upload.Parts
    find: gr.Textbox
    topics: gr.HTML
    shelf: gr.HTML


def parts() -> Parts:
    with gr.Tab(word("zh", "tab_library"), id="library") as tab:
        args = gr.State({})
        uploads = upload.parts()
        find = gr.Textbox(show_label=False, container=False, elem_id="yj-find", min_width=0)
        topics = html("yj-topics", "shelf")
        return Parts(tab, args, uploads, find, topics, html("yj-shelf", "shelf", "within", "restore"))


def wire(opening: Opening, frame: Frame, p: Parts, desk: Desk, filters: chat.Parts) -> None:
    """Connect the events; `filters` is the tab that "ask within this file" leads to."""
    store = desk.bot.store

    def draw(language: str, args: dict[str, object]) -> Updates:
        lang = lang_of(language)
        return {
            p.tab: gr.update(label=word(lang, "tab_library")),
            p.find: gr.update(label=word(lang, "find_label"), placeholder=word(lang, "find_placeholder")),
            p.shelf: open_shelf(desk.bot, args, lang),
        }

    def open_(language: str, click: gr.EventData) -> Updates:
        args = dict(args_of(click._data))
        return {p.shelf: open_shelf(desk.bot, args, lang_of(language)), p.args: args}

    def topics(language: str, args: dict[str, object]) -> str:
        """Apart and later: the first time after a change it takes long."""
        return topic_row(store, args, lang_of(language))

    def find(asked: str, args: dict[str, object], language: str) -> Updates:
        now = searched(asked or "", args)
        return {p.shelf: open_shelf(desk.bot, now, lang_of(language)), p.args: now}

    def restore(language: str, click: gr.EventData) -> str:
        return put_back(store, args_of(click._data), lang_of(language))

    def grown(lang: Lang) -> Updates:
        """Files have come in."""
        return {
            filters.file: gr.update(choices=file_choices(store, lang)),
            filters.role: gr.update(choices=role_choices(store, lang)),
            p.shelf: open_shelf(desk.bot, {}, lang),
            p.args: {},
        }

    def refresh(language: str, args: dict[str, object]) -> Updates:
        """The tab is opened: the store may have grown meanwhile."""
        lang = lang_of(language)
        return grown(lang) | {p.shelf: open_shelf(desk.bot, args, lang), p.args: args}

    def within(click: gr.EventData) -> Updates:
        """Go to the questions, limited to one file."""
        file = text_arg(args_of(click._data), "file")
        return {filters.file: gr.update(value=file), frame.tabs: gr.update(selected="chat")}

    shown = outputs((p.shelf, p.args))
    opening.draw(draw, [frame.lang, p.args], (p.tab, p.find, p.shelf))
    redrawn = outputs((p.shelf, p.args, filters.file, filters.role))
    selected = p.tab.select(refresh, [frame.lang, p.args], redrawn, **QUIET)
    for settled in upload.wire(opening, frame, p.upload, desk, selected, grown, redrawn):
        settled.then(topics, [frame.lang, p.args], p.topics, **QUIET)
    p.find.submit(find, [p.find, p.args, frame.lang], shown, **QUIET)
    for block in (p.shelf, p.upload.state, p.topics):
        opened = block.shelf(open_, frame.lang, shown, trigger_mode="always_last", **QUIET)
        opened.then(topics, [frame.lang, p.args], p.topics, **QUIET)
    p.shelf.restore(restore, frame.lang, p.shelf, **QUIET)
    p.shelf.within(within, None, outputs((filters.file, frame.tabs)), **QUIET)
