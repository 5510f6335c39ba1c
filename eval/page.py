"""The report as one self-contained HTML page: no script, no outside address, plots as inline SVG."""

from __future__ import annotations

from html import escape
from typing import Any

from eval.report import SHOWN

_STYLE = """
:root{color-scheme:light dark;--ink:#1c2430;--soft:#6b7686;--line:#d9dfe7;--bar:#3c6e9f;--bad:#b3402e;--ground:#fff}
@media(prefers-color-scheme:dark){:root{--ink:#e4e8ee;--soft:#98a3b3;--line:#38414d;--bar:#7fb0de;--bad:#e8836f;--ground:#151a21}}
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;color:var(--ink);background:var(--ground);
max-width:1080px;margin:0 auto;padding:24px 16px}
h1{font-size:22px}h2{font-size:17px;margin-top:2em}.soft{color:var(--soft)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-variant-numeric:tabular-nums}
td,th{padding:3px 10px;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
td:first-child,th:first-child{text-align:left}
svg text{fill:var(--ink);font-size:12px}.bar{fill:var(--bar);opacity:.75}
.whisker,.axis{stroke:var(--ink)}.grid{stroke:var(--line)}
.frame{fill:none;stroke:var(--line)}.curve{fill:none;stroke:var(--bar);stroke-width:2}
details{border-top:1px solid var(--line);padding:6px 0}summary{cursor:pointer}
dt{color:var(--soft);float:left;clear:left;width:5em}
dd{margin:0 0 4px 5em;white-space:pre-wrap;overflow-wrap:anywhere}.bad{color:var(--bad)}
"""


def _bars(title: str, rows: list[tuple[str, dict[str, float]]]) -> str:
    """Horizontal bars from 0 to 1 with a whisker for the 95 % interval."""
    height = 24 * len(rows) + 28
    parts = [f'<svg viewBox="0 0 520 {height}" width="520" height="{height}" role="img" aria-label="{escape(title)}">']
    for tick in range(5):
        x = 130 + 85 * tick
        parts.append(f'<line class="grid" x1="{x}" y1="4" x2="{x}" y2="{height - 20}"/>')
        parts.append(f'<text x="{x}" y="{height - 6}" text-anchor="middle">{tick / 4:g}</text>')
    for place, (name, score) in enumerate(rows):
        y = 6 + 24 * place
        parts.append(f'<text x="124" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect class="bar" x="130" y="{y}" width="{340 * score["mean"]:.1f}" height="16"/>')
        low, high = 130 + 340 * score["low"], 130 + 340 * score["high"]
        parts.append(f'<line class="whisker" x1="{low:.1f}" y1="{y + 8}" x2="{high:.1f}" y2="{y + 8}"/>')
        parts.append(f'<text x="478" y="{y + 13}">{score["mean"]:.3f}</text>')
    return "".join([*parts, "</svg>"])


def _curve(data: dict[str, Any]) -> str:
    """hit@k against k."""
    points = [(k, data["scores"][f"hit@{k}"]["mean"]) for k in (1, 3, 5, 10, 20) if f"hit@{k}" in data["scores"]]
    if not points:
        return ""
    place = [(40 + 22 * k, 170 - 150 * mean) for k, mean in points]
    line = " ".join(f"{x:.0f},{y:.1f}" for x, y in place)
    marks = "".join(
        f'<circle class="bar" cx="{x:.0f}" cy="{y:.1f}" r="4"/><text x="{x:.0f}" y="{y - 9:.1f}" text-anchor="middle">'
        f'{mean:.2f}</text><text x="{x:.0f}" y="188" text-anchor="middle">{k}</text>'
        for (x, y), (k, mean) in zip(place, points, strict=True)
    )
    return (
        '<svg viewBox="0 0 520 195" width="520" height="195" role="img" aria-label="hit@k"><line class="axis" x1="40" '
        f'y1="170" x2="500" y2="170"/><polyline class="curve" points="{line}"/>{marks}</svg>'
    )


