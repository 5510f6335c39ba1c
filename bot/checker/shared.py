"""A rule on what is told of two things at once: 甲和乙都…, where the evidence says it of one of them only."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem, Word
from bot.checker.figures import ABOVE, Figure, same_value
from bot.checker.register import opposites
from bot.checker.rounding import rounds

_ALL = re.compile(r"都(?!市)|均(?!衡|匀)|皆|同样|一样")
_AND = re.compile(r"[和与及、]|以及")
_SENTENCE = re.compile(r"[^。；！？\n;!?]+")
_KINDS = frozenset("省市县区镇乡村")
_REACH = 24  # characters between the two things and 都


def shared_problems(case: Case) -> list[Problem]:
    """What is told of several things at once, and the evidence says of some of them only."""
    return _untold_of_one(case) + _bound(case) + _elsewhere(case)


def _untold_of_one(case: Case) -> list[Problem]:
    """One of two coordinated things stands only where nothing, or another figure, of the predicate stands."""
    norm = case.claim.norm
    for m in _ALL.finditer(norm):
        start, end = case.claim.clause(m.start())
        for joint in _AND.finditer(norm, max(start, m.start() - _REACH), m.start()):
            names = (
                _last_name(case.claim.words_in(start, joint.start())),
                _name(case.claim.words_in(joint.end(), m.start())[:2]),
            )
            for name in names:
                if name and _untold(name, m.end(), end, case):
                    return [Problem(f"张冠李戴：原文没有说“{name}”{norm[m.start() : end]}", 0.7)]
    return []


def _last_name(words: list[Word]) -> str:
    """The noun at the end, with the name before it when it is only the kind of a place: 白石 and 镇."""
    joined = len(words) > 1 and words[-1].text in _KINDS and words[-2].tag[0] == "n"
    return _name(words[-2:]) if joined else _name(words[-1:])


def _name(words: list[Word]) -> str:
    if not words or words[0].tag[0] not in "nj" or not words[0].content:
        return ""
    kind = words[1].text if len(words) > 1 and words[1].text in _KINDS else ""
    return words[0].text + kind


def _untold(name: str, start: int, end: int, case: Case) -> bool:
    """Whether the evidence names the thing, but not where it says what the claim says of it."""
    figures = [f for f in case.claim.units.figures if start <= f.start < end and f.measured]
    places = [m.span() for m in _SENTENCE.finditer(case.source.norm) if name in m.group()]
    if figures and places:
        return all(_otherwise(figures[0], place, case) for place in places)
    said = [w.text for w in case.claim.words_in(start, end) if w.content and len(w.text) > 1]
    if any(_turned(name, text, case) for text in said):
        return True
    known = [text for text in said if text in case.source.norm]
    homes = [part for part in case.source.norm.split("\n") if name in part]
    if len(known) < 3 or not homes or len(homes) == case.source.norm.count("\n") + 1:
        return False
    return all(4 * sum(text in part for text in known) <= len(known) for part in homes)


def _turned(name: str, word: str, case: Case) -> bool:
    """Whether the evidence, wherever it names the thing, says the opposite of it: 货物吞吐量…，同比下降 for 增长."""
    others = opposites().get(word, frozenset())
    if not others:
        return False
    clauses = re.split(r"[，。；！？\n,;!?]", case.source.norm)
    about = ["，".join(clauses[n : n + 2]) for n, clause in enumerate(clauses) if name in clause]
    return bool(about) and all(word not in text and any(o in text for o in others) for text in about)


def _otherwise(figure: Figure, place: tuple[int, int], case: Case) -> bool:
    """Whether a sentence has figures of this unit, and none that is the claim's."""
    there = [g for g in case.source.units.figures if place[0] <= g.start < place[1] and g.unit == figure.unit]
    if figure.qualifier == ABOVE and figure.value is not None:  # 都增长7%以上: the one by more
        return bool(there) and all(g.value is not None and g.value < figure.value for g in there)
    return bool(there) and not any(same_value(figure, g) or rounds(figure, g, case) for g in there)


_ALL_ABOVE = re.compile(r"[都均](?:[在超达][到过]?|高于|不低于)?$")


def _bound(case: Case) -> list[Problem]:
    """都在一成以上 where one of the sentences beneath has only less."""
    for figure in case.claim.units.figures:
        before = case.claim.norm[max(0, figure.start - 5) : figure.start]
        if figure.qualifier != ABOVE or figure.value is None or not _ALL_ABOVE.search(before):
            continue
        for span in case.sentences_beneath():
            same = [g for g in case.source.units.figures if span[0] <= g.start < span[1] and g.unit == figure.unit]
            values = [g.value for g in same if g.value is not None]
            if values and max(values) < figure.value:
                there = case.source.norm[same[0].start : same[0].end]
                return [Problem(f"“{figure.text}”不是各项都达到的：原文有“{there}”", 0.8)]
    return []


_SHARED = re.compile(r"([^，。；：！？\n]{2,24}(?:[、和与及])[^，。；：！？\n]{2,20}?)[都均]([^，。；！？\n]{2,})")


def _elsewhere(case: Case) -> list[Problem]:
    """甲、乙和丙都归入丁 where the evidence has 丙 only in another sentence than 丁."""
    source = case.source.norm
    sentences = [m.span() for m in re.finditer(r"[^。！？；\n]+", source)]
    for m in _SHARED.finditer(case.claim.norm):
        at, told = m.start(), case.claim.words_in(*m.span(2))
        told_words = [w.text for w in told if w.content and len(w.text) > 1]
        carrying = [s for s in sentences if sum(source.find(w, *s) >= 0 for w in told_words) >= 2]
        for item in re.finditer(r"[^、和与及]+", m.group(1)):
            words = [w for w in case.claim.words_in(at + item.start(), at + item.end()) if w.nounlike]
            if not words or not carrying:
                continue
            homes = [s for s in sentences if source.find(words[0].text, *s) >= 0]
            if len(words[0].text) > 2 and homes and not set(homes) & set(carrying):
                return [Problem(f"张冠李戴：原文中“{words[0].text}”不在“{m.group(2)}”一处", 0.7)]
    return []
