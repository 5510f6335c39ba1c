"""Tables of contents: found, taken out, and kept as evidence of what the titles are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from vectorstore.reading.lines import Line
from vectorstore.reading.numbering import number_of
from vectorstore.reading.roles import is_byline, is_date_line, without_role
from vectorstore.reading.shapes import is_short

_HEAD = re.compile(r"[【\[（(]?\s*(?:目\s*[录次錄]|CONTENTS|Contents|contents)\s*[】\]）)]?\s*[:：]?\Z")
_LEADERS = re.compile(
    r"[\s.．·•…⋯。_—\-－]*(?:[.．·•…⋯_]{2,}|[\t\xa0\u3000]|\s|[—－-]{2,})[\s.．·•…⋯_—－-]*[（(]?(\d{1,4})[）)]?\Z"
)
_DOTS = re.compile(r"(?:[.．·•…⋯_]{3,}|\t)\s*\d{1,4}\s*\Z")
_INLINE = re.compile(r"[.．·•…⋯_]{3,}\s*\d{1,4}(?=\s|[一二三四五六七八九十（(第]|\Z)")
_BULLET = re.compile(r"[\s★☆●○◆◇■□▲△※•·\-*>]+")
_DROP = re.compile(r"[\s\u200b\ufeff“”‘’\"'`*＊「」『』]+")
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Toc:
    """`lines`: indexes of the lines it takes. `titles`: the keys of its entries, in order (see `key`)."""

    lines: frozenset[int] = frozenset()
    titles: tuple[str, ...] = ()


@lru_cache(maxsize=8192)
def key(text: str) -> str:
    """A title as it is compared: no white space, quotation marks, bullets, masks, leading number or speaker's role."""
    text = without_role(text.strip())
    number = number_of(text)
    if number and not number.bare:
        text = text[number.end :]
    return _DROP.sub("", text)


def entry_of(text: str) -> tuple[str, bool]:
    """A line of a table of contents without its bullet and page number, and whether it had a page number."""
    bullet = _BULLET.match(text)
    text = text[bullet.end() :] if bullet else text
    found = _LEADERS.search(text)
    if found and found.start() > 0:
        return text[: found.start()].strip(), True
    return text.rstrip(" .．·…"), False


def find_toc(lines: Sequence[Line]) -> Toc:
    """The table of contents: under 目录, or lines with leaders and page numbers, or titles that come again below."""
    later: dict[str, int] = {}
    for i, line in enumerate(lines):
        if len(line.text) <= _LONGEST:
            later[key(line.text)] = i
    for i, line in enumerate(lines):
        if len(line.text) <= 12 and _HEAD.match(line.text):
            return _under_head(lines, i, later)
    start = _leader_run(lines)
    if start is not None:
        return _entries(lines, start, later, frozenset())
    return _repeated_head(lines, later)


def _under_head(lines: Sequence[Line], head: int, later: dict[str, int]) -> Toc:
    return _entries(lines, head + 1, later, frozenset((head,)))


def _entries(lines: Sequence[Line], start: int, later: dict[str, int], taken: frozenset[int]) -> Toc:
    found: list[int] = []
    titles: list[str] = []
    pending: list[int] = []
    for i in range(start, min(len(lines), start + 600)):
        text = lines[i].text
        entry, paged = entry_of(text)
        name = key(entry)
        if name in titles and not paged:  # the first title again: the body begins
            pending = [k for k in pending if not ((number := number_of(lines[k].text)) and number.bare)]
            found.extend(pending)
            titles.extend(key(entry_of(lines[k].text)[0]) for k in pending)
            break
        if len(text) > 400:
            break
        inline = len(_INLINE.findall(text)) >= 2
        if not (paged or inline or later.get(name, -1) > i or _glued_later(lines, i, name)):
            pending.append(i)
            if len(pending) > 2 or len(text) > _LONGEST:
                break
            continue
        for k in pending:  # the first half of an entry that runs over two lines, or one with a slip of the pen
            found.append(k)
            titles.append(key(entry_of(lines[k].text)[0]))
            titles.append(key(entry_of(lines[k].text)[0] + entry))
        pending = []
        above = entry_of(lines[i - 1].text) if paged and found and found[-1] == i - 1 else ("", True)
        if not above[1]:  # an entry over two lines has one page number
            titles.append(key(above[0] + entry))
        found.append(i)
        titles.extend([name] if name and not inline else [])
    if not found and not taken:
        return Toc()
    return Toc(taken | frozenset(found), tuple(dict.fromkeys(t for t in titles if len(t) > 1)))


def _glued_later(lines: Sequence[Line], index: int, name: str) -> bool:
    """Whether a long line further down begins with this entry."""
    if len(name) < 6:
        return False
    return any(
        len(line.text) > _LONGEST and key(line.text[:100]).startswith(name) for line in lines[index + 1 : index + 400]
    )


def _leader_run(lines: Sequence[Line]) -> int | None:
    """Where three or more lines in a row, among the first hundred, end in leaders and a page number."""
    run = 0
    for i, line in enumerate(lines[:100]):
        run = run + 1 if len(line.text) <= _LONGEST + 60 and _DOTS.search(line.text) else 0
        if run == 3 or (run == 2 and i < 12):
            return i + 1 - run
    return None


def _repeated_head(lines: Sequence[Line], later: dict[str, int]) -> Toc:
    """Titles listed at the top without a heading: two lines in a row or more that come again, each over a text."""
    best: list[int] = []
    run: list[int] = []
    for i, line in enumerate(lines[:60]):
        if len(line.text) > _LONGEST:
            break
        text = entry_of(line.text)[0]
        again = later.get(key(text), -1)
        apart = again > i + 1 if not run else again > later[key(entry_of(lines[run[-1]].text)[0])] + 1
        if len(text) >= 6 and apart and is_short(text) and not is_date_line(text) and not is_byline(text):
            run.append(i)
            best = max(best, run, key=len)
        else:
            run = []
    names = [key(entry_of(lines[i].text)[0]) for i in best]
    if len(best) < 2 or later[names[0]] <= best[-1]:
        return Toc()
    for name, following in pairwise([later[name] for name in names]):
        if sum(len(line.text) for line in lines[name + 1 : following]) < 100:
            return Toc()
    return Toc(frozenset(best), tuple(names))
