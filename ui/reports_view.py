"""The evaluation tab as HTML: the kept runs, one of them, two compared. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.markup import act, div, esc, tag
from ui.reports import Run
from ui.wordings import Lang, word

COMMAND = "yanju eval --questions questions.jsonl --store {store}"
_SCORES = {
    "right answer": "eval_right",
    "hit@5": "eval_hit",
    "citation precision": "eval_precision",
    "false answer": "eval_false_answer",
    "false refusal": "eval_false_refusal",
}  # those of the list, and their words; a comparison names the others as eval does
_CASES = 100  # won or lost cases that are named


def runs_view(runs: Sequence[Run], store: str, lang: Lang) -> str:
    """The runs with their main scores, and two lists to choose a pair from; without any, how to make one."""
    about = tag("p", esc(word(lang, "eval_about")), class_="yj-about")
    command = tag("p", tag("code", esc(COMMAND.format(store=store))), class_="yj-command")
    if not runs:
        return about + tag("p", esc(word(lang, "eval_none"))) + command
    names = [word(lang, "eval_when"), word(lang, "eval_questions"), word(lang, "eval_model")]
    names += [word(lang, key) for key in _SCORES.values()]
    head = "".join(tag("th", esc(name), scope="col") for name in names)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", "".join(map(_row, runs))))
    parts = [about, tag("div", table, class_="yj-table", tabindex="0")]
    if len(runs) > 1:
        parts.append(_pair(runs, lang))
    fold = tag("summary", esc(word(lang, "eval_again"))) + command
    return "".join([*parts, tag("details", fold, class_="yj-others")])


def _row(run: Run) -> str:
    opened = act("report", {"name": run.name}, esc(run.when), "yj-crumb")
    model = " · ".join(text for text in (run.model, run.embedding, run.commit) if text)
    cells = [opened, esc(f"{run.questions}（{run.cases}）"), esc(model)]
    cells += [f"{run.scores[name]:.3f}" if name in run.scores else "—" for name in _SCORES]
    return tag("tr", "".join(tag("td", cell) for cell in cells))


def _pair(runs: Sequence[Run], lang: Lang) -> str:
    before = _select("before", word(lang, "eval_before"), runs, runs[1].name)
    after = _select("after", word(lang, "eval_after"), runs, runs[0].name)
    button = act("compare", {}, esc(word(lang, "eval_compare")), "yj-tool yj-main-tool")
    return tag("div", before + after + button, class_="yj-form yj-filter", data_form="compare")


def _select(name: str, label: str, runs: Sequence[Run], chosen: str) -> str:
    options = "".join(
        tag("option", esc(f"{run.when} {run.model}"), value=run.name, selected=run.name == chosen) for run in runs
    )
    return tag("label", tag("span", esc(label)) + tag("select", options, name_=name))


def report_view(page: str, name: str, lang: Lang) -> str:
    """A report in a frame of its own, in which nothing runs and nothing is loaded."""
    title = word(lang, "eval_report", name=name)
    frame = tag("iframe", "", sandbox="", srcdoc=page, title=title, class_="yj-report", loading="lazy")
    return tag("h2", esc(title), class_="yj-section") + frame


def comparison_view(data: Mapping[str, Any], lang: Lang) -> str:
    """The paired differences with their intervals, and the cases won and lost."""
    names = ("eval_score", "eval_difference", "eval_interval", "eval_n")
    head = "".join(tag("th", esc(word(lang, name)), scope="col") for name in names)
    rows = "".join(_difference(_named(str(name), lang), change) for name, change in data["differences"].items())
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
    title = tag("h2", esc(word(lang, "eval_compared", count=data["cases"])), class_="yj-section")
    cases = _cases(data["won"], "eval_won", lang) + _cases(data["lost"], "eval_lost", lang)
    return title + tag("div", table, class_="yj-table", tabindex="0") + cases


def _named(score: str, lang: Lang) -> str:
    return f"{word(lang, _SCORES[score])} {score}" if score in _SCORES and lang == "zh" else score


def _difference(name: str, change: Mapping[str, float]) -> str:
    low, high = float(change["low"]), float(change["high"])
    cells = (name, f"{change['mean']:+.3f}", f"{low:+.3f} … {high:+.3f}", str(int(change["n"])))
    sure = low > 0 or high < 0
    row = "".join(tag("td", tag("b", esc(cell)) if sure else esc(cell)) for cell in cells)
    return tag("tr", row)


def _cases(cases: Sequence[Mapping[str, str]], title: str, lang: Lang) -> str:
    named = "、".join(f"{case['id']}（{case['score']}）" for case in cases[:_CASES]) or "—"
    more = "…" if len(cases) > _CASES else ""
    return div("yj-notes", tag("b", esc(word(lang, title, count=len(cases)))), tag("span", esc(f"　{named}{more}")))
