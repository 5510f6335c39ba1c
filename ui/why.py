"""Why a search found what it found, as HTML: what was searched for, and each passage's places. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Sequence

from bot.types import Source
from ui.copying import place_text
from ui.markup import esc, tag
from ui.wordings import Lang, word
from vectorstore.explain import Explanation, Place, Why
from vectorstore.types import Passage

_LEGS = {"keyword": "why_keyword", "vector": "why_vector"}
_SHOWN = 30  # words of one form, and of expansions


def answer_why(told: Explanation, sources: Sequence[Source], lang: Lang) -> str:
    """Why each of an answer's sources was found, unfolded."""
    items = ""
    for source in sources:
        place = source.locations[0].paragraph if source.locations else 0
        why = next((w for w in told.hits if _holds(w.hit.passage, source.speech_id, place)), None)
        head = tag("b", esc(f"[{source.number}] {place_text(source, lang)}"))
        lines = _why_items(why, lang) if why else tag("li", esc(word(lang, "why_beside")))
        items += tag("li", head + tag("ul", lines))
    forms = tag("ul", _form_items(told, lang), class_="yj-why-list")
    return forms + tag("ul", items, class_="yj-why-list")


def _holds(passage: Passage, speech: str, place: int) -> bool:
    return passage.speech_id == speech and passage.first <= place <= passage.last


def forms_view(told: Explanation, lang: Lang) -> str:
    """The forms that were searched, folded; empty when nothing could be searched for."""
    items = _form_items(told, lang)
    if not items:
        return ""
    summary = tag("summary", esc(word(lang, "why_searched")))
    return tag("details", summary + tag("ul", items, class_="yj-why-list"), class_="yj-others")


def _form_items(told: Explanation, lang: Lang) -> str:
    items = ""
    for form in told.forms:
        line = word(lang, "why_words", words="、".join(form.words[:_SHOWN]) or "—", weight=f"{form.weight:g}")
        expanded = "；".join(f"{head} → {'、'.join(phrases)}" for head, phrases in form.expansions[:_SHOWN])
        more = tag("span", esc(word(lang, "why_expanded", words=expanded)), class_="yj-facts") if expanded else ""
        items += tag("li", tag("b", esc(form.text)) + tag("span", esc(line), class_="yj-facts") + more)
    if told.speeches is not None:
        items += tag("li", esc(word(lang, "why_limited", count=told.speeches)))
    return items


def why_view(why: Why, lang: Lang) -> str:
    """Why one passage came, folded."""
    summary = tag("summary", esc(word(lang, "why")))
    return tag("details", summary + tag("ul", _why_items(why, lang), class_="yj-why-list"), class_="yj-others")


def _why_items(why: Why, lang: Lang) -> str:
    words = "、".join(why.words) or word(lang, "why_no_words")
    items = tag("li", esc(word(lang, "why_hit_words", words=words)))
    if why.expanded:
        expanded = "、".join(f"{head} → {phrase}" for head, phrase in why.expanded)
        items += tag("li", esc(word(lang, "why_expanded", words=expanded)))
    return items + "".join(tag("li", esc(_place(place, lang))) for place in why.places)


def _place(place: Place, lang: Lang) -> str:
    leg = word(lang, _LEGS[place.leg]) if place.leg in _LEGS else place.leg
    first = word(lang, "why_first") if place.first else ""
    points = f"{place.points:.4f}"
    return word(lang, "why_place", leg=leg, rank=place.rank, form=place.form, points=points) + first
