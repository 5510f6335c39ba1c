"""A rule on judgement: where the source calls a thing weak, a plain-spoken claim must not call it strong."""

from __future__ import annotations

import re

from bot.checker.compare import Case, Problem, Side
from bot.checker.register import opposite_words, opposites, plain_words, synonyms
from bot.checker.signals import FUNCTION_TAGS, WEAK_CHARS, denial

_GOOD = re.compile(
    r"(?:更|很|较|最|够|比较|十分|已经|越来越)(?:高|深|强|多|大|快|好|足|稳|牢|宽)|牢固|打牢|夯实|坚实|扎实|充足|充裕|宽裕|领先|前列|稳固|完善|健全|提升|提高|增长|上升|增加|增强|改善|好转|齐备|具备|优势|高于|快于|优于|发达|旺盛|活跃|顺畅|突出成效|不错|红火|还(?:多|高|快|好|强|大)|[看留用靠管]得住|留下来"
)
_BAD = re.compile(
    r"(?:更|很|较|最|比较|偏|过|仍然)(?:低|浅|弱|少|小|慢|差|散|窄)|不足|薄弱|滞后|落后|短板|欠缺|匮乏|有限|紧张|疲软|低迷|下降|减少|下滑|减弱|恶化|低于|慢于|短缺|缺乏|堵点|瓶颈|差距|困难|冷清|还(?:少|低|慢|差|弱|小)|[看留用靠管]不住"
)
_SENTENCE = frozenset("。！？；\n!?;")


def _sign(text: str) -> int:
    """+1: called strong or growing, -1: weak or falling, 0: neither or both. A negation right before turns it round."""
    signs = set()
    for pattern, sign in ((_GOOD, 1), (_BAD, -1)):
        for m in pattern.finditer(text):
            turned = denial(text[max(0, m.start() - 5) : m.start()])
            signs.add(-sign if turned else sign)
    if re.search(r"(?:不|没有?|还没|未)(?:太|很|够|怎么|那么)?(?:高|深|强|多|大|快|好|足|稳|牢|宽)", text):
        signs.add(-1)
        signs.discard(1)
    return signs.pop() if len(signs) == 1 else 0


def _topic(side: Side, start: int, end: int) -> set[str]:
    """The telling characters of a clause, and those of the words its plain words stand for."""
    chars: set[str] = set()
    for word in side.words_in(start, end):
        if word.content:
            chars.update(c for c in word.text if c not in WEAK_CHARS)
            for other in plain_words().get(word.text, ()):
                chars.update(c for c in other if c not in WEAK_CHARS)
    return chars


def polarity_problems(case: Case) -> list[Problem]:
    """Clauses of a plain-spoken claim whose judgement is the opposite of the source's on the same topic."""
    if case.plain < 0.3:
        return []
    against = 0
    clauses = [(span, set(case.source.norm[slice(*span)])) for span in _clauses(case.source.norm)]
    said = there = ""
    norm = case.claim.norm
    for start, end in _clauses(norm):
        mine = _sign(norm[start:end])
        if not mine:
            continue
        topic = _topic(case.claim, start, end)
        best, place = 0, (0, 0)
        for span, chars in clauses:
            shared = len(topic & chars)
            if shared > best:
                best, place = shared, span
        theirs = _sign(case.source.norm[slice(*place)]) if best >= 2 else 0
        if theirs == mine:
            return []
        if theirs == -mine:
            against += 1
            said, there = norm[start:end], case.source.norm[slice(*place)]
    return [Problem(f"与原文意思相反：断言为“{said}”，原文为“{there}”", 0.6)] if against else []


def _clauses(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^，。；！？\n,;!?]+", text)]


_AGAINST = re.compile(
    "放松|松懈|削弱|弱化|淡化|压减|缩减|缩小|削减|取消|停止|暂停|叫停|中止|放弃|摒弃|抛弃|废除|撤销|拆除|关停|减少|降低|下调|限制|禁止"
    "|阻碍|阻止|妨碍|抑制|打压|拖延|推迟|延缓|放缓|放慢|萎缩|忽视|轻视|无视|回避|搁置|割裂|背离|剥离|收紧|冷落|排斥|排除|终止|倒退"
    "|弱于|劣于|逊于|落后于|滑坡|涣散|恶化|流失|堵塞|动摇|破坏|损害|丢掉|脱离|远离|疏远"
)


def reversal_problems(case: Case) -> list[Problem]:
    """A clause that the evidence carries but for its verb, and that verb undoes what the evidence does."""
    norm = case.claim.norm
    for m in _AGAINST.finditer(norm):
        alike = synonyms().get(m.group(), frozenset())
        if m.group() in case.source.norm or case.plain > 0.3 or any(w in case.source.norm for w in alike):
            continue
        start, end = case.claim.clause(m.start())
        rest = end - start - len(m.group())
        if rest < 4 or sum(case.covered[start:end]) < 0.6 * rest or denial(norm[start : m.start()]):
            continue
        if not _AGAINST.search(_beneath(case, start, end)):
            return [Problem(f"与原文意思相反：原文没有“{m.group()}”", 0.7)]
    return []


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
        if len(word.text) < 2 or word.tag[0] not in "vai" or word.tag[:2] in FUNCTION_TAGS:
            continue
        places = list(re.finditer(re.escape(word.text), source))[:_PLACES]
        if not places or _ANY_DENIAL.search(norm[slice(*case.claim.clause(word.start))]):
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


_PLACES = 6  # of a word in the evidence that are looked at
_ANY_DENIAL = re.compile(r"[不无非未没别免避防少]|杜绝|禁止|停止|取消|拒绝|反对")


def _beneath(case: Case, start: int, end: int) -> str:
    """The evidence sentences on which a clause of the claim lies."""
    spans, places = case.claim.units.spans, case.source.units.spans
    under = [case.source.clause(places[t.source][0]) for t in case.tiles if start <= spans[t.claim][0] < end]
    return "，".join(case.source.norm[low:high] for low, high in under)
