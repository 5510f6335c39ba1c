"""What a search within the library found, as HTML: files by name, passages by content, and why. Knows no Gradio."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ui.browse import said
from ui.markup import act, div, esc, highlight, tag
from ui.shelf import file_list
from ui.why import forms_view, why_view
from ui.wordings import Lang, word
from vectorstore.explain import Explanation, Why
from vectorstore.overview import EVERYTHING, Chosen
from vectorstore.types import FileRow, Hit, Location

_NAMED = 4  # files by name above the passages
_EXCERPT = 170  # characters
_BEFORE = 40  # of them before the first word that was asked for
_SENTENCE = re.compile(r"[。！？；\n]")


def found_view(
    search: Mapping[str, str],
    chosen: Chosen,
    named: Sequence[FileRow],
    hits: Sequence[Hit],
    lang: Lang,
    told: Explanation | None = None,
) -> str:
    """`search` are the arguments of a click that searches so again, `chosen` is what was searched within.

    Of the files that have the text in their name or title only the first are shown, with a button to the rest.
    """
    asked = search["asked"]
    head = tag("p", esc(_headline(asked, chosen, lang)), role="status")
    if chosen != EVERYTHING:
        head += div("yj-tools", act("shelf", {"asked": asked}, esc(word(lang, "find_everywhere")), "yj-tool"))
    if not named and not hits:
        return head + tag("p", esc(word(lang, "found_nothing", asked=asked)))
    why = {one.hit.passage.id: one for one in told.hits} if told else {}
    items = "".join(_item(hit, why.get(hit.passage.id), search, lang) for hit in hits)
    title = tag("h2", esc(word(lang, "found_passages")), class_="yj-section") if hits else ""
    files = named_view(named[:_NAMED], search, lang) if named else ""
    if len(named) > _NAMED:
        every = esc(word(lang, "found_all_files", count=f"{len(named):,}"))
        files += div("yj-tools", act("shelf", {**search, "names": True}, every, "yj-tool"))
    return head + (forms_view(told, lang) if told else "") + files + title + tag("ul", items, class_="yj-list")


def named_view(named: Sequence[FileRow], search: Mapping[str, str], lang: Lang, first: int = 0) -> str:
    """A page of the files that have the text in their name or title."""
    title = tag("h2", esc(word(lang, "found_files")), class_="yj-section")
    return title + file_list(named, lang, {**search, "names": True}, first)


def _item(hit: Hit, why: Why | None, search: Mapping[str, str], lang: Lang) -> str:
    words = (search["asked"], *(why.words if why else ()), *(phrase for _, phrase in (why.expanded if why else ())))
    return tag("li", _hit(hit, words, search, lang) + (why_view(why, lang) if why else ""))


def _headline(asked: str, chosen: Chosen, lang: Lang) -> str:
    where = said(chosen)
    return word(lang, "found_in", asked=asked, where=where) if where else word(lang, "found_for", asked=asked)


def _hit(hit: Hit, words: Sequence[str], back: Mapping[str, str], lang: Lang) -> str:
    at = hit.locations[0] if hit.locations else Location("", 0, hit.passage.first)
    shown, before = excerpt(hit.passage.text, words)
    paragraph = at.paragraph + before.count("\n")  # a passage may hold several
    title = tag("span", esc(hit.title or word(lang, "untitled")), class_="yj-source-title")
    role = tag("span", esc(hit.speaker_role), class_="yj-role") if hit.speaker_role else ""
    place = word(lang, "place", file=at.file, speech=at.speech, paragraph=paragraph) if at.file else ""
    head = div("yj-source-head", title, role, tag("span", esc(place), class_="yj-place"))
    inner = div("yj-source-body", head, tag("span", shown, class_="yj-excerpt"))
    args = {"file": at.file, "speech": hit.passage.speech_id, "paragraph": paragraph, "found": back}
    return act("shelf", args, inner, "yj-source")


def excerpt(text: str, words: Sequence[str]) -> tuple[str, str]:
    """As HTML the part of a passage around the first of the words that stands in it, all of them marked; and the text
    up to that word."""
    wanted = [word for word in dict.fromkeys(words) if len(word) > 1 and word in text]
    whole = [word for word in wanted if word == words[0]]  # what was asked, word for word, before its parts
    at = min((text.index(word) for word in whole or wanted), default=0)
    start = _begins(text, at) if at > _BEFORE and len(text) > _EXCERPT else 0
    part = text[start : start + _EXCERPT]
    spans = [(m.start(), m.end()) for word in wanted for m in re.finditer(re.escape(word), part)]
    shown = highlight(part, spans, (), "", "")
    return ("…" if start else "") + shown + ("…" if start + _EXCERPT < len(text) else ""), text[:at]


def _begins(text: str, at: int) -> int:
    """Where to begin so that `at` is seen: at the sentence's own beginning when that is near."""
    ends = [m.end() for m in _SENTENCE.finditer(text, max(0, at - 2 * _BEFORE), at)]
    return ends[-1] if ends else at - _BEFORE
