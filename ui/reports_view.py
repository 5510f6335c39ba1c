"""The evaluation tab as HTML: the kept runs, one of them, two compared. Knows no Gradio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ui.markup import act, div, esc, tag
from ui.reports import Run
from ui.wordings import TABLE, Lang, word

COMMAND = "yanju eval --questions questions.jsonl --store {store}"
_SCORES = {
    "right answer": "eval_right",
    "hit@5": "eval_hit",
    "citation precision": "eval_precision",
    "false answer": "eval_false_answer",
    "false refusal": "eval_false_refusal",
}  # those of the list, and their words
_DRAWN = 160  # pixels of an interval
_CASES = 100  # won or lost cases that are named


def runs_view(runs: Sequence[Run], store: str, lang: Lang, judged: int = 0) -> str:
    """The runs with their main scores, and two lists to choose a pair from; without any, how to make one.

    `judged` answers of the chat can be saved as cases.
    """
    about = tag("p", esc(word(lang, "eval_about")), class_="yj-about")
    command = tag("p", tag("code", esc(COMMAND.format(store=store))), class_="yj-command")
    if not runs:
        return about + tag("p", esc(word(lang, "eval_none"))) + command + _judged(judged, lang)
    names = [word(lang, "eval_when"), word(lang, "eval_questions"), word(lang, "eval_model")]
    names += [word(lang, key) for key in _SCORES.values()]
    head = "".join(tag("th", esc(name), scope="col") for name in names)
    table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", "".join(map(_row, runs))))
    parts = [about, tag("div", table, class_="yj-table", tabindex="0")]
    if len(runs) > 1:
        parts.append(_pair(runs, lang))
    fold = tag("summary", esc(word(lang, "eval_again"))) + command
    return "".join([*parts, tag("details", fold, class_="yj-others"), _judged(judged, lang)])


def _judged(count: int, lang: Lang) -> str:
    if not count:
        return ""
    save = act("cases", {}, esc(word(lang, "eval_save_cases")), "yj-tool")
    return tag("p", esc(word(lang, "eval_judged", count=count)), class_="yj-about") + div("yj-tools", save)


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
    """The paired differences with their intervals, drawn and in numbers, and the cases won and lost."""
    changes: Mapping[str, Mapping[str, float]] = data["differences"]
    moved = {name: change for name, change in changes.items() if any(change[key] for key in ("mean", "low", "high"))}
    same = "、".join(_named(name, lang) for name in changes if name not in moved)
    parts = [tag("h2", esc(word(lang, "eval_compared", count=data["cases"])), class_="yj-section")]
    if moved:
        names = ("eval_score", "eval_difference", "eval_interval", "eval_drawn", "eval_n")
        head = "".join(tag("th", esc(word(lang, name)), scope="col") for name in names)
        far = max(abs(change[key]) for change in moved.values() for key in ("mean", "low", "high"))
        rows = "".join(_difference(_named(name, lang), change, far) for name, change in moved.items())
        table = tag("table", tag("thead", tag("tr", head)) + tag("tbody", rows))
        parts.append(tag("div", table, class_="yj-table", tabindex="0"))
    if same:
        parts.append(tag("p", esc(word(lang, "eval_same", names=same)), class_="yj-about"))
    return "".join(parts) + _cases(data["won"], "eval_won", lang) + _cases(data["lost"], "eval_lost", lang)


def _named(score: str, lang: Lang) -> str:
    """A score in words and as eval names it."""
    kind, _, k = score.partition("@")
    if lang == "en" or f"eval_name_{kind}" not in TABLE:
        return score
    return f"{word(lang, f'eval_name_{kind}', k=k)} {score}"


def _difference(name: str, change: Mapping[str, float], far: float) -> str:
    low, high = float(change["low"]), float(change["high"])
    cells = (name, f"{change['mean']:+.3f}", f"{low:+.3f} … {high:+.3f}")
    sure = low > 0 or high < 0
    row = "".join(tag("td", tag("b", esc(cell)) if sure else esc(cell)) for cell in cells)
    return tag(
        "tr", row + tag("td", _whisker(low, float(change["mean"]), high, far)) + tag("td", str(int(change["n"])))
    )


def _whisker(low: float, mean: float, high: float, far: float) -> str:
    """An interval as a line with its mean as a block, on a scale from -far to far with 0 in the middle."""

    def x(value: float) -> float:
        return _DRAWN / 2 * (1 + value / far * 0.95)

    zero = tag("rect", "", class_="yj-zero", x=f"{x(0):.1f}", y="0", width="1", height="16")
    line = tag("rect", "", x=f"{x(low):.1f}", y="7", width=f"{max(1.0, x(high) - x(low)):.1f}", height="2")
    block = tag("rect", "", x=f"{x(mean) - 3:.1f}", y="4", width="6", height="8")
    return tag("svg", zero + line + block, class_="yj-whisker", width=str(_DRAWN), height="16", aria_hidden="true")


def _cases(cases: Sequence[Mapping[str, str]], title: str, lang: Lang) -> str:
    scores: dict[str, list[str]] = {}
    for case in cases:
        scores.setdefault(case["id"], []).append(_named(case["score"], lang))
    named = "；".join(f"{case}（{'、'.join(names)}）" for case, names in list(scores.items())[:_CASES]) or "—"
    more = "…" if len(scores) > _CASES else ""
    return div("yj-notes", tag("b", esc(word(lang, title, count=len(scores)))), tag("span", esc(f"　{named}{more}")))
