"""The source panel: the cited paragraph inside its speech, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.types import Source
from ui.copying import citation_text, location_text, quotation_text
from ui.markup import act, copy_button, div, esc, find_spans, highlight, tag
from ui.types import Exchange
from ui.wordings import Lang, word
from vectorstore.types import Field, Mask, Paragraph, Speech

PARAGRAPH_LIMIT = 6000  # characters of one paragraph shown: more than that nobody reads in a side panel
SPEECH_LIMIT = 120_000  # characters of a speech shown around the cited paragraph


def find_source(exchange: Exchange, number: int) -> Source | None:
    """The source under that number in an exchange."""
    sources = exchange.answer.sources if exchange.answer else exchange.sources
    return next((s for s in sources if s.number == number), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the library has of a source now: its speech, or the one that holds its paragraph today, and where.

    `speech` None: the paragraph stands nowhere any more; `file`: though the file that held it is still there.
    """

    speech: Speech | None
    places: tuple[tuple[str, int], ...] = ()
    file: bool = True


def source_panel(exchange: Exchange, source: Source, now: Standing, lang: Lang) -> str:
    """The panel of one source: in its speech as it is now, or alone, as it was kept with the answer."""
    number = source.locations[0].paragraph if source.locations else 1
    speech, places = now.speech, now.places
    target = _target(source, speech, number)
    notice = ""
    if speech is None or target is None:
        notice = "paragraph_changed" if now.file else "speech_gone"
        body = tag("ol", _paragraph(source.paragraph, number, True, source.quotes, lang))
    else:
        notice = "speech_changed" if speech.id != source.speech_id else ""
        body = tag("ol", speech_items(speech.paragraphs, target, lang, source.quotes))
    if notice:
        body = tag("p", esc(word(lang, notice)), class_="yj-panel-notice", role="note") + body
    return tag(
        "aside",
        _head(exchange, source, speech, places, lang) + tag("div", body, class_="yj-panel-body", tabindex="0"),
        class_="yj-panel",
        aria_label=word(lang, "panel"),
        data_key=f"{exchange.number}-{source.number}",
    )


def _target(source: Source, speech: Speech | None, number: int) -> int | None:
    """The 1-based place of the source's paragraph in the speech, by id, the stated number first."""
    paragraphs = speech.paragraphs if speech else ()
    if 1 <= number <= len(paragraphs) and paragraphs[number - 1].id == source.paragraph.id:
        return number
    return next((i for i, p in enumerate(paragraphs, 1) if p.id == source.paragraph.id), None)


def _head(
    exchange: Exchange, source: Source, speech: Speech | None, places: Sequence[tuple[str, int]], lang: Lang
) -> str:
    title = div(
        "yj-panel-title",
        tag("span", str(source.number), class_="yj-number"),
        tag("h2", esc(source.title or word(lang, "untitled")), tabindex="-1"),
        act("shut", {}, "×", "yj-close", word(lang, "close")),
    )
    return div(
        "yj-panel-head", title, _facts(source, speech, places, lang), _panel_tools(exchange, source, speech, lang)
    )


def _facts(source: Source, speech: Speech | None, places: Sequence[tuple[str, int]], lang: Lang) -> str:
    rows = []
    if source.locations:
        at = source.locations[0]
        where = f"{word(lang, 'nth_speech', number=at.speech)} {word(lang, 'nth_paragraph', number=at.paragraph)}"
        page = "" if at.page is None else word(lang, "on_page", page=at.page)
        rows.append((word(lang, "file"), f"{at.file} · {where}{page}"))
    if speech:
        rows += speech_facts(speech, lang)
    else:
        rows.append((word(lang, "role"), source.speaker_role or word(lang, "role_missing")))
    out = tag("dl", "".join(tag("dt", esc(name)) + tag("dd", esc(value)) for name, value in rows))
    known = {(at.file, at.speech) for at in source.locations}
    elsewhere = [location_text(at, lang) for at in source.locations]
    elsewhere += [
        f"{word(lang, 'copy_title', title=file)}{word(lang, 'nth_speech', number=number)}"
        for file, number in places
        if (file, number) not in known
    ]
    if len(elsewhere) > 1:
        items = "".join(tag("li", esc(place)) for place in elsewhere)
        summary = tag("summary", esc(word(lang, "all_places", count=len(elsewhere))))
        out += tag("details", summary + tag("ul", items), class_="yj-places")
    return out


