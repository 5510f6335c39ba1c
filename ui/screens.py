"""From what a page asks for to what it is shown: look-ups in the store and the conversations, then the views.

Knows no Gradio. What comes from the browser is not trusted: the arguments of a click are read with `text_arg` and
`int_arg`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from bot.answering import MAX_QUESTION
from ui.examples import follow_ups
from ui.markup import div, esc, tag
from ui.panel import find_source, source_panel
from ui.shelf import file_view, files_view, found_view, log_view, missing_view, speech_view
from ui.talks import Asked, Talks, View
from ui.types import Backend, Shelf
from ui.views import conversation, start_page
from ui.wordings import Lang, word
from vectorstore.types import Filters, YanjuError

Args = Mapping[str, object]
_ASKED_LIMIT = 200  # characters of a search within the library
_HITS = 20


def lang_of(value: object) -> Lang:
    """The language a page says it has; Chinese unless it is exactly en."""
    return "en" if value == "en" else "zh"


def args_of(data: object) -> Args:
    """The arguments of a click; anything but an object counts as none."""
    return data if isinstance(data, dict) else {}


def int_arg(args: Args, name: str) -> int:
    """A whole number, or 0."""
    value = args.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def text_arg(args: Args, name: str) -> str:
    """A text, or the empty one."""
    value = args.get(name)
    return value if isinstance(value, str) else ""


def filters_of(file: object, role: object) -> Filters:
    """The filters of two drop-downs; the empty text is no limit."""
    return Filters(
        file=file if isinstance(file, str) and file else None, role=role if isinstance(role, str) and role else None
    )


def file_choices(store: Shelf, lang: Lang) -> list[tuple[str, str]]:
    """Label and value of the file filter."""
    return [(word(lang, "all_files"), ""), *((name, name) for name in _names(lambda: [r.file for r in store.files()]))]


def role_choices(store: Shelf, lang: Lang) -> list[tuple[str, str]]:
    """Label and value of the role filter."""
    return [(word(lang, "all_roles"), ""), *((role, role) for role in _names(store.roles))]


def _names(read: Callable[[], list[str]]) -> list[str]:
    try:
        return [name for name in read() if name]
    except YanjuError:  # the same trouble is told where the library itself is shown
        return []


def _trouble(error: YanjuError) -> str:
    return div("yj-banner yj-banner-failed", esc(str(error)))


def past(view: View, store: Shelf, examples: Sequence[str], lang: Lang) -> str:
    """Everything but the last exchange; the start page while there is none."""
    if view.exchanges:
        return conversation(view.exchanges[:-1], lang)
    try:
        files = store.files()
    except YanjuError as error:
        return _trouble(error)
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


def open_shelf(store: Shelf, args: Args, lang: Lang) -> str:
    """The library tab: all files, one file, one speech of it, or its removal log; or why it cannot be read."""
    try:
        return _shelf(store, args, lang)
    except YanjuError as error:
        return _trouble(error)


def find_in_library(bot: Backend, asked: str, lang: Lang) -> str:
    """Files whose name or title holds the text, and the passages that fit it best."""
    asked = asked.strip()[:_ASKED_LIMIT]
    if not asked:
        return open_shelf(bot.store, {}, lang)
    try:
        files = [row for row in bot.store.files() if asked.lower() in f"{row.file}\n{row.title}".lower()]
        return found_view(asked, files, bot.search(asked, _HITS), lang)
    except YanjuError as error:
        return _trouble(error)


def _shelf(store: Shelf, args: Args, lang: Lang) -> str:
    files = store.files()
    name = text_arg(args, "file")
    if not name:
        return files_view(files, lang)
    file = next((row for row in files if row.file == name), None)
    if file is None:
        return missing_view(lang)
    if args.get("log") is True:
        return log_view(file, store.removed(name), lang)
    speeches = store.speeches(name)
    wanted = text_arg(args, "speech")
    row = next((row for row in speeches if row.speech.id == wanted), None)
    return speech_view(file, row, lang, int_arg(args, "paragraph")) if row else file_view(file, speeches, lang)


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
