"""From what the chat asks for to what it is shown: look-ups in the conversations and the store, then the views.

Knows no Gradio. What comes from the browser is not trusted (ui/clicks.py).
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.answering import MAX_QUESTION
from ui.clicks import Args, int_arg
from ui.examples import follow_ups
from ui.markup import esc, tag, trouble
from ui.panel import find_source, source_panel
from ui.talks import Asked, Talks, View
from ui.types import Shelf
from ui.views import conversation, start_page
from ui.wordings import Lang, word
from vectorstore.types import YanjuError


def past(view: View, store: Shelf, examples: Sequence[str], lang: Lang) -> str:
    """Everything but the last exchange; the start page while there is none."""
    if view.exchanges:
        return conversation(view.exchanges[:-1], lang)
    try:
        files = store.files()
    except YanjuError as error:
        return trouble(error)
    totals = len(files), sum(f.speeches for f in files), sum(f.paragraphs for f in files)
    return start_page(*totals, examples, lang)


def live(view: View, lang: Lang) -> str:
    """The last exchange, the only one that still changes."""
    return conversation(view.exchanges[-1:], lang)


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
        speech, places = store.speech(source.speech_id), store.places(source.speech_id)
    except YanjuError:  # what was kept with the answer can be shown all the same
        speech, places = None, ()
    return source_panel(exchange, source, speech, places, lang)


def brand(lang: Lang) -> str:
    """The name and the motto at the top of the page."""
    return tag("h1", esc(word(lang, "title"))) + tag("p", esc(word(lang, "motto")))


def example(examples: Sequence[str], args: Args) -> str:
    """The example question a click names; empty when there is none."""
    at = int_arg(args, "example")
    return examples[at] if 0 <= at < len(examples) else ""


def follow_up(talks: Talks, talk: str, owner: str | None, args: Args) -> str:
    """The suggested question a click names; empty when there is none."""
    exchange = talks.exchange(talk, int_arg(args, "exchange"), owner)
    return example(follow_ups(exchange), args) if exchange else ""
