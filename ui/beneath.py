"""What stands beneath the text of an answer: struck claims, notes, sources, tools, feedback, further questions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.types import Answer, Claim, Source
from ui.copying import answer_text, place_text
from ui.examples import follow_ups
from ui.exporting import ANSWER_FORMS
from ui.markup import MARK, act, copy_button, div, esc, tag
from ui.panel import excerpt
from ui.types import Exchange
from ui.why import answer_why
from ui.wordings import Lang, word

_HOVER_LIMIT = 240  # characters of a paragraph in the hover card
_EXCERPT_LIMIT = 90
_NEAREST, _MAX_OTHERS = 3, 12
_JUDGED = (("good", "fb_good"), ("figure", "fb_figure"), ("source", "fb_source"), ("refuse", "fb_refuse"))


def beneath(exchange: Exchange, answer: Answer, struck: Sequence[Claim], lang: Lang) -> str:
    """Everything below the text."""
    return "".join(
        (
            _struck(struck, lang),
            _notes(answer, lang),
            _sources(exchange, answer, lang),
            _why(exchange, answer, lang),
            _tools(exchange, answer, lang),
            _feedback(exchange, lang),
            _further(exchange, lang),
        )
    )


def _struck(struck: Sequence[Claim], lang: Lang) -> str:
    if not struck:
        return ""
    items = ""
    for claim in struck:
        reasons = "；".join(claim.reasons) or word(lang, "struck_no_reason")
        items += tag("li", tag("s", esc(claim.text)) + tag("span", esc(reasons), class_="yj-reason"))
    return div("yj-struck", tag("h3", esc(word(lang, "struck"))), tag("ul", items))


def _notes(answer: Answer, lang: Lang) -> str:
    if not answer.notes:
        return ""
    items = "".join(tag("li", esc(note)) for note in answer.notes)
    return div("yj-notes", tag("h3", esc(word(lang, "notes"))), tag("ul", items))


def _why(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    """Why the sources were found: worked out when it is asked for."""
    if not answer.sources:
        return ""
    label = esc(word(lang, "why_these"))
    if exchange.why is None:
        return act("why", {"exchange": exchange.number}, label, "yj-unfold")
    told = answer_why(exchange.why, _shown(answer)[1], lang)
    return tag("details", tag("summary", label) + told, class_="yj-others", open=True)


def _shown(answer: Answer) -> tuple[str, list[Source], list[Source]]:
    """The title of the list of sources, those in it, and the others."""
    cited = [s for s in answer.sources if s.cited]
    others = [s for s in answer.sources if not s.cited]
    if not cited and answer.status in ("masked", "not_found", "partial"):
        return "nearest", *_nearest(answer)
    return "sources", cited, others


def _sources(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    title, cited, others = _shown(answer)
    out = ""
    if cited:
        items = "".join(_source_item(exchange.number, source, lang) for source in cited)
        out = div("yj-sources", tag("h3", esc(word(lang, title))), tag("ul", items))
    if others:
        items = "".join(_source_item(exchange.number, source, lang) for source in others[:_MAX_OTHERS])
        more = "other_sources" if len(others) <= _MAX_OTHERS else "other_sources_first"
        summary = tag("summary", esc(word(lang, more, count=len(others), shown=_MAX_OTHERS)))
        out += tag("details", summary + div("yj-sources", tag("ul", items)), class_="yj-others")
    return out


def _nearest(answer: Answer) -> tuple[list[Source], list[Source]]:
    """For want of cited sources: those that the text names, else the first; and the others."""
    named = [int(number) for number in MARK.findall(answer.text)]
    order = sorted(answer.sources, key=lambda s: named.index(s.number) if s.number in named else len(named))
    count = len(set(named)) or _NEAREST
    return order[:count], order[count:]


def _source_item(exchange: int, source: Source, lang: Lang) -> str:
    quote = source.quotes[0] if source.quotes else source.paragraph.text
    shown = quote if len(quote) <= _EXCERPT_LIMIT else quote[:_EXCERPT_LIMIT] + "…"
    role = tag("span", esc(source.speaker_role), class_="yj-role") if source.speaker_role else ""
    heading = div(
        "yj-source-head",
        tag("span", esc(source.title or word(lang, "untitled")), class_="yj-source-title"),
        role,
        tag("span", esc(place_text(source, lang)), class_="yj-place"),
    )
    inner = heading + tag("span", esc(shown), class_="yj-excerpt")
    label = word(lang, "mark_label", number=source.number, place=place_text(source, lang))
    args = {"exchange": exchange, "number": source.number}
    button = act(
        "mark",
        args,
        tag("span", str(source.number), class_="yj-number") + div("yj-source-body", inner),
        "yj-source",
        label,
    )
    return tag("li", button + hover_card(exchange, source, lang))


def hover_card(exchange: int, source: Source, lang: Lang) -> str:
    """What app.js shows beside a mark: where the paragraph stands, and its text around the quotation."""
    inner = tag("b", esc(place_text(source, lang))) + excerpt(source.paragraph, source.quotes, _HOVER_LIMIT, lang)
    return tag("span", inner, hidden=True, data_card=f"{exchange}-{source.number}")


def _tools(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    struck = sum(claim.verdict == "unsupported" for claim in answer.claims)
    if struck:
        checked = word(lang, "checked_struck", count=len(answer.claims), struck=struck)
    else:
        checked = word(lang, "checked", count=len(answer.claims)) if answer.claims else ""
    facts = " · ".join(part for part in (checked, *_cost(answer, lang)) if part)
    number = {"exchange": exchange.number}
    copy = copy_button(answer_text(answer, lang), word(lang, "copy"), word(lang, "copied"))
    again = act("again", number, esc(word(lang, "again")), "yj-tool")
    files = "".join(act("save", {**number, "form": form}, esc(name), "yj-tool") for form, name in ANSWER_FORMS)
    return div("yj-tools", copy, files, again, tag("span", esc(facts), class_="yj-facts"))


def _feedback(exchange: Exchange, lang: Lang) -> str:
    """Four buttons, one of them pressed; once one is, the evaluation case that it makes can be copied."""
    buttons = ""
    for verdict, key in _JUDGED:
        args = {"exchange": exchange.number, "verdict": verdict}
        pressed = "true" if exchange.verdict == verdict else "false"
        buttons += act("judge", args, esc(word(lang, key)), "yj-verdict", aria_pressed=pressed)
    case = ""
    if exchange.verdict:
        case = act("case", {"exchange": exchange.number}, esc(word(lang, "to_case")), "yj-tool")
    label = tag("span", esc(word(lang, "feedback")), class_="yj-label")
    return tag("div", label + buttons + case, class_="yj-feedback", role="group", aria_label=word(lang, "feedback"))


def _further(exchange: Exchange, lang: Lang) -> str:
    questions = follow_ups(exchange)
    if not questions:
        return ""
    buttons = "".join(
        act("further", {"exchange": exchange.number, "example": i}, esc(text), "yj-further")
        for i, text in enumerate(questions)
    )
    return div("yj-follow", tag("span", esc(word(lang, "followups")), class_="yj-label"), buttons)


def _cost(answer: Answer, lang: Lang) -> tuple[str, ...]:
    """Seconds, the model's name, and its tokens when the bot counted them (bot/answering.py puts them there)."""
    taken = dict(answer.seconds)
    seconds = word(lang, "seconds", seconds=f"{taken.get('total', 0.0):.2f}")
    if answer.model == "extractive":
        return seconds, word(lang, "extractive")
    tokens = int(taken.get("tokens_in", 0)), int(taken.get("tokens_out", 0))
    counted = word(lang, "tokens", into=f"{tokens[0]:,}", out=f"{tokens[1]:,}") if any(tokens) else ""
    return seconds, answer.model, counted
