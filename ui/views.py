"""From an exchange to what is shown of it: pure functions to HTML, every text of outside escaped (ui/markup.py)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.checker.claims import normalise_marks
from bot.types import Answer, Claim, Source
from ui.copying import answer_text, place_text
from ui.examples import follow_ups
from ui.markup import MARK, act, copy_button, div, esc, lines, tag
from ui.types import Exchange
from ui.wordings import Lang, word

_HOVER_LIMIT = 400  # characters of a paragraph in the hover card
_EXCERPT_LIMIT = 90
_MAX_OTHERS = 12


def conversation(exchanges: Sequence[Exchange], lang: Lang) -> str:
    """Several exchanges, oldest first."""
    return "".join(exchange_view(exchange, lang) for exchange in exchanges)


def exchange_view(exchange: Exchange, lang: Lang) -> str:
    """One question with its answer, draft or error."""
    scope = " · ".join(part for part in (exchange.filters.file, exchange.filters.role) if part)
    question = tag("h2", esc(exchange.question), class_="yj-q-text")
    if scope:
        question += div("yj-scope", esc(word(lang, "filtered", what=scope)))
    question += div("yj-q-tools", _edit(exchange.question, word(lang, "edit"), lang))
    body = _answer(exchange, exchange.answer, lang) if exchange.answer else _unfinished(exchange, lang)
    stage = exchange.answer.status if exchange.answer else exchange.stage
    return tag(
        "article",
        div("yj-q", question) + div("yj-a", body),
        class_=f"yj-turn yj-is-{stage}",
        id=f"yj-turn-{exchange.number}",
        aria_label=f"{word(lang, 'you_asked')} {exchange.number}",
        aria_busy="true" if exchange.running else "false",
    )


def _edit(question: str, label: str, lang: Lang) -> str:
    kept = tag("span", esc(question), class_="yj-edittext", hidden=True)
    return tag("span", tag("button", esc(label), type="button", class_="yj-tool", data_edit="") + kept)


def _unfinished(exchange: Exchange, lang: Lang) -> str:
    again = act("again", {"exchange": exchange.number}, esc(word(lang, "again")), "yj-tool")
    if exchange.stage == "failed":
        reason = exchange.error or word(lang, "failed_unknown")
        notice = div("yj-banner yj-banner-failed", esc(word(lang, "failed", reason=reason)))
        return notice + (_draft(exchange, lang) if exchange.draft else "") + div("yj-tools", again)
    if exchange.stage == "stopped":
        text = word(lang, "stopped" if exchange.draft else "stopped_early")
        notice = div("yj-banner yj-banner-stopped", esc(text))
        return notice + (_draft(exchange, lang) if exchange.draft else "") + div("yj-tools", again)
    doing = word(lang, "searching") if exchange.stage == "searching" else ""
    if not doing and not exchange.draft:
        doing = word(lang, "writing", count=len(exchange.sources))
    progress = tag("p", esc(doing), class_="yj-progress", role="status") if doing else ""
    return progress + (_draft(exchange, lang) if exchange.draft else "")


def _draft(exchange: Exchange, lang: Lang) -> str:
    label = div("yj-draft-label", esc(word(lang, "draft")))
    cursor = tag("span", class_="yj-cursor", aria_hidden="true") if exchange.running else ""
    return div("yj-draft", label, _marked_text(normalise_marks(exchange.draft), exchange, (), lang), cursor)


def _answer(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    struck = [claim for claim in answer.claims if claim.verdict == "unsupported"]
    return "".join(
        (
            _banner(answer, lang),
            _searched(answer, lang),
            div("yj-text", _marked_text(answer.text, exchange, struck, lang)),
            _struck_list(struck, lang),
            _notes(answer, lang),
            _sources(exchange, answer, lang),
            _tools(exchange, answer, lang),
            _follow_ups(exchange, lang),
        )
    )


def _banner(answer: Answer, lang: Lang) -> str:
    name = tag("strong", esc(word(lang, f"status_{answer.status}")))
    about = tag("span", esc(word(lang, f"about_{answer.status}")))
    return tag("div", name + about, class_=f"yj-banner yj-banner-{answer.status}", role="status")


def _searched(answer: Answer, lang: Lang) -> str:
    if answer.searched.strip() == answer.question.strip():
        return ""
    label = tag("span", esc(word(lang, "searched_as")) + "：", class_="yj-label")
    text = tag("span", esc(answer.searched), class_="yj-searched-text")
    return div("yj-searched", label, text, _edit(answer.searched, word(lang, "edit_searched"), lang))


def _marked_text(text: str, exchange: Exchange, struck: Sequence[Claim], lang: Lang) -> str:
    """Paragraphs of an answer: marks become buttons, struck claims that stand in the text are crossed out."""
    sources = {s.number: s for s in (exchange.answer.sources if exchange.answer else exchange.sources)}
    crossed = [claim.text.strip() for claim in struck if claim.text.strip()]
    return "".join(tag("p", _pieces(line, exchange.number, sources, crossed, lang)) for line in lines(text))


def _pieces(line: str, exchange: int, sources: dict[int, Source], crossed: Sequence[str], lang: Lang) -> str:
    for claim in crossed:
        before, found, after = line.partition(claim)
        if found:
            middle = tag("s", _pieces(found, exchange, sources, (), lang), class_="yj-struck-text")
            return (
                _pieces(before, exchange, sources, crossed, lang)
                + middle
                + _pieces(after, exchange, sources, crossed, lang)
            )
    out, last = [], 0
    for match in MARK.finditer(line):
        out.append(esc(line[last : match.start()]))
        number = int(match[1])
        out.append(mark(exchange, number, sources.get(number), lang))
        last = match.end()
    return "".join(out) + esc(line[last:])


def mark(exchange: int, number: int, source: Source | None, lang: Lang) -> str:
    """The small round button of a source; a number without a source stays visible as text and says so."""
    if source is None:
        return tag("span", f"[{number}]", class_="yj-nomark", title=word(lang, "mark_unknown", number=number))
    label = word(lang, "mark_label", number=number, place=place_text(source, lang))
    return act("mark", {"exchange": exchange, "number": number}, str(number), "yj-mark", label)


def _struck_list(struck: Sequence[Claim], lang: Lang) -> str:
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


def _sources(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    cited = [s for s in answer.sources if s.cited]
    others = [s for s in answer.sources if not s.cited]
    title = "sources"
    if not cited and answer.status in ("masked", "not_found", "partial"):
        title, cited, others = "nearest", others[:3], others[3:]
    out = ""
    if cited:
        items = "".join(_source_item(exchange.number, source, lang) for source in cited)
        out = div("yj-sources", tag("h3", esc(word(lang, title))), tag("ul", items))
    if others:
        items = "".join(_source_item(exchange.number, source, lang) for source in others[:_MAX_OTHERS])
        summary = tag("summary", esc(word(lang, "other_sources", count=len(others))))
        out += tag("details", summary + div("yj-sources", tag("ul", items)), class_="yj-others")
    return out


def _source_item(exchange: int, source: Source, lang: Lang) -> str:
    quote = source.quotes[0] if source.quotes else source.paragraph.text
    excerpt = quote if len(quote) <= _EXCERPT_LIMIT else quote[:_EXCERPT_LIMIT] + "…"
    full = source.paragraph.text
    card = full if len(full) <= _HOVER_LIMIT else full[:_HOVER_LIMIT] + "…"
    role = tag("span", esc(source.speaker_role), class_="yj-role") if source.speaker_role else ""
    heading = div(
        "yj-source-head",
        tag("span", esc(source.title or word(lang, "untitled")), class_="yj-source-title"),
        role,
        tag("span", esc(place_text(source, lang)), class_="yj-place"),
    )
    inner = heading + tag("span", esc(excerpt), class_="yj-excerpt")
    label = word(lang, "mark_label", number=source.number, place=place_text(source, lang))
    args = {"exchange": exchange, "number": source.number}
    button = act(
        "mark",
        args,
        tag("span", str(source.number), class_="yj-number") + div("yj-source-body", inner),
        "yj-source",
        label,
    )
    hidden = tag("span", esc(card), hidden=True, class_="yj-card-text", data_card=f"{exchange}-{source.number}")
    return tag("li", button + hidden)


def _tools(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    struck = sum(claim.verdict == "unsupported" for claim in answer.claims)
    if struck:
        checked = word(lang, "checked_struck", count=len(answer.claims), struck=struck)
    else:
        checked = word(lang, "checked", count=len(answer.claims)) if answer.claims else ""
    facts = " · ".join(part for part in (checked, *_cost(answer, lang)) if part)
    again = act("again", {"exchange": exchange.number}, esc(word(lang, "again")), "yj-tool")
    copy = copy_button(answer_text(answer, lang), word(lang, "copy"), word(lang, "copied"))
    return div("yj-tools", copy, again, tag("span", esc(facts), class_="yj-facts"))


def _follow_ups(exchange: Exchange, lang: Lang) -> str:
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


def start_page(files: int, speeches: int, paragraphs: int, examples: Sequence[str], lang: Lang) -> str:
    """What is shown before the first question."""
    if not files:
        return div("yj-start", tag("p", esc(word(lang, "empty_library")), class_="yj-start-size"))
    size = word(lang, "library_size", files=files, speeches=speeches, paragraphs=paragraphs)
    buttons = "".join(
        tag("li", act("pick", {"example": i}, esc(text), "yj-example")) for i, text in enumerate(examples)
    )
    shown = div("yj-examples", tag("h3", esc(word(lang, "examples"))), tag("ul", buttons)) if examples else ""
    welcome = tag("h2", esc(word(lang, "welcome")))
    return div("yj-start", welcome, tag("p", esc(size), class_="yj-start-size"), shown)
