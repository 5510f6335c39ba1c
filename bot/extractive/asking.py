"""What one part of a question asks for: a quantity of which kind and unit, a person, a place, a name, or an account."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from bot.extractive import cues

AskKind = Literal["quantity", "person", "place", "name", "open"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """`measure` of a quantity is count, money, share, date, rank, duration or any; `focus` spans what is counted."""

    kind: AskKind
    measure: str = ""
    unit: str = ""
    focus: tuple[int, int] | None = None


def wanted(part: str) -> list[Wanted]:
    """The things that a part of a normalised question asks for; most parts ask for one or none."""
    for pattern, kind, measure, unit in cues.ENGLISH:
        if pattern.search(part):
            return [Wanted(kind, measure, unit)]
    if found := _quantities(part):
        return found
    if cues.PERSON.search(part):
        return [Wanted("person" if cues.PERSON_NOUN.search(part) or "谁" in part else "name")]
    if cues.PLACE.search(part):
        return [Wanted("place")]
    if cues.WHICH_THING.search(part):
        return [Wanted("name")]
    return [Wanted("open")] if cues.OPEN.search(part) else []


def _quantities(part: str) -> list[Wanted]:
    if m := cues.RANK.search(part):
        return [
            Wanted("quantity", "rank", m["unit"] or m["unit2"] or m["unit3"] or "", _focus(part, m.start(), m.end()))
        ]
    if m := cues.WHEN.search(part):
        year = re.search(r"哪一?年|几几年", part)
        return [Wanted("quantity", "date", "年" if year else "", _focus(part, m.start(), m.end()))]
    if m := cues.SHARE.search(part):
        return [Wanted("quantity", "share", "%", _focus(part, m.start(), m.end()))]
    if m := cues.DURATION.search(part):
        return [Wanted("quantity", "duration", "", _focus(part, m.start(), m.end()))]
    found = [
        Wanted("quantity", *_measure(part, m["unit"] or "", m.start(), m.end()), _focus(part, m.start(), m.end()))
        for m in cues.HOW_MANY.finditer(part)
    ]
    if not found and (m := cues.SIZE.search(part)):
        found.append(Wanted("quantity", by_noun(part), "", _focus(part, m.start(), m.end())))
    return found


def _focus(part: str, start: int, end: int) -> tuple[int, int] | None:
    """The words after an asked quantity (多少部电梯), or before it when none follow (总投资额是多少), if no verb."""
    after = re.match(r"[㐀-鿿a-z]{2,10}", part[end:])
    if after and not cues.EMPTY_AFTER.match(after.group()):
        return end, end + after.end()
    return None if part[:start].endswith(("了", "过", "到")) else (max(0, start - 8), start)


def _measure(part: str, unit: str, start: int, end: int) -> tuple[str, str]:
    if unit in {"钱", "块钱"} or unit.endswith("元"):
        return "money", "" if unit in {"钱", "块钱"} else unit
    if unit in {"个百分点", "百分点"}:
        return "share", "百分点"
    if unit in {"日", "号"}:
        return "date", ""
    if not unit and cues.SHARE_NOUN.search(part[:start]) and _last_noun_is_share(part[:start]):
        return "share", ""
    if unit in {"亿", "万", "个亿", "个多亿"} or (not unit and cues.MONEY_NOUN.search(part[:start])):
        money = cues.MONEY_NOUN.search(part) or unit.startswith("个")
        return ("money", unit.lstrip("个多")) if money else ("any", unit)
    if not unit:
        return ("any" if cues.RISE.search(part[:end]) else by_noun(part)), ""
    return "count", unit


def _last_noun_is_share(before: str) -> bool:
    """投资增速 is a share, 增速最快的产业的投资 is money."""
    ends = [max((m.end() for m in noun.finditer(before)), default=-1) for noun in (cues.SHARE_NOUN, cues.MONEY_NOUN)]
    return ends[0] >= ends[1]


def by_noun(part: str) -> str:
    """The kind of quantity that the nouns of a part point to."""
    if cues.SHARE_NOUN.search(part):
        return "share"
    return "money" if cues.MONEY_NOUN.search(part) else "any"


def bare(norm: str) -> Wanted:
    """A question of key words only (紫金矿业 收购 金额): its last noun says what is asked."""
    without = re.sub(r"[（(][^（）()]{0,40}[）)]", " ", norm)
    noun = cues.BARE_NOUN.search(without.strip())
    return Wanted("quantity", cues.BARE_KIND.get(noun[1], "any")) if noun else Wanted("open")
