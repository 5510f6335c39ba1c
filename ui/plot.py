"""Speeches by year and role as an inline picture (SVG), with the same numbers as a table for who cannot see it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from ui.markup import act, div, esc, tag
from ui.wordings import Lang, word
from vectorstore.overview import Tally

_YEARS, _ROLES = 30, 5  # the latest years; the most frequent roles, the others count as one
_STEP, _HEIGHT, _FOOT, _HEAD = 46, 150, 18, 14  # pixels
_WIDE = 32
_ROLE_BARS = 12


def plot(tallies: Sequence[Tally], lang: Lang) -> str:
    """Stacked bars by year, and how many speeches have no date; by role where none has; empty for an empty library."""
    years = sorted({t.year for t in tallies if t.year})[-_YEARS:]
    undated = sum(t.speeches for t in tallies if not t.year)
    if not years:
        return _by_role(tallies, lang)
    kinds, cells = _kinds(tallies, years, lang)
    top = max(sum(cells[year, kind] for kind in kinds) for year in years)
    about = word(lang, "plot_about", first=years[0], last=years[-1])
    columns = [(year, [(n, kind, cells[year, kind]) for n, kind in enumerate(kinds)]) for year in years]
    bars = "".join(_column(year, parts, top, _STEP * (n + 0.5)) for n, (year, parts) in enumerate(columns))
    size = {"width": str(_STEP * len(years)), "height": str(_HEIGHT)}
    drawn = tag("svg", bars, role="img", aria_label=about, class_="yj-plot", **size)
    picture = tag("div", drawn, class_="yj-table", tabindex="0")  # many years are scrolled within it
    drawn_kinds = [kind for kind in kinds if any(cells[year, kind] for year in years)]
    rest = tag("p", esc(word(lang, "plot_left_out", count=undated)), class_="yj-about") if undated else ""
    if undated:
        columns.insert(0, (word(lang, "plot_undated"), [(n, kind, cells["", kind]) for n, kind in enumerate(kinds)]))
    return div("yj-plotted", picture, _legend(kinds, drawn_kinds), rest, _table(columns, kinds, lang))


def _by_role(tallies: Sequence[Tally], lang: Lang) -> str:
    """A bar a role; each leads to its speeches."""
    counts: Counter[str] = Counter()
    for tally in tallies:
        counts[tally.role] += tally.speeches
    shown = [(role, n) for role, n in counts.most_common() if role][:_ROLE_BARS]
    if not shown:
        return ""
    top, items = max(n for _, n in shown), ""
    for role, n in shown:
        bar = tag("progress", "", value=str(n), max=str(top), aria_hidden="true")
        inner = tag("span", esc(role)) + bar + tag("b", str(n))
        items += tag("li", act("shelf", {"role": role}, inner, "yj-role-bar"))
    rest = sum(counts.values()) - sum(n for _, n in shown)
    others = tag("p", esc(word(lang, "plot_role_rest", count=rest)), class_="yj-about") if rest else ""
    title = tag("h2", esc(word(lang, "plot_roles")), class_="yj-section")
    return div("yj-plotted", title, tag("ul", items, class_="yj-role-bars"), others)


def _kinds(tallies: Sequence[Tally], years: Sequence[str], lang: Lang) -> tuple[list[str], Counter[tuple[str, str]]]:
    """The roles that are drawn, and how many speeches there are of each year and role."""
    whole: Counter[str] = Counter()
    for tally in tallies:
        if tally.role and (tally.year in years or not tally.year):
            whole[tally.role] += tally.speeches
    named = [role for role, _ in whole.most_common(_ROLES)]
    cells: Counter[tuple[str, str]] = Counter()
    for tally in tallies:
        known = tally.role if tally.role in named else word(lang, "plot_others" if tally.role else "role_missing")
        cells[tally.year, known] += tally.speeches
    others = [word(lang, "plot_others"), word(lang, "role_missing")]
    return [*named, *(kind for kind in others if any(cells[year, kind] for year in (*years, "")))], cells


def _column(name: str, parts: Sequence[tuple[int, str, int]], top: int, middle: float) -> str:
    """One bar, a click leads to its speeches; `parts` are (number of the kind, kind, speeches)."""
    room = _HEIGHT - _FOOT - _HEAD
    at, drawn = float(_HEIGHT - _FOOT), ""
    for number, kind, count in parts:
        if count:
            height = room * count / top
            at -= height
            place = {"x": f"{middle - _WIDE / 2:.1f}", "y": f"{at:.1f}", "width": str(_WIDE)}
            title = tag("title", esc(f"{name} {kind} {count}"))
            drawn += tag("rect", title, class_=f"yj-kind-{number}", height=f"{height:.1f}", **place)
    whole = sum(count for _, _, count in parts)
    label = tag("text", esc(name), x=f"{middle:.1f}", y=str(_HEIGHT - 4), text_anchor="middle")
    above = tag("text", str(whole), x=f"{middle:.1f}", y=f"{at - 3:.1f}", text_anchor="middle")
    args = json.dumps({"year": name})
    return tag("g", drawn + label + above, class_="yj-column", data_act="shelf", data_args=args)


def _legend(kinds: Sequence[str], drawn: Sequence[str]) -> str:
    items = "".join(
        tag("li", tag("span", "", class_=f"yj-key yj-kind-{n}") + esc(kind))
        for n, kind in enumerate(kinds)
        if kind in drawn
    )
    return tag("ul", items, class_="yj-legend")


def _table(columns: Sequence[tuple[str, list[tuple[int, str, int]]]], kinds: Sequence[str], lang: Lang) -> str:
    head = "".join(tag("th", esc(name), scope="col") for name in (word(lang, "plot_year"), *kinds))
    rows = "".join(
        tag("tr", tag("th", esc(name), scope="row") + "".join(tag("td", str(count)) for _, _, count in parts))
        for name, parts in reversed(columns)
    )
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    summary = tag("summary", esc(word(lang, "plot_table")))
    return tag("details", summary + tag("div", table, class_="yj-table", tabindex="0"), class_="yj-others")
