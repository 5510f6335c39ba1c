"""The parts of a question, each asking one thing, and the years that each is about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.extractive import cues

_MARKS = "，。？！；,?!;："
_INSIDE = {
    ord(c): chr(0xE000 + i) for i, c in enumerate(_MARKS)
}  # private characters keep a quotation's marks meanwhile
_OUTSIDE = {0xE000 + i: c for i, c in enumerate(_MARKS)}
YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年|\b)")


def parts_of(topic: str) -> list[str]:
    """The parts of a question: cut at punctuation, at 、 between two interrogatives, and A和B分别 in two."""
    parts: list[str] = []
    for part in _cut(topic):
        pieces = re.split(r"[、]|(?:以及|还有|并且)", part)
        each, several = cues.EACH.search(part), cues.SEVERAL.search(part)
        if several and cues.INTERROGATIVE.search(several["rest"]):
            parts.extend(place + several["rest"] for place in re.split(r"、|和|与|跟|以及", several["all"]))
        elif each and cues.INTERROGATIVE.search(each["tail"]):
            heads = [part[: each.start("b")].rstrip("、和与跟及以"), each["b"]]
            heads = [*re.split(r"、", heads[0]), heads[1]]
            parts.extend(head + each["tail"] for head in heads if head.strip())
        elif len(pieces) > 1 and all(cues.INTERROGATIVE.search(p) for p in pieces):
            parts.extend(pieces)
        else:
            parts.append(part)
    return [p for p in parts if p.strip()]


def _cut(topic: str) -> list[str]:
    """The topic cut at punctuation, but not inside a quotation."""
    whole = re.sub(r"[“\"「][^”\"」]{2,80}[”\"」]", lambda m: m.group().translate(_INSIDE), topic)
    return [part.translate(_OUTSIDE) for part in re.split(r"[，。？！；,?!;：\n]+", whole)]


def years_of(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """For each part its years; a part without any is about those of the part before it, unless it says 后来."""
    found: list[tuple[str, ...]] = []
    for part in parts:
        own = tuple(dict.fromkeys(YEAR.findall(part)))
        carried = found[-1] if found and not cues.OTHER_TIME.search(part) else ()
        found.append(own or carried)
    return found
