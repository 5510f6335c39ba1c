"""One case of the report page: what was asked, searched, answered and found, the gold beside it, and why it failed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from typing import Any

from eval.scores import SHORT_ANSWER, squeeze
from vectorstore.normalise import normalise

TYPE_NAMES = {
    "figure": "数字", "fact": "人和事", "list": "列全", "paraphrase": "换个说法", "compare": "对照",
    "masked": "原文隐去", "unanswerable": "库里没有", "followup": "接着问",
}  # fmt: skip
_STATUS = {"answered": "作了答", "not_found": "说没有找到", "masked": "说原文隐去"}
_BEGIN, _AROUND = 90, 60  # characters shown of a passage without gold, and on each side of a gold quote


def _plain(text: str) -> str:
    """As the scores compare words: one width, no white space."""
    return squeeze(normalise(text))


def reasons(case: dict[str, Any]) -> list[str]:
    """Why the case counts as failed, in words; empty for one that did not."""
    scores, said = case["scores"], _plain(case["answer"])
    why = []
    if scores.get("false answer") == 1:
        why.append("库里没有，却作了答")
    if scores.get("false refusal") == 1:
        why.append("库里有，却说没有找到")
    if scores.get("masked honesty") == 0:
        why.append("原文隐去了，没有照实说")
    if scores.get("hit@5") == 0:
        why.append("出处不在找到的前5段里")
    if scores.get("right answer") == 0 and scores.get("false refusal") != 1:
        missing = [word for word in case.get("must_contain", ()) if _plain(word) not in said]
        wrong = [word for word in case.get("must_not_contain", ()) if _plain(word) in said]
        why += [f"没有答出：{'、'.join(missing)}"] if missing else []
        why += [f"说了不该说的：{'、'.join(wrong)}"] if wrong else []
        if not missing and not wrong:
            why.append(f"照抄太长（{len(case['answer'])}字，应在{SHORT_ANSWER}字以内）")
    if scores.get("invented figures") == 1:
        why.append(f"所引的段落里没有这些数：{'、'.join(case.get('invented', ()))}")
    return why


def _pattern(words: str) -> str:
    """Finds the words whatever white space breaks them; empty for no words."""
    return r"\s*".join(map(re.escape, squeeze(words)))


def marked(text: str, words: Iterable[str], style: str) -> str:
    """The text escaped, with each of the words in a <mark>; blanks in the text may break a word."""
    patterns = [pattern for word in words if (pattern := _pattern(word))]
    if not patterns:
        return escape(text)
    cut = re.split(f"({'|'.join(sorted(patterns, key=len, reverse=True))})", text)
    return "".join(f'<mark class="{style}">{escape(p)}</mark>' if n % 2 else escape(p) for n, p in enumerate(cut))


def _answer(case: dict[str, Any]) -> str:
    wrong = set(case.get("must_not_contain", ())) | set(case.get("invented", ()))
    bad = marked(case["answer"], wrong, "no") if wrong else ""
    body = bad if "<mark" in bad else marked(case["answer"], case.get("must_contain", ()), "yes")
    return f'<div><h4>得到 · {_STATUS.get(case["status"], escape(case["status"]))}</h4><p class="said">{body}</p></div>'


def _expected(case: dict[str, Any]) -> str:
    said = _plain(case["answer"])
    chips = "".join(
        f'<span class="{"yes" if _plain(word) in said else "no"}">{"✓" if _plain(word) in said else "✗ 缺"} '
        f"{escape(word)}</span> "
        for word in case.get("must_contain", ())
    )
    gold = "".join(
        f"<li><q>{escape(g['quote'])}</q><small>{escape(g['file'])} · "
        f"{'排在第' + str(g['rank']) if g['rank'] else '前20段里没有'}</small></li>"
        for g in case["gold"]
    )
    return f'<div><h4>应为</h4><p>{escape(case["expected"])}</p><p class="chips">{chips}</p><ul>{gold}</ul></div>'


def _found(case: dict[str, Any]) -> str:
    quotes = [pattern for g in case["gold"] if (pattern := _pattern(g["quote"]))]
    gold = re.compile("|".join(quotes)) if quotes else None
    lines = []
    for line in case["found"]:
        places = [found.span() for found in gold.finditer(line)] if gold else []
        shown = _excerpt(line, places) if places else escape(line[:_BEGIN] + "…" * (len(line) > _BEGIN))
        lines.append(f'<li class="gold">{shown}</li>' if places else f"<li>{shown}</li>")
    head = f"找到的前{len(lines)}段" + ("（标出的是出处）" if gold else "")
    return f'<div class="found"><h4>{head}</h4><ol>{"".join(lines)}</ol></div>'


def _excerpt(line: str, places: list[tuple[int, int]]) -> str:
    """Where the passage stands, then what is around its first and last gold quote, the quotes marked."""
    head = line.index("：") + 1 if "：" in line else 0
    start, end = max(head, places[0][0] - _AROUND), places[-1][1] + _AROUND
    parts, at = [escape(line[:head]), "…" * (start > head)], start
    for first, last in places:
        parts += [escape(line[at:first]), f'<mark class="yes">{escape(line[first:last])}</mark>']
        at = last
    return "".join([*parts, escape(line[at:end]), "…" * (end < len(line))])


def _asked(case: dict[str, Any]) -> str:
    turns = "".join(
        f"<p>问：{escape(turn['question'])}<br>答：{escape(turn['answer'])}</p>" for turn in case.get("history", ())
    )
    searched = "" if case["searched"] == case["question"] else f"<p>改作这样去找：{escape(case['searched'])}</p>"
    return f'<div class="soft">{turns}{searched}</div>' if turns or searched else ""


def case_view(case: dict[str, Any], opened: bool) -> str:
    """The case as a foldable block; everything in it is escaped."""
    why = "；".join(reasons(case))
    head = (
        f'<small class="kind">{escape(case["id"])} · {TYPE_NAMES.get(case["type"], escape(case["type"]))}</small> '
        f"<b>{escape(case['question'])}</b>" + (f'<br><span class="bad">{escape(why)}</span>' if why else "")
    )
    scores = "　".join(f"{escape(name)} {value:.2f}" for name, value in case["scores"].items())
    return (
        f'<details class="case {escape(case["type"])}" id="{escape(case["id"])}"{" open" if opened else ""}>'
        f"<summary>{head}</summary>{_asked(case)}"
        f'<div class="beside">{_answer(case)}{_expected(case)}</div>{_found(case)}'
        f"<small>{scores}</small></details>"
    )
