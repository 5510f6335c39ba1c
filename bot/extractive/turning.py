"""A follow-up that turns the question before to another speech, speaker, time or place, or points back to them."""

from __future__ import annotations

import re

from bot.extractive.carrying import POST, anchors, name_of, person_of, place_of

_TIME = r"(?:(?:19|20)\d\d年?|去年|今年|前年|明年|上年|上半年|下半年|[一二三四]季度|十[二三四五]五)"
_PART_OF_YEAR = re.compile(r"[上下]半年|[一二三四]季度")
_OTHER_TIME = re.compile(
    rf"(?:那么?|还有)?(?P<time>{_TIME})的?(?:情况|时候|数)?(?:呢|怎么样|如何|又怎样|是多少)?[？?。]*"
)
_OTHER_SPEECH = re.compile(
    r"(?:那么?|还有|换成|再看)?(?P<anchor>《[^《》]{2,60}》|第(?:\d{1,3}|[一二三四五六七八九十百]{1,4})篇)"
    r"(?:里面?|中|那篇)?(?:又|也|还)?(?:是)?(?:呢|怎么[说讲]的?|怎么样|如何[说讲]?的?)?呢?[？?。]*"
)
_OTHER_SPEAKER = re.compile(
    rf"(?:那么?|还有)?(?P<who>(?:[\u3400-\u9fff]{{2,3}}(?:市|县|区|镇|乡))?{POST})"
    r"(?:又|也|还)?(?:是)?(?:呢|怎么[说讲看想]的?|如何[说讲看]的?|怎么样)?呢?[？?。]*"
)
_COMPARED = re.compile(
    r"(?:那么?)?(?:和|跟|与|同)(?P<other>[^，。？?]{2,20}?)(?:相)?比(?:较|起来)?(?:呢|怎么样|如何)?[？?。]*"
)
_THAT_PLACE = re.compile(r"(?:该|这个|那个|本|这座|那座)(?P<level>市|县|区|州|镇|乡|村|省)(?!场)")
_THERE = re.compile(r"(?<![市县区镇乡村州旗])(?:那里|这里|那儿|这儿|当地|那边|这边)")
_HE = re.compile(
    r"(?:他|她)(?!们)|这位(?:同志"
    r"|领导)?(?![\u3400-\u9fff])|那位(?:同志|领导)?(?![\u3400-\u9fff])|该同志|发言人|这人|那人"
)


def turns(asked: str) -> bool:
    """Whether the question is nothing but such a turn, or points to the place of the one before."""
    whole = (_OTHER_SPEECH, _OTHER_SPEAKER, _COMPARED, _OTHER_TIME)
    return any(p.fullmatch(asked) for p in whole) or bool(_THAT_PLACE.search(asked) or _THERE.search(asked))


def other(asked: str, before: str) -> str:
    """The earlier question of another speech, speaker, time, or compared with another place; empty when none of it."""
    if match := _OTHER_SPEECH.fullmatch(asked):
        spans = anchors(before)
        if spans:
            start, end = spans[-1]
            return before[:start] + match["anchor"] + before[end:]
        return f"{match['anchor']}，{before}"
    if match := _OTHER_SPEAKER.fullmatch(asked):
        who = person_of(before)
        return before.replace(who, match["who"]) if who and who in before else f"{match['who']}，{before}"
    if match := _COMPARED.fullmatch(asked):
        return f"{before.rstrip('？?。！! ')}，和{match['other']}相比如何？"
    if match := _OTHER_TIME.fullmatch(asked):
        return _at(match["time"], before)
    return ""


def _at(time: str, before: str) -> str:
    """The earlier question at another time; a part of a year goes after the year that is named."""
    year = re.search(r"(?:19|20)\d\d年?", before)
    if year and _PART_OF_YEAR.fullmatch(time) and not _PART_OF_YEAR.search(before):
        return before[: year.end()] + time + before[year.end() :]
    old = re.search(_TIME, before)
    if old is None:
        return f"{time}{before}"
    time += "年" if time.isdigit() else ""
    return before[: old.start()] + time + before[old.end() :]


def resolved(asked: str, before: str, answer: str) -> str:
    """该市, 那里, 他 replaced by the place or the person of the earlier question, else by who the answer names."""

    def place(match: re.Match[str]) -> str:
        return place_of(before, match["level"]) or match.group()

    asked = _THAT_PLACE.sub(place, asked)
    if there := place_of(before):
        asked = _THERE.sub(there, asked)
    who = person_of(before) or name_of(answer)
    return _HE.sub(who, asked, count=1) if who else asked
