"""What a claim has between its tiles, against what the evidence has there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from bot.checker.align import Tile, Units

EDGE = '，、"的“” <>和与及等'  # what may border a slot without belonging to it
_CLAUSE_END = frozenset("，。；！？：\n,;!?:")
_NEAR = 14  # units that may lie between two tiles of one place
_FAR = 16  # characters of a clause beside its tile
_HAN = re.compile(r"[㐀-鿿a-z0-9]")


@dataclass(frozen=True, slots=True)
class Edit:
    """What stands in the claim between two tiles, against what the evidence has there. Spans are of the prepared texts.

    `left` and `right` tell whether a tile bounds the edit there (else a clause end of the claim does).
    """

    claim: str
    source: str
    claim_start: int
    claim_end: int
    source_start: int
    source_end: int
    left: bool
    right: bool
    common: int = 0  # units of the tiles that border it


def edits(claim: Units, source: Units, found: tuple[Tile, ...]) -> tuple[Edit, ...]:
    """The edits between neighbouring tiles whose places in the evidence follow each other.

    The ends of clauses count as borders too: before the first tile of a clause of the claim stands one thing, in the
    evidence, back to its own clause start, another.
    """
    result: list[Edit] = []
    chain = 0  # units of the tiles, near each other, that end at `left`
    for number, right in enumerate(found):
        left = found[number - 1] if number else None
        if left and _near(left, right):
            if left.claim + left.size < right.claim or left.source + left.size < right.source:
                result.append(_between(claim, source, left, right))
            chain += right.size
            continue
        if left:
            result += _at_clause_end(claim, source, left, right.claim, chain)
        result += _at_clause_start(claim, source, left, right, _ahead(found, number))
        chain = right.size
    if found:
        result += _at_clause_end(claim, source, found[-1], len(claim.keys), chain)
    return tuple(result)


def _near(left: Tile, right: Tile) -> bool:
    end = left.source + left.size
    return end <= right.source <= end + _NEAR and right.claim - left.claim - left.size <= _NEAR


def _between(claim: Units, source: Units, left: Tile, right: Tile) -> Edit:
    mine = claim.spans[left.claim + left.size - 1][1], claim.spans[right.claim][0]
    theirs = source.spans[left.source + left.size - 1][1], source.spans[right.source][0]
    return _edit(claim, source, mine, theirs, (True, True), left.size + right.size)


def _ahead(found: tuple[Tile, ...], number: int) -> int:
    """Units of a tile and of those after it, as long as they are near each other."""
    size = found[number].size
    for left, right in pairwise(found[number:]):
        if not _near(left, right):
            break
        size += right.size
    return size


def _at_clause_start(claim: Units, source: Units, left: Tile | None, tile: Tile, common: int) -> list[Edit]:
    """What stands before the first tile of a clause, against what the evidence has from its own clause start."""
    end, place = claim.spans[tile.claim][0], source.spans[tile.source][0]
    start, last = _clause_start(claim, end), claim.spans[left.claim + left.size - 1][1] if left else 0
    if start < last or start == end or tile.claim == (left.claim + left.size if left else 0):
        return []
    theirs = max(_clause_start(source, place), place - _FAR), place
    return [_edit(claim, source, (start, end), theirs, (False, True), common)]


def _at_clause_end(claim: Units, source: Units, tile: Tile, following: int, chain: int) -> list[Edit]:
    """What stands after the last tile of a clause, against what the evidence has up to its own clause end."""
    at, place = claim.spans[tile.claim + tile.size - 1][1], source.spans[tile.source + tile.size - 1][1]
    end = _clause_end(claim, at)
    another = following < len(claim.keys) and end > claim.spans[following][0]
    if another or end - at > _FAR or not _HAN.search(claim.text.norm, at, end):
        return []
    return [
        _edit(claim, source, (at, end), (place, min(_clause_end(source, place), place + _FAR)), (True, False), chain)
    ]


def _clause_start(side: Units, at: int) -> int:
    norm = side.text.norm
    low = max(0, at - 40)
    while at > low and norm[at - 1] not in _CLAUSE_END:
        at -= 1
    return at


def _clause_end(side: Units, at: int) -> int:
    norm = side.text.norm
    high = min(len(norm), at + 40)
    while at < high and norm[at] not in _CLAUSE_END:
        at += 1
    return at


def _edit(
    claim: Units, source: Units, mine: tuple[int, int], theirs: tuple[int, int], borders: tuple[bool, bool], common: int
) -> Edit:
    return Edit(claim.text.norm[slice(*mine)], source.text.norm[slice(*theirs)], *mine, *theirs, *borders, common)
