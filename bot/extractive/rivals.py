"""A sentence that tells of another thing of the kind that is asked: 县医院 for 市中医院, 三等奖 for 一等奖.

Refuted only when both stand against each other: the asked name is not near, and another one of its kind is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extractive import cues
from bot.extractive.carrying import places_of
from bot.extractive.evidence import Candidate
from bot.extractive.field import Field
from bot.extractive.question import Ask, Question
from bot.extractive.spans import norm_of
from bot.extractive.terms import Term, is_place
from vectorstore import tokens

LONGEST = 20_000  # characters of a speech in which places are looked for
OFTEN = 2  # a place that is named less often says nothing of where a speech was given
TITLE = 3  # what a place in the title of a speech counts for, against one in its text

_NUMBERED = re.compile(
    rf"(?:第(?P<n>[{cues.NUMERAL}]|\d{{1,2}})(?P<what>(?!期|届|轮|批|次|季|位|名|个|三产|二产|一产)[\u3400-\u9fff]{{2}})"
    rf"|(?P<n2>[特{cues.NUMERAL}])(?P<what2>等(?:奖|功)))"
)
_WHOLE = re.compile(r"全(省|市|县|区|镇|乡|州|国|村)(?!委)")
_ORGANISATION = re.compile(
    r"(?:医院|大学|学院|中学|小学|公司|集团|银行|研究[院所]|实验室|博物馆|图书馆|合作社|基金会|电站|机场|水库)$"
)
_NUMBERED_HOUSE = re.compile(rf"第[{cues.NUMERAL}][\u3400-\u9fff]{{0,4}}?(医院|中学|小学|大学|公司|水厂|电厂)")
_NO_PLACE = re.compile(r"[全各该本每个的为是比把去今年月同]|[夜超股楼门上农城老新]$")  # 年全市, 老街夜市: no places
_OPENING = '“‘「"'


def rivalled(field_: Field, question: Question, ask: Ask, candidate: Candidate) -> bool:
    """Whether the sentence is about another place, person, organisation or one of a series than the ask."""
    if question.shape in {"which", "compare"}:
        return False
    return (
        _of_another_place(field_, ask, candidate)
        or _of_another_level(ask, candidate)
        or _of_another_number(ask, candidate)
        or _of_another_name(field_, question, ask, candidate)
        or _of_an_unknown(field_, ask)
        or _is_a_slogan(ask, candidate)
    )


def _before_and_sentence(candidate: Candidate) -> str:
    return norm_of(candidate.item.paragraph.text)[: candidate.end]


def _sentence(candidate: Candidate) -> str:
    return norm_of(candidate.item.paragraph.text)[candidate.start : candidate.end]


def _of_another_place(field_: Field, ask: Ask, candidate: Candidate) -> bool:
    """澄湖市 is asked, and the sentence names another 市, or the speech does more often, or nothing names it."""
    asked = [t for t in ask.terms if t.name and t.parts and t.others and t.others[0].startswith("全")]
    if not asked or ask.kind == "place":
        return False
    key = candidate.item.speech_id
    near = field_.titles[key] + _before_and_sentence(candidate) + norm_of(candidate.item.when)
    if any(t.parts[0] in near for t in asked):
        return False
    body, sentence = field_.speeches[key], _sentence(candidate)
    for term in asked:
        texts = [*field_.speeches.values(), *field_.titles.values(), *field_.dates.values()]
        own, level = term.parts[0], term.text[-1]
        if is_place(term.text) and term.text in ask.text and not any(own in text for text in texts):
            continue
        if any(name != own for peer in _peers(level) for name in _named(sentence, peer)):
            continue
        known = {n for text in texts for n in _named(text[:LONGEST], level)}
        most = max((body.count(n) + TITLE * field_.titles[key].count(n) for n in known - {own}), default=0)
        if most < OFTEN or most <= body.count(own):
            return False
    return True


def _peers(level: str) -> str:
    return next((peers for peers in ("镇乡村", "县区") if level in peers), level)


@lru_cache(maxsize=256)
def _named(text: str, level: str) -> frozenset[str]:
    """The names of the places of a level in a text, without it: 青禾 of 青禾市."""
    names = {name[:-1] for name, of in places_of(text) if of == level and not _NO_PLACE.search(name[:-1])}
    return frozenset(name for name in names if not any(tag[:1] == "v" for _, tag in tokens.tagged(name)))


def _of_another_level(ask: Ask, candidate: Candidate) -> bool:
    """全市 is asked, and the clause says 全县."""
    asked = set(_WHOLE.findall(ask.text))
    told = set(_WHOLE.findall(_sentence(candidate))) if asked else set()
    return bool(told) and not asked & told


def _of_another_number(ask: Ask, candidate: Candidate) -> bool:
    """第一人民医院 is asked, and the sentence names 第二人民医院 only."""
    sentence = _sentence(candidate)
    house = _NUMBERED_HOUSE.search(ask.text)
    if house and house[1] in sentence and house.group() not in _before_and_sentence(candidate):
        return True
    asked = _numbered(ask.text)
    told = _numbered(sentence) if asked else set()
    for number, what in asked:
        others = {n for n, w in told if w == what}
        if others and number not in others:
            return True
    return False


def _numbered(text: str) -> set[tuple[str, str]]:
    return {(m["n"] or m["n2"], m["what"] or m["what2"]) for m in _NUMBERED.finditer(text)}


def _of_another_name(field_: Field, question: Question, ask: Ask, candidate: Candidate) -> bool:
    """An organisation is asked by name and not near, or a person or place not in the speech, and another one is."""
    names = _names(question, ask)
    if not names:
        return False
    near = field_.titles[candidate.item.speech_id] + _before_and_sentence(candidate)
    sentence = _sentence(candidate)
    body = field_.speeches[candidate.item.speech_id]
    for term in names:
        if term.text in near or any(other in near for other in term.others):
            continue
        if any(part in near for part in term.parts):
            continue
        if organisation := _ORGANISATION.search(term.text):
            if term.text != organisation.group() and organisation.group() in sentence:
                return True
        elif ask.kind == "quantity" and term.text not in body and (kind := _kind(term)):
            others = [w for w, tag in tokens.tagged(sentence) if _is(w, tag, kind) and w not in ask.text]
            if others:
                return True
    return False


def _names(question: Question, ask: Ask) -> list[Term]:
    """The names of an ask; when it has none, the organisations that the rest of the question names."""
    terms = [t for t in ask.terms if not t.hint and t.text in question.text]
    own = [t for t in terms if t.text in ask.text]
    return (
        own
        if any(_ORGANISATION.search(t.text) for t in own)
        else own + [t for t in terms if t not in own and _ORGANISATION.search(t.text)]
    )


def _of_an_unknown(field_: Field, ask: Ask) -> bool:
    """A figure of something is asked that the question begins with, a name that nothing at hand holds."""
    if ask.kind != "quantity" or not (tagged := tokens.tagged(ask.text)):
        return False
    word, tag = tagged[0]
    if tag not in cues.NAME_TAGS or len(word) < 2 or any(t.text == word and t.others for t in ask.terms):
        return False
    texts = [*field_.speeches.values(), *field_.titles.values(), *field_.dates.values()]
    return not any(word in text for text in texts)


def _kind(term: Term) -> str:
    """ns for a place, nr for a person of three characters, empty for other words."""
    tag = tokens.tagged(term.text)
    if len(tag) != 1:
        return ""
    word, of = tag[0]
    return next((kind for kind in ("ns", "nr") if _is(word, of, kind)), "")


def _is(word: str, tag: str, kind: str) -> bool:
    if kind == "nr":
        return tag in cues.PERSON_TAGS and len(word) == 3
    return tag == "ns" and len(word) > 1


def _is_a_slogan(ask: Ask, candidate: Candidate) -> bool:
    """The quantity is the number of a quoted slogan (“三个高地”), of which the question does not speak."""
    quantity = candidate.quantity
    if quantity is None or quantity.start == 0 or ask.measure == "rank":
        return False
    norm = norm_of(candidate.item.paragraph.text)
    counted = norm[quantity.end : quantity.end + 2]
    return norm[quantity.start - 1] in _OPENING and counted not in ask.text
