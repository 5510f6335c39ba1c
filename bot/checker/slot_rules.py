"""Rules on slots: another thing stands where the source names one, in a frame of common words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.checker.compare import CLAUSE_END, Case, Problem, Word
from bot.checker.coverage import long_form
from bot.checker.edit_rules import edit_words
from bot.checker.edits import EDGE, Edit
from bot.checker.register import alike
from bot.checker.text import HIDDEN


def slot_problems(case: Case) -> list[Problem]:
    """Slots of the evidence that the claim fills with something else."""
    problems = _foreign(case)
    for edit in case.edits:
        problem = _exchanged(edit, case)
        if problem:
            problems.append(problem)
    return problems


def _foreign(case: Case) -> list[Problem]:
    """Between two common pieces of one clause stands content that the evidence has elsewhere, not there."""
    units = case.claim.units
    for a, b, c in zip(case.tiles, case.tiles[1:], case.tiles[2:], strict=False):
        gap = c.source - a.source - a.size
        inside = a.source <= b.source < c.source + c.size
        if inside or not b.size * 0.4 <= gap <= b.size * 2.5 or a.size + c.size < 5 or b.size < 3:
            continue
        start, end = units.spans[a.claim][0], units.spans[c.claim + c.size - 1][1]
        there = case.source.units.between(a.source + a.size - 1, c.source).strip(EDGE)
        said = case.claim.norm[units.spans[b.claim][0] : units.spans[b.claim + b.size - 1][1]]
        if any(x in CLAUSE_END for x in case.claim.norm[start:end] + there) or HIDDEN in there:
            continue
        gap_start = case.source.units.spans[a.source + a.size - 1][1]
        inner = case.source.words_in(gap_start, case.source.units.spans[c.source][0])
        if said[:2] in there:
            continue  # 出海抢订单 for 主动出海稳订单
        if any(w.content and len(w.text) > 1 for w in inner):
            return [Problem(f"“{said}”张冠李戴：原文此处为“{there}”", 0.75)]
    return []


def _related(word: str, other: str) -> bool:
    """Whether two words can be wordings of one thing: a shared stem or a known equivalent, not just a class noun.

    梨园 and 桃园, 公路 and 铁路 share their last character and are two things; 举措 and 措施 share another.
    """
    if word in other or other in word or other in alike(word) or word in alike(other):
        return True
    if min(len(word), len(other)) == 2 and other[-2:] in alike(word[-2:]):  # 关键环节 and 领域
        return True
    shared = {c for c in word if c in other}
    low = high = 0
    while low < min(len(word), len(other)) and word[low] == other[low]:
        low += 1
    while high < min(len(word), len(other)) - low and word[-1 - high] == other[-1 - high]:
        high += 1
    apart = word[low : len(word) - high], other[low : len(other) - high]
    if low and min(map(len, apart)) >= 2 and not set(apart[0]) & set(apart[1]):  # 市人大 and 市政府
        return False
    if high and all(apart) and not set(apart[0]) & set(apart[1]):  # 梨园 and 桃园, 高速公路 and 高速铁路: two things
        return False
    if len(shared) >= 2 and not (word[-1] == other[-1] and len(shared) < min(len(word), len(other)) - 1):
        return True
    if len(word) == len(other) == 2 and word[0] == other[0]:  # 供水 and 供热; but 成果 and 成效
        return False
    return bool(shared) and word[-1] != other[-1] and max(len(word), len(other)) <= 3


@dataclass(frozen=True, slots=True)
class _Slot:
    """The words of an edit that stand in one slot. `exact`: of like length between two tiles."""

    said: str
    there: str
    mine: tuple[Word, ...]
    theirs: tuple[Word, ...]
    exact: bool


def _slot(edit: Edit, case: Case) -> _Slot | None:
    """The slot of an edit, if the common text around it is long enough to be sure that it is one."""
    said, there = (t.strip(EDGE) for t in (edit.claim, edit.source))
    inside = edit.left and edit.right
    if not said or not there or len(said) > 10 or HIDDEN in there or any(c in CLAUSE_END for c in said + there):
        return None
    if edit.common < (4 + 4 * (case.plain > 0.25) if inside else 5 + 4 * (case.plain > 0.2)) or (
        inside and len(there) > 14
    ):
        return None
    start = edit.source_start
    opens = (
        edit.right and not edit.left and (start == 0 or case.source.norm[start - 1] in CLAUSE_END) and edit.common >= 6
    )
    mine, theirs = ([w for w in words if w.tag[0] != "x" and w.text != "的"] for words in edit_words(edit, case))
    if not inside:  # beside a clause border only the words next to the tile are in the same slot
        mine, theirs = (mine[:3], theirs[:3]) if edit.left else (mine[-3:], theirs[-3:])
    one, two = _named(mine, edit.right), _named(theirs, edit.right)
    if not one or not two or (len(one) + len(two) < len(mine) + len(theirs) and abs(_size(one) - _size(two)) > 1):
        return None
    exact = (inside or opens) and (len(said) > 1 or len(there) == 1) and abs(len(said) - len(there)) <= 2
    return _Slot(said, there, one, two, exact) if exact or case.plain <= 0.32 else None


def _named(words: list[Word], right: bool) -> tuple[Word, ...]:
    """The words next to the common text, up to the first that can be no part of a name (an adverb, a preposition)."""
    found: list[Word] = []
    for word in reversed(words) if right else words:
        if word.tag[0] in "dpumqfyc" and word.text not in _AND:
            break
        found.append(word)
    return tuple(reversed(found) if right else found)


def _size(words: Sequence[Word]) -> int:
    return sum(len(w.text) for w in words)


def _exchanged(edit: Edit, case: Case) -> Problem | None:
    """One thing stands where the source names another: 桑蚕 for 茶油 in 省茶油产业创新中心."""
    slot = _slot(edit, case)
    if slot is None or not (_things(slot) or _listed(edit, case)):
        return None
    if any(f.start < w.end and w.start < f.end for f in case.claim.units.figures for w in slot.mine):
        return None  # 三大 for three things listed: the rules on figures decide
    sure = slot.exact and edit.common >= 6
    new = [w for w in slot.mine if _telling(w, sure) and (sure or w.text not in case.source.norm)]
    old = [w for w in slot.theirs if _telling(w, sure) or (sure and _noun(w) and len(w.text) > 1)]
    old = [w for w in old if sure or w.text not in case.claim.norm]
    if not new or not old or _reworded(slot, new, old):
        return None
    said = case.claim.norm[slot.mine[0].start : slot.mine[-1].end].strip(EDGE)
    there = case.source.norm[slot.theirs[0].start : slot.theirs[-1].end].strip(EDGE)
    return Problem(f"“{said}”与原文不符：原文此处为“{there}”", 0.75)


def _telling(word: Word, sure: bool) -> bool:
    return word.nounlike or (sure and word.content and len(word.text) > 1)


def _noun(word: Word) -> bool:
    """Whether a word, general ones too, names a thing: 发展 in 发展是基础."""
    return word.tag[0] in "njlizsb" or word.tag == "vn"


def _things(slot: _Slot) -> bool:
    """Whether two phrases name things: both end with a noun, or one does where both are of one length."""
    ends = [_noun(slot.mine[-1]), _noun(slot.theirs[-1])]
    return all(ends) or (any(ends) and slot.exact and min(len(slot.mine), len(slot.theirs)) == 1)


def _listed(edit: Edit, case: Case) -> bool:
    """Whether both stand in a list: 产业升级和乡村振兴 for 城市更新和乡村振兴."""
    borders = case.claim.norm[edit.claim_start - 1], case.claim.norm[edit.claim_end : edit.claim_end + 1]
    others = case.source.norm[edit.source_start - 1], case.source.norm[edit.source_end : edit.source_end + 1]
    return (
        edit.left
        and edit.right
        and any(x == y and x in ("、", "和", "与", "及") for x, y in zip(borders, others, strict=True))
    )


_AND = frozenset("与和及地")
_NAMES = frozenset(("ns", "nr", "nt", "nrt", "nrfg"))


def _reworded(slot: _Slot, new: list[Word], old: list[Word]) -> bool:
    """Whether the claim only words the slot differently."""
    for word in new:
        for other in slot.theirs:
            names = word.tag in _NAMES and other.tag in _NAMES  # 云岭 and 云坪 share a character and are two places
            if len(other.text) > 1 and (word.text in other.text if names else _related(word.text, other.text)):
                return True
            if "v" in (word.tag, other.tag) and word.text[0] == other.text[0]:
                return True  # 树立 and 树牢
    return any(long_form(w.text, slot.there) for w in new) or any(long_form(o.text, slot.said) for o in old)
