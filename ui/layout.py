"""The components of the page, their words and their looks. Gradio lives in this file and in ui/app.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui import screens
from ui.types import Shelf
from ui.wordings import Lang, word

# One listener per block of HTML; a button says in data-act which event it sends, in data-args with what.
_CLICKS = """
const acts = new Set(["mark", "again", "further", "pick", "shut", "shelf", "within"]);
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (button && acts.has(button.dataset.act)) trigger(button.dataset.act, JSON.parse(button.dataset.args));
});
"""
_SANS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
_MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")

Updates = dict[Any, Any]  # component -> its new value


@dataclass(frozen=True, slots=True)
class Parts:
    """The components of the page."""

    talk: gr.Textbox
    lang: gr.Textbox
    panel_args: gr.State
    shelf_args: gr.State
    brand: gr.HTML
    new: gr.Button
    language: gr.Button
    theme: gr.Button
    tabs: gr.Tabs
    chat_tab: gr.Tab
    library_tab: gr.Tab
    past: gr.HTML
    live: gr.HTML
    notice: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    file: gr.Dropdown
    role: gr.Dropdown
    panel: gr.HTML
    find: gr.Textbox
    shelf: gr.HTML


def _html(name: str) -> gr.HTML:
    return gr.HTML(elem_id=name, js_on_load=_CLICKS, apply_default_css=False, padding=False)


def _small(name: str) -> gr.Button:
    return gr.Button("", size="sm", elem_id=name, elem_classes="yj-small", scale=0, min_width=0)


def layout() -> Parts:
    made: dict[str, Any] = {
        "talk": gr.Textbox(visible=False),
        "lang": gr.Textbox("zh", visible=False),
        "panel_args": gr.State({}),
        "shelf_args": gr.State({}),
    }
    with gr.Row(elem_id="yj-top"):
        made["brand"] = _html("yj-brand")
        made |= {name: _small(f"yj-{name}") for name in ("new", "language", "theme")}
    with gr.Tabs(elem_id="yj-tabs") as made["tabs"]:
        with gr.Tab(word("zh", "tab_chat"), id="chat") as made["chat_tab"], gr.Row(elem_id="yj-shell"):
            with gr.Column(elem_id="yj-main", min_width=0):
                with gr.Column(elem_id="yj-scroll", min_width=0):
                    made |= {"past": _html("yj-past"), "live": _html("yj-live")}
                made |= _composer()
            made["panel"] = _html("yj-side")
        with gr.Tab(word("zh", "tab_library"), id="library") as made["library_tab"]:
            made["find"] = gr.Textbox(show_label=False, container=False, elem_id="yj-find", min_width=0)
            made["shelf"] = _html("yj-shelf")
    return Parts(**made)


def _composer() -> dict[str, Any]:
    """Nothing can be asked until the page knows its conversation (ui/app.py `enter` opens the box)."""
    # any value is taken from a filter: the choices change under an open page, and the store says what is wrong
    flat: dict[str, Any] = {"container": False, "min_width": 0}
    with gr.Column(elem_id="yj-composer", min_width=0):
        notice = _html("yj-notice")
        with gr.Row(elem_id="yj-ask-row"):
            box = gr.Textbox(
                lines=1,
                max_lines=6,
                show_label=False,
                container=False,
                elem_id="yj-box",
                min_width=0,
                interactive=False,
            )
            ask = gr.Button("", variant="primary", elem_id="yj-ask", scale=0, min_width=0, interactive=False)
            stop = gr.Button("", variant="stop", elem_id="yj-stop", scale=0, min_width=0, visible=False)
        with gr.Row(elem_id="yj-filters"):
            file = gr.Dropdown([("", "")], value="", elem_id="yj-file", allow_custom_value=True, **flat)
            role = gr.Dropdown([("", "")], value="", elem_id="yj-role", allow_custom_value=True, **flat)
    return {"notice": notice, "box": box, "ask": ask, "stop": stop, "file": file, "role": role}


def worded(p: Parts, store: Shelf, lang: Lang) -> Updates:
    """What depends on the language alone."""
    return {
        p.brand: screens.brand(lang),
        p.new: gr.update(value=word(lang, "new_talk")),
        p.language: gr.update(value=word(lang, "switch_language")),
        p.theme: gr.update(value=word(lang, "switch_theme")),
        p.chat_tab: gr.update(label=word(lang, "tab_chat")),
        p.library_tab: gr.update(label=word(lang, "tab_library")),
        p.box: gr.update(label=word(lang, "ask_label"), placeholder=word(lang, "ask_placeholder")),
        p.find: gr.update(label=word(lang, "find_label"), placeholder=word(lang, "find_placeholder")),
        p.ask: gr.update(value=word(lang, "ask")),
        p.stop: gr.update(value=word(lang, "stop")),
        p.file: gr.update(label=word(lang, "filter_file"), choices=screens.file_choices(store, lang)),
        p.role: gr.update(label=word(lang, "filter_role"), choices=screens.role_choices(store, lang)),
    }


def worded_parts(p: Parts) -> tuple[Any, ...]:
    return p.brand, p.new, p.language, p.theme, p.chat_tab, p.library_tab, p.box, p.find, p.ask, p.stop, p.file, p.role


def theme() -> gr.themes.Base:
    """Fonts of the user's own system only: nothing is fetched from anywhere."""
    return gr.themes.Base(primary_hue="slate", neutral_hue="stone", font=list(_SANS), font_mono=list(_MONO))
