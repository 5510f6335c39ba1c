"""What each event of an answer makes of its exchange."""

from __future__ import annotations

from dataclasses import replace

from bot.ports import ClaimChecked, Drafted, Dropped, Event, Found
from ui.types import Exchange, Span

DRAFT_LIMIT = 50_000  # characters of a draft that are shown; a model that never stops must not fill the memory


def after(exchange: Exchange, event: Event) -> Exchange:
    """The exchange once the event has happened."""
    if isinstance(event, Found):
        return replace(exchange, stage="drafting", searched=event.searched, sources=event.sources)
    if isinstance(event, Drafted):
        if not event.text:  # only says that work goes on
            return exchange
        return replace(exchange, stage="drafting", draft=(exchange.draft + event.text)[:DRAFT_LIMIT])
    if isinstance(event, Dropped):
        return replace(exchange, draft="", spans=())
    if isinstance(event, ClaimChecked):
        span = Span(event.start, event.end, event.claim.verdict == "supported", event.claim.reasons)
        return replace(exchange, spans=(*exchange.spans, span))
    return replace(exchange, stage="done", answer=event.answer, sources=event.answer.sources, draft="", spans=())
