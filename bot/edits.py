"""What a claim has between its tiles, against what the evidence has there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.align import Tile, Units

_CLAUSE_END = frozenset("，。；！？：\n,;!?:")
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


def edits(claim: Units, source: Units, found: tuple[Tile, ...], reach: int = 14) -> tuple[Edit, ...]:
    """The edits between neighbouring tiles whose places in the evidence follow each other within `reach` units.

    The ends of clauses count as borders too: before the first tile of a clause of the claim stands one thing, in the
    evidence, back to its own clause start, another.
    """
    result: list[Edit] = []
    for number, right in enumerate(found):
        left = found[number - 1] if number else None
        b, t = right.claim, right.source
        a = left.claim + left.size if left else 0
        if left and left.source + left.size <= t <= left.source + left.size + reach and b - a <= reach:
            s = left.source + left.size
            if a < b or s < t:
                result.append(
                    _edit(
                        claim,
                        source,
                        (claim.spans[a - 1][1], claim.spans[b][0]),
                        (source.spans[s - 1][1], source.spans[t][0]),
                        left,
                        right,
                    )
                )
            continue
        if left:
            result += _at_clause_end(claim, source, left, b)
        start = _clause_start(claim, claim.spans[b][0])
        if a < b and start >= (claim.spans[a - 1][1] if a else 0) and start < claim.spans[b][0]:
            border = _clause_start(source, source.spans[t][0])
            result.append(
                _edit(
                    claim,
                    source,
                    (start, claim.spans[b][0]),
                    (max(border, source.spans[t][0] - 16), source.spans[t][0]),
                    None,
                    right,
                )
            )
    if found:
        result += _at_clause_end(claim, source, found[-1], len(claim.keys))
    return tuple(result)


def _at_clause_end(claim: Units, source: Units, tile: Tile, following: int) -> list[Edit]:
    """What stands after the last tile of a clause, against what the evidence has up to its own clause end."""
    at, place = claim.spans[tile.claim + tile.size - 1][1], source.spans[tile.source + tile.size - 1][1]
    end = _clause_end(claim, at)
    if (following < len(claim.keys) and end > claim.spans[following][0]) or end - at > 16:
        return []
    stop = min(_clause_end(source, place), place + 16)
    if not _HAN.search(claim.text.norm, at, end):
        return []
    return [_edit(claim, source, (at, end), (place, stop), tile, None)]


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
    claim: Units, source: Units, mine: tuple[int, int], theirs: tuple[int, int], left: Tile | None, right: Tile | None
) -> Edit:
    common = (left.size if left else 0) + (right.size if right else 0)
    said, there = claim.text.norm[slice(*mine)], source.text.norm[slice(*theirs)]
    return Edit(said, there, *mine, *theirs, left is not None, right is not None, common)
