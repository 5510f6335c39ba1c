"""What a question asks: its shape, the asked quantities, the words to be found, the speech it names. No model."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot.extractive import cues
from bot.extractive.asking import AskKind, bare, wanted
from bot.extractive.hostile import question_in
from bot.extractive.parts import YEAR, parts_of, years_of
from bot.extractive.terms import Term, merge, terms_of
from bot.extractive.wishes import without
from bot.numerals import chinese_number
from vectorstore.normalise import normalise

Shape = Literal["point", "list", "compare", "which"]

CONTEXT, BARE_CONTEXT = 0.45, 0.8  # weight of a word of another part, the latter when the part itself says little
LIMIT = 600  # characters of a question that are analysed: what is longer is not a question any more
OF_YEAR = 0.4  # weight of the year that one of several asks is about
MOST_ASKS = 6

_FIGURE = re.compile(r"(?<![\d.])\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked. `measure` of a quantity is count, money, share, date, rank or any; `unit` as asked.

    `text` is the part of the question that asks it, `about` the text whose words and characters are looked for, `years`
    those that it is about.
    """

    kind: AskKind
    terms: tuple[Term, ...]
    measure: str = ""
    unit: str = ""
    text: str = ""
    about: str = ""
    years: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question, analysed. `sides` are the subjects of a comparison; `count` is the asked length of a list.

    `detail`: it wants to know how, not only what.
    `figures` stand in the question itself: none of them is what it asks for.
    """

    text: str
    shape: Shape
    asks: tuple[Ask, ...]
    terms: tuple[Term, ...]
    years: tuple[str, ...] = ()
    figures: tuple[str, ...] = ()
    speech_number: int | None = None
    role: str | None = None
    count: int | None = None
    sides: tuple[tuple[Term, ...], ...] = ()
    detail: bool = False

    @property
    def hints(self) -> tuple[Term, ...]:
        return tuple(t for t in self.terms if t.hint)


@lru_cache(maxsize=256)
def analyse(text: str) -> Question:
    """The question, analysed; any text is accepted, an empty one gives a question without terms."""
    asked = cues.SPEECHES_COUNTED.sub("哪几篇", question_in(normalise(text.strip()))[:LIMIT])
    norm = without(asked)
    pointers = _pointers(norm)
    topic = _blank(norm, pointers)
    hints = merge([t for start, end in pointers for t in terms_of(norm[start:end], hint=True)])
    asks, words = _asks(topic, hints)
    terms = merge([*words, *hints])
    shape = _shape(asked, asks)
    if not asks:
        thing = bare(norm)
        years = tuple(dict.fromkeys(YEAR.findall(norm)))
        asks = [Ask(thing.kind, terms, thing.measure, thing.unit, norm, topic, years=years)]
    years = tuple(dict.fromkeys(YEAR.findall(norm)))
    if len(years) > 1 and shape in {"point", "compare"}:
        asks = _by_year(asks, years)
    role = cues.ROLE.search(norm)
    return Question(
        norm,
        shape,
        tuple(asks[:MOST_ASKS]),
        terms,
        years=years,
        figures=() if "还是" in norm else tuple(dict.fromkeys(_FIGURE.findall(norm))),
        speech_number=_number(cues.NUMBER_OF_SPEECH.search(norm)),
        role=role["role"] if role else None,
        count=_count(norm),
        sides=_sides(norm) if shape == "compare" else (),
        detail=bool(cues.DETAIL.search(norm)),
    )


def _by_year(asks: list[Ask], years: tuple[str, ...]) -> list[Ask]:
    """An ask for each year that is named, where a quantity is asked for several (2022年和2023年各是多少)."""
    found: list[Ask] = []
    for ask in asks:
        only_to_compare = "比" in ask.text and not cues.DIFFERENCE.search(ask.text)  # 比2020年上升几位
        if ask.kind != "quantity" or only_to_compare or not ask.years:
            found.append(ask)
            continue
        for year in ask.years[:3]:
            terms = [t for t in ask.terms if t.text not in years]
            found.append(replace(ask, terms=(*terms, Term(year, OF_YEAR, name=True)), years=(year,)))
    return found


def _pointers(norm: str) -> list[tuple[int, int]]:
    """Spans of the words that point at a speech: 特色产业牌那篇, 会展那个区."""
    spans = []
    for pattern in (cues.NAMED, cues.AREA):
        for m in pattern.finditer(norm):
            group = next((g for g in ("hint", "hint2", "hint3") if g in m.re.groupindex and m[g]), None)
            if group and not cues.NO_HINT.search(m[group]):
                spans.append(m.span(group))
    return spans


def _blank(norm: str, spans: list[tuple[int, int]]) -> str:
    chars = list(norm)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def _asks(topic: str, hints: tuple[Term, ...]) -> tuple[list[Ask], list[Term]]:
    """The things asked, part by part, and all words of the topic."""
    parts = parts_of(topic)
    years = years_of(parts)
    things = [wanted(part) for part in parts]
    words = [terms_of(part) for part in parts]
    asks = []
    for i, part in enumerate(parts):
        named = any(t.name for t in words[i])
        share = CONTEXT if len(words[i]) > 2 else BARE_CONTEXT
        around = [
            replace(t, weight=t.weight * share, name=t.name and not named, focus=False)
            for j, ts in enumerate(words)
            if j != i
            for t in ts
        ]
        about = part if len(words[i]) > 1 else topic
        for thing in things[i]:
            own = terms_of(part, focus=thing.focus) if thing.focus else words[i]
            asks.append(
                Ask(
                    thing.kind,
                    merge([*own, *around, *hints]),
                    thing.measure,
                    thing.unit,
                    part,
                    about,
                    years[i],
                )
            )
    if any(a.kind != "open" for a in asks):
        asks = [a for a in asks if a.kind != "open"]
    return asks, [t for ts in words for t in ts]


def _shape(norm: str, asks: list[Ask]) -> Shape:
    if cues.WHICH.search(norm):
        return "which"
    pair, pointers = cues.AND.search(norm), _pointers(norm)
    two = bool(cues.TWO.search(norm)) or len(pointers) > 1
    two = two or bool(pair and any(pair.start("a") <= start < pair.end("b") for start, _ in pointers))
    if cues.COMPARE.search(norm) and (two or pair):
        return "compare"
    places = pair and all(cues.PLACE_NAME.search(pair[g]) for g in ("a", "b"))
    if cues.EACH_SAYS.search(norm) and pair and (two or (places and not any(a.kind == "quantity" for a in asks))):
        return "compare"
    if asks and all(a.kind in {"quantity", "person"} for a in asks):
        return "point"
    if cues.CHARACTERS.search(norm) and not cues.EACH_CHARACTER.search(norm):
        return "list" if cues.WHICH_CHARACTERS.search(norm) else "point"
    if cues.LIST.search(norm) or cues.COUNTED_WISH.search(norm):
        return "list"
    return "list" if not asks and _count(norm) else "point"


def _sides(norm: str) -> tuple[tuple[Term, ...], ...]:
    m = cues.AND.search(norm)
    return tuple(merge(terms_of(m[g], hint=True)) for g in ("a", "b")) if m else ()


def _number(m: re.Match[str] | None) -> int | None:
    value = None if m is None else (int(m[1]) if m[1].isdigit() else chinese_number(m[1]))
    return None if value is None else int(value)


def _count(norm: str) -> int | None:
    """How many items are asked for: 哪四个, 八个“再发力”, “五张牌”."""
    for pattern in (cues.ASKED_COUNT, cues.COUNTED):
        value = _number(pattern.search(norm))
        if value is not None and 2 <= value <= 30:
            return value
    return None


def search_forms(question: Question) -> tuple[str, ...]:
    """Further forms to search with: the topic without the words that name the speech, a translation, sides compared."""
    topic = " ".join(t.text for t in question.terms if not t.hint)
    forms = [topic] if question.hints and topic else []
    translated = [other for t in question.terms if t.text.isascii() for other in t.others[:2]]
    forms += [" ".join(dict.fromkeys(translated))] if len(translated) > 1 else []
    own = {t.text for side in question.sides for t in side}
    rest = " ".join(t.text for t in question.terms if t.text not in own)
    forms += [f"{' '.join(t.text for t in side)} {rest}" for side in question.sides]
    return tuple(f for f in dict.fromkeys(forms) if f != question.text)
