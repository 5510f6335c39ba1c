"""The report as one self-contained HTML page: no script, no outside address, plots as inline SVG."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from eval.case_view import TYPE_NAMES, case_view
from eval.plots import bars, curves, reliability, round_up
from eval.report import SHOWN

_STYLE = Path(__file__).parent / "data" / "report.css"
_THRESHOLD = 0.5  # of the checker's score: from here on a claim passes
_MEANING = {
    "hit@5": "前5段里有出处", "hit@10": "前10段里有出处", "recall@20": "前20段找全出处", "right answer": "答对",
    "citation precision": "所引皆是出处", "citation recall": "出处都引到", "cited sentences": "句句有引用",
    "figure fidelity": "数字皆有据", "invented figures": "编了数字（越低越好）", "masked honesty": "隐去的照实说",
    "false answer": "没有却作答（越低越好）", "false refusal": "有却说没有（越低越好）",
}  # fmt: skip
_STAGES = {
    "total": "整个回答", "search": "检索", "draft": "起草", "check": "核查", "sources": "列出处",
    "search alone": "单独检索",
}  # fmt: skip


def _table(data: dict[str, Any]) -> str:
    kinds = list(data["by_type"])
    head = "".join(f"<th>{_kind(kind)}<small>{data['by_type'][kind]['cases']}题</small></th>" for kind in kinds)
    rows = [f"<tr><th>分数</th><th>全部<small>{data['cases']}题</small></th><th>95 % 区间</th>{head}</tr>"]
    for name in SHOWN:
        if name in data["scores"]:
            whole = data["scores"][name]
            cells = f"<td>{whole['mean']:.3f}</td><td>{whole['low']:.2f}–{whole['high']:.2f}</td>"
            for kind in kinds:
                part = data["by_type"][kind]["scores"].get(name)
                cells += f"<td>{part['mean']:.3f}</td>" if part else '<td class="soft">·</td>'
            rows.append(f"<tr><td>{escape(name)}<small>{_MEANING.get(name, '')}</small></td>{cells}</tr>")
    return f'<div class="wide"><table>{"".join(rows)}</table></div>'


def _kind(kind: str) -> str:
    return TYPE_NAMES.get(kind, escape(kind))


def _figure(title: str, plot: str, style: str = "") -> str:
    return f'<figure class="{style}"><h3>{escape(title)}</h3>{plot}</figure>'


def _by_type(data: dict[str, Any], title: str, *names: str) -> str:
    """A plot of a score by type with its intervals; of several names the first that a type has."""
    rows = []
    for kind, part in data["by_type"].items():
        score = next((part["scores"][name] for name in names if name in part["scores"]), None)
        if score:
            name, mean = TYPE_NAMES.get(kind, kind), score["mean"]
            rows.append((name, mean, score["low"], score["high"], f"{mean:.3f}"))
    return _figure(title, bars(title, rows)) if rows else ""


def _against_k(data: dict[str, Any]) -> str:
    depths = (1.0, 3.0, 5.0, 10.0, 20.0)
    lines = []
    for word, name in (("有一处出处", "hit"), ("找全出处", "recall")):
        points = [(k, data["scores"][f"{name}@{k:g}"]["mean"]) for k in depths if f"{name}@{k:g}" in data["scores"]]
        lines += [(word, points)] if points else []
    title = "看前k段时的检索分数（hit@k、recall@k）"
    return _figure(title, curves(title, "k", lines, depths)) if lines else ""


def _latency(data: dict[str, Any]) -> str:
    rows = []
    further = [stage for stage in data["seconds"] if stage not in _STAGES and stage != "ask"]  # ask is total once more
    for stage in [stage for stage in _STAGES if stage in data["seconds"]] + further:
        half, most = (1000 * data["seconds"][stage][point] for point in ("p50", "p95"))
        name = _STAGES[stage] if stage in _STAGES else str(stage)
        rows.append((name, half, half, most, f"{half:.0f} / {most:.0f}"))
    title = "用时（毫秒；条为中位数，线段到第95百分位）"
    return _figure(title, bars(title, rows, round_up(max(row[3] for row in rows)))) if rows else ""


def _plots(data: dict[str, Any]) -> str:
    """The scores by type with their intervals, the scores against k, and the time of each stage."""
    parts = (
        _by_type(data, "答对（right answer，线段为 95 % 区间）", "right answer", "masked honesty"),
        _by_type(data, "该答没答、该拒没拒（越低越好）", "false refusal", "false answer"),
        _by_type(data, "前5段里有出处（hit@5）", "hit@5"),
        _by_type(data, "出处都引到（citation recall）", "citation recall"),
        _against_k(data),
        _latency(data),
    )
    return f'<div class="plots">{"".join(parts)}</div>'


def _checker(claims: dict[str, Any]) -> str:
    """The checker on labelled claims: is a score the share that it says, and what would another threshold do."""
    bins = [(b["score"], b["supported"], b["n"] / claims["n"]) for b in claims["calibration"]]
    whole = sum(share * part for _, share, part in bins)
    precise, complete = [], []
    for tenth in range(1, 10):
        passed = [(share, part) for score, share, part in bins if score >= tenth / 10]
        right = sum(share * part for share, part in passed)
        if passed and whole:
            precise.append((tenth / 10, right / sum(part for _, part in passed)))
            complete.append((tenth / 10, right / whole))
    lines = [("放行的确有据", precise), ("有据的得放行", complete)]
    ticks = tuple(tenth / 10 for tenth in range(1, 10))
    calibrated, moved = "分数的可靠程度", "门槛放在别处会怎样"
    accuracy = claims["accuracy"]
    kinds = [(kind or "（无类别）", share, 0.0, 0.0, f"{share:.3f}") for kind, share in claims["by_kind"].items()]
    return (
        f'<h2 id="checker">核查本身（{escape(claims["claims"])}，{claims["n"]} 条标好的断言）</h2>'
        f"<p>AUC {claims['auc']:.3f}　准确率 {accuracy['mean']:.3f}（{accuracy['low']:.2f}–{accuracy['high']:.2f}）　"
        f"校准误差 {claims['calibration_error']:.3f}</p>"
        '<p class="soft">可靠程度：横为核查给的分数，纵为其中确有据的份额，点越大条数越多；'
        "落在对角线上，分数就是有据的份额。</p>"
        f'<div class="plots">{_figure(calibrated, reliability(calibrated, bins, _THRESHOLD), "square")}'
        f"{_figure(moved, curves(moved, '门槛', lines, ticks))}"
        f"{_figure('各类断言判对', bars('各类断言判对', kinds, left=190))}</div>"
    )


def _filter(failed: list[dict[str, Any]]) -> tuple[str, str]:
    """The failed cases behind anchors that show one type only, and the style that makes them do so."""
    kinds = [kind for kind in TYPE_NAMES if any(case["type"] == kind for case in failed)]
    links = f'<a href="#failed" class="k-all">全部 {len(failed)}</a>'
    targets, style = "", ""
    for kind in kinds:
        count = sum(case["type"] == kind for case in failed)
        links += f'<a href="#only-{kind}" class="k-{kind}">{_kind(kind)} {count}</a>'
        targets += f'<span id="only-{kind}"></span>'
        style += f"#only-{kind}:target~.case:not(.{kind}){{display:none}}"
        style += f"#only-{kind}:target~nav .k-{kind}{{background:var(--yes)}}"
    cases = "".join(case_view(case, opened=True) for case in failed)
    return f'<section id="failed">{targets}<h2>答错的题（{len(failed)}）</h2><nav>{links}</nav>{cases}</section>', style


def page(data: dict[str, Any]) -> str:
    """The page. Everything that comes from questions, documents or answers is escaped."""
    settings = "　".join(f"{name}：{value}" for name, value in data["settings"].items())
    failed = [case for case in data["results"] if case["failed"]]
    passed = "".join(case_view(case, opened=False) for case in data["results"] if not case["failed"])
    section, style = _filter(failed)
    tokens = "".join(
        f"<p>{escape(stage)}：p50 {spread['p50']:.0f}，p95 {spread['p95']:.0f}</p>"
        for stage, spread in data["tokens"].items()
    )
    checker = _checker(data["claims"]) if "claims" in data else ""
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>言据 评测报告</title><style>{_STYLE.read_text(encoding='utf8')}{style}</style><h1>言据 评测报告</h1>"
        f'<p class="soft">{escape(settings)}　提交：{escape(data["commit"])}　题数：{data["cases"]}</p>'
        f'<nav><a href="#scores">分数</a>{"<a href=#checker>核查</a>" if checker else ""}'
        f'<a href="#failed">答错的题 {len(failed)}</a><a href="#passed">其余 {data["cases"] - len(failed)}</a></nav>'
        f'<section id="scores">{_table(data)}<h2>图</h2>{_plots(data)}{tokens}</section>{checker}{section}'
        f'<section id="passed"><h2>其余的题（{data["cases"] - len(failed)}）</h2>{passed}</section></html>'
    )
