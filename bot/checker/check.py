"""The checker: is a claim carried by its evidence? Pure functions, no model, milliseconds."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from bot.checker.bindings import binding_problems
from bot.checker.compare import SENTENCE_END, Case, Problem, compare
from bot.checker.coverage import Carried, carried, in_common, share_carried
from bot.checker.crossing import crossing_problems
from bot.checker.edit_rules import edit_problems
from bot.checker.families import family_problems
from bot.checker.features import features
from bot.checker.figure_rules import figure_problems
from bot.checker.frames import frame_problems
from bot.checker.names import name_problems, quotation_problems
from bot.checker.periods import period_problems
from bot.checker.polarity import affirmed_problems, opposed_problems
from bot.checker.slot_rules import slot_problems
from bot.checker.strength_rules import overclaim_problems, plan_problems
from bot.checker.subjects import resolved
from bot.checker.weighing import BORDERS, chance
from bot.types import Finding, Verdict

MAX_CLAIM = 2_000  # characters of a claim that are read: a longer one is no sentence
MAX_EVIDENCE = 60_000
_RULES = (
    figure_problems,
    period_problems,
    quotation_problems,
    name_problems,
    edit_problems,
    slot_problems,
    crossing_problems,
    family_problems,
    frame_problems,
    binding_problems,
    plan_problems,
    opposed_problems,
    affirmed_problems,
    overclaim_problems,
)
# Below both the evidence tells of something else: none of 411 true claims, 145 of 173 passed on a foreign paragraph.
_CARRIED, _IN_COMMON = 0.25, 0.2
_DENIAL = 0.5  # problems that weigh this much together make a claim unsupported
_MEANING = re.compile(r"[㐀-鿿a-zA-Z0-9０-９]")


def check_claim(text: str, evidence: Sequence[str], context: Sequence[str] = (), border: float = 0.5) -> Finding:
    """The finding for one claim against the paragraphs that it cites. `score` 0.5 and more is supported.

    `context` (title, file name, speaker) only tells who 全市 is: it carries neither figures nor content. `border` is
    the chance that soft evidence needs (weighing.BORDERS).
    """
    given = tuple(e for e in evidence if e.strip())
    if not given:
        return Finding("unsupported", 0.0, ("没有出处",))
    if not _MEANING.search(text):
        return Finding("unsupported", 0.0, ("断言没有内容",))
    if len(text) > MAX_CLAIM:
        return Finding("unsupported", 0.0, (f"断言过长：{len(text)} 字，最多核查 {MAX_CLAIM} 字",))
    case, problems, words = _laid(text, given, context)
    score = _score(chance(features(case, words), border), _against(problems))
    verdict: Verdict = "supported" if score >= 0.5 else "unsupported"
    reasons = [p.reason for p in sorted(problems, key=lambda p: -p.weight)] + _unheard(words)
    if verdict == "unsupported" and not reasons:
        reasons = ["出处没有承载这句话的内容"]
    return Finding(
        verdict, round(score, 4), tuple(dict.fromkeys(reasons)) if verdict == "unsupported" else (), _spans(case)
    )


def checker(strictness: str) -> Callable[[str, Sequence[str]], Finding]:
    """`check_claim` as strict as YANJU_STRICTNESS says: one of weighing.BORDERS."""
    return partial(check_claim, border=BORDERS[strictness])


def weighed(text: str, evidence: Sequence[str]) -> tuple[dict[str, float], bool]:
    """The features of a claim, and whether a rule denies it whatever they are: what the weights are learnt from."""
    case, problems, words = _laid(text, tuple(evidence), ())
    return features(case, words), _against(problems) >= _DENIAL


def _laid(text: str, given: tuple[str, ...], context: Sequence[str]) -> tuple[Case, list[Problem], list[Carried]]:
    case = compare(resolved(text, given, context), _bounded(given))
    words = carried(case)
    return case, [p for rule in _RULES for p in rule(case)] + _unrelated(case, words), words


def _unrelated(case: Case, words: list[Carried]) -> list[Problem]:
    """Plain speech is believed with little in common with its evidence, not with nothing."""
    if not words or share_carried(words) >= _CARRIED or in_common(case, words) >= _IN_COMMON:
        return []
    return [Problem("出处说的不是这件事", 0.9)]


def _against(problems: list[Problem]) -> float:
    """How much all problems together weigh, 0 to 1."""
    left = 1.0
    for problem in problems:
        left *= 1.0 - problem.weight
    return 1.0 - left


def _unheard(words: list[Carried]) -> list[str]:
    """The reason that names the words of the claim that the evidence has nothing like."""
    new = dict.fromkeys(c.word.text for c in words if c.new)
    return [f"出处中没有这些内容：{'、'.join(new)}"] if new else []


def _bounded(given: tuple[str, ...]) -> tuple[str, ...]:
    kept, left = [], MAX_EVIDENCE
    for paragraph in given:
        if left <= 0:
            break
        kept.append(paragraph[:left])
        left -= len(paragraph)
    return tuple(kept)


def _score(chance: float, against: float) -> float:
    """0.5 is the border: what a rule denies lies far below it, whatever the rest says; mild doubts only lower it."""
    if against >= _DENIAL:
        return 0.5 * chance * (1.0 - against)
    return chance * (1.0 - against / 2)


def _spans(case: Case) -> tuple[str, ...]:
    """Verbatim sentences of the evidence that carry the claim, in the order of the claim."""
    found: dict[tuple[int, int], int] = {}
    for tile in case.tiles:
        if tile.size < 2:
            continue
        start = case.source.units.spans[tile.source][0]
        span = case.source.clause(start, SENTENCE_END)
        found[span] = found.get(span, 0) + tile.size
    best = max(found.values(), default=0)
    spans = [case.source.units.text.quote(*s).strip() for s, size in found.items() if size * 4 >= best]
    return tuple(dict.fromkeys(s for s in spans if s))


__all__ = ["Problem", "check_claim", "checker"]
