"""Answers and conversations as files to save; they reach the browser as text in the page, never by a file door."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex

from bot.export import answer_docx, answer_markdown
from bot.types import Answer
from ui.markup import tag
from ui.saved import turns_json
from ui.types import Exchange

ANSWER_FORMS = (("docx", "Word"), ("md", "Markdown"))  # value and name
TALK_FORMS = (("docx", "Word"), ("md", "MD"), ("json", "JSON"))  # short: they stand in a narrow column
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_NAME_LIMIT = 60
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f\u202a-\u202e\u2066-\u2069]+')


@dataclass(frozen=True, slots=True)
class Saved:
    """A file: its name, its type, its bytes."""

    name: str
    kind: str
    data: bytes


def talk_file(name: str, exchanges: Sequence[Exchange], form: str) -> Saved:
    """The checked answers of a conversation as a file; json holds every exchange, whatever became of it."""
    if form == "json":
        value = {"name": name, "exchanges": turns_json(exchanges)}
        data = json.dumps(value, ensure_ascii=False, indent=1).encode()
        return Saved(file_name(name, "json"), "application/json", data)
    return _document(name, [e.answer for e in exchanges if e.answer], form)


def cases_file(cases: Sequence[Mapping[str, object]]) -> Saved:
    """Evaluation cases as the question set that `yanju eval` reads, once a person has confirmed them."""
    lines = "".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases)
    return Saved("feedback.jsonl", "application/jsonl", lines.encode())


def answer_file(exchange: Exchange, form: str) -> Saved | None:
    """One checked answer as a file; None when there is none."""
    return _document(exchange.question, [exchange.answer], form) if exchange.answer else None


def _document(name: str, answers: Sequence[Answer], form: str) -> Saved:
    """Word, or Markdown for any other form."""
    if form == "docx":
        return Saved(file_name(name, "docx"), _WORD, answer_docx(answers))
    return Saved(file_name(name, "md"), "text/markdown", answer_markdown(answers).encode())


def file_name(text: str, ending: str) -> str:
    """A name that every file system takes."""
    return f"{_UNSAFE.sub(' ', text).strip(' .')[:_NAME_LIMIT].strip(' .') or 'yanju'}.{ending}"


def handed_over(saved: Saved) -> str:
    """The file as an element of the page, from which app.js lets the browser save it."""
    data = base64.b64encode(saved.data).decode()
    states = {"data_name": saved.name, "data_kind": saved.kind, "data_file": data}
    return tag("span", hidden=True, class_="yj-save", data_key=token_hex(4), **states)


def on_clipboard(text: str) -> str:
    """Text for the clipboard as an element of the page."""
    return tag("span", hidden=True, class_="yj-clip", data_key=token_hex(4), data_text=text)
