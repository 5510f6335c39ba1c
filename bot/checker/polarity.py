"""A rule on judgement: where the source calls a thing weak, a plain-spoken claim must not call it strong."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem
from bot.checker.register import alike, opposite_words, opposites
from bot.checker.signals import FUNCTION_TAGS, denial
from bot.checker.text import places


def opposed_problems(case: Case) -> list[Problem]:
    """A word that the evidence has nowhere, whose opposite stands there in a clause on the same thing."""
    norm, source = case.claim.norm, case.source.norm
    for found in opposite_words().finditer(norm):
        word = found.group()
        others = sorted(o for o in opposites()[word] if o not in norm) if word not in source else []
        start, end = case.claim.clause(found.start()) if others else (0, 0)
        if not others or denial(norm, max(start, found.start() - 5), found.start()):
            continue
        if denial(norm[found.end() : found.end() + 3]):
            continue
        topic = [w.text for w in case.claim.words_in(start, end) if w.content and len(w.text) > 1]
        for other, at in ((o, at) for o in others for at in places(o, source)):
            low, high = case.source.clause(at)
            if not denial(source, max(low, at - 5), at) and any(t in source[low:high] for t in topic):
                return [Problem(f"与原文意思相反：断言为“{word}”，原文为“{other}”", 0.75)]
    return []


def affirmed_problems(case: Case) -> list[Problem]:
    """A word that the evidence only ever denies (尚未开工), in a clause of the claim that denies nothing (都已开工)."""
    norm, source = case.claim.norm, case.source.norm
    if not _ANY_DENIAL.search(source):
        return []
    for word in case.claim.words:
        if len(word.text) < 2 or word.tag[0] not in "vai" or word.tag[:2] in FUNCTION_TAGS:
            continue
        clause = norm[slice(*case.claim.clause(word.start))]
        known = [word.text] if word.text in source else sorted(w for w in alike(word.text) if len(w) > 1)
        found = [at for w in known for at in places(w, source)]
        if found and not _ANY_DENIAL.search(clause) and all(_denied(case, at) for at in found):
            there = source[max(0, found[0] - 6) : found[0] + 6]
            return [Problem(f"与原文意思相反：原文为“{there}”，断言去掉了否定", 0.75)]
    return []


def _denied(case: Case, at: int) -> bool:
    """Whether a word of the evidence is denied right before, or forbidden a little further off: 不可同时领取."""
    source, start = case.source.norm, case.source.clause(at)[0]
    if denial(source, max(start, at - 3), at):
        return True
    return bool(re.search(r"不[可得能予准]|严禁", source[max(start, at - 5) : at]))


_ANY_DENIAL = re.compile(r"[不无非未没别免避防少]|杜绝|禁止|停止|取消|拒绝|反对")
