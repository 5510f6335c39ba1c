"""Whom a claim speaks of: 青禾市 for what the evidence calls 全市, and names that the context of the speech has."""

from __future__ import annotations

import re
from collections.abc import Sequence

from vectorstore.normalise import normalise

MAX_CONTEXT = 20_000
_SELF = {
    "市": "全市 我市 本市 该市 市委 市政府",
    "县": "全县 我县 本县 该县 县委 县政府",
    "区": "全区 我区 本区 该区 区委 区政府",
    "镇": "全镇 我镇 本镇 该镇 镇党委",
    "乡": "全乡 我乡 本乡 该乡 乡党委",
    "村": "全村 我村 本村 该村 村两委",
    "省": "全省 我省 本省 该省 省委 省政府",
}
_LEAD = re.compile(  # the subject of a claim: at its start, after a date, or after a comma
    r"(?:^|[，。；、]|\d{4}年|[年月日底末初]|(?:截至|目前|去年|今年|期间|全年)[^，。]{0,6}?)"
    r"(?P<name>(?P<stem>[㐀-鿿]{2,3}?)(?P<kind>[市县区镇乡村省]))(?![场民域委级属直容长建落内外政场间])"
)
_NO_NAME = re.compile(
    r"[全我本该各这那此两每一二三四五六七八九十多某的了在和与及是有为把被将从到对向让使年月日]|城|老|新区|开发|示范|街|社|园|山|地|片|乡村|农村|进|出|上|都|超|强"
)
_NAME = re.compile(r"[㐀-鿿]{2,3}[市县区镇乡村省]")


_PAPER = r"(?:讲话|发言|报告|材料|文中|文章|文件|意见|通知|方案|公报|稿件|演讲|致辞|原文)"
_SAY = (
    r"(?:指出|提出|提到|强调|认为|表示|说|称|写道|写明|主张|承认|坦言|发现|介绍|显示|谈到|讲到|回答|提醒|要求|呼吁|感慨"
    r"|打了?个比方)"
)
_SAID = re.compile(  # 报告指出， 按文件的说法， 发言人坦言， 意见里: who says it, not what is said
    rf"^(?:(?:按照?|据|从|在)?(?:这[份篇]|该|本|一[份篇])?{_PAPER}(?:人|者|稿|者本人)?|[他她])"
    r"(?:(?:[里中上]|开篇|结尾|最后|开头)|的(?:说法|原话|口径|意思)|内容){0,2}"
    rf"(?:(?:[也还就则又曾]{{0,2}}(?:明确|反复|特别|进一步|坦率地?)?{_SAY}|是)[，：,:]?|[，：,:]|(?<=[里中]))"
    r"|^据(?:介绍|了解|悉|统计|报道|透露|通报)[，,]?"
)
_SPEAKER = re.compile(  # 市长在大会结尾说：“…”
    rf"^[^。；：:“\"\d]{{2,40}}?{_SAY}(?:道|是|过)?[：:](?=[“\"])"
)
_SAYS = re.compile(rf"(?:省|市|县|区|州|中央|书记|长|部|局|院|会|公司|集团|同志){_SAY}")


def resolved(claim: str, evidence: Sequence[str], context: Sequence[str] = ()) -> str:
    """The claim with names that only say whose speech it is taken back to what the evidence says: 青禾市 → 全市.

    Who says it (报告指出，) goes: the citation tells.
    """
    given = normalise("\n".join(evidence))
    claim = _SAID.sub("", claim, count=1) or claim
    if not _SAYS.search(given):  # else it matters whether it is he who says it
        claim = _SPEAKER.sub("", claim, count=1)
    around = normalise("\n".join(context)[:MAX_CONTEXT])
    text = claim
    for m in list(_LEAD.finditer(normalise(claim))):
        name, stem, kind = m["name"], m["stem"], m["kind"]
        if name in given or stem in given or _NO_NAME.search(stem) or name not in text:
            continue
        own = next((word for word in _SELF[kind].split() if word in given), "")
        if name in around or stem in around:
            text = text.replace(name, own[:2] if own else f"该{kind}")
        elif own and own[0] in "全我本该" and not _rival(given, kind):
            text = text.replace(name, own)
    return _without_known(text, given, around) if around else text


def _rival(given: str, kind: str) -> bool:
    """Whether the evidence names, or hides, another place of this kind: then a name is no mere subject."""
    if re.search(rf"[xX×*＊□○某]{kind}", given):  # a name that is hidden is not to be guessed
        return True
    return any(m.group()[-1] == kind and not _NO_NAME.search(m.group()[:-1]) for m in _NAME.finditer(given))


def _without_known(text: str, given: str, around: str) -> str:
    """Leave out a proper name at the start of a clause that the context has and the evidence does not: 青禾那次问卷."""
    for stem in dict.fromkeys(m[1] for m in re.finditer(r"([㐀-鿿]{2,3})[市县区镇乡村省]", around)):
        for short in (stem[-2:], stem):
            if short in given or short not in text or _NO_NAME.search(short):
                continue
            text = re.sub(rf"(^|[，。；、]){short}(?![市县区镇乡村省])", r"\1", text)
    return text