def speech_facts(speech: Speech, lang: Lang) -> list[tuple[str, str]]:
    """What is known of a speech: role always (even when missing), the others when known; inferred ones say so."""
    rows = [(word(lang, "role"), _field(speech.speaker_role, lang) or word(lang, "role_missing"))]
    others = (("date", speech.date), ("occasion", speech.occasion), ("place_field", speech.place))
    rows += [(word(lang, key), _field(field, lang)) for key, field in others if field.value]
    return rows


def _field(field: Field, lang: Lang) -> str:
    if not field.value:
        return ""
    return f"{field.value}（{word(lang, 'inferred')}）" if field.certainty == "inferred" else field.value


def _panel_tools(exchange: Exchange, source: Source, speech: Speech | None, lang: Lang) -> str:
    sources = exchange.answer.sources if exchange.answer else exchange.sources
    ring = [s.number for s in sources if s.cited or s.number == source.number]
    at = ring.index(source.number) if source.number in ring else 0
    steps = ""
    if len(ring) > 1:
        before, after = (
            act("mark", {"exchange": exchange.number, "number": ring[to % len(ring)]}, sign, "yj-step", word(lang, key))
            for key, sign, to in (("previous_source", "‹", at - 1), ("next_source", "›", at + 1))
        )
        count = tag("span", f"{at + 1} / {len(ring)}", class_="yj-facts")
        steps = tag("span", before + count + after, class_="yj-steps")
    done = word(lang, "copied")
    copies = copy_button(quotation_text(source, lang), word(lang, "copy_quote"), done)
    copies += copy_button(citation_text(source, speech, lang), word(lang, "copy_gbt"), done)
    return div("yj-panel-tools", steps, copies)


def speech_items(
    paragraphs: Sequence[Paragraph], target: int, lang: Lang, quotes: Sequence[str] = (), marked: bool = True
) -> str:
    """The paragraphs of a speech as list items; of a huge speech those around `target` (1-based) only.

    The target is marked unless `marked` is false, the quotes in it are highlighted.
    """
    first, last = shown_window(paragraphs, target)
    out = [_gap(first - 1, lang)]
    for number in range(first, last + 1):
        chosen = marked and number == target
        out.append(_paragraph(paragraphs[number - 1], number, chosen, quotes if chosen else (), lang))
    out.append(_gap(len(paragraphs) - last, lang))
    return "".join(out)


def _gap(count: int, lang: Lang) -> str:
    return tag("li", esc(word(lang, "paragraphs_left_out", count=count)), class_="yj-gap") if count else ""


def shown_window(paragraphs: Sequence[Paragraph], target: int) -> tuple[int, int]:
    """First and last paragraph to show (1-based), growing on both sides of the target up to SPEECH_LIMIT."""
    sizes = [min(len(p.text), PARAGRAPH_LIMIT) for p in paragraphs]
    first = last = target
    left = SPEECH_LIMIT - sizes[target - 1]
    grown = True
    while grown:
        grown = False
        if last < len(sizes) and sizes[last] <= left:
            left, last, grown = left - sizes[last], last + 1, True
        if first > 1 and sizes[first - 2] <= left:
            left, first, grown = left - sizes[first - 2], first - 1, True
    return first, last


def _paragraph(paragraph: Paragraph, number: int, chosen: bool, quotes: Sequence[str], lang: Lang) -> str:
    """One numbered paragraph; `chosen` is the one that was asked for."""
    css = f"yj-p yj-level-{paragraph.level}" + (" yj-target" if chosen else "")
    text = excerpt(paragraph, quotes, PARAGRAPH_LIMIT, lang)
    label = tag("span", str(number), class_="yj-p-number")
    current = "true" if chosen else None
    return tag("li", label + tag("p", text), class_=css, aria_current=current, data_p=str(number))


def excerpt(paragraph: Paragraph, quotes: Sequence[str], limit: int, lang: Lang) -> str:
    """At most `limit` characters of a paragraph, those around the first quote, with quotes and masks marked."""
    text, masks, spans = paragraph.text, paragraph.masks, find_spans(paragraph.text, quotes)
    start = 0
    if len(text) > limit:
        wanted = spans[0][0] - limit // 4 if spans else 0
        start = max(0, min(wanted, len(text) - limit))
    end = min(len(text), start + limit)
    shown = highlight(
        text[start:end],
        [(a - start, b - start) for a, b in spans],
        [Mask(m.start - start, m.end - start, m.text) for m in masks],
        word(lang, "quote_hint"),
        word(lang, "mask_hint"),
    )
    before = _left_out(start, lang)
    return before + shown + _left_out(len(text) - end, lang)


def _left_out(count: int, lang: Lang) -> str:
    return tag("em", esc(word(lang, "characters_left_out", count=count)), class_="yj-gap") if count else ""
