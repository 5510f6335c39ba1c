"""What the doors give: functions from a form and the bot to the JSON of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.as_json import claim_json, finding_json, paragraph_json, searched_json, source_json, speech_json
from bot.ports import ClaimChecked, Drafted, Dropped, Event, Found
from ui.api.errors import ApiError
from ui.api.forms import AskForm, ParagraphForm, SearchForm, SpeechesForm, VerifyForm
from ui.types import Backend, Shelf
from vectorstore.types import Paragraph, Speech, SpeechRow

Json = dict[str, Any]


def search(bot: Backend, form: SearchForm) -> Json:
    """As `yanju search --json`."""
    return searched_json(form.question, *bot.find(form.question, form.k, form.filters(), form.turns()))


def ask(bot: Backend, form: AskForm) -> Iterator[Event]:
    """The events of an answer."""
    return bot.stream(form.question, form.turns(), form.filters())


def found_json(found: Found) -> Json:
    """What an answer will be drawn from, before it is there."""
    return {"searched": found.searched, "sources": [source_json(source) for source in found.sources]}


def step(event: Event) -> tuple[str, Json] | None:
    """The name and the JSON of what comes before the answer; None for an event that says nothing.

    found; draft: a piece of the unchecked text; checked: a sentence of it, [start, end) in all drafts since found or
    dropped, joined; dropped: the draft begins anew. What counts is the answer alone.
    """
    if isinstance(event, Found):
        return "found", found_json(event)
    if isinstance(event, Drafted) and event.text:
        return "draft", {"text": event.text}
    if isinstance(event, ClaimChecked):
        return "checked", claim_json(event.claim) | {"start": event.start, "end": event.end}
    return ("dropped", {}) if isinstance(event, Dropped) else None


def verify(bot: Backend, form: VerifyForm) -> Json:
    """As a line of `yanju verify`. Raises ApiError for a paragraph that is not in the library."""
    quotes = [
        e.quote if e.quote is not None else _paragraph(bot.store, e.paragraph_id or "")[0].text for e in form.evidence
    ]
    return finding_json(form.id, bot.verify(form.claim, quotes))


def speeches(bot: Backend, form: SpeechesForm) -> Json:
    """A page of the speeches, without their text; only the files that the page touches are read."""
    names = [row for row in bot.store.files() if form.file in (None, row.file)]
    if form.file is not None and not names:
        near = [row for row in bot.store.files() if form.file and form.file in row.file]
        if len(near) != 1:
            raise ApiError(404, "没有这个文件，或不止一个文件的名字含有它", "file")
        names = near
    total, at, listed = sum(row.speeches for row in names), 0, list[Json]()
    for row in names:
        first, last = max(form.offset - at, 0), form.offset + form.limit - at
        if first < row.speeches and last > 0:
            listed += [_listed(r) for r in bot.store.speeches(row.file)[first:last]]
        at += row.speeches
    after = form.offset + len(listed)
    return {"total": total, "next_offset": after if listed and after < total else None, "speeches": listed}


def _listed(row: SpeechRow) -> Json:
    whole = speech_json(row)
    del whole["paragraphs"]
    return whole | {"paragraph_count": len(row.speech.paragraphs)}


def speech(bot: Backend, speech_id: str) -> Json:
    """A speech as `yanju speeches --json` gives it, with every place where it stands. Raises ApiError."""
    found = bot.store.speech(speech_id)
    places = bot.store.places(speech_id)
    if found is None or not places:
        raise ApiError(404, f"没有这篇讲话：{speech_id[:64]}", "id")
    return speech_json(SpeechRow(*places[0], found)) | {"locations": _locations(places)}


def paragraph(bot: Backend, form: ParagraphForm) -> Json:
    """A paragraph, the speeches that hold it, and if wanted its neighbours in the first of them. Raises ApiError."""
    found, number, first, holding = _holding(bot.store, form.id)
    near = range(max(1, number - form.around), min(len(first.paragraphs), number + form.around) + 1)
    speeches = [
        {
            "id": s.id,
            "title": s.title,
            "speaker_role": s.speaker_role.value,
            "date": s.date.value,
            "number": next(n for n, p in enumerate(s.paragraphs, 1) if p.id == form.id),
            "locations": _locations(bot.store.places(s.id)),
        }
        for s in holding
    ]
    around = [paragraph_json(n, first.paragraphs[n - 1]) for n in near] if form.around else []
    return paragraph_json(number, found) | {"speeches": speeches, "around": around}


def _paragraph(store: Shelf, paragraph_id: str) -> tuple[Paragraph, int]:
    return _holding(store, paragraph_id)[:2]


def _holding(store: Shelf, paragraph_id: str) -> tuple[Paragraph, int, Speech, list[Speech]]:
    """The paragraph, its number in the first speech that holds it, that speech, and all that do."""
    speeches = [s for s in map(store.speech, store.speeches_with(paragraph_id)) if s is not None]
    for s in speeches:
        for number, one in enumerate(s.paragraphs, 1):
            if one.id == paragraph_id:
                return one, number, s, speeches
    raise ApiError(404, f"没有这一段：{paragraph_id[:64]}", "id")


def _locations(places: tuple[tuple[str, int], ...]) -> list[Json]:
    return [{"file": file, "speech": number} for file, number in places]
