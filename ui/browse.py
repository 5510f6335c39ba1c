"""The library at a glance: the filters by year, role and topic, the plot, and the list of chosen speeches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ui.markup import act, div, esc, tag
from ui.pager import pager
from ui.plot import plot
from ui.wordings import Lang, word
from vectorstore.overview import EVERYTHING, Chosen, Line, Tally
from vectorstore.types import Filters

LINES = 100  # speeches of a page
TOPICS = 24
_CHOICES = 300  # options of one filter


def glance(tallies: Sequence[Tally], lang: Lang) -> str:
    """The filters and the plot, above the list of files."""
    return filters_form(tallies, EVERYTHING, lang) + plot(tallies, lang)


def filters_form(tallies: Sequence[Tally], chosen: Chosen, lang: Lang) -> str:
    """Two lists to choose from, with the number of speeches of each choice; none of what no speech is known to have."""
    years: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for tally in tallies:
        years[tally.year] += tally.speeches
        roles[tally.role] += tally.speeches
    by_year = [(year, n) for year, n in sorted(years.items(), reverse=True) if year]
    by_role = [(role, n) for role, n in roles.most_common() if role]
    fields = _select("year", word(lang, "filter_year"), word(lang, "all_years"), by_year, chosen.year)
    fields += _select("role", word(lang, "filter_role"), word(lang, "all_roles"), by_role, chosen.role)
    if not fields:
        return ""
    button = act("shelf", {}, esc(word(lang, "filter_go")), "yj-tool yj-main-tool")
    return tag("div", fields + button, class_="yj-form yj-filter", data_form="filter")


def chosen_view(lines: Sequence[Line], tallies: Sequence[Tally], chosen: Chosen, lang: Lang, first: int = 0) -> str:
    """A page of the speeches of a year and a role, `first` of them before it; each opens."""
    back = tag("nav", act("shelf", {}, esc(word(lang, "back_files")), "yj-crumb"), class_="yj-trail")
    total = sum(t.speeches for t in tallies if chosen.year in ("", t.year) and chosen.role in ("", t.role))
    count = tag("p", esc(word(lang, "chosen_count", count=total, what=said(chosen))), role="status")
    items = "".join(_line(line, lang) for line in lines)
    pages = pager(limits_json(chosen), first, LINES, total, lang)
    return back + filters_form(tallies, chosen, lang) + count + tag("ul", items, class_="yj-list") + pages


def topic_chips(words: Sequence[tuple[str, int]], chosen: Chosen, lang: Lang) -> str:
    """Topic words to search for within what is chosen; empty without any."""
    if not words:
        return ""
    limits = limits_json(chosen)
    chips = "".join(act("shelf", {"asked": topic, **limits}, esc(topic), "yj-further") for topic, _ in words)
    return div("yj-follow", tag("span", esc(word(lang, "topics")), class_="yj-label"), chips)


def said(chosen: Chosen) -> str:
    """What is chosen, in words."""
    return " · ".join(text for text in (chosen.file, chosen.year, chosen.role) if text)


def limits_json(chosen: Chosen) -> dict[str, str]:
    """The same as arguments of a click."""
    return {"year": chosen.year, "role": chosen.role, "file": chosen.file}


def limits_of(chosen: Chosen) -> Filters:
    """The same as the filters of a search."""
    year = chosen.year or None
    return Filters(file=chosen.file or None, role=chosen.role or None, date_from=year, date_to=year)


def _select(name: str, label: str, everything: str, options: Sequence[tuple[str, int]], chosen: str) -> str:
    if not options:
        return ""
    items = tag("option", esc(everything), value="")
    for value, count in options[:_CHOICES]:
        items += tag("option", esc(f"{value}（{count}）"), value=value, selected=value == chosen)
    return tag("label", tag("span", esc(label)) + tag("select", items, name_=name))


def _line(line: Line, lang: Lang) -> str:
    title = tag("span", esc(line.title or word(lang, "untitled")), class_="yj-file-name")
    facts = [line.role or word(lang, "role_missing"), line.date or "", line.file]
    facts.append(word(lang, "nth_speech", number=line.number))
    inner = title + tag("span", esc(" · ".join(fact for fact in facts if fact)), class_="yj-facts")
    args = {"file": line.file, "speech": line.speech_id}
    return tag("li", act("shelf", args, div("yj-source-body", inner), "yj-source"))
