"""What stands around the tabs and what they share: the language, the conversation's id, the buttons at the top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from bot.settings import Settings
from ui import screens
from ui.clicks import lang_of
from ui.configuring import ENV
from ui.talks import Talks
from ui.types import Backend
from ui.wordings import word

_NO_SETTINGS = Settings()
Updates = dict[Any, Any]  # component -> its new value
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
# each click counts: by default Gradio drops, without a word, those made while the handler of the last one still draws
EACH: dict[str, Any] = {**QUIET, "trigger_mode": "multiple"}

# A button says in data-act which event it sends, in data-args with what; one listener per block of HTML. In a form it
# sends along, as `fields`, what is chosen and what was changed by hand.
_CLICKS = """
const acts = new Set([%s]);
const changed = (field) => field.type === "checkbox" ? field.checked !== field.defaultChecked
  : field.value !== field.defaultValue; // a list has no default: its value is always sent
element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-act]");
  if (!button || !acts.has(button.dataset.act)) return;
  const args = JSON.parse(button.dataset.args);
  const form = button.closest("[data-form]");
  if (form) args.fields = Object.fromEntries([...form.querySelectorAll("input[name], select[name]")].filter(changed)
    .map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]));
  trigger(button.dataset.act, args);
});
"""
_OPENED = "() => [sessionStorage.getItem('yanju-talk') || '', localStorage.getItem('yanju-lang') || 'zh']"
_KEEP_TALK = "(talk) => { sessionStorage.setItem('yanju-talk', talk); }"
_KEEP_LANG = "(lang) => { localStorage.setItem('yanju-lang', lang); window.yanju?.setLang(lang); }"
_OTHER_LANG = "(lang) => lang === 'en' ? 'zh' : 'en'"
_OTHER_THEME = "() => { window.yanju?.switchTheme(); }"
_MENU = "() => { window.yanju?.switchDrawer(); }"
_SANS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", "sans-serif")
_MONO = ("ui-monospace", "Consolas", "Noto Sans Mono CJK SC", "monospace")


@dataclass(frozen=True, slots=True)
class Desk:
    """What the handlers of every tab work with."""

    talks: Talks
    bot: Backend
    examples: tuple[str, ...] = ()
    settings: Settings = _NO_SETTINGS
    env: Path = ENV


@dataclass(frozen=True, slots=True)
class Frame:
    """The components around the tabs. `lang` is "" until the page is open, then zh or en."""

    talk: gr.Textbox
    lang: gr.Textbox
    menu: gr.Button
    brand: gr.HTML
    new: gr.Button
    language: gr.Button
    theme: gr.Button
    user: gr.HTML
    tabs: gr.Tabs


def html(name: str, *acts: str) -> gr.HTML:
    """A block of our own HTML whose buttons may send the named events."""
    script = _CLICKS % ", ".join(f'"{act}"' for act in acts)
    return gr.HTML(elem_id=name, js_on_load=script, apply_default_css=False, padding=False)


def small(name: str, key: str) -> gr.Button:
    """A quiet button; `key` is its word."""
    return gr.Button(word("zh", key), size="sm", elem_id=name, elem_classes="yj-small", scale=0, min_width=0)


def outputs(*groups: Iterable[Any]) -> Any:
    """The outputs of an event as the set that lets its handler answer with a dict (Gradio's own types leave it out)."""
    return {part for group in groups for part in group}


def parts() -> Frame:
    """The top of the page and, empty, its tabs: fill them with `with frame.tabs, gr.Tab(…)`."""
    talk, lang = gr.Textbox(visible=False), gr.Textbox("", visible=False)
    with gr.Row(elem_id="yj-top"):
        menu, brand = small("yj-menu", "menu"), html("yj-brand")
        new, language = small("yj-new", "new_talk"), small("yj-language", "switch_language")
        theme, user = small("yj-theme", "switch_theme"), html("yj-user")
    return Frame(talk, lang, menu, brand, new, language, theme, user, gr.Tabs(elem_id="yj-tabs"))


class Opening:
    """What happens when the page is opened and when its language is switched: every tab draws its words.

    It is one event for all tabs, and then one that follows the conversation: Gradio's client, given several events at
    once on a page that has no stream open yet, opens two streams and can lose the answers of one.
    """

    def __init__(self) -> None:
        self._drawers: list[tuple[Callable[..., Updates], int]] = []
        self._inputs: list[Any] = []
        self._drawn: list[Any] = []
        self._later: list[tuple[Callable[..., Any], list[Any], Any]] = []

    def draw(self, handler: Callable[..., Updates], inputs: Sequence[Any], drawn: Iterable[Any]) -> None:
        """Have `handler` called with the values of `inputs`; it takes no request and answers with updates."""
        self._drawers.append((handler, len(inputs)))
        self._inputs += inputs
        self._drawn += drawn

    def redraw(self, handler: Callable[..., Any], inputs: list[Any], drawn: Any) -> None:
        """Have an event of its own after a switch of the language, for what depends on who asks."""
        self._later.append((handler, inputs, drawn))

    def wire(self, page: gr.Blocks, frame: Frame, follow: Callable[..., Any], inputs: list[Any], drawn: Any) -> None:
        """Connect it all; `follow` runs when everything else is drawn."""

        def draw(*values: Any) -> Updates:
            updates: Updates = {}
            rest = list(values)
            for handler, count in self._drawers:
                updates |= handler(*rest[:count])
                rest = rest[count:]
            return updates

        opened = page.load(None, None, [frame.talk, frame.lang], js=_OPENED, **QUIET)
        switched = frame.language.click(None, frame.lang, frame.lang, js=_OTHER_LANG, **QUIET)
        for moment in (opened, switched):
            words = moment.then(draw, self._inputs, outputs(self._drawn), **QUIET)
            words.then(follow, inputs, drawn, **QUIET)
            if moment is switched:
                for handler, given, redrawn in self._later:
                    words.then(handler, given, redrawn, **QUIET)


def wire(opening: Opening, frame: Frame) -> None:
    """The top of the page, and what the browser remembers of it."""
    frame.talk.change(None, frame.talk, js=_KEEP_TALK, **QUIET)
    frame.lang.change(None, frame.lang, js=_KEEP_LANG, **QUIET)
    frame.theme.click(None, js=_OTHER_THEME, **QUIET)
    frame.menu.click(None, js=_MENU, **QUIET)

    def draw(language: str) -> Updates:
        lang = lang_of(language)
        return {
            frame.menu: gr.update(value=word(lang, "menu")),
            frame.brand: screens.brand(lang),
            frame.new: gr.update(value=word(lang, "new_talk")),
            frame.language: gr.update(value=word(lang, "switch_language")),
            frame.theme: gr.update(value=word(lang, "switch_theme")),
        }

    opening.draw(draw, [frame.lang], (frame.menu, frame.brand, frame.new, frame.language, frame.theme))


def theme() -> gr.themes.Base:
    """Fonts of the user's own system only: nothing is fetched from anywhere."""
    return gr.themes.Base(primary_hue="slate", neutral_hue="stone", font=list(_SANS), font_mono=list(_MONO))
