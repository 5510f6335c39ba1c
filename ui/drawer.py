"""The list of conversations, as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import groupby

from ui.exporting import TALK_FORMS
from ui.markup import act, div, esc, tag
from ui.wordings import Lang, word
from vectorstore.memory import LISTED, TalkRow


def drawer(
    rows: Sequence[TalkRow],
    current: str,
    lang: Lang,
    asked: str = "",
    doomed: str = "",
    notice: str = "",
    today: date | None = None,
) -> str:
    """Conversations by day, the last used first. `current` is open, `doomed` is to be deleted once that is confirmed.

    `asked` is what they were searched for; `notice` stands above them.
    """
    today = today or datetime.now(UTC).astimezone().date()
    out = tag("p", esc(notice), class_="yj-talks-notice") if notice else ""
    if not rows:
        none = word(lang, "talks_found_none", asked=asked) if asked else word(lang, "talks_none")
        return out + tag("p", esc(none), class_="yj-about")
    for key, group in groupby(rows, lambda row: _day(row.changed, today)):
        items = "".join(_item(row, current, doomed, lang) for row in group)
        out += tag("h2", esc(word(lang, key))) + tag("ul", items)
    older = word(lang, "talks_older", count=LISTED)
    return out + tag("p", esc(older), class_="yj-about") if len(rows) >= LISTED else out


def _day(changed: str, today: date) -> str:
    """The heading under which a time stands, by the calendar of this machine."""
    try:
        days = (today - datetime.fromisoformat(changed).astimezone().date()).days
    except ValueError:
        return "day_older"
    if days <= 0:
        return "day_today"
    if days == 1:
        return "day_yesterday"
    return "day_week" if days < 7 else "day_older"


def _item(row: TalkRow, current: str, doomed: str, lang: Lang) -> str:
    args = {"talk": row.key}
    here = "yj-talk yj-talk-here" if row.key == current else "yj-talk"
    name = tag("span", esc(row.name), class_="yj-talk-name")
    opened = act("open", args, name, "yj-talk-open", aria_current="true" if row.key == current else None)
    if row.key == doomed:
        sure = tag("p", esc(word(lang, "talk_delete_sure")))
        buttons = act("delete", {**args, "sure": True}, esc(word(lang, "talk_delete")), "yj-tool yj-danger")
        buttons += act("delete", {}, esc(word(lang, "talk_keep")), "yj-tool")
        return tag("li", opened + tag("div", sure + buttons, class_="yj-sure", role="alertdialog"), class_=here)
    rename = tag("button", esc(word(lang, "talk_rename")), type="button", class_="yj-tool", data_rename="")
    hidden = act("rename", args, "", "yj-hidden", data_label=word(lang, "talk_new_name"), hidden=True)
    saves = "".join(act("save", {**args, "form": form}, esc(label), "yj-tool") for form, label in TALK_FORMS)
    remove = act("delete", args, esc(word(lang, "talk_delete")), "yj-tool")
    tools = tag(
        "div",
        rename + hidden + saves + remove,
        class_="yj-talk-tools",
        role="group",
        aria_label=word(lang, "talk_tools", name=row.name),
    )
    return tag("li", opened + div("yj-talk-more", tools), class_=here)
