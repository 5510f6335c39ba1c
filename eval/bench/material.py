"""Words for the reading bench: own sentences about invented places, filled in at random, with the masks marked.

Every drawn text carries its masks between MASK_OPEN and MASK_CLOSE; `plain` and `mask_spans` take them apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

DATA = Path(__file__).parent / "data"
MASK_OPEN, MASK_CLOSE = "\x01", "\x02"
_SLOT = re.compile(r"\{(\w+)\}")
_MARKED = re.compile("\x01([^\x02]*)\x02")


@dataclass(frozen=True, slots=True)
class Words:
    """What stays the same through one file: how it masks, where it plays, which site sells it."""

    masks: str  # none, xx, star, X
    party: bool  # 党 is written D
    place: str
    brand: str
    handle: str


@cache
def lines_of(name: str) -> tuple[str, ...]:
    """The lines of a data file that are not empty."""
    return tuple(line for line in (DATA / f"{name}.txt").read_text(encoding="utf8").splitlines() if line)


@cache
def extras(kind: str) -> tuple[str, ...]:
    """Greetings, closings, questions and quotations."""
    return tuple(line.split("|")[0] for line in lines_of("extras") if line.endswith("|" + kind))


def draw_words(random: Random, masks: str) -> Words:
    handle = "".join(random.choice("abcdefghkmw") for _ in range(random.randint(3, 5)))
    party = masks == "xx" and random.random() < 0.5
    return Words(masks, party, random.choice(lines_of("places")), random.choice(lines_of("brands")), handle)


def fill(random: Random, template: str, words: Words, field: str = "") -> str:
    """A template with its slots filled; masks stay marked."""
    field = field or random.choice(lines_of("fields"))

    def slot(found: re.Match[str]) -> str:
        name = found[1]
        if name == "p":
            return words.place if random.random() < 0.6 else random.choice(lines_of("places"))
        if name in ("mp", "mn"):
            return _masked(random, name, words)
        simple = {"f": field, "b": words.brand, "w": words.handle, "party": "\x01D\x02" if words.party else "党"}
        if name in simple:
            return simple[name]
        return str(random.randint(2, 9) if name == "k" else random.randint(11, 98))

    text = _SLOT.sub(slot, template)
    return text.replace("党的", "\x01D\x02的") if words.party else text


def _masked(random: Random, name: str, words: Words) -> str:
    if words.masks == "none":
        return words.place if name == "mp" else str(random.randint(11, 98))
    if name == "mn":
        sign = {"xx": random.choice(("xx", "xxx", "x")), "star": "**", "X": "XX"}[words.masks]
        return f"\x01{sign}\x02"
    sign = {"xx": "xx", "star": "*", "X": "X"}[words.masks]
    return f"\x01{sign}\x02" + ("" if words.masks == "star" else "市")


def sentences(random: Random, words: Words, count: int) -> str:
    """`count` different sentences as one paragraph."""
    return "".join(fill(random, t, words) for t in random.sample(lines_of("sentences"), count))


def plain(text: str) -> str:
    return text.replace(MASK_OPEN, "").replace(MASK_CLOSE, "")


def mask_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The masks of a marked text as spans of its plain form."""
    spans = []
    for count, found in enumerate(_MARKED.finditer(text)):
        start = found.start() - 2 * count
        spans.append((start, start + len(found[1])))
    return tuple(spans)
