"""What speaks softly for and against a claim, as numbers. The rules decide what is certain; these weigh the rest.

How they weigh together is learnt from labelled claims: `eval/bench/train_checker.py` writes data/weights.txt.
"""

from __future__ import annotations

import re

from bot.checker.compare import Case
from bot.checker.coverage import Carried, share_carried, tile_share
from bot.checker.families import COMPARED
from bot.checker.signals import CAUSE, TIMES, WHOLE

_CLAUSE = re.compile(r"[^，。；！？：\n,;!?:]+")
_ADDED = re.compile(r"并|还|同时|另|此外|以及|除了|而且|也")
_LEAST = 1.2  # a clause that weighs less says nothing of its own: 据介绍


def features(case: Case, words: list[Carried]) -> dict[str, float]:
    """The features of a claim laid on its evidence, by name. Those of one sort run from 0 to about 1, masses to 5."""
    clauses = [_within(words, *m.span()) for m in _CLAUSE.finditer(case.claim.norm)]
    scores = [share_carried(clause) for clause in clauses if sum(c.weight for c in clause) >= _LEAST]
    copied = tile_share(case)
    share = share_carried(words) if words or case.claim.units.figures else copied
    return {
        "carried": share,  # of all content, by weight
        "worst_clause": min(scores, default=share),
        "copied": copied,  # word for word
        "new_run": copied * _longest_new(clauses),  # in a claim that else copies, a run of new words stands out
        "new_nouns": min(5.0, sum(c.weight for c in words if c.new and c.word.nounlike)),
        "plain": min(case.plain, 0.6),
        "cause": float(bool(_unknown(CAUSE, case.claim.norm, case.source.norm))),
        "new_added": max((_new_after(m, words, case) for m in _ADDED.finditer(case.claim.norm)), default=0.0),
        "whole": min(2.0, len(_unknown(WHOLE, case.claim.norm, case.beneath()))),
        "time": min(2.0, len(_unknown(TIMES, COMPARED.sub("", case.claim.norm), case.source.norm))),
    }


def _within(words: list[Carried], start: int, end: int) -> list[Carried]:
    return [c for c in words if start <= c.word.start < end]


def _longest_new(clauses: list[list[Carried]]) -> float:
    """The weight of the longest run of words that the evidence does not carry, within one clause, at most 4."""
    best = 0.0
    for clause in clauses:
        run = 0.0
        for found in clause:
            if found.credit < 0.45:
                run += found.weight
            elif found.credit >= 0.7 and len(found.word.text) > 1:
                run = 0.0
            best = max(best, run)
    return min(4.0, best)


def _unknown(pattern: re.Pattern[str], claim: str, source: str) -> list[str]:
    """The words of a pattern in the claim that the evidence does not have."""
    return [m.group() for m in pattern.finditer(claim) if m.group() not in source]


def _new_after(m: re.Match[str], words: list[Carried], case: Case) -> float:
    """The weight of the new words between a connective and the end of its clause, at most 3."""
    end = case.claim.clause(m.end())[1]
    return min(3.0, sum(c.weight * (1 - c.credit) for c in words if c.new and m.end() <= c.word.start < end))