def _reliability(claims: dict[str, Any]) -> str:
    """The checker's score against the share of claims that a person calls supported; on the line it is calibrated."""
    dots = "".join(
        f'<circle class="bar" cx="{40 + 200 * b["score"]:.0f}" cy="{220 - 200 * b["supported"]:.0f}" '
        f'r="{2 + 10 * (b["n"] / claims["n"]) ** 0.5:.1f}"><title>{b["n"]:.0f} 条</title></circle>'
        for b in claims["calibration"]
    )
    ticks = "".join(
        f'<text x="{40 + 200 * t}" y="238" text-anchor="middle">{t:g}</text>'
        f'<text x="34" y="{224 - 200 * t}" text-anchor="end">{t:g}</text>'
        for t in (0, 0.5, 1)
    )
    kinds = "".join(
        f"<tr><td>{escape(kind or '（无类别）')}</td><td>{share:.3f}</td></tr>"
        for kind, share in claims["by_kind"].items()
    )
    return (
        f"<h2>核查本身（{escape(claims['claims'])}，{claims['n']} 条标好的断言）</h2>"
        f"<p>AUC {claims['auc']:.3f}　准确率 {claims['accuracy']['mean']:.3f}"
        f"（{claims['accuracy']['low']:.2f}–{claims['accuracy']['high']:.2f}）　"
        f"校准误差 {claims['calibration_error']:.3f}</p>"
        '<p class="soft">横轴：核查给的分数；纵轴：其中确实有据的份额；落在对角线上就是可信的分数。</p>'
        '<svg viewBox="0 0 260 245" width="260" height="245" role="img" aria-label="分数的可靠程度">'
        '<rect class="frame" x="40" y="20" width="200" height="200"/>'
        f'<line class="grid" x1="40" y1="220" x2="240" y2="20"/>{ticks}{dots}</svg>'
        f"<table><tr><th>类别</th><th>判对</th></tr>{kinds}</table>"
    )


def _table(data: dict[str, Any]) -> str:
    kinds = list(data["by_type"])
    head = "".join(f"<th>{escape(kind)} ({data['by_type'][kind]['cases']})</th>" for kind in kinds)
    rows = [f"<tr><th>分数</th><th>全部 ({data['cases']})</th><th>95 % 区间</th>{head}</tr>"]
    for name in SHOWN:
        if name in data["scores"]:
            whole = data["scores"][name]
            cells = f"<td>{whole['mean']:.3f}</td><td>{whole['low']:.2f}–{whole['high']:.2f}</td>"
            for kind in kinds:
                part = data["by_type"][kind]["scores"].get(name)
                cells += f"<td>{part['mean']:.3f}</td>" if part else '<td class="soft">·</td>'
            rows.append(f"<tr><td>{escape(name)}</td>{cells}</tr>")
    return f'<div class="wide"><table>{"".join(rows)}</table></div>'


def _case(case: dict[str, Any]) -> str:
    gold = "\n".join(f"名次 {g['rank'] or '没找到'} · {g['file']}：{g['quote']}" for g in case["gold"]) or "（无）"
    rows = {
        "搜索": case["searched"],
        "找到": "\n".join(f"{n}. {line}" for n, line in enumerate(case["found"], 1)) or "（没有）",
        "得到": f"（{case['status']}）{case['answer']}",
        "应为": case["expected"],
        "出处": gold,
        "分数": "　".join(f"{name} {value:.2f}" for name, value in case["scores"].items()),
    }
    body = "".join(f"<dt>{word}</dt><dd>{escape(str(value))}</dd>" for word, value in rows.items())
    mark = ' class="bad"' if case["failed"] else ""
    head = f"{escape(case['id'])} [{escape(case['type'])}] {escape(case['question'])}"
    return f"<details><summary{mark}>{head}</summary><dl>{body}</dl></details>"


def page(data: dict[str, Any]) -> str:
    """The page. Everything that comes from questions, documents or answers is escaped."""
    settings = "　".join(f"{name}：{value}" for name, value in data["settings"].items())
    failed = [case for case in data["results"] if case["failed"]]
    plots = [
        f"<h2>{escape(name)}（按题型，95 % 区间）</h2>"
        + _bars(name, [(k, v["scores"][name]) for k, v in data["by_type"].items() if name in v["scores"]])
        for name in ("hit@5", "right answer", "citation recall")
        if name in data["scores"]
    ]
    seconds = "".join(
        f"<tr><td>{escape(stage)}</td><td>{spread['p50']:.4f}</td><td>{spread['p95']:.4f}</td></tr>"
        for stage, spread in data["seconds"].items()
    )
    checker = _reliability(data["claims"]) if "claims" in data else ""
    tokens = "".join(
        f"<p>{escape(stage)}：p50 {spread['p50']:.0f}，p95 {spread['p95']:.0f}</p>"
        for stage, spread in data["tokens"].items()
    )
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>言据 评测报告</title><style>{_STYLE}</style><h1>言据 评测报告</h1>"
        f'<p class="soft">{escape(settings)}　提交：{escape(data["commit"])}　题数：{data["cases"]}</p>{_table(data)}'
        f"{''.join(plots)}<h2>hit@k</h2>{_curve(data)}<h2>用时（秒）</h2><table><tr><th>阶段</th><th>p50</th><th>p95</th></tr>"
        f"{seconds}</table>{tokens}{checker}<h2>答错的题（{len(failed)}）</h2>{''.join(map(_case, failed))}"
        f"<h2>全部题目</h2>{''.join(map(_case, data['results']))}</html>"
    )
