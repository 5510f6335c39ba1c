"""The plots of the report page as inline SVG: no script, colours by the classes of the page's style."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape

_WIDE, _RIGHT = 440, 60  # the whole, and the values at the end of the bars; user units
_ROW = 24

Bar = tuple[str, float, float, float, str]  # name, value, whisker from, whisker to, what stands at the end
Curve = tuple[str, Sequence[tuple[float, float]]]  # name, points


def _svg(title: str, wide: float, high: float, parts: Sequence[str]) -> str:
    return (
        f'<svg viewBox="0 0 {wide:g} {high:g}" role="img" aria-label="{escape(title)}">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def round_up(value: float) -> float:
    """The next of 1, 2, 4, 8 times a power of ten: its quarters make a readable axis."""
    power = 10.0 ** math.floor(math.log10(value)) if value > 0 else 1.0
    return next(step * power for step in (1, 2, 4, 8, 10) if step * power >= value)


def bars(title: str, rows: Sequence[Bar], most: float = 1.0, left: int = 104) -> str:
    """Horizontal bars from 0 to `most`, each with a whisker and its value in words; `left`: room for the names."""
    high = _ROW * len(rows) + 30
    across = _WIDE - _RIGHT - left
    scale = across / most
    parts = []
    for tick in range(5):
        x = left + across * tick / 4
        parts.append(f'<line class="grid" x1="{x:g}" y1="4" x2="{x:g}" y2="{high - 20}"/>')
        parts.append(f'<text class="tick" x="{x:g}" y="{high - 5}" text-anchor="middle">{most * tick / 4:.3g}</text>')
    for place, (name, value, low, top, word) in enumerate(rows):
        y = 6 + _ROW * place
        parts.append(f'<text x="{left - 8}" y="{y + 13}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<rect class="bar" x="{left}" y="{y}" width="{value * scale:.1f}" height="16" rx="2"/>')
        if top > low:
            x1, x2 = left + low * scale, left + top * scale
            parts.append(
                f'<path class="whisker" d="M{x1:.1f} {y + 4}v8M{x1:.1f} {y + 8}H{x2:.1f}M{x2:.1f} {y + 4}v8"/>'
            )
        parts.append(f'<text x="{left + across + 8}" y="{y + 13}">{escape(word)}</text>')
    return _svg(title, _WIDE, high, parts)


def curves(title: str, across: str, lines: Sequence[Curve], ticks: Sequence[float]) -> str:
    """Lines over a shared axis of `ticks`, evenly spaced; the upright axis begins at a round value below the lowest."""
    least = min((y for _, points in lines for _, y in points), default=0.0)
    floor = max(0.0, math.floor(least * 10 - 0.5) / 10)
    left, top, wide, high = 44, 14, 356, 150
    place = {tick: left + 14 + (wide - 28) * n / max(1, len(ticks) - 1) for n, tick in enumerate(ticks)}

    def up(value: float) -> float:
        return top + high * (1 - (value - floor) / (1 - floor))

    parts = []
    for step in range(5):
        value = floor + (1 - floor) * step / 4
        parts.append(f'<line class="grid" x1="{left}" y1="{up(value):.1f}" x2="{left + wide}" y2="{up(value):.1f}"/>')
        parts.append(f'<text class="tick" x="{left - 6}" y="{up(value) + 4:.1f}" text-anchor="end">{value:.3g}</text>')
    parts += [
        f'<text class="tick" x="{x:.1f}" y="184" text-anchor="middle">{tick:g}</text>' for tick, x in place.items()
    ]
    parts.append(f'<text class="tick" x="{left + wide}" y="202" text-anchor="end">{escape(across)}</text>')
    for number, (name, points) in enumerate(lines):
        dots = [(place[x], up(y), y) for x, y in points if x in place]
        line = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in dots)
        parts.append(f'<polyline class="curve c{number}" points="{line}"/>')
        parts += [
            f'<circle class="dot c{number}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"><title>{escape(name)} {value:.3f}</title>'
            "</circle>"
            for x, y, value in dots
        ]
        parts.append(f'<circle class="dot c{number}" cx="{left + 4 + 130 * number}" cy="198" r="4"/>')
        parts.append(f'<text x="{left + 12 + 130 * number}" y="202">{escape(name)}</text>')
    return _svg(title, _WIDE, 208, parts)


def reliability(title: str, bins: Sequence[tuple[float, float, float]], threshold: float) -> str:
    """Score against share, a dot a bin (score, share, its part of all), the diagonal and the threshold."""
    left, top, side = 44, 8, 200
    x = left + side * threshold
    parts = [
        f'<rect class="frame" x="{left}" y="{top}" width="{side}" height="{side}"/>',
        f'<line class="grid" x1="{left}" y1="{top + side}" x2="{left + side}" y2="{top}"/>',
        f'<line class="limit" x1="{x:g}" y1="{top}" x2="{x:g}" y2="{top + side}"/>',
        f'<text class="tick" x="{x + 5:g}" y="{top + side - 6}">门槛 {threshold:g}</text>',
    ]
    for tick in (0.0, 0.25, 0.5, 0.75, 1.0):
        parts.append(
            f'<text class="tick" x="{left + side * tick:g}" y="{top + side + 16}" text-anchor="middle">{tick:g}</text>'
        )
        parts.append(
            f'<text class="tick" x="{left - 6}" y="{top + side * (1 - tick) + 4:g}" text-anchor="end">{tick:g}</text>'
        )
    for score, share, part in bins:
        parts.append(
            f'<circle class="dot c0" cx="{left + side * score:.0f}" cy="{top + side * (1 - share):.0f}" '
            f'r="{3 + 9 * part**0.5:.1f}"><title>{part:.0%}</title></circle>'
        )
    return _svg(title, left + side + 12, top + side + 24, parts)
