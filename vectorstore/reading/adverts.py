"""Adverts and usage notes of the sites that sell speeches, told from the speeches by what they say to their reader.

A genuine paragraph must never be taken: a line is an advert only when several signs add up, and the words of policy
work count against it.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from vectorstore.reading.advert_words import (
    ADDRESS,
    BRAND,
    BRAND_WORD,
    BRANDED,
    CONTACT,
    LIKELY,
    OFFICE,
    POLICY,
    SENTENCE,
    SHOP,
    SLOGAN_WORD,
    SURE,
    TITLE_LIKE,
    TRADE,
    UNDER,
)
from vectorstore.reading.lines import Line
from vectorstore.reading.numbering import number_of
from vectorstore.reading.shapes import is_closing

_END = 240  # characters at either end of a paragraph in which a glued advert shows itself
_LONGEST = 600  # an advert is never longer; a longer line is only looked at for a glued tail


def _hinted(text: str) -> bool:
    """A cheap first look. An advert hints at what it is all over; in a long line its two ends are enough."""
    if len(text) <= 240:
        return TRADE.search(text) is not None
    return TRADE.search(text, 0, 80) is not None or TRADE.search(text, len(text) - 160) is not None


@lru_cache(maxsize=8192)
def is_advert(text: str, edge: bool = False) -> bool:
    """Whether a whole line is an advert or a usage note of a site. `edge`: no speech stands above it, or none below."""
    if len(text) > _LONGEST or not _hinted(text):
        return False
    sure = len({m.group()[:4] for m in SURE.finditer(text)})
    likely = len({m.group()[:4] for m in LIKELY.finditer(text)})
    score = 4.0 * sure + 2.0 * likely + (1.0 if CONTACT.search(text) else 0.0)
    policy = len({m.group() for m in POLICY.finditer(text)})
    if sure == 0 and (policy >= 2 or number_of(text)):
        return False
    needed = 3.0 if len(text) <= 40 else 4.0 if len(text) <= 100 else 5.0
    if edge and text[-1] not in "。；" and not TITLE_LIKE.search(text):
        needed -= 1.0
    if text[-1] in "。；" and not ADDRESS.search(text):
        needed += 2.0 + policy  # a seller gives an address; a finished sentence is rather text
    return score - min(policy, 6) >= needed or _trades(text, policy, edge)


def _trades(text: str, policy: int, edge: bool) -> bool:
    """Whether a line speaks of nothing but the seller's trade."""
    if len(text) > 150:
        return False
    trade = len({m.group() for m in TRADE.finditer(text)}) + (1 if ADDRESS.search(text) else 0)
    policy += len({m.group() for m in OFFICE.finditer(text)})
    needed = 3 + (1 if text[-1] in "。；" else 0) + (1 if len(text) > 70 else 0)
    if edge and text[-1] not in "。；" and not TITLE_LIKE.search(text):
        needed -= 1
    return trade - 2 * policy >= needed


def glued_adverts(text: str) -> list[tuple[int, int]]:
    """Offsets of advert sentences glued to the beginning or the end of a real paragraph."""
    if len(text) < 60 or not _hinted(text) or not _sure_at_an_end(text):
        return []
    sentences = [(m.start(), m.end()) for m in SENTENCE.finditer(text)]
    first, last = 0, len(sentences)
    while first < last and _sure_sentence(text[slice(*sentences[first])]):
        first += 1
    while last > first and _sure_sentence(text[slice(*sentences[last - 1])]):
        last -= 1
    holes = []
    if first:
        holes.append((0, sentences[first - 1][1]))
    if last < len(sentences):
        holes.append((sentences[last][0], len(text)))
    return holes if first < last else []


def _sure_at_an_end(text: str) -> bool:
    if len(text) <= 2 * _END:
        return SURE.search(text) is not None
    return SURE.search(text, 0, _END) is not None or SURE.search(text, len(text) - _END) is not None


def _wholly(text: str, edge: bool) -> bool:
    """Whether a line is an advert and not a paragraph with an advert glued to it."""
    if not is_advert(text, edge):
        return False
    holes = glued_adverts(text)
    rest = len(text) - sum(end - start for start, end in holes)
    if not holes or rest < 30:
        return True
    start, end = holes[0][1] if holes[0][0] == 0 else 0, holes[-1][0] if holes[-1][1] == len(text) else len(text)
    return LIKELY.search(text, start, end) is not None


def _sure_sentence(sentence: str) -> bool:
    return len(sentence) <= _LONGEST and bool(SURE.search(sentence)) and is_advert(sentence.strip())


