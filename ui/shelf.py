"""The library tab: files, the speeches of a file, the paragraphs of a speech, the removal log; pure HTML."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ui.browse import glance
from ui.intake_view import rules_of
from ui.markup import act, div, esc, tag
from ui.outline import figures, outline
from ui.pager import pager
from ui.panel import shown_window, speech_facts, speech_items
from ui.wordings import Lang, word
from vectorstore.overview import Tally
from vectorstore.report import FileReport
from vectorstore.types import FileRow, RemovedPiece, SpeechRow

FILES, SPEECHES = 100, 200  # of a page
_LOG_LIMIT = 500
_NOTHING: Mapping[str, str] = {}
_LOG_TEXT_LIMIT = 500


def files_view(files: Sequence[FileRow], lang: Lang, tallies: Sequence[Tally] = (), first: int = 0) -> str:
    """What the library holds in numbers, the speeches by year and role, and a page of the files."""
    if not files:
        return div("yj-start", tag("p", esc(word(lang, "empty_library"))))
    totals = (
        (word(lang, "files"), len(files)),
        (word(lang, "speeches"), sum(f.speeches for f in files)),
        (word(lang, "paragraphs"), sum(f.paragraphs for f in files)),
        (word(lang, "masks"), sum(f.masks for f in files)),
        (word(lang, "removed"), sum(f.removed for f in files)),
    )
    cells = "".join(div("yj-count", tag("b", f"{n:,}"), tag("span", esc(name))) for name, n in totals)
    return div("yj-counts", cells) + glance(tallies, lang) + file_list(files, lang, {}, first)


def file_list(files: Sequence[FileRow], lang: Lang, args: Mapping[str, object], first: int = 0) -> str:
    """A page of files; each opens its speeches or its removal log. `args` are those of the list."""
    first = first if first < len(files) else 0
    items = "".join(_file(row, lang) for row in files[first : first + FILES])
    return tag("ul", items, class_="yj-files") + pager(args, first, FILES, len(files), lang)


def _file(row: FileRow, lang: Lang) -> str:
    args = {"file": row.file}
    facts = _facts(row, lang)
    name = tag("span", esc(row.file), class_="yj-file-name")
    title = tag("span", esc(row.title), class_="yj-file-title") if row.title and row.title != row.file else ""
    opened = act("shelf", args, name + title + tag("span", esc(" · ".join(facts)), class_="yj-facts"), "yj-file")
    log = f"{word(lang, 'removal_log')} {row.removed}"
    tools = act("shelf", {"file": row.file, "log": True}, esc(log), "yj-tool") if row.removed else ""
    tools += act("within", args, esc(word(lang, "ask_in_file")), "yj-tool")
    warn = ""
    if row.declared_count is not None and row.declared_count != row.speeches:
        text = word(lang, "declared", declared=row.declared_count, speeches=row.speeches)
        warn = div("yj-warn", esc(text))
    return tag("li", opened + warn + div("yj-tools", tools))


def _facts(row: FileRow, lang: Lang) -> list[str]:
    return [word(lang, "n_speeches", count=row.speeches), *_sizes(row.paragraphs, row.masks, lang), row.encoding]


def _sizes(paragraphs: int, masks: int, lang: Lang) -> list[str]:
    sizes = [word(lang, "n_paragraphs", count=paragraphs)]
    return [*sizes, word(lang, "n_masks", count=masks)] if masks else sizes


def trail(lang: Lang, found: Mapping[str, str] = _NOTHING, *steps: str) -> str:
    """The way back: all files, the search `found` that led here (as arguments of a click), and further steps."""
    first = act("shelf", {}, esc(word(lang, "back_files")), "yj-crumb")
    if found.get("asked"):
        first += act("shelf", found, esc(word(lang, "back_found", asked=found["asked"])), "yj-crumb")
    return tag("nav", first + "".join(steps), class_="yj-trail")


def _trail(file: FileRow, lang: Lang, last: str = "", found: Mapping[str, str] = _NOTHING) -> str:
    name = esc(file.file)
    if not last:
        return trail(lang, found, tag("span", name, class_="yj-crumb-here"))
    opened = act("shelf", {"file": file.file}, name, "yj-crumb")
    return trail(lang, found, opened, tag("span", esc(last), class_="yj-crumb-here"))


def file_view(
    file: FileRow, speeches: Sequence[SpeechRow], lang: Lang, report: FileReport | None = None, first: int = 0
) -> str:
    """A page of the speeches of one file, and with a report what was taken out by which rule."""
    items, first = "", first if first < len(speeches) else 0
    for row in speeches[first : first + SPEECHES]:
        title = tag("span", esc(row.speech.title or word(lang, "untitled")), class_="yj-file-name")
        masks = sum(len(p.masks) for p in row.speech.paragraphs)
        facts = [f"{name} {value}" for name, value in speech_facts(row.speech, lang)]
        facts += _sizes(len(row.speech.paragraphs), masks, lang)
        inner = tag("span", str(row.number), class_="yj-number") + div(
            "yj-source-body", title, tag("span", esc(" · ".join(facts)), class_="yj-facts")
        )
        items += tag("li", act("shelf", {"file": row.file, "speech": row.speech.id}, inner, "yj-source"))
    warnings = ""
    if file.warnings:
        warnings = div(
            "yj-notes",
            tag("h2", esc(word(lang, "warnings")), class_="yj-section"),
            tag("ul", "".join(tag("li", esc(w)) for w in file.warnings)),
        )
    log = act("shelf", {"file": file.file, "log": True}, esc(f"{word(lang, 'removal_log')} {file.removed}"), "yj-tool")
    rules = rules_of(report, lang) if report else ""
    about = tag("p", esc(" · ".join(_facts(file, lang))), class_="yj-about")
    log += act("within", {"file": file.file}, esc(word(lang, "ask_in_file")), "yj-tool")
    pages = pager({"file": file.file}, first, SPEECHES, len(speeches), lang)
    return (
        _trail(file, lang)
        + about
        + rules
        + div("yj-tools", log)
        + warnings
        + tag("ul", items, class_="yj-list")
        + pages
    )


def speech_view(
    file: FileRow, row: SpeechRow, lang: Lang, paragraph: int = 0, found: Mapping[str, str] = _NOTHING
) -> str:
    """One speech, all its paragraphs numbered; `paragraph` (1-based) is the one that was asked for, 0 none.

    `found` is the search that led here, as arguments of a click.
    """
    speech = row.speech
    title = tag("h2", esc(speech.title or word(lang, "untitled")))
    facts = [(word(lang, "speech_number"), word(lang, "nth_speech", number=row.number)), *speech_facts(speech, lang)]
    meta = tag("dl", "".join(tag("dt", esc(name)) + tag("dd", esc(value)) for name, value in facts))
    wanted = paragraph if 0 < paragraph <= len(speech.paragraphs) else 0
    body = speech_items(speech.paragraphs, wanted or 1, lang, marked=bool(wanted)) if speech.paragraphs else ""
    body = tag("ol", body) + _rest(file, row, wanted or 1, lang)
    parts = title + meta + outline(speech.paragraphs, lang) + figures(speech.paragraphs, lang) + body
    whole = tag("div", parts, class_="yj-speech", data_key=f"{row.number}-{wanted}")
    return _trail(file, lang, speech.title or word(lang, "untitled"), found) + whole + _beside(file, row.number, lang)


def _rest(file: FileRow, row: SpeechRow, wanted: int, lang: Lang) -> str:
    """Of a huge speech only a part is drawn: the buttons to what stands before and after it."""
    count = len(row.speech.paragraphs)
    first, last = shown_window(row.speech.paragraphs, wanted) if count else (1, 0)
    steps = [(first - 1, "part_before")] * (first > 1) + [(last + 1, "part_after")] * (last < count)
    args = {"file": file.file, "number": row.number}
    buttons = (act("shelf", {**args, "paragraph": n}, esc(word(lang, key)), "yj-tool") for n, key in steps)
    return tag("nav", "".join(buttons), class_="yj-pager", aria_label=word(lang, "paragraphs")) if steps else ""


def _beside(file: FileRow, number: int, lang: Lang) -> str:
    """The buttons to the speeches before and after in the file; empty for a file of one speech."""
    if file.speeches < 2:
        return ""
    before, after = (
        act("shelf", {"file": file.file, "number": n}, esc(word(lang, key)), "yj-tool")
        if 0 < n <= file.speeches
        else ""
        for n, key in ((number - 1, "speech_before"), (number + 1, "speech_after"))
    )
    told = tag("span", esc(word(lang, "speech_of", number=number, total=file.speeches)), class_="yj-label")
    return tag("nav", before + told + after, class_="yj-pager", aria_label=word(lang, "speech_number"))


def log_view(
    file: FileRow, removed: Sequence[RemovedPiece], lang: Lang, chosen: Sequence[int] = (), notice: str = ""
) -> str:
    """The removal log of one file: number, rule and verbatim text, in source order.

    `chosen` are the numbers of the pieces of which it is asked whether they are to be put back.
    """
    about = tag("p", esc(word(lang, "removal_about")), class_="yj-about")
    trail = _trail(file, lang, word(lang, "removal_log")) + (div("yj-warn", esc(notice)) if notice else "")
    if not removed:
        return trail + about + tag("p", esc(word(lang, "removal_empty")))
    if chosen:
        return trail + _sure(file, [piece for piece in removed if piece.number in chosen], lang)
    items = "".join(_piece(piece, lang, tick=True) for piece in removed[:_LOG_LIMIT])
    rest = len(removed) - _LOG_LIMIT
    more = tag("p", esc(word(lang, "more_removed", count=rest))) if rest > 0 else ""
    ask = act("restore", {"file": file.file}, esc(word(lang, "restore")), "yj-tool")
    form = tag("ul", items, class_="yj-log") + more + div("yj-tools", ask)
    return trail + about + tag("div", form, data_form="log")


def _piece(piece: RemovedPiece, lang: Lang, tick: bool = False) -> str:
    text = piece.text if len(piece.text) <= _LOG_TEXT_LIMIT else piece.text[:_LOG_TEXT_LIMIT] + "…"
    rule = tag("span", esc(f"{piece.number}　{piece.rule}"), class_="yj-rule")
    if tick:
        label = word(lang, "restore_one", number=piece.number)
        rule = tag("label", tag("input", type="checkbox", name_=str(piece.number), aria_label=label) + rule)
    return tag("li", rule + tag("code", esc(text.strip("\r\n"))))


def _sure(file: FileRow, pieces: Sequence[RemovedPiece], lang: Lang) -> str:
    asked = tag("p", esc(word(lang, "restore_sure", count=len(pieces))), role="alert")
    items = tag("ul", "".join(_piece(piece, lang) for piece in pieces), class_="yj-log")
    args = {"file": file.file, "numbers": [piece.number for piece in pieces], "sure": True}
    yes = act("restore", args, esc(word(lang, "restore_yes")), "yj-tool yj-main-tool")
    no = act("shelf", {"file": file.file, "log": True}, esc(word(lang, "restore_no")), "yj-tool")
    return asked + items + div("yj-tools", yes, no)


def missing_view(lang: Lang) -> str:
    """A file that was there when the list was drawn and no longer is."""
    return trail(lang) + tag("p", esc(word(lang, "file_gone")))
