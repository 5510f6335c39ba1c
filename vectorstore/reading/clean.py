"""Cleaning: what is no text of a speech is taken out line by line, each piece with the rule that took it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from vectorstore.reading.adverts import advert_lines, glued_adverts
from vectorstore.reading.furniture import NAVIGATION, foot_of, is_furniture
from vectorstore.reading.joins import unwrap
from vectorstore.reading.lines import INVISIBLE, Cut, Line, source_spans, without
from vectorstore.reading.markdown import unmarked
from vectorstore.reading.numbering import number_of
from vectorstore.reading.roles import is_byline, is_date_line
from vectorstore.reading.shapes import is_short
from vectorstore.reading.split import declared_count
from vectorstore.reading.toc import Toc, find_toc, key

ADVERT, PAGE, TOC, PAYWALL = "广告", "页码", "目录", "付费标记"
HIDDEN, RULE, RUNNING = "不可见字符", "分隔线", "页眉页脚"

_PAYWALL = re.compile(
    r"#{2,4}[A-Za-z_]{3,20}#{2,4}|\[/?(?:hide|reply|pay|paid|vip)\]|</?(?:hide|paid|vip)>|【(?:付费内容|会员内容)(?:开始|结束)】"
)
_PAYWALL_SIGNS = ("##", "[/", "[hide", "[reply", "[p", "[vip", "<hide", "<paid", "<vip", "【付费", "【会员")
_PAGE = re.compile(
    r"[-—–―－~·\s]{1,6}\d{1,4}[-—–―－~·\s]{1,6}|第\s*[\d一二三四五六七八九十百]{1,4}\s*页(?:\s*[,，/]?\s*[（(]?共\s*[\d一二三四五六七八九十百]{1,4}\s*页[）)]?)?"
    r"|共\s*\d{1,4}\s*页\s*第\s*\d{1,4}\s*页|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?|\d{1,4}\s*/\s*\d{1,4}|[Pp]\.?\s?\d{1,4}"
)
_NUMBER = re.compile(r"\d{1,4}")
_RULE_LINE = re.compile(r"[\s\-=_~*#+·•—–─━═◆■★☆※]{3,}")
_HEAD_WORD = re.compile(
    r"资料|材料|文件|汇编|选编|发言|讲话|内部|机密|秘密|保存|\s{2}|[（(]\d+[）)]\Z|版\Z|稿\Z|网\Z|号\Z|整理"
)
_GREETING = re.compile(r"(?:同志们|各位|尊敬的|大家好|谢谢|女士们|朋友们|（|\()")


def clean(
    lines: Sequence[Line], source: str, markdown: bool, name: str, noise: Sequence[tuple[int, str]] = ()
) -> tuple[list[Line], Toc, list[Cut]]:
    """The lines that are left, the table of contents that was found, and every piece taken out.

    `noise`: (offset of a line, rule) for lines that the file's format itself calls no text.
    """
    cuts: list[Cut] = []
    left = unmarked(lines, cuts) if markdown else list(lines)
    if noise:
        known = dict(noise)
        left = _drop(left, {i: known[line.start] for i, line in enumerate(left) if line.start in known}, cuts)
    if any(sign in source for sign in _PAYWALL_SIGNS):
        left = _strip(left, _PAYWALL, PAYWALL, cuts)
    left = _strip(left, INVISIBLE, HIDDEN, cuts)
    left = _drop(left, _furniture(left) | _rules_and_pages(left), cuts)
    toc = find_toc(left)
    left = _drop(left, dict.fromkeys(toc.lines, TOC), cuts)
    if any(line.runs_on for line in left):  # a part of a sentence can look like an advert
        left = unwrap(left, source)
    left = without_adverts(left, toc, name, cuts)
    left = _unglue(left, cuts)
    left = _drop(left, dict.fromkeys(_running(left), RUNNING), cuts)
    return left, toc, cuts


def without_adverts(lines: Sequence[Line], toc: Toc, name: str, cuts: list[Cut]) -> list[Line]:
    """The lines that are no adverts. Text set to a fixed width is looked at again when its lines are joined."""
    protected = frozenset(
        line.text for line in lines if len(line.text) < 80 and (key(line.text) in toc.titles or line.text in name)
    )
    return _drop(lines, dict.fromkeys(advert_lines(lines, protected), ADVERT), cuts)


def _strip(lines: Sequence[Line], pattern: re.Pattern[str], rule: str, cuts: list[Cut]) -> list[Line]:
    """Take every match out of the lines; a line that had only matches goes wholly."""
    left: list[Line] = []
    gap = 0
    for line in lines:
        text = line.text
        # no invisible character is printable; a paywall marker needs one of its signs
        plain = text.isprintable() if rule == HIDDEN else not any(sign in text for sign in _PAYWALL_SIGNS)
        holes = [] if plain else [m.span() for m in pattern.finditer(text)]
        kept = _hollow(line, holes, rule, cuts) if holes else line
        if kept is None:
            gap += line.gap + 1
            continue
        left.append(replace(kept, gap=kept.gap + gap) if gap else kept)
        gap = 0
    return left


def _hollow(line: Line, holes: Sequence[tuple[int, int]], rule: str, cuts: list[Cut]) -> Line | None:
    cuts.extend(Cut(start, end, rule) for start, end in source_spans(line, holes))
    return without(line, holes)


def _drop(lines: Sequence[Line], rules: dict[int, str], cuts: list[Cut]) -> list[Line]:
    """Take whole lines out. The line after them counts the blank lines around them, not the lines themselves."""
    if not rules:
        return list(lines)
    left: list[Line] = []
    gap = 0
    for i, line in enumerate(lines):
        if i in rules:
            cuts.extend(Cut(s, e, rules[i]) for s, e in line.spans)
            gap = max(gap, line.gap)
            continue
        left.append(replace(line, gap=max(gap, line.gap)) if gap > line.gap else line)
        gap = 0
    return left


def _rules_and_pages(lines: Sequence[Line]) -> dict[int, str]:
    rules: dict[int, str] = {}
    numbers: list[tuple[int, int]] = []
    for i, line in enumerate(lines):
        text = line.text
        if len(text) > 60:
            continue
        if _PAGE.fullmatch(text):
            rules[i] = PAGE
        elif _NUMBER.fullmatch(text):
            numbers.append((i, int(text)))
        elif _RULE_LINE.fullmatch(text):
            rules[i] = RULE
    pages = _counting(numbers)
    told = {count for line in lines[:10] if (count := declared_count(line.text)) is not None}
    if len(numbers) in told and numbers[0][1] == 1 and all(lines[i].gap for i, _ in numbers):
        return rules  # as many as there are speeches: they number the speeches
    rising = all(a[1] < b[1] for a, b in pairwise(numbers)) and (told or not all(lines[i].gap for i, _ in numbers))
    taken = set(pages)
    pages.extend(i for i, value in numbers if i not in taken and rising and value < 400)
    return rules | dict.fromkeys(pages, PAGE)


def _furniture(lines: Sequence[Line]) -> dict[int, str]:
    cut = [not line.md and is_furniture(line.text) for line in lines]
    foot = foot_of([line.text for line in lines], [False] * len(lines))
    return dict.fromkeys([*(i for i, found in enumerate(cut) if found), *foot], NAVIGATION)


def _counting(numbers: Sequence[tuple[int, int]]) -> list[int]:
    """Bare numbers are page numbers when at least three of them count up by one, far enough apart."""
    run: list[tuple[int, int]] = []
    best: list[tuple[int, int]] = []
    for i, value in numbers:
        run = [*run, (i, value)] if run and value == run[-1][1] + 1 and i > run[-1][0] + 2 else [(i, value)]
        best = max(best, run, key=len)
    return [i for i, _ in best] if len(best) >= 3 else []


def _unglue(lines: Sequence[Line], cuts: list[Cut]) -> list[Line]:
    left: list[Line] = []
    for line in lines:
        holes = glued_adverts(line.text)
        kept = _hollow(line, holes, ADVERT, cuts) if holes else line
        if kept is not None:
            left.append(kept)
    return left


def _running(lines: Sequence[Line]) -> list[int]:
    """Running heads: a short line that comes again, inside a sentence or with no title since it stood last."""
    counts = Counter(line.text for line in lines if 3 <= len(line.text) <= 40)
    often = {t for t, n in counts.items() if n >= 2 and _may_run(t)}
    if not often:
        return []
    shorts = [0]  # how many other short lines stand above each line
    longs = [0]
    places: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        if line.text in often:
            places.setdefault(line.text, []).append(i)
        shorts.append(shorts[-1] + (line.text not in often and is_short(line.text)))
        longs.append(longs[-1] + (len(line.text) > 50))
    found: list[int] = []
    for text, where in places.items():
        inside = sum(1 for i in where if _splits(lines, i))
        again = sum(1 for a, b in pairwise(where) if shorts[a] == shorts[b] and longs[a] < longs[b])
        again = again if inside or _HEAD_WORD.search(text) else 0  # else a heading that is used twice
        if (inside + again) * 2 >= len(where) if len(where) >= 3 else inside:
            found.extend(where)
    return found


def _may_run(text: str) -> bool:
    return text[-1] not in "。！？!?；：:" and not (
        _GREETING.match(text) or is_byline(text) or is_date_line(text) or number_of(text)
    )


def _splits(lines: Sequence[Line], i: int) -> bool:
    """Whether line i stands in a sentence that is left open above it and goes on below it."""
    above = lines[i - 1].text if i else "。"
    return len(above) > 50 and above[-1] not in "。！？!?；：:”）)》" and i + 1 < len(lines)
