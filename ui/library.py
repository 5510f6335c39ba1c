"""What the library tab and the filters ask of the store, and the view that shows it. Knows no Gradio."""

from __future__ import annotations

import json
from collections.abc import Callable

from ui.browse import LINES, TOPICS, chosen_view, limits_json, limits_of, topic_chips
from ui.clicks import Args, args_of, fields_arg, int_arg, text_arg
from ui.found import found_view, named_view
from ui.markup import tag, trouble
from ui.pager import first_of
from ui.shelf import FILES, SPEECHES, file_view, files_view, log_view, missing_view, speech_view, trail
from ui.types import Backend, Shelf
from ui.wordings import Lang, word
from vectorstore.overview import EVERYTHING, Chosen
from vectorstore.types import YanjuError

_ASKED_LIMIT = 200  # characters of a search within the library
_HITS = 20


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


def open_shelf(bot: Backend, args: Args, lang: Lang) -> str:
    """What a click opens: all files, a search, the speeches of a year and role, a file, a speech of it, its log.

    In place of what cannot be read stands why. `data-shelf` tells the page whether something else is open than before.
    """
    try:
        shown = _shelf(bot, args, lang)
    except YanjuError as error:
        shown = trouble(error)
    return tag("div", shown, data_shelf=json.dumps(dict(args), sort_keys=True))


def _found(bot: Backend, asked: str, args: Args, lang: Lang) -> str:
    """Files whose name or title holds the text, and the passages that fit it best, of what is chosen."""
    chosen = chosen_of(args)
    rows = [row for row in bot.store.files() if chosen.file in ("", row.file)]
    named = [row for row in rows if asked.lower() in f"{row.file}\n{row.title}".lower()]
    search = {"asked": asked, **limits_json(chosen)}
    if args.get("names") is True:
        return trail(lang, search) + named_view(named, search, lang, first_of(args, FILES))
    found, _ = bot.find(asked, _HITS, limits_of(chosen))
    return trail(lang) + found_view(search, chosen, named, found.hits, lang, bot.explain(found, _HITS))


def searched(asked: str, args: Args) -> dict[str, object]:
    """What is open once a text is searched for within what was open."""
    return {"asked": asked, **limits_json(chosen_of(args))}


def topic_row(store: Shelf, args: Args, lang: Lang) -> str:
    """Topic words of what is open; nothing where one speech or a log is."""
    if text_arg(args, "speech") or int_arg(args, "number") or args.get("log") is True:
        return ""
    chosen = chosen_of(args)
    try:
        return topic_chips(store.topics(chosen, TOPICS), chosen, lang)
    except YanjuError:  # the same trouble is told where the library itself is shown
        return ""


def chosen_of(args: Args) -> Chosen:
    """What is chosen: in the arguments of a click, or in the form it came from."""
    told = {**args, **fields_arg(args)}
    return Chosen(text_arg(told, "file"), text_arg(told, "role"), text_arg(told, "year"))


def put_back(store: Shelf, args: Args, lang: Lang) -> str:
    """The removal log once pieces are ticked in it: first it is asked whether they are meant, then they come back."""
    name = text_arg(args, "file")
    try:
        file = next((row for row in store.files() if row.file == name), None)
        if file is None:
            return missing_view(lang)
        if args.get("sure") is not True:
            chosen = _ticked(fields_arg(args))
            notice = "" if chosen else word(lang, "restore_none")
            return log_view(file, store.removed_pieces(name), lang, chosen, notice)
        numbers = args.get("numbers")
        store.keep_removed(name, [n for n in numbers if isinstance(n, int)] if isinstance(numbers, list) else [])
        left = store.removed_pieces(name)
        return log_view(file, left, lang, notice=word(lang, "restore_done", left=len(left)))
    except YanjuError as error:
        return trouble(error)


def _ticked(fields: Args) -> list[int]:
    """The numbers of the ticked pieces."""
    return [
        int(name) for name, on in fields.items() if on is True and name.isascii() and name.isdigit() and len(name) < 9
    ]


def _asked(args: Args) -> str:
    return text_arg(args, "asked").strip()[:_ASKED_LIMIT]


def _shelf(bot: Backend, args: Args, lang: Lang) -> str:
    store = bot.store
    if asked := _asked(args):
        return _found(bot, asked, args, lang)
    files, name = store.files(), text_arg(args, "file")
    if not name:
        chosen, tallies = chosen_of(args), store.tallies()
        if chosen == EVERYTHING:
            return files_view(files, lang, tallies, first_of(args, FILES))
        first = first_of(args, LINES)
        return chosen_view(store.lines(chosen, LINES, first), tallies, chosen, lang, first)
    file = next((row for row in files if row.file == name), None)
    if file is None:
        return missing_view(lang)
    if args.get("log") is True:
        return log_view(file, store.removed_pieces(name), lang)
    speeches = store.speeches(name)
    wanted, number = text_arg(args, "speech"), int_arg(args, "number")
    row = next((row for row in speeches if row.speech.id == wanted or row.number == number), None)
    if row is None:
        return file_view(file, speeches, lang, store.report(name), first_of(args, SPEECHES))
    return speech_view(file, row, lang, int_arg(args, "paragraph"), _search_before(args))


def _search_before(args: Args) -> dict[str, str]:
    """The search from which a speech was opened, as it came with the click."""
    found = args_of(args.get("found"))
    return {"asked": _asked(found), **limits_json(chosen_of(found))}
