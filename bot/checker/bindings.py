"""Rules on who does what: pieces that changed places, and a predicate given to another subject than the source's."""

from __future__ import annotations

import re

from bot.checker.align import Tile
from bot.checker.compare import CLAUSE_END, Case, Problem, Side

_LINK = re.compile(
    r"[，,]?\s*(?:都|也|还|则|就|才|又|便|将|要|主要|重点)*(?:是为了|是|为了|用于|属于|来自|由于|对应|意在|旨在|在于|出自)?(?:要|将|在|了|也|则|还|都|共|共同|分别)?"
)
_TAKES = 10  # characters of the subject looked at


def _text(case: Case, tile: Tile) -> str:
    spans = case.claim.units.spans
    return case.claim.norm[spans[tile.claim][0] : spans[tile.claim + tile.size - 1][1]]


def binding_problems(case: Case) -> list[Problem]:
    """A predicate that the source says of a parallel subject: 沙河镇依托梨园 where 白石镇依托梨园 stands."""
    subject = _sentence_subject(case)
    if subject:
        return [subject]
    for left, right in zip(case.tiles, case.tiles[1:], strict=False):
        if right.size < 3 or right.source == left.source + left.size:
            continue
        problem = _other_subject(case, left, right)
        if problem:
            return [problem]
    return []


def _sentence_subject(case: Case) -> Problem | None:
    """白石镇吸引创客, where the whole sentence of the evidence has another town as its subject."""
    for m in _KIND.finditer(case.claim.norm):
        name, kind = m.group(1), "role" if m.group(2) else m.group(3)
        if _GENERAL.match(name) or name not in case.source.norm or not _is_name(case.claim, m.start(1), m.end(1)):
            continue
        _, end = case.claim.clause(m.start())
        own = [t for t in case.tiles if m.end() <= case.claim.units.spans[t.claim][0] < end and t.size >= 4]
        for tile in own:
            sentence = case.source.clause(case.source.units.spans[tile.source][0], _SENTENCE)
            there = case.source.norm[slice(*sentence)]
            other = _KIND.match(there)
            if other is None or ("role" if other.group(2) else other.group(3)) != kind:
                continue
            if not _is_name(case.source, sentence[0], sentence[0] + other.end(1)):
                continue
            rival = other.group(1)
            known = name in there or rival in name or rival in case.claim.norm[: m.start()]
            if not known and not _GENERAL.match(rival):
                return Problem(f"张冠李戴：“{_text(case, tile)}”在原文中说的是“{rival}”，不是“{name}”", 0.8)
    return None


def _is_name(side: Side, start: int, end: int) -> bool:
    """Whether whole words without a verb or preposition stand there: 白石镇, not 推动乡 of 推动乡村振兴."""
    words = side.words_in(start, end)
    return bool(words) and words[-1].end == end and all(w.tag[0] in "nabjfsmqxt" or w.tag == "vn" for w in words)


_SENTENCE = frozenset("。！？\n!?；;")
_KIND = re.compile(
    r"(?<![㐀-鿿])([㐀-鿿]{0,5}?(书记|市长|县长|区长|省长|镇长|部长|局长|主任|院长|校长|主席|代表)|[㐀-鿿]{2,6}?(镇|县|市|区|村|乡|省|州|院|校|局|委|公司|集团|大学|科技|产业|计划|行动|工程))(?!长|民|场|域|委|容|书记|政府)"
)

_GENERAL = re.compile(r"[该我全本各这那两一]|(?:省委|市委|县委)$")


def _other_subject(case: Case, left: Tile, right: Tile) -> Problem | None:
    spans, places = case.claim.units.spans, case.source.units.spans
    end, start = spans[left.claim + left.size - 1][1], spans[right.claim][0]
    gap = case.claim.norm[end:start].strip('"的<>')
    if gap in ("，", ",") or not _LINK.fullmatch(gap):
        return None
    after_left = case.source.norm[places[left.source + left.size - 1][1] :][:2]
    if after_left[:1] in ("、", "和", "与", "及") or after_left in ("以及", "等地"):
        return None  # the source lists several subjects for one predicate
    if not gap and left.size >= 4:
        said = case.claim.norm[end : case.claim.clause(end)[1]].strip('"')
        own = case.source.norm[places[left.source + left.size - 1][1] :][:24]
        own = own[: next((i for i, c in enumerate(own) if c in CLAUSE_END), 0)].strip('"')
        if (
            own
            and _text(case, right) == said
            and own[-2:] == said[-2:]
            and len(said) > 2
            and said not in own
            and not _shorter(said, own)
        ):
            return Problem(f"张冠李戴：原文此处为“{own}”，不是“{said}”", 0.8)
    mine = _subject(case.claim.norm, end)
    theirs = _subject(case.source.norm, places[right.source][0], '"，, ' if gap else '" ')
    if any(f.end == places[right.source - 1][1] for f in case.source.units.figures) and right.source:
        return None
    if _counted(case.claim, end, mine) and not _counted(case.source, places[right.source][0], theirs):
        return None  # 提高5种能力 counts, it is no rival of 狠抓落实能力
    pair = _rivals(mine, theirs)
    if pair is None:
        return None
    one, two = pair
    clause = case.claim.clause(end)
    if two in case.claim.norm[clause[0] : start] or one in theirs:
        return None
    return Problem(f"张冠李戴：“{_text(case, right)}”在原文中说的是“{two}”，不是“{one}”", 0.8)


def _shorter(said: str, own: str) -> bool:
    """Whether one only leaves out words of the other, and of no list: 质量指标 of 体现发展质量的指标."""
    return set(said) <= set(own) and "、" not in own


def _counted(side: Side, end: int, subject: str) -> bool:
    return any(end - len(subject) - 1 < f.end <= end for f in side.units.figures)


def _subject(norm: str, end: int, skip: str = '" ') -> str:
    """What stands right before `end` in its clause, quotes left out."""
    start = end
    while start > 0 and norm[start - 1] in skip:
        start -= 1
    end = start
    while start > max(0, end - 14) and norm[start - 1] not in CLAUSE_END:
        start -= 1
    return re.sub(r"[\"<>的]", "", norm[start:end])[-_TAKES:]


def _rivals(mine: str, theirs: str) -> tuple[str, str] | None:
    """The words in which two subjects of one shape differ: 沙河镇依托 and 白石镇依托 give 沙河镇 and 白石镇."""
    same = 0
    while same < min(len(mine), len(theirs)) and mine[-1 - same] == theirs[-1 - same]:
        same += 1
    if not 1 <= same < min(len(mine), len(theirs)):
        return None
    one, two = _last_name(mine[: len(mine) - same]), _last_name(theirs[: len(theirs) - same])
    if not one or not two or one == two or one in two or two in one:
        return None
    tail = mine[len(mine) - same :]
    return one + tail[:3], two + tail[:3]


def _last_name(text: str) -> str:
    run = re.search(r"[㐀-鿿a-z0-9]{1,4}$", re.sub(r"^.*[与和及跟同对向由在把将，、]", "", text))
    return run.group() if run else ""
