"""Answers and conversations as files to save; they reach the browser as text in the page, never by a file door."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ui.copying import answer_text
from ui.markup import tag
from ui.saved import turns_json
from ui.types import Exchange
from ui.wordings import Lang, word

TALK_FORMS = (("md", "Markdown"), ("json", "JSON"))  # of a whole conversation: value and name
_NAME_LIMIT = 60
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True, slots=True)
class Saved:
    """A file: its name, its type, its bytes."""

    name: str
    kind: str
    data: bytes


def talk_file(name: str, exchanges: Sequence[Exchange], form: str, lang: Lang) -> Saved:
    """A conversation as a file; every form but json is Markdown."""
    if form == "json":
        value = {"name": name, "exchanges": turns_json(exchanges)}
        data = json.dumps(value, ensure_ascii=False, indent=1).encode()
        return Saved(file_name(name, "json"), "application/json", data)
    when = word(lang, "saved_by", when=datetime.now(UTC).astimezone().isoformat(" ", "minutes")[:16])
    text = f"# {plain(name)}\n\n{when}\n\n" + "\n\n".join(markdown(exchange, lang) for exchange in exchanges)
    return Saved(file_name(name, "md"), "text/markdown", (text + "\n").encode())


def answer_file(exchange: Exchange, form: str, lang: Lang) -> Saved:
    """One exchange as a file; every form is Markdown."""
    return Saved(file_name(exchange.question, "md"), "text/markdown", (markdown(exchange, lang) + "\n").encode())


def markdown(exchange: Exchange, lang: Lang) -> str:
    """A question with its answer and sources. Text of outside is escaped: it makes no markup of its own."""
    answer = exchange.answer
    parts = [f"## {plain(exchange.question)}", ""]
    if answer is None:
        return "\n".join([*parts, plain(word(lang, "interrupted"))])
    parts += [f"**{word(lang, f'status_{answer.status}')}**", ""]
    for line in answer_text(answer, lang).splitlines():
        parts += [plain(line), ""]
    for source in answer.sources:
        if source.cited:
            parts += [f"> [{source.number}] {plain(source.paragraph.text)}", ""]
    return "\n".join(parts).strip()


def plain(text: str) -> str:
    """Text that Markdown shows as it is, on one line."""
    return re.sub(r"([\\`*_{}<>#|~!&]|\[(?!\d{1,3}\])|\]\()", r"\\\1", " ".join(text.split()))


def file_name(text: str, ending: str) -> str:
    """A name that every file system takes."""
    return f"{_UNSAFE.sub(' ', text).strip(' .')[:_NAME_LIMIT].strip(' .') or 'yanju'}.{ending}"


def handed_over(saved: Saved) -> str:
    """The file as an element of the page; app.js lets the browser save it, then it is gone with the next one."""
    data = base64.b64encode(saved.data).decode()
    return tag("span", "", hidden=True, class_="yj-save", data_name=saved.name, data_kind=saved.kind, data_file=data)


def on_clipboard(text: str) -> str:
    """Text for the clipboard as an element of the page."""
    return tag("span", "", hidden=True, class_="yj-clip", data_text=text)
