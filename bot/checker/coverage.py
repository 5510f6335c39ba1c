"""How much of a claim its evidence carries, word by word, and which words are new. Robust to plain-spoken rewording."""

from __future__ import annotations

from dataclasses import dataclass

from bot.checker.compare import Case, Problem, Word
from bot.checker.register import plain_words
from bot.checker.signals import WEAK_CHARS
from vectorstore.thesaurus import related


@dataclass(frozen=True, slots=True)
class Carried:
    """A content word of the claim, how much the evidence carries it (0 to 1) and how much it weighs."""

    word: Word
    credit: float
    weight: float


def credit(word: str, source: str) -> float:
    """1: stands there; 0.9: a word it stands for, or its long form, does; else by the telling characters it shares."""
    if word in source:
        return 1.0
    if any(other in source for other in plain_words().get(word, ())):
        return 0.9
    if len(word) > 2 and long_form(word, source):
        return 0.9
    strong = [c for c in word if c not in WEAK_CHARS]
    if not strong:
        return 0.4 if all(c in source for c in word) else 0.1
    return 0.6 * sum(c in source for c in strong) / len(strong)


def long_form(word: str, source: str) -> bool:
    """Whether the characters of an abbreviation follow each other in one phrase: 进博会 in 国际进口博览会."""
    at, tries = source.find(word[0]), 0
    while at >= 0 and tries < 200:
        tries += 1
        place = at
        for char in word[1:]:
            place = source.find(char, place + 1, place + 5)
            if place < 0:
                break
        else:
            return True
        at = source.find(word[0], at + 1)
    return False


def _equivalents(case: Case) -> list[bool]:
    """For each character of the claim, whether a phrase over it has an equivalent in the evidence (the thesaurus)."""
    marked = [False] * len(case.claim.norm)
    for head, expansions in related(case.claim.norm):
        if any(e in case.source.norm for e in expansions):
            at = case.claim.norm.find(head)
            while at >= 0:
                marked[at : at + len(head)] = [True] * len(head)
                at = case.claim.norm.find(head, at + 1)
    return marked


def carried(case: Case) -> list[Carried]:
    """Every content word of the claim with its credit and weight."""
    result = []
    same: list[bool] | None = None
    figures = [(f.start, f.end) for f in case.claim.units.figures]
    for word in case.claim.words:
        if not word.content or any(s < word.end and e > word.start for s, e in figures):
            continue
        share = sum(case.covered[word.start : word.end]) / len(word.text)
        value = max(credit(word.text, case.source.norm), share if len(word.text) > 1 else 0.0)
        if value < 0.8:
            same = _equivalents(case) if same is None else same
            value = 0.8 if all(same[word.start : word.end]) else value
        weight = 0.4 if len(word.text) == 1 or word.text in plain_words() else 1.0
        result.append(Carried(word, value, weight))
    return result


def tile_share(case: Case) -> float:
    """The share of the claim's Han characters in tiles of at least four units."""
    long = sum(t.size for t in case.tiles if t.size >= 4)
    return long / max(1, len(case.claim.units.keys))


def support(case: Case, found: list[Carried]) -> float:
    """0 to 1: how much of the content the evidence carries, with the border between carried and not at 0.5.

    Plain-spoken rewording shares less with its source than officialese does, so its border lies lower: measured on
    rewordings against their own and against other paragraphs (docs: checker measurements).
    """
    total = sum(c.weight for c in found)
    if not total:  # a bare figure or date: the rules on figures decide
        return 1.0 if case.claim.units.figures else tile_share(case)
    share = sum(c.weight * c.credit for c in found) / total
    border = _FORMAL_BORDER - (_FORMAL_BORDER - _PLAIN_BORDER) * min(1.0, max(0.0, (case.plain - 0.18) / 0.14))
    return 0.5 + 0.5 * (share - border) / (1 - border) if share >= border else 0.5 * share / border


_FORMAL_BORDER, _PLAIN_BORDER = 0.4, 0.14


def invention_problems(case: Case, found: list[Carried]) -> list[Problem]:
    """Content that the evidence has nowhere, told in the register of the source: several formal words."""
    fresh = [c for c in found if c.credit < 0.35 and c.weight >= 1.0 and len(c.word.text) > 1]
    if not fresh:
        return []
    limit = 3 if case.plain <= 0.22 else 6 if case.plain <= 0.3 else 9
    words = "、".join(dict.fromkeys(c.word.text for c in fresh))
    weight = min(0.9, 0.45 + 0.1 * (len(fresh) - limit + 1)) if len(fresh) >= limit else 0.15 * len(fresh)
    return [Problem(f"出处中没有这些内容：{words}", min(weight, 0.45) if len(fresh) < limit else max(weight, 0.55))]
