"""A rule on judgement: where the source calls a thing weak, a plain-spoken claim must not call it strong."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem
from bot.checker.register import alike, opposite_words, opposites
from bot.checker.signals import FUNCTION_TAGS, denial


def opposed_problems(case: Case) -> list[Problem]:
    """A word that the evidence has nowhere, whose opposite stands there in a clause on the same thing."""
    norm, source = case.claim.norm, case.source.norm
    for found in opposite_words().finditer(norm):
        word = found.group()
        others = [o for o in opposites()[word] if o not in norm] if word not in source else []
        start, end = case.claim.clause(found.start()) if others else (0, 0)
        if not others or denial(norm, max(start, found.start() - 5), found.start()):
            continue
        if denial(norm[found.end() : found.end() + 3]):
            continue
        topic = [w.text for w in case.claim.words_in(start, end) if w.content and len(w.text) > 1]
        for m in (m for o in others for m in re.finditer(o, source)):
            low, high = case.source.clause(m.start())
            there = source[low:high]
            if not denial(source, max(low, m.start() - 5), m.start()) and any(t in there for t in topic):
                return [Problem(f"与原文意思相反：断言为“{word}”，原文为“{m.group()}”", 0.75)]
    return []


def affirmed_problems(case: Case) -> list[Problem]:
    """A word that the evidence only ever denies (尚未开工), in a clause of the claim that denies nothing (都已开工)."""
    norm, source = case.claim.norm, case.source.norm
    for word in case.claim.words:
        if word.tag[0] not in "vai" or word.tag[:2] in FUNCTION_TAGS:
            continue
        clause = norm[slice(*case.claim.clause(word.start))]
        if len(word.text) < 2 and not (word.tag == "v" and _LICENCE.search(clause)):
            continue
        known = [word.text] if word.text in source else [w for w in alike(word.text) if len(w) > 1]
        places = [p for w in known for p in re.finditer(re.escape(w), source)][:_PLACES]
        if not places or _ANY_DENIAL.search(clause):
            continue
        if all(_denied(case, p.start()) for p in places):
            there = source[max(0, places[0].start() - 6) : places[0].end() + 4]
            return [Problem(f"与原文意思相反：原文为“{there}”，断言去掉了否定", 0.75)]
    return []


def _denied(case: Case, at: int) -> bool:
    """Whether a word of the evidence is denied right before, or forbidden a little further off: 不可同时领取."""
    source, start = case.source.norm, case.source.clause(at)[0]
    if denial(source, max(start, at - 3), at):
        return True
    return bool(re.search(r"不[可得能予准]|严禁", source[max(start, at - 5) : at]))


_LICENCE = re.compile(r"可以|允许|不妨")  # then a verb of one character is enough: 可以停一停
_PLACES = 6  # of a word in the evidence that are looked at
_ANY_DENIAL = re.compile(r"[不无非未没别免避防少]|杜绝|禁止|停止|取消|拒绝|反对")
