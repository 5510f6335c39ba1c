"""How a claim lies on its evidence: tiles of common text. The shared basis of the rules.

A text becomes units (a Han character, a figure in canonical form, a Latin word); marks of punctuation and 的 are left
out. A tile is a run of units common to both; among several places a tile takes the one that fits its neighbours.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate, pairwise

from bot.checker.figures import Figure, parse_figures
from bot.checker.text import HIDDEN, Prepared, prepare

_MAX_PLACES = 24  # places looked at for one pair of units: keeps hostile repetition linear
_UNIT = re.compile(r"[㐀-鿿]|[a-z0-9.%+\-]+|[ⅰ-ⅻ]+|\n|" + HIDDEN + "+")  # a line break parts two paragraphs of evidence


@dataclass(frozen=True, slots=True)
class Units:
    """The units of one text (or of the joined evidence) with their spans, and the figures among them by unit index."""

    text: Prepared
    keys: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    figures: tuple[Figure, ...]

    def between(self, left: int, right: int) -> str:
        """The text between unit `left` and unit `right` (exclusive both), punctuation included."""
        start = self.spans[left][1] if left >= 0 else 0
        end = self.spans[right][0] if right < len(self.spans) else len(self.text.norm)
        return self.text.norm[start:end]


@dataclass(frozen=True, slots=True)
class Tile:
    """Units [claim, claim + size) of the claim stand at [source, source + size) of the evidence."""

    claim: int
    source: int
    size: int


def units(text: str) -> Units:
    """Cut a text into units; a figure is one unit, keyed by value and measure."""
    prepared = prepare(text)
    figures = parse_figures(prepared.norm)
    keys: list[str] = []
    spans: list[tuple[int, int]] = []
    at = 0
    for figure in (*figures, None):
        stop = figure.start if figure else len(prepared.norm)
        for m in _UNIT.finditer(prepared.norm, at, max(at, stop)):
            if m.group() != "的":
                keys.append(m.group())
                spans.append(m.span())
        if figure and figure.start >= at:
            keys.append(
                f"{HIDDEN}{figure.unit}"
                if figure.masked
                else f"#{figure.value}{figure.text if figure.unit == 'code' else ''}"
            )
            spans.append((figure.start, figure.end))
            at = figure.end
    return Units(prepared, tuple(keys), tuple(spans), figures)


@dataclass(frozen=True, slots=True)
class Places:
    """Where pairs of neighbouring units stand in the evidence, and figures and Latin words alone."""

    pairs: dict[tuple[str, str], list[int]]
    singles: dict[str, list[int]]
    joined: str
    starts: tuple[int, ...]  # of each unit in `joined`


def index(source: Units) -> Places:
    """The places of an evidence, at most `_MAX_PLACES` for one pair."""
    pairs: dict[tuple[str, str], list[int]] = {}
    singles: dict[str, list[int]] = {}
    for i, pair in enumerate(zip(source.keys, source.keys[1:], strict=False)):
        places = pairs.setdefault(pair, [])
        if len(places) < _MAX_PLACES:
            places.append(i)
    for i, key in enumerate(source.keys):
        if len(key) > 1 and key[0] != HIDDEN:
            places = singles.setdefault(key, [])
            if len(places) < _MAX_PLACES:
                places.append(i)
    starts = tuple(accumulate((len(key) + 1 for key in source.keys), initial=1))
    return Places(pairs, singles, _joined(source.keys), starts)


def _joined(keys: tuple[str, ...]) -> str:
    return "\x1f" + "".join(key + "\x1f" for key in keys)


def tiles(claim: Units, source: Units, places_of: Places) -> tuple[Tile, ...]:
    """Cover the claim from left to right by its longest common runs, placed so that neighbours agree."""
    whole = places_of.joined.find(_joined(claim.keys)) if claim.keys else -1
    if whole >= 0:  # word for word
        return (Tile(0, bisect_left(places_of.starts, whole + 1), len(claim.keys)),)
    runs: list[tuple[int, int, list[int]]] = []
    at = 0
    size, places = _longest(claim.keys, 0, source.keys, places_of)
    while at < len(claim.keys):
        if not size:
            at += 1
            size, places = _longest(claim.keys, at, source.keys, places_of)
            continue
        later, later_places = _longest(claim.keys, at + 1, source.keys, places_of)
        if later > size:
            at, size, places = at + 1, later, later_places
            continue
        runs.append((at, size, places))
        at += size
        size, places = _longest(claim.keys, at, source.keys, places_of)
    return _settled(_placed(runs, source), claim.keys, source.keys)


def _settled(found: tuple[Tile, ...], claim: tuple[str, ...], source: tuple[str, ...]) -> tuple[Tile, ...]:
    """Move a far tile beside its left neighbour when it fits there too but for its first unit.

    全省第一梯队 may stand whole elsewhere; after 民生指标排在 the evidence has 全市第一梯队, and that is the place.
    """
    result: list[Tile] = []
    for tile in found:
        left = result[-1] if result else None
        if left and left.claim + left.size == tile.claim and tile.source != left.source + left.size:
            end = left.source + left.size
            cut, shift = next(
                (
                    (cut, shift)
                    for cut in (1, 2)
                    for shift in (1, 2, 3)
                    if tile.size - cut >= 2
                    and source[end + shift : end + shift + tile.size - cut]
                    == claim[tile.claim + cut : tile.claim + tile.size]
                ),
                (0, 0),
            )
            if cut:
                tile = Tile(tile.claim + cut, end + shift, tile.size - cut)
        result.append(tile)
    return tuple(result)


def _longest(claim: tuple[str, ...], at: int, source: tuple[str, ...], places_of: Places) -> tuple[int, list[int]]:
    if at >= len(claim):
        return 0, []
    best, places = 0, []
    for place in places_of.pairs.get((claim[at], claim[at + 1]), ()) if at + 1 < len(claim) else ():
        size = 2
        while at + size < len(claim) and place + size < len(source) and claim[at + size] == source[place + size]:
            size += 1
        if size > best:
            best, places = size, [place]
        elif size == best:
            places.append(place)
    if not best and claim[at] in places_of.singles:
        return 1, places_of.singles[claim[at]]
    return best, places


def _step(source: Units, end: int, place: int) -> float:
    """The cost of going on at `place` after a tile that ended at `end`."""
    if place == end:
        return 0.0
    if place > end:
        return min(0.2 + 0.03 * (place - end), 2.0)
    return min(0.8 + 0.02 * (end - place), 2.5)


def _placed(runs: list[tuple[int, int, list[int]]], source: Units) -> tuple[Tile, ...]:
    if not runs:
        return ()
    costs = [[0.0] * len(runs[0][2])]
    came: list[list[int]] = [[0] * len(runs[0][2])]
    for (_, size, before), (_, _, now) in pairwise(runs):
        row, back = [], []
        for place in now:
            options = [costs[-1][j] + _step(source, b + size, place) for j, b in enumerate(before)]
            best = min(range(len(options)), key=options.__getitem__)
            row.append(options[best])
            back.append(best)
        costs.append(row)
        came.append(back)
    chosen = [min(range(len(costs[-1])), key=costs[-1].__getitem__)]
    for back in reversed(came[1:]):
        chosen.append(back[chosen[-1]])
    return tuple(Tile(at, places[c], size) for (at, size, places), c in zip(runs, reversed(chosen), strict=True))
