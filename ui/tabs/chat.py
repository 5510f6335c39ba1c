"""The chat tab: conversation, composer, source panel. Its handlers are in chatting.py, history.py and answers.py."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from ui.tabs import answers, chatting, history
from ui.tabs.frame import EACH, QUIET, Desk, Frame, Opening, html, outputs
from ui.wordings import word

Parts = chatting.Parts
_IN_ANSWERS = ("mark", "again", "further", "pick", "search", "edit", "judge", "case", "save", "look", "why", "fill")


@dataclass(frozen=True, slots=True)
class _Composer:
    notice: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    file: gr.Dropdown
    role: gr.Dropdown


def parts() -> Parts:
    with gr.Tab(word("zh", "tab_chat"), id="chat") as tab, gr.Row(elem_id="yj-shell"):
        with gr.Column(elem_id="yj-drawer", min_width=0):
            find = gr.Textbox(show_label=False, container=False, elem_id="yj-talk-find", min_width=0)
            talks, handed = html("yj-talks", "open", "rename", "delete", "save"), html("yj-handed")
        with gr.Column(elem_id="yj-main", min_width=0):
            with gr.Column(elem_id="yj-scroll", min_width=0):
                past, live = html("yj-past", "back", *_IN_ANSWERS), html("yj-live", *_IN_ANSWERS)
            c = _composer()
        panel = html("yj-side", "mark", "shut")
        # inside the tab: Gradio counts whatever stands between tabs as one, and then shows the later ones twice
        state = gr.State({}), gr.State(0)
    return Parts(tab, find, talks, handed, past, live, c.notice, c.box, c.ask, c.stop, c.file, c.role, panel, *state)


def _composer() -> _Composer:
    """Nothing can be asked until the page knows its conversation (`chatting.Handlers.enter` opens the box)."""
    # any value is taken from a filter: the choices change under an open page, and the store says what is wrong
    flat: dict[str, Any] = {"container": False, "min_width": 0}
    shut: dict[str, Any] = {"interactive": False, **flat}
    with gr.Column(elem_id="yj-composer", min_width=0):
        notice = html("yj-notice", "unedit")
        with gr.Row(elem_id="yj-ask-row"):
            box = gr.Textbox(lines=1, max_lines=6, show_label=False, elem_id="yj-box", **shut)
            ask = gr.Button("", variant="primary", elem_id="yj-ask", scale=0, min_width=0, interactive=False)
            # which of the two is seen is a rule of app.css: Gradio loses one of two changes that follow each other fast
            stop = gr.Button("", variant="stop", elem_id="yj-stop", scale=0, min_width=0)
        with gr.Row(elem_id="yj-filters"):
            file = gr.Dropdown([("", "")], value="", elem_id="yj-file", allow_custom_value=True, **flat)
            role = gr.Dropdown([("", "")], value="", elem_id="yj-role", allow_custom_value=True, **flat)
    return _Composer(notice, box, ask, stop, file, role)


def wire(page: gr.Blocks, opening: Opening, frame: Frame, p: Parts, desk: Desk) -> None:
    """Connect the events. The last tab to be wired: what is drawn at the opening is complete then."""
    h = chatting.Handlers(frame, p, desk)
    drawn = (p.past, p.live, p.list, p.find)
    panel = (p.panel, p.args)
    asking = outputs(drawn, (frame.talk, p.box, p.notice, p.changing))
    here: list[Any] = [frame.talk, frame.lang]
    scope: list[Any] = [*here, p.file, p.role]
    opening.draw(h.draw, [frame.lang], h.words)
    entering = outputs(drawn, (p.box, p.ask, frame.talk, frame.user, p.notice, p.panel, p.changing))
    opening.wire(page, frame, h.enter, [*here, p.args], entering)
    gr.on([p.box.submit, p.ask.click], h.submit, [p.box, *scope, p.changing], asking, **EACH)
    p.past.fill(lambda: gr.update(selected="library"), None, frame.tabs, **EACH)
    p.past.back(h.back, here, p.past, **QUIET)  # not the tab's own event: it comes while the page still opens
    p.past.pick(h.pick, scope, asking, **EACH)
    p.stop.click(h.stop, here, outputs(drawn), **EACH)
    p.live.look(h.look, here, outputs(drawn), **EACH)
    going = outputs(drawn, panel, (frame.talk, p.notice, p.changing))
    frame.new.click(h.new, frame.lang, going, **EACH)
    history.wire(frame, p, h, going)
    answers.wire(frame, p, h)
    for block in (p.past, p.live):
        block.further(h.follow_up, scope, asking, **EACH)
        block.again(h.again, here, outputs(drawn, (p.notice,)), **EACH)
        block.search(h.search, here, outputs(drawn, (frame.talk, p.notice)), **EACH)
