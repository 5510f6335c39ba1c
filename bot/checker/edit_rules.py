"""Rules on the edits between a claim and its evidence: negation, opposites, levels, hidden names, plan told as done."""

from __future__ import annotations

import re

from bot.checker.compare import SENTENCE_END, Case, Problem, Word
from bot.checker.edits import Edit
from bot.checker.negation import negated
from bot.checker.register import antonyms
from bot.checker.signals import DONE, NEGATION, ONGOING, PLAN, denial
from bot.checker.text import HIDDEN

_PLACED = 20  # units of common text that make the place of an opposite sure, where both sides have both words
_GENERIC_NAME = re.compile(
    r"[的了在为对于把将由各]"
    r"|(?:全|我|该|本|这|那|某|当地|两|各)?(?:[省市县区镇乡村地院校司]|地区|集团|公司|单位|部门)[里委内]?"
)
_PAIRS = (
    "多少 大小 高低 强弱 快慢 增减 升降 进出 宽严 松紧 深浅 早晚 先后 前后 内外 上下 优劣 好坏 正负 "
    "长短 收放 开关 有无 盈亏 公私 主被 城乡 轻重 厚薄 涨跌 东西 南北"
)
_OPPOSITE_CHARS = frozenset(way for pair in _PAIRS.split() for way in (pair, pair[::-1]))


def edit_problems(case: Case) -> list[Problem]:
    """All that the edits speak against the claim."""
    problems = []
    for edit in case.edits:
        for rule in (negated, _opposite, _hidden, _told_done):
            problem = rule(edit, case)
            if problem:
                problems.append(problem)
                break
    return problems


def _last_run(text: str) -> str:
    """The part after the last mark of punctuation."""
    return re.split(r"[，。；！？：、,;!?:\n]", text.replace('"', ""))[-1]


def edit_words(edit: Edit, case: Case) -> tuple[list[Word], list[Word]]:
    """The words of both sides of an edit, whole: 出 of 出口 against 进 of 进口 are 出口 and 进口."""
    mine = case.claim.words_in(edit.claim_start, edit.claim_end) if edit.claim else []
    theirs = case.source.words_in(edit.source_start, edit.source_end) if edit.source else []
    return mine, theirs


def _opposite(edit: Edit, case: Case) -> Problem | None:
    if edit.common < 3:
        return None
    mine, theirs = edit_words(edit, case)
    one, two = _last_run(edit.claim.rstrip("，、")), _last_run(edit.source.rstrip("，、"))
    if bool(denial(edit.claim)) != bool(denial(edit.source)):
        return None  # 偏慢 and 不够快
    if edit.common < _PLACED and _both_say(mine, theirs, case):
        return None
    if edit.common >= 6 and one[-1:] + two[-1:] in _OPPOSITE_CHARS and max(len(one), len(two)) <= 3:
        return Problem(f"与原文意思相反：断言为“{one}”，原文为“{two}”", 0.9)
    for word in mine:
        for other in theirs:
            if _same_order(word.text, other.text, case):
                continue
            if _opposites(word.text, other.text) and word.text not in edit.source and other.text not in edit.claim:
                return Problem(f"与原文意思相反：断言为“{word.text}”，原文为“{other.text}”", 0.9)
    return None


def _both_say(mine: list[Word], theirs: list[Word], case: Case) -> bool:
    """Whether each side has the other's word too: 多数人的话和少数人的话."""
    return any(w.text in case.claim.norm for w in theirs if len(w.text) > 1) and any(
        w.text in case.source.norm for w in mine if len(w.text) > 1
    )


def _same_order(mine: str, theirs: str, case: Case) -> bool:
    """Whether both texts have both words once, in one order: 多数人的意见要听，少数人的也要听."""
    one, two = case.claim.norm, case.source.norm
    if any(text.count(word) != 1 for text in (one, two) for word in (mine, theirs)):
        return False
    return (one.find(mine) < one.find(theirs)) == (two.find(mine) < two.find(theirs))


def _opposites(one: str, two: str) -> bool:
    """Whether two words are opposite: listed, or alike but for one character of a pair (快于 and 慢于)."""
    if (one, two) in antonyms():
        return True
    if len(one) != len(two):
        return False
    apart = [a + b for a, b in zip(one, two, strict=True) if a != b]
    return len(apart) == 1 and apart[0] in _OPPOSITE_CHARS


def _hidden(edit: Edit, case: Case) -> Problem | None:
    """Something concrete stands where the source hides a name or a value."""
    if HIDDEN not in edit.source or HIDDEN in edit.claim or len(edit.source) > len(edit.claim) + 16:
        return None
    around = edit.source.strip('、，的"')
    if not re.fullmatch(rf"[㐀-鿿]{{0,2}}{HIDDEN}+[㐀-鿿]{{0,3}}", around):
        return None
    said = edit.claim.strip('、，的"')
    if len(said) < 2 or _GENERIC_NAME.fullmatch(said) or _figure_in(edit, case):
        return None
    words = [
        w
        for w in case.claim.words_in(edit.claim_start, edit.claim_end)
        if w.content and len(w.text) > 1 and not _GENERIC_NAME.fullmatch(w.text)
    ]
    rest = _GENERIC_NAME.match(said)
    if rest and len(rest.group()) > 1 and set(said[rest.end() :]) & set(around):
        return None  # 该市最有 for xx最具: the name told in general, the rest in other words
    if re.search(r"[的是了把让]", said) or edit.common < 5:
        return None  # a wording, not a name
    if not words or all(w.text in case.source.norm[max(0, edit.source_start - 8) : edit.source_end + 8] for w in words):
        return None
    return Problem(f"“{said}”在原文中已隐去：原文隐去了该处，写作“{around.replace(HIDDEN, 'x')}”", 0.9)


def _figure_in(edit: Edit, case: Case) -> bool:
    return any(edit.claim_start <= f.start and f.end <= edit.claim_end for f in case.claim.units.figures)


_TOLD = (
    (DONE, PLAN, "把部署说成了已完成"),
    (DONE, ONGOING, "把进行中的说成了已完成"),
    (PLAN, DONE, "把已完成说成了部署"),
    (NEGATION, DONE, "与原文意思相反"),
    (DONE, NEGATION, "与原文意思相反"),
)


def _told_done(edit: Edit, case: Case) -> Problem | None:
    """已经 where the source has 力争, or the other way round; 已 where the source's sentence only sets tasks."""
    if not edit.right or edit.common < 4 or len(edit.source) > 8:
        return None
    for mine, theirs, what in _TOLD:
        one, two = mine.search(edit.claim), theirs.search(edit.source)
        if one and two and not mine.search(edit.source) and not theirs.search(edit.claim):
            clause = case.source.norm[slice(*case.source.clause(edit.source_start))]
            if theirs is ONGOING and DONE.search(clause):
                continue  # 已经建成 of 完成了…的建设
            return Problem(f"{what}：断言为“{one.group()}”，原文为“{two.group()}”", 0.8)
    done = DONE.search(edit.claim)
    if done is None or DONE.search(edit.source):
        return None
    low, high = case.source.clause(edit.source_start, SENTENCE_END)
    there = case.source.norm[low:high]
    task = re.search(r"要(?!求|素|点)|将(?!近|来)|力争|争取|确保|计划|(?:^|[，,])[让使]", there)
    if task and not DONE.search(there) and not re.search(r"[㐀-鿿]了", there):
        return Problem(f"把部署说成了已完成：断言为“{done.group()}”，原文为“{there[:30]}”", 0.6)
    return None
