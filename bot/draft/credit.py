"""Whom a sentence of a draft credits with its words: a title in 《》, a speaker, a place; against the source's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.draft.places import Place, norm
from vectorstore.types import Speech

_TITLE = re.compile(r"《([^《》\n]{4,80})》")
_SAYS = "指出|强调|提出|提到|表示|要求|认为|坦言|讲到|谈到|介绍|说道?|讲道?|明确"
# 云岭县县长在发言中指出，…; 据青禾市市长介绍，…
_LEAD = re.compile(
    rf"^[^，。；：:“]{{0,60}}?(?:{_SAYS}|讲话|发言|报告|材料)(?:中|里|时|上)?(?:{_SAYS})?(?:[，：:,]|(?=“))"
)
_ROLE = re.compile(
    r"(?:(?P<body>省委|市委|县委|区委|镇党委|乡党委|党委|纪委|政法委|党组|支部|支|省|市|县|区|镇|乡|村)的?)?"
    r"(?P<role>书记|[市县区镇乡省州]长|局长|厅长|部长|主任|主席|院长|校长|行长|会长|董事长|总经理|秘书长|检察长|支书)"
)
_PLACE = re.compile(r"(?<![㐀-鿿])?([㐀-鿿]{2,3}?)(自治区|省|市|县|区|州|镇|乡)(?![场民域委级属直容外内间长])")
_NO_PLACE = re.compile(
    r"[全我本该各这那此两每一二三四五六七八九十多某的了在和与及是有为把被将从到对向让使年月日其等由及]|城|新区|开发|示范|社|园|山|片|农|进|出|上|都|超|强|省|市|县|区|乡|镇|地"
)


@dataclass(frozen=True, slots=True)
class Credit:
    """What a sentence says of where its words come from. Empty fields: it does not say.

    `lead` is the length of the words that only say it; `role` is (body, role), such as (县委, 书记).
    """

    titles: tuple[str, ...] = ()
    role: tuple[str, str] | None = None
    places: tuple[str, ...] = ()
    lead: int = 0


def credit_of(sentence: str) -> Credit:
    """Read it from the sentence alone."""
    found = _LEAD.match(sentence)
    lead = found[0] if found else ""
    titles = tuple(norm(title) for title in _TITLE.findall(sentence))
    role = _ROLE.search(lead)
    return Credit(
        titles,
        (role["body"] or "", role["role"]) if role else None,
        tuple(dict.fromkeys(f"{stem}{kind}" for stem, kind in _places(sentence))),
        len(lead),
    )


def _places(text: str) -> list[tuple[str, str]]:
    return [(stem, kind) for stem, kind in _PLACE.findall(text) if not _NO_PLACE.search(stem)]


def context_of(place: Place, speech: Speech | None) -> list[str]:
    """What tells whose speech a paragraph is of."""
    fields = (speech.speaker_role, speech.speaker, speech.place, speech.occasion) if speech else ()
    stated = [field.value or "" for field in fields]
    return [place.title, place.role, *stated, *(at.file for at in place.locations)]


def wrong_credit(credit: Credit, place: Place, speech: Speech | None, known: Sequence[str]) -> str:
    """Why the words are not whose the sentence says they are; "" when they are, or it cannot be told.

    `known` are the titles of the library that the sentence names.
    """
    own = f"这句话出自《{place.title}》" + (f"（{place.role}）" if place.role else "")
    if known and place.title not in known:
        return own
    role = speech.speaker_role.value if speech and speech.speaker_role.value else place.role
    if credit.role and role and not _same_role(credit.role, role):
        return own
    return own if any(_elsewhere(name, place, speech) for name in credit.places) else ""


def _same_role(said: tuple[str, str], role: str) -> bool:
    body, name = said
    names = {m["role"] for m in _ROLE.finditer(role)}
    bodies = {m["body"] for m in _ROLE.finditer(role) if m["role"] == name and m["body"]}
    if not names:
        return True  # 代表, 企业家: nothing to compare
    return name in names and (not body or not bodies or any(body in b or b in body for b in bodies))


def _elsewhere(name: str, place: Place, speech: Speech | None) -> bool:
    """Whether a place that the sentence names is not that of the paragraph, as far as the source says."""
    stem, kind = re.sub(r"(?:自治区|[省市县区州镇乡])$", "", name), name[-1]
    if stem in place.text:
        return False
    around = "\n".join(context_of(place, speech))
    whole = "\n".join(p.text for p in speech.paragraphs) if speech else place.text
    if stem in around or stem in whole:
        own = re.search(r"[全我本]([省市县区镇乡])", place.text)
        return own is not None and own[1] != kind and stem not in around
    return bool(_places(around) or _places(whole))
