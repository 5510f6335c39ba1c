"""Which title blocks begin a speech: every plausible way of splitting is scored on the evidence, the best one taken."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mode

from vectorstore.reading.blocks import Block
from vectorstore.reading.lines import Line

SMALL = 120  # characters; a speech is longer
_SPEECH = 700  # characters; most parts of one are shorter
_NAMED = 8  # characters of a title
_MOST_BLOCKS = 20_000  # a file with more short lines on their own is no compilation of speeches
_APART = ("toc", "role", "greeting", "date", "subtitle", "byline", "words", "closing")  # evidence that a number lacks
_SIGNS = ("label", "role", "greeting", "date", "byline", "headline", "closing", "spoken")
_TELLING = frozenset((*_SIGNS, "restart", "subtitle", "apart"))  # enough without 汇编 or a count
_SHARED = ("role", "label", "toc", "headline")  # a title that bears one is not left out where all others bear it
_SHARED_BY_MANY = (*_SIGNS, "toc", "apart", "md:1", "md:2", "md:3", "md:4")
_FAMILIES = ("toc", "label", "role", "greeting", "words", "md", "subtitle", *_SIGNS[3:])


def choose(
    blocks: Sequence[Block], lines: Sequence[Line], declared: int | None, many: bool
) -> tuple[list[Block], list[str]]:
    """The blocks that begin a speech, and a warning when another count is almost as likely.

    `declared` is how many speeches the file says it holds, `many` whether anything says it holds more than one.
    """
    sizes = _sizes(lines)
    apart = _set_apart(blocks, lines, sizes)
    blocks = [replace(b, marks=b.marks | {"apart"}) if b.first in apart else b for b in blocks]
    untold = declared is None and not many
    many = many or bool(apart)
    single = _first_title(blocks, lines)
    ranked: list[tuple[float, int, list[Block]]] = []
    for order, family in enumerate(_families(blocks) if len(blocks) <= _MOST_BLOCKS else ()):
        family = _reaching_top(family, blocks, lines)
        if len(family) >= 2:
            ranked.append((_value(family, blocks, sizes, declared, many), -order, family))
    ranked.append((_value(single, blocks, sizes, declared, many), -99, single))
    ranked.sort(key=lambda item: item[:2], reverse=True)
    best = ranked[0]
    warnings = []
    if untold and len(best[2]) > 1 and not any(b.marks & _TELLING - {"apart"} for b in _told(best[2])):
        warnings.append(f"只有空行把{len(best[2])}个标题与正文隔开，按{len(best[2])}篇处理，请核对")
    other = next((item for item in ranked if len(item[2]) != len(best[2])), None)
    if other and best[0] - other[0] < 0.5:
        warnings.append(f"分篇不确定：按{max(1, len(best[2]))}篇处理，也可能是{max(1, len(other[2]))}篇")
    return best[2], warnings


def _set_apart(blocks: Sequence[Block], lines: Sequence[Line], sizes: Sequence[int]) -> set[int]:
    """The first lines of plain titles that alone have more than the usual blank lines above them, each over a text as
    long as a speech. What a speech says under its title, above its first heading, is shorter."""
    usual = mode(line.gap for line in lines) if lines else 0
    titles = [b for b in blocks if b.before > usual and "weak" not in b.marks]
    own = {k for b in titles for k in range(b.first, b.last + 2)}
    if len(titles) < 2 or titles[0].first > 0 or any(ln.gap > usual and i not in own for i, ln in enumerate(lines)):
        return set()
    if titles[1].first == titles[0].last + 1 and "spoken" not in titles[0].marks:
        titles = titles[1:]  # the compilation's own title
    bodies = _bodies(titles, sizes)
    named = all(sum(len(lines[k].text) for k in range(b.first, b.last + 1)) >= _NAMED for b in titles)
    long = min(bodies) >= _SPEECH / 2 and sum(bodies) >= _SPEECH * len(bodies)
    return {b.first for b in titles} if named and long and len(titles) > 1 else set()


def _first_title(blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """The title of a file that holds one speech: a marked heading near its top, else the block at its top."""
    found: list[Block] = []
    for block in blocks:
        if block.first > 8 or any(len(line.text) > 60 and " | " not in line.text for line in lines[: block.first]):
            break
        if "weak" not in block.marks and (block.first <= 2 or "md" in block.marks or _tabled(lines[: block.first])):
            found.append(block)
    return [next((block for block in found if "md" in block.marks), found[0])] if found else []


def _tabled(lines: Sequence[Line]) -> bool:
    """Whether all that stands above is a table, as on the pages of government sites."""
    return all(" | " in line.text for line in lines)


def _families(blocks: Sequence[Block]) -> list[list[Block]]:
    """Ways to split: by what the titles have in common, then by strength of evidence, then by blank lines alone."""
    plain = [b for b in blocks if "weak" not in b.marks and b.score > -1]
    families = [[b for b in blocks if mark in b.marks and (mark == "toc" or b in plain)] for mark in _FAMILIES]
    families.extend(_numbered_families(blocks))
    families.extend([b for b in blocks if f"md:{level}" in b.marks] for level in range(1, 5))
    families.extend([b for b in blocks if b.score >= floor] for floor in (5.0, 4.0, 3.0, 2.0))
    families.extend([b for b in plain if b.before >= before] for before in range(4))
    unique = {tuple((b.first, b.cut) for b in family): family for family in reversed(families) if family}
    return list(reversed(unique.values()))


def _numbered_families(blocks: Sequence[Block]) -> list[list[Block]]:
    """Runs of one form of number that count up from 1: all, and those set apart from inner headings."""
    families: list[list[Block]] = []
    for kind in dict.fromkeys(b.number.kind for b in blocks if b.number):
        numbered = [b for b in blocks if b.number and b.number.kind == kind]
        runs = [numbered, *([b for b in numbered if mark in b.marks] for mark in _APART)]
        runs.extend([b for b in numbered if b.before >= before] for before in (1, 2, 3))
        families.extend(run for run in runs if _counts_up(run))
    return families


def _counts_up(run: Sequence[Block]) -> bool:
    values = [b.number.value for b in run if b.number]
    return len(values) >= 2 and values[0] <= 1 and all(0 < b - a <= 2 for a, b in pairwise(values))


def _reaching_top(family: list[Block], blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """Titles at the top of a file often stand in another form: the first block joins when nothing but it is above."""
    if not family or family[0].first == 0:
        return family
    top = _first_title(blocks, lines)
    body = sum(len(line.text) for line in lines[(top[0].last + 1 if top else 0) : family[0].first])
    return [*top, *family] if top and body >= SMALL and top[0].first < family[0].first else family


def _sizes(lines: Sequence[Line]) -> list[int]:
    sums = [0]
    for line in lines:
        sums.append(sums[-1] + len(line.text))
    return sums


def _bodies(family: Sequence[Block], sizes: Sequence[int]) -> list[int]:
    """How many characters stand under each title."""
    ends = [b.first for b in family[1:]] + [len(sizes) - 1]
    return [sizes[end] - sizes[b.last + (0 if b.cut else 1)] for b, end in zip(family, ends, strict=True)]


def _value(
    family: Sequence[Block], blocks: Sequence[Block], sizes: Sequence[int], declared: int | None, many: bool
) -> float:
    """How well a splitting agrees with the evidence; the weights are ours, set on the shapes the tests describe."""
    count = max(1, len(family))
    if declared is not None:
        agreement = 6 * math.exp(-2 * abs(count - declared) / declared)
    elif many:
        agreement = 3.0 if count > 1 else 0.0
    else:
        parts = any("weak" in b.marks for b in family)  # 一、二、三、 of one speech
        agreement = 3.0 if count == 1 else _signs(family) if not parts else -3.0
    chosen = {b.first for b in family}
    common, run = _common(family)
    counted = [
        b
        for b in blocks
        if b.first not in chosen and ("weak" not in b.marks or (many and "toc" in b.marks) or _run_of(b))
    ]
    missed = sum(4 if b.marks & common or (run and _run_of(b) == run) else b.score >= 4.5 for b in counted)
    if count == 1:
        return 2.0 + agreement - min(missed, 9)
    told = _told(family)
    quality = sum(max(-2.0, min(b.score, 6.0)) for b in told) / len(told)
    if _numbered_wholly(family):
        apart = sum(1 for b in family if b.marks.intersection(_APART if many else _APART[1:])) >= 0.8 * count
        quality += (5 if declared == count and not _skips(family) else 0) + (
            3 if (apart or many) and "weak" in family[0].marks else 0
        )
    bodies = _bodies(family, sizes)
    small = sum(1 for size in bodies if size < SMALL) / count + (0.8 if declared is None and 0 in bodies else 0)
    return quality + agreement - min(missed, 9) - 5 * small - _mixture(family)


def _told(family: Sequence[Block]) -> Sequence[Block]:
    """The blocks of which a sign is asked: what begins a file needs none."""
    return family[1:] if len(family) > 1 and family[0].first == 0 else family


def _signs(family: Sequence[Block]) -> float:
    """How much tells that these titles begin speeches: 3.0 for a sign at each."""
    told = _told(family)
    signs = sum(1 for b in told if b.marks.intersection(_TELLING)) / len(told)
    return 3.0 if signs == 1 else 2.0 if signs >= 0.75 else 0.0


def _skips(family: Sequence[Block]) -> int:
    """How many numbers a run of numbered titles leaves out."""
    values = [b.number.value for b in family if b.number]
    return sum(1 for a, b in pairwise(values) if b - a > 1)


def _common(family: Sequence[Block]) -> tuple[frozenset[str], str | None]:
    """The marks that all titles of a splitting bear, and the form of bare number that they all are.

    Another block with one of them was left out without a reason.
    """
    kinds = _SHARED_BY_MANY if len(family) > 1 else _SHARED
    marks = frozenset(mark for mark in kinds if all(mark in b.marks for b in _told(family)))
    runs = {_run_of(b) for b in family}
    return marks, runs.pop() if len(runs) == 1 else None


def _run_of(block: Block) -> str:
    """The form of number by which a block counts: bare ones, and numbered ones that are followed by a greeting."""
    if not block.number or not (block.number.bare or "greeting" in block.marks):
        return ""
    return block.number.kind + (" bare" if block.number.bare else "")


def _numbered_wholly(family: Sequence[Block]) -> bool:
    return all(b.number for b in family) and len({b.number.kind for b in family if b.number}) == 1


def _mixture(family: Sequence[Block]) -> float:
    """A penalty when most titles of a splitting share a form and some lack it."""
    worst = 0.0
    for mark in ("role", "label", "toc", "md", "headline"):
        share = sum(1 for b in family if mark in b.marks) / len(family)
        if share >= 0.6:
            worst = max(worst, 3 * (1 - share) + (0.5 if share < 1 else 0))
    return worst
