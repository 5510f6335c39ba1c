"""Rules on what a figure belongs to: 426亿元 of the total told of the exports, two figures exchanged, a filled slot."""

from __future__ import annotations

import re
from bisect import bisect_left

from bot.checker.belonging import belonging, raw
from bot.checker.compare import Case, Problem
from bot.checker.figures import Figure, same_value

_MARGIN = 0.34


def belongs(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    """Whether another figure of the evidence stands with what the claim says this one is of."""
    if _in_pair(figure, equals, case):
        return None
    own = max(belonging(case.claim.around[figure.start], case.source.around[g.start]) for g in equals)
    if own > 1.05 - _MARGIN:  # nothing can be so much more alike
        return None
    own_places = {g.start for g in equals}
    best: Figure | None = None
    best_score = own
    for other in case.source.units.figures:
        if other.start in own_places or not _rival(figure, other):
            continue
        score = belonging(case.claim.around[figure.start], case.source.around[other.start])
        if score > best_score:
            best, best_score = other, score
    if best is None or best_score - own < _MARGIN or best_score < 0.6:
        return None
    shown, there = raw(case.claim.units, figure), raw(case.source.units, best)
    what = "…".join((case.claim.around[figure.start].before, case.claim.around[figure.start].after))
    if best.masked:
        return Problem(f"“{shown}”不是“{what}”的数值：原文隐去了该数值，写作“{there}”", 0.8)
    return Problem(f"“{shown}”张冠李戴：原文中“{what}”对应的是“{there}”", 0.8)


def _in_pair(figure: Figure, equals: list[Figure], case: Case) -> bool:
    """由14.6万吨增加到28.5万吨: its neighbour in the claim is its neighbour in the evidence too, in the same order."""
    mine, theirs = case.claim.units.figures, case.source.units.figures
    at = bisect_left(mine, figure.start, key=_start)
    places = [bisect_left(theirs, g.start, key=_start) for g in equals[:_PAIRS]]
    for step in (-1, 1):
        if not 0 <= at + step < len(mine) or not figure.measured:
            continue
        for place in (n + step for n in places):
            beside = 0 <= place < len(theirs) and same_value(mine[at + step], theirs[place])
            if beside and _TO.search(case.claim.norm[min(figure.end, mine[at + step].end) :][:6]):
                return True
    return False


def _start(figure: Figure) -> int:
    return figure.start


_PAIRS = 8  # equal figures whose neighbours are looked at
_TO = re.compile(r"^[^，。；]{0,4}[到至]")


def _rival(figure: Figure, other: Figure) -> bool:
    if figure.unit == "code" or other.unit == "code":
        return figure.unit == other.unit
    return figure.unit == other.unit or (not figure.measured and not other.measured)


def other_slot(figure: Figure, equals: list[Figure], case: Case) -> Problem | None:
    """Between the same words the evidence has another figure: the claim's own stands elsewhere in it."""
    for edit in case.edits:
        if edit.common < 4 or not (edit.claim_start <= figure.start and figure.end <= edit.claim_end):
            continue
        before, after = case.claim.norm[edit.claim_start : figure.start], case.claim.norm[figure.end : edit.claim_end]
        if edit.left and not _HAN.search(before) and _same_word(case, edit.claim_start - 1):
            there = [g for g in case.source.units.figures if edit.source_start <= g.start < edit.source_end]
            slot = (
                there[0]
                if there
                and not _HAN.search(case.source.norm[edit.source_start : there[0].start].strip("到至为达近约超了"))
                else None
            )
        elif edit.right and not _HAN.search(after):
            there = [g for g in case.source.units.figures if edit.source_start < g.end <= edit.source_end]
            slot = there[-1] if there and not _HAN.search(case.source.norm[there[-1].end : edit.source_end]) else None
        else:
            continue
        if (
            slot is None
            or any(edit.source_start <= g.start < edit.source_end for g in equals)
            or not (_rival(figure, slot) or figure.measured == slot.measured)
        ):
            continue
        mine = case.claim.around[figure.start]
        own = max(belonging(mine, case.source.around[g.start]) for g in equals)
        if own > belonging(mine, case.source.around[slot.start]) + 0.2:
            continue  # the items of a list in another order
        shown, true = raw(case.claim.units, figure), raw(case.source.units, slot)
        if slot.masked:
            return Problem(f"“{shown}”在原文中已隐去：原文隐去了该数值，写作“{true}”", 0.85)
        return Problem(f"“{shown}”张冠李戴：原文此处为“{true}”", 0.85)
    return None


def _same_word(case: Case, at: int) -> bool:
    """Whether the tile that ends here begins with the same word on both sides: not 出口总额达 in 进出口总额达."""
    for tile in case.tiles:
        start, end = case.claim.units.spans[tile.claim][0], case.claim.units.spans[tile.claim + tile.size - 1][1]
        if start <= at < end:
            mine = case.claim.word_at(start)
            theirs = case.source.word_at(case.source.units.spans[tile.source][0])
            return mine is None or theirs is None or mine.text == theirs.text or mine.start < start
    return True


_HAN = re.compile(r"[㐀-鿿a-z0-9]")
