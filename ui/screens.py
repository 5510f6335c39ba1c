"""From what the chat asks for to what it is shown: look-ups in the conversations and the store, then the views.

Knows no Gradio. What comes from the browser is not trusted (ui/clicks.py).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import get_args

from bot.answering import MAX_QUESTION
from bot.searching import Searched
from bot.types import Source
from ui.clicks import Args, int_arg, text_arg
from ui.drawer import drawer
from ui.examples import follow_ups
from ui.exporting import answer_file, handed_over, on_clipboard, talk_file
from ui.markup import act, div, esc, tag, trouble
from ui.panel import Standing, find_source, source_panel
from ui.records import View
from ui.saved import row_of
from ui.talks import Asked, Talks
from ui.types import Backend, Exchange, Shelf, Verdict
from ui.views import conversation, start_page
from ui.wordings import Lang, word
from vectorstore.feedback import case_of
from vectorstore.types import YanjuError

_EXPLAINED = 40  # passages looked at for why they were found


def past(view: View, store: Shelf, examples: Callable[[], Sequence[str]], lang: Lang) -> str:
    """Everything but the last exchange; the start page while there is none.

    The start page's hidden button is pressed by app.js when the tab is come back to: the library may have grown.
    """
    if view.exchanges:
        return conversation(view.exchanges[:-1], lang)
    try:
        files, questions = store.files(), examples()
    except YanjuError as error:
        return trouble(error)
    totals = len(files), sum(f.speeches for f in files), sum(f.paragraphs for f in files)
    return start_page(*totals, questions, lang) + act("back", {}, "", "yj-hidden", hidden=True)


def live(view: View, lang: Lang) -> str:
    """The last exchange, the only one that still changes.

    The hidden button is pressed by app.js when the page may have missed something; it says what is shown.
    """
    look = act("look", {"version": view.version}, "", "yj-hidden", hidden=True)
    return conversation(view.exchanges[-1:], lang) + (look if view.exchanges else "")


def refusal(asked: Asked, question: str, lang: Lang) -> str:
    """Why a question was not taken, in words; empty when it was."""
    if asked in ("started", "repeated"):
        return ""
    if asked == "long_question":
        return word(lang, asked, length=len(question.strip()), limit=MAX_QUESTION)
    return word(lang, asked)


def open_source(talks: Talks, store: Shelf, talk: str, owner: str | None, args: Args, lang: Lang) -> str:
    """The source panel of a mark; empty when there is no such mark (any more)."""
    exchange = talks.exchange(talk, int_arg(args, "exchange"), owner)
    source = find_source(exchange, int_arg(args, "number")) if exchange else None
    if exchange is None or source is None:
        return ""
    try:
        now = _standing(store, source)
    except YanjuError:  # what was kept with the answer can be shown all the same
        now = Standing(None)
    return source_panel(exchange, source, now, lang)


def _standing(store: Shelf, source: Source) -> Standing:
    """Where a source stands now: the answer may be older than the library. Raises StoreError."""
    for key in (source.speech_id, *store.speeches_with(source.paragraph.id)):
        if speech := store.speech(key):
            return Standing(speech, store.places(key))
    files = {row.file for row in store.files()}
    return Standing(None, (), not source.locations or any(at.file in files for at in source.locations))


def history(talks: Talks, owner: str | None, current: str, lang: Lang, asked: str = "", doomed: str = "") -> str:
    """The list of conversations; `doomed` is the one whose deletion is to be confirmed."""
    notice = "" if talks.kept.lasting else word(lang, "talks_short")
    if talks.kept.trouble:
        notice = word(lang, "talks_trouble", reason=talks.kept.trouble)
    try:
        return drawer(talks.listed(owner, asked), current, lang, asked.strip(), doomed, notice)
    except YanjuError as error:
        return trouble(error)


def changed(change: Callable[[], None], lang: Lang) -> str:
    """Make a change that the catalog keeps; empty when it is done, else why not, in words."""
    try:
        change()
    except YanjuError as error:
        return word(lang, "not_kept", reason=error)
    except TimeoutError:
        return word(lang, "not_kept", reason=word(lang, "busy_library"))
    return ""


def explain(talks: Talks, bot: Backend, talk: str, owner: str | None, args: Args) -> str:
    """Find out why the passages of an answer were found; empty when it is shown now, else why it cannot be, in words.

    It is the search for the question as it was searched, made again in the library as it is now.
    """
    exchange = talks.exchange(talk, int_arg(args, "exchange"), owner)
    if exchange is None or exchange.answer is None:
        return ""
    try:
        why = bot.explain(Searched(exchange.answer.searched, (), (), exchange.filters), _EXPLAINED)
    except YanjuError as error:
        return str(error)
    talks.explain(talk, exchange.number, why, owner)
    return ""


def verdict_of(args: Args) -> Verdict:
    """The feedback that a click gives; none for anything else."""
    return next((v for v in get_args(Verdict) if v == args.get("verdict")), "")


def saved(talks: Talks, talk: str, owner: str | None, args: Args) -> str:
    """The file that a click asks for, handed over to the page: one answer, or a whole conversation."""
    form = text_arg(args, "form")
    if number := int_arg(args, "exchange"):
        exchange = talks.exchange(talk, number, owner)
        file = answer_file(exchange, form) if exchange else None
        return handed_over(file) if file else ""
    view = talks.look(text_arg(args, "talk"), owner)
    return handed_over(talk_file(view.name, view.exchanges, form)) if view.exchanges else ""


def case(talks: Talks, talk: str, owner: str | None, args: Args) -> str:
    """The evaluation case of an answer with feedback, for the clipboard; empty when there is none."""
    exchanges = talks.look(talk, owner).exchanges[: max(0, int_arg(args, "exchange"))]
    if not exchanges or not exchanges[-1].verdict:
        return ""
    return on_clipboard(json.dumps(case_of(talk, [row_of(exchange) for exchange in exchanges]), ensure_ascii=False))


def editing(exchange: Exchange | None, lang: Lang) -> str:
    """What stands above the box while the question of an exchange is being changed."""
    if exchange is None:
        return ""
    told = tag("span", esc(word(lang, "editing", number=exchange.number)))
    return div("yj-editing", told, act("unedit", {}, esc(word(lang, "editing_off")), "yj-tool"))


def user(name: str | None, lang: Lang) -> str:
    """Who is logged in, and the way out; empty where nobody logs in."""
    if name is None:
        return ""
    button = tag("button", esc(word(lang, "logout")), type="submit", class_="yj-logout")
    return tag("span", esc(name), class_="yj-user") + tag("form", button, method="post", action="logout")


def brand(lang: Lang) -> str:
    """The name and the motto at the top of the page, and what app.js shows there while the server does not answer."""
    first, _, second = word(lang, "title").partition(" ")
    name = esc(first) + tag("span", " " + esc(second), class_="yj-latin")
    lost = tag("div", esc(word(lang, "lost")), class_="yj-lost", role="alert", hidden=True)
    return tag("h1", name) + tag("p", esc(word(lang, "motto"))) + lost


def example(examples: Sequence[str], args: Args) -> str:
    """The example question a click names; empty when there is none."""
    at = int_arg(args, "example")
    return examples[at] if 0 <= at < len(examples) else ""


def follow_up(talks: Talks, talk: str, owner: str | None, args: Args) -> str:
    """The suggested question a click names; empty when there is none."""
    exchange = talks.exchange(talk, int_arg(args, "exchange"), owner)
    return example(follow_ups(exchange), args) if exchange else ""
