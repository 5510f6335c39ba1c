"""A checked draft as HTML: what needs a look first, then the rest, then the draft with its marks. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from bot.draft.types import Traced
from ui.markup import act, div, esc, tag
from ui.wordings import Lang, word

LIMIT = 20_000  # characters of one draft: ten printed pages
_ORDER = ("altered", "masked", "misattributed", "not_found", "found")


def refused(draft: str, lang: Lang) -> str:
    """Why a draft is not checked; empty when it can be."""
    if not draft.strip():
        return tag("p", esc(word(lang, "draft_empty")), class_="yj-about", role="status")
    if len(draft) > LIMIT:
        told = word(lang, "draft_long", count=f"{len(draft):,}", limit=f"{LIMIT:,}")
        return tag("p", esc(told), class_="yj-about", role="alert")
    return ""


def traced_view(draft: str, items: Sequence[Traced], lang: Lang) -> str:
    """The counts, the items that need a look, those as in the source (folded), and the marked draft."""
    if not items:
        return tag("p", esc(word(lang, "draft_nothing")), class_="yj-about", role="status")
    looked_at = sorted((i for i in items if i.verdict != "found"), key=lambda i: _ORDER.index(i.verdict))
    fine = [i for i in items if i.verdict == "found"]
    counts = "".join(_count(verdict, len(list(some)), lang) for verdict, some in _grouped(items))
    parts = [div("yj-counts", counts)]
    if looked_at:
        parts += [_title(word(lang, "draft_to_check", count=len(looked_at))), _list(looked_at, lang)]
    if fine:
        summary = tag("summary", esc(word(lang, "draft_fine", count=len(fine))))
        parts.append(tag("details", summary + _list(fine, lang), class_="yj-others"))
    parts += [_title(word(lang, "draft_marked")), div("yj-marked", _marked(draft, items, lang))]
    return "".join(parts)


def _title(text: str) -> str:
    return tag("h2", esc(text), class_="yj-section")


def _grouped(items: Sequence[Traced]) -> list[tuple[str, list[Traced]]]:
    ordered = sorted(items, key=lambda i: _ORDER.index(i.verdict))
    return [(verdict, list(some)) for verdict, some in groupby(ordered, key=lambda i: i.verdict)]


def _count(verdict: str, count: int, lang: Lang) -> str:
    return div("yj-count", tag("b", str(count)), tag("span", esc(word(lang, f"trace_{verdict}"))))


def _list(items: Sequence[Traced], lang: Lang) -> str:
    return tag("ul", "".join(_item(item, lang) for item in items), class_="yj-list yj-traced")


def _item(item: Traced, lang: Lang) -> str:
    verdict = tag("span", esc(word(lang, f"trace_{item.verdict}")), class_=f"yj-trace yj-trace-{item.verdict}")
    head = div("yj-source-head", verdict, tag("b", esc(item.text)), _place(item, lang))
    reasons = list(item.reasons) or ([word(lang, "trace_not_wrong")] if item.verdict == "not_found" else [])
    why = tag("p", esc("；".join(reasons)), class_="yj-why") if reasons and item.verdict != "found" else ""
    true = (
        tag("p", esc(word(lang, "trace_wording")) + tag("q", esc(item.wording)), class_="yj-true")
        if item.wording
        else ""
    )
    return tag("li", head + tag("p", esc(item.sentence), class_="yj-excerpt") + why + true)


def _place(item: Traced, lang: Lang) -> str:
    at = item.location
    if at is None:
        return ""
    place = word(lang, "place", file=at.file, speech=at.speech, paragraph=at.paragraph)
    args = {"file": at.file, "number": at.speech, "paragraph": at.paragraph}
    return act("shelf", args, esc(f"{item.title}　{place}"), "yj-open-place")


def _marked(draft: str, items: Sequence[Traced], lang: Lang) -> str:
    """The draft as text, each traced span marked with its verdict; overlapping spans keep the first."""
    parts, at = [], 0
    for item in sorted(items, key=lambda i: (i.start, -i.end)):
        if item.start < at:
            continue
        verdict = word(lang, f"trace_{item.verdict}")
        parts.append(esc(draft[at : item.start]))
        parts.append(
            tag(
                "mark",
                esc(draft[item.start : item.end]),
                class_=f"yj-trace-{item.verdict}",
                title=verdict,
                tabindex="0",
            )
        )
        at = item.end
    return "".join([*parts, esc(draft[at:])])
