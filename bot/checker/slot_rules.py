"""Rules on slots: another thing stands where the source names one, in a frame of common words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.checker.compare import CLAUSE_END, Case, Problem, Word
from bot.checker.coverage import long_form
from bot.checker.edit_rules import edit_words
from bot.checker.edits import EDGE, Edit
from bot.checker.register import plain_words, synonyms
from bot.checker.text import HIDDEN

_HAN = re.compile(r"[㐀-鿿]")
# Characters that come and go in wording.
_LOOSE = frozenset(
    "的地得了着过在再和与及把将被让使为由从到至向对于以其该这那此每各再已均都也还又更最很较抓做作搞办干弄像象账帐身生既即须需应当会能可要想"
    "去来上下里内中间们等些点个是有无不仅只就才并且或而但则若如因所之者年月日时期间"
)


def slot_problems(case: Case) -> list[Problem]:
    """Slots of the evidence that the claim fills with something else."""
    problems = _crossed(case) + _foreign(case)
    for edit in case.edits:
        problem = _exchanged(edit, case) or _one_character(edit, case)
        if problem:
            problems.append(problem)
    return problems


def _crossed(case: Case) -> list[Problem]:
    """Two slots whose contents changed places: 与甲在物流上, 与乙在文旅上 for 与甲在文旅上, 与乙在物流上."""
    sure = [e for e in case.edits if e.left and e.right and e.common >= (4 if len(e.claim.strip(EDGE)) > 1 else 6)]
    slots = [(e.claim.strip(EDGE), e.source.strip(EDGE)) for e in sure]
    homes = {there for _, there in slots}
    for said, there in slots:
        if (
            said in homes
            and there
            and said != there
            and _HAN.search(said)
            and not _LOOSE.intersection(said)
            and said not in there
            and there not in said
        ):
            return [Problem(f"“{said}”张冠李戴：原文此处为“{there}”", 0.85)]
    return []


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
        if any(w.content and len(w.text) > 1 for w in inner):
            return [Problem(f"“{said}”张冠李戴：原文此处为“{there}”", 0.75)]
    return []


def _related(word: str, other: str) -> bool:
    """Whether two words can be wordings of one thing: a shared stem or a known equivalent, not just a class noun.

    梨园 and 桃园, 公路 and 铁路 share their last character and are two things; 举措 and 措施 share another.
    """
    if word in other or other in word or other in plain_words().get(word, ()) or word in plain_words().get(other, ()):
        return True
    if other in synonyms().get(word, ()):
        return True
    ends = word[-2:], other[-2:]
    if min(len(word), len(other)) == 2 and ends[1] in synonyms().get(ends[0], ()):  # 关键环节 and 领域
        return True
    if set(plain_words().get(word, ())) & set(plain_words().get(other, ())):
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
    exact = (inside or opens) and len(said) >= 2 and abs(len(said) - len(there)) <= 2
    if case.plain > 0.32 and not exact:
        return None
    mine, theirs = edit_words(edit, case)
    if not inside:  # beside a clause border only the words next to the tile are in the same slot
        mine, theirs = (mine[:3], theirs[:3]) if edit.left else (mine[-3:], theirs[-3:])
    return _Slot(said, there, tuple(mine), tuple(theirs), exact)


def _exchanged(edit: Edit, case: Case) -> Problem | None:
    """One thing stands where the source names another: 桑蚕 for 茶油 in 省茶油产业创新中心."""
    slot = _slot(edit, case)
    if slot is None:
        return None
    source = case.source.norm
    figures = case.claim.units.figures  # 三大 for three things listed: the rules on figures decide
    if any(f.start < w.end and w.start < f.end for f in figures for w in slot.mine):
        return None
    new = [
        w for w in slot.mine if _names(w, slot.exact) and ((slot.exact and edit.common >= 6) or w.text not in source)
    ]
    new = [w for w in new if w.text not in plain_words() or edit.common >= 10 or case.plain <= 0.2]
    framed = edit.common >= 8 and (slot.exact or (edit.left and edit.right and any(w.text not in source for w in new)))
    old = [w for w in slot.theirs if _names(w, slot.exact) or (framed and slot.exact and len(w.text) > 1)]
    old = [w for w in old if framed or w.text not in case.claim.norm]
    if not new or not old or _reworded(slot, new, old):
        return None
    named = any(w.nounlike for w in new) and any(o.nounlike or (framed and _thing(o)) for o in old)
    listed = "、" in case.claim.norm[edit.claim_start - 1 : edit.claim_end + 1]
    before = case.claim.word_at(edit.claim_start - 1)
    held = before is not None and _holds(before) and before.end == slot.mine[0].start and edit.common >= 8
    if not named and not listed and not (held and slot.exact):
        return None
    if all(w.tag[0] in "vdpt" and w.text in synonyms() for w in new):
        return None  # a general verb for another: 深耕 and 专注
    said, there = slot.said, slot.there
    if edit.left and edit.right:  # whole words: 桃园 and 梨园, not 桃 and 梨
        said = case.claim.norm[slot.mine[0].start : slot.mine[-1].end].strip(EDGE)
        there = case.source.norm[slot.theirs[0].start : slot.theirs[-1].end].strip(EDGE)
    return Problem(f"“{said}”与原文不符：原文此处为“{there}”", 0.75 if named else 0.6)


_NAMES = frozenset(("ns", "nr", "nt", "nrt", "nrfg"))


def _thing(word: Word) -> bool:
    """Whether a word, general ones too, names a thing: 发展 in 发展是基础."""
    return word.tag[0] in "nj" or word.tag == "vn"


def _reworded(slot: _Slot, new: list[Word], old: list[Word]) -> bool:
    """Whether the claim only words the slot differently."""
    for word in new:
        for other in slot.theirs:
            names = word.tag in _NAMES and other.tag in _NAMES  # 云岭 and 云坪 share a character and are two places
            if len(other.text) > 1 and (word.text in other.text if names else _related(word.text, other.text)):
                return True
    return any(long_form(w.text, slot.there) for w in new) or any(long_form(o.text, slot.said) for o in old)


def _holds(before: Word) -> bool:
    """Whether what follows this word names a thing: 社区|诊所, 较大|爆炸, 抓|招商; not 每年|投入, 积极|争取."""
    return before.tag[0] in "nabjli" or before.tag == "vn" or (before.tag[0] == "v" and len(before.text) != 2)


def _one_character(edit: Edit, case: Case) -> Problem | None:
    """供热管网 for 供水管网: one telling character inside a word."""
    if len(edit.claim) != 1 or len(edit.source) != 1 or not (edit.left and edit.right) or edit.common < 6:
        return None
    pair = edit.claim + edit.source
    if not re.fullmatch(r"[㐀-鿿]{2}", pair) or _LOOSE.intersection(pair):
        return None
    around = slice(edit.claim_start - 1, edit.claim_end + 1), slice(edit.source_start - 1, edit.source_end + 1)
    said, there = case.claim.norm[around[0]], case.source.norm[around[1]]
    words = case.claim.word_at(edit.claim_start), case.source.word_at(edit.source_start)
    if not re.fullmatch(r"[㐀-鿿]{3}", said) or not all(w and w.content for w in words):  # 仍然 and 依然
        return None
    if words[0] and words[1] and _related_synonyms(words[0].text, words[1].text):
        return None
    if all(w and w.tag == "v" for w in words):  # 摆在 and 放在
        return None
    return Problem(f"“{said}”与原文不符：原文为“{there}”", 0.65)


def _related_synonyms(one: str, two: str) -> bool:
    return one in synonyms().get(two, ())


def _names(word: Word, slot: bool) -> bool:
    return word.nounlike or (slot and word.content and len(word.text) > 1)
