"""From an exchange to what is shown of it: pure functions to HTML, every text of outside escaped (ui/markup.py)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.types import Answer
from ui.beneath import beneath, hover_card
from ui.marked import marked_draft, marked_text
from ui.markup import MARK, act, div, esc, tag
from ui.types import Exchange
from ui.wordings import Lang, word

_SCROLLED = 100  # characters of a question that may not fit where it is shown: it can be scrolled there


def conversation(exchanges: Sequence[Exchange], lang: Lang) -> str:
    """Several exchanges, oldest first."""
    return "".join(exchange_view(exchange, lang) for exchange in exchanges)


def exchange_view(exchange: Exchange, lang: Lang) -> str:
    """One question with its answer, draft or error."""
    scope = " · ".join(part for part in (exchange.filters.file, exchange.filters.role) if part)
    scrolled = "0" if len(exchange.question) > _SCROLLED else None
    question = tag("h2", esc(exchange.question), class_="yj-q-text", tabindex=scrolled)
    if scope:
        question += div("yj-scope", esc(word(lang, "filtered", what=scope)))
    if not exchange.running:
        edit = act("edit", {"exchange": exchange.number}, esc(word(lang, "edit")), "yj-tool")
        question += div("yj-q-tools", edit)
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


def _unfinished(exchange: Exchange, lang: Lang) -> str:
    if not exchange.running:
        again = act("again", {"exchange": exchange.number}, esc(word(lang, "again")), "yj-tool")
        draft = _draft(exchange, lang) if exchange.draft else ""
        return _ended(exchange, lang) + draft + div("yj-tools", again)
    searched = _searched(exchange, lang)
    doing = word(lang, "searching") if exchange.stage == "searching" else ""
    if not doing and not exchange.draft:
        doing = word(lang, "writing", count=len(exchange.sources))
    progress = tag("p", esc(doing), class_="yj-progress", role="status") if doing else ""
    return searched + progress + (_draft(exchange, lang) if exchange.draft else "")


def _ended(exchange: Exchange, lang: Lang) -> str:
    """Why there is no answer."""
    if exchange.stage == "failed":
        reason = exchange.error or word(lang, "failed_unknown")
        return div("yj-banner yj-banner-failed", esc(word(lang, "failed", reason=reason)))
    if exchange.stage == "interrupted":
        return div("yj-banner yj-banner-stopped", esc(word(lang, "interrupted")))
    return div("yj-banner yj-banner-stopped", esc(word(lang, "stopped" if exchange.draft else "stopped_early")))


def _draft(exchange: Exchange, lang: Lang) -> str:
    label = div("yj-draft-label", esc(word(lang, "draft_checked" if exchange.spans else "draft")))
    named = set(MARK.findall(exchange.draft))
    cards = "".join(hover_card(exchange.number, s, lang) for s in exchange.sources if str(s.number) in named)
    return div("yj-draft", label, marked_draft(exchange, lang)) + cards


def _answer(exchange: Exchange, answer: Answer, lang: Lang) -> str:
    struck = [claim for claim in answer.claims if claim.verdict == "unsupported"]
    return "".join(
        (
            _banner(answer, lang),
            _searched(exchange, lang),
            div("yj-text", marked_text(answer.text, exchange, struck, lang)),
            beneath(exchange, answer, struck, lang),
        )
    )


def _banner(answer: Answer, lang: Lang) -> str:
    name = tag("strong", esc(word(lang, f"status_{answer.status}")))
    about = tag("span", esc(word(lang, f"about_{answer.status}")))
    return tag("div", name + about, class_=f"yj-banner yj-banner-{answer.status}", role="status")


def _searched(exchange: Exchange, lang: Lang) -> str:
    """The question as it was searched when that is another; app.js makes a field of it, `search` asks what is in it."""
    searched = exchange.answer.searched if exchange.answer else exchange.searched
    if searched.strip() in ("", exchange.question.strip()):
        return ""
    label = tag("span", esc(word(lang, "searched_as")), class_="yj-label")
    text = tag("span", esc(searched), class_="yj-searched-text")
    edit = ""
    if not exchange.running:
        edit = tag("button", esc(word(lang, "edit_searched")), type="button", class_="yj-tool", data_edit="")
        states = {"data_label": word(lang, "searched_as"), "data_go": word(lang, "search_again")}
        edit += act("search", {"exchange": exchange.number}, "", "yj-hidden", hidden=True, **states)
    return div("yj-searched", label, text, edit)


def start_page(files: int, speeches: int, paragraphs: int, examples: Sequence[str], lang: Lang) -> str:
    """What is shown before the first question."""
    if not files:
        title, about = tag("h2", esc(word(lang, "empty_title"))), tag("p", esc(word(lang, "empty_about")))
        fill = act("fill", {}, esc(word(lang, "empty_fill")), "yj-tool yj-main-tool yj-fill")
        command = tag("p", esc(word(lang, "empty_command")), class_="yj-start-size")
        return div("yj-start", title, about, fill, command)
    size = word(lang, "library_size", files=files, speeches=speeches, paragraphs=paragraphs)
    buttons = "".join(
        tag("li", act("pick", {"example": i}, esc(text), "yj-example")) for i, text in enumerate(examples)
    )
    shown = div("yj-examples", tag("h3", esc(word(lang, "examples"))), tag("ul", buttons)) if examples else ""
    welcome = tag("h2", esc(word(lang, "welcome")))
    return div("yj-start", welcome, tag("p", esc(size), class_="yj-start-size"), shown)