def advert_lines(lines: Sequence[Line], protected: frozenset[str]) -> set[int]:
    """The indexes of the lines that are adverts: by what they say, by their brand, by standing among adverts.

    `protected` holds texts that are titles by other evidence (the file's name, the table of contents).
    """
    top, bottom = _speech_span(lines)
    found = {
        i for i, line in enumerate(lines) if line.text not in protected and _wholly(line.text, not top <= i <= bottom)
    }
    found |= {i for i in range(bottom + 1, len(lines)) if bottom >= 0 and _under(lines[i].text)}
    found |= {i for i in _branded(lines, found) if lines[i].text not in protected}
    if not found:
        return found
    found |= _at_edges(lines, found, protected, top, bottom) | _beside(lines, found, protected)
    return found | _among_adverts(lines, found, protected)


def _speech_span(lines: Sequence[Line]) -> tuple[int, int]:
    """The first and the last line that is a paragraph of a speech: long and not an advert."""
    long = [i for i, line in enumerate(lines) if len(line.text) >= 60 and not is_advert(line.text)]
    return (long[0], long[-1]) if long else (len(lines), -1)


def _under(text: str) -> bool:
    """Whether a line under the last speech of a file is a site's: of its trade, in no word of office."""
    plain = not POLICY.search(text) and not OFFICE.search(text) and not number_of(text)
    return len(text) < 60 and plain and UNDER.search(text) is not None


def _branded(lines: Sequence[Line], found: set[int]) -> list[int]:
    """Lines that hold no more than the name of the site: one that an advert names, or that names its trade."""
    brands = {name for i in found for pair in BRAND.findall(lines[i].text) for name in pair if name}
    more = []
    for i, line in enumerate(lines):
        if i in found or len(line.text) > 24:
            continue
        bare = line.text.strip("【】《》“”〖〗[] ")
        made = BRANDED.fullmatch(line.text)
        named = any(len(name) >= 4 and name in bare for name in brands) and not is_office(bare)
        tagged = named or any(
            bare.startswith(name) and bare[len(name) :][:1] in ("，", "：", "！", "—") for name in brands
        )
        if tagged or bare in brands or SHOP.match(bare) or (made and (made[1] in brands or BRAND_WORD.search(made[1]))):
            more.append(i)
    return more


def is_office(text: str) -> bool:
    """Whether a line has words of office, a number or the form of a title: it is then rather a speech's."""
    return bool(POLICY.search(text) or OFFICE.search(text) or number_of(text) or TITLE_LIKE.search(text))


def _at_edges(lines: Sequence[Line], found: set[int], protected: frozenset[str], top: int, bottom: int) -> set[int]:
    """Slogans above the first speech or under the last one, with nothing but adverts between them and an advert."""
    more: set[int] = set()
    for zone, step in ((range(min(top, 30)), 1), (range(bottom + 1, len(lines)), 0)):
        for order in (zone, reversed(zone)):
            near = False
            for i in order:
                text = lines[i].text
                slogan = near and i not in found and _slogan(text, protected)
                if step and order is zone:  # under an advert at the top may stand the title
                    slogan = slogan and lines[i].gap == 0 and len(text) <= 12
                if slogan and (SLOGAN_WORD.search(text) or (len(text) <= 10 and BRAND_WORD.search(text))):
                    more.add(i)
                near = i in found or i in more
    return more


def _beside(lines: Sequence[Line], found: set[int], protected: frozenset[str]) -> set[int]:
    """Slogans of a few words right above an advert."""
    more: set[int] = set()
    for i in range(len(lines) - 2, -1, -1):
        below = (i + 1 in found or i + 1 in more) and lines[i + 1].gap == 0
        text = lines[i].text
        named = len(text) <= 12 and (SLOGAN_WORD.search(text) or BRAND_WORD.search(text))
        if below and i not in found and named and _slogan(text, protected):
            more.add(i)
    return more


def _among_adverts(lines: Sequence[Line], found: set[int], protected: frozenset[str]) -> set[int]:
    """Short slogans inside a block of adverts: no blank line between, adverts on both sides, fewer than they are."""
    more: set[int] = set()
    block: list[int] = []
    for i, line in enumerate([*lines, Line("", ((0, 0),), 1)]):
        if line.gap and block:
            ads = [k for k in block if k in found]
            rest = [k for k in block if k not in found]
            inside = [k for k in rest if ads and ads[0] < k < ads[-1]]
            if len(ads) > len(rest) and all(_slogan(lines[k].text, protected) for k in inside):
                more.update(inside)
            block = []
        block.append(i)
    return more


def _slogan(text: str, protected: frozenset[str]) -> bool:
    own = text in protected or text[-1] in "。；" or is_closing(text) or TITLE_LIKE.search(text)
    return len(text) <= 30 and not own
