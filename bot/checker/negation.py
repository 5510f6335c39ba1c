"""A rule on negation: one side denies what the other states, in the words right before what both have in common."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem
from bot.checker.edits import EDGE, Edit
from bot.checker.register import opposites
from bot.checker.signals import NEGATION, NO_DENIAL, denial
from bot.checker.text import places

_SCANT = re.compile(r"不足|[短欠稀]?缺")  # says 不够 without a negation
_REACH = 7  # characters before common words in which a negation is about them


def negated(edit: Edit, case: Case) -> Problem | None:
    """One side denies what the other states: a negation right before the common words that follow."""
    one_side, other_side = edit.claim.strip(EDGE), edit.source.strip(EDGE)
    inserted = not (one_side and other_side) and len(one_side + other_side) <= 3
    bare = inserted and denial(one_side + other_side) is not None and ((edit.left and edit.right) or edit.common >= 8)
    plain = case.plain > (0.3 if edit.left and edit.right else 0.2)
    if (
        edit.common < ((12 if case.plain > 0.4 and not edit.right else 8) if plain and not bare else 4)
        or edit.claim == edit.source
    ):
        return None
    if not edit.claim.strip(EDGE) and not edit.source.strip(EDGE):
        return None  # 甲和乙 for 甲、乙
    # The words right before what follows, common ones too: 坚决防止打折扣 may take its 防止 from an earlier 坚决防止.
    mine, theirs = case.claim.norm, case.source.norm
    starts = _run_start(mine, edit.claim_end), _run_start(theirs, edit.source_end)
    one, two = denial(mine, starts[0], edit.claim_end), denial(theirs, starts[1], edit.source_end)
    if bool(one) == bool(two) or (one and (NO_DENIAL.match(mine, one.start()) or _of_figure(case, one.start()))):
        return None
    if (
        one
        and not bare
        and (_denied_too(case, one.start(), one.end()) or (edit.common < 8 and _denies_near(case, edit)))
    ):
        return None
    if two and re.match(r"不[得能]?[低少高多超][于过]?[0-9零一二三四五六七八九十百千万]", theirs[two.start() :]):
        return None  # 不低于6次 is a degree
    if one and mine.startswith("不够", one.start()) and _SCANT.search(theirs, *case.source.clause(edit.source_end)):
        return None
    said, there = mine[starts[0] : edit.claim_end + 8], theirs[starts[1] : edit.source_end + 8]
    own = _denials(mine, *case.claim.clause(edit.claim_end))
    others = _denials(theirs, *case.source.clause(edit.source_end))
    if own == others or (own > others) == bool(two):
        return None  # 不要求做到最好 and 不要做最好: denied, further from the common words
    if two is not None:
        return Problem(f"与原文意思相反：原文为“{there}”，断言去掉了“{two.group()}”", 0.9)
    return Problem(f"与原文意思相反：断言为“{said}”，原文没有否定", 0.9)


def _denials(text: str, start: int, end: int) -> int:
    """How many negations stand in [start, end); a clause that has one at all counts for itself."""
    return len([m for m in NEGATION.finditer(text, start, end) if not NO_DENIAL.match(text, m.start())])


def _run_start(norm: str, end: int) -> int:
    """Where the last `_REACH` characters before `end` begin, not across a mark of punctuation."""
    start = end
    while start > max(0, end - _REACH) and norm[start - 1] not in "，。；！？：、,;!?:\n":
        start -= 1
    return start


def _of_figure(case: Case, at: int) -> bool:
    """Whether a negation of the claim only qualifies a figure: 还不到一成, 不超过30天."""
    return any(0 < f.start - at <= 4 and f.qualifier for f in case.claim.units.figures)


def _denies_near(case: Case, edit: Edit) -> bool:
    """Whether the evidence's own clause denies something too: with little common text the place is not sure."""
    return denial(case.source.norm, *case.source.clause(edit.source_end)) is not None


def _denied_too(case: Case, start: int, end: int) -> bool:
    """Whether the evidence denies what follows a negation of the claim, or says its opposite: 不收费 and 免费."""
    source = case.source.norm
    for word in case.claim.words_in(start, case.claim.clause(end)[1])[:3]:
        if len(word.text) < 2 or word.start > end + _REACH:
            continue
        bare = word.text.removeprefix("不")
        if word.end > end and denial(word.text) and word.text in source:  # 不符合, one word
            return True
        if any(other in source for other in opposites().get(bare, ())):
            return True
        known = places(word.text, source) if word.content else []
        if any(denial(source, max(0, at - 4), at) for at in known):
            return True
    return False
