"""What a question asks: its shape, the asked quantities, the words that must be found, the speech it names. No model."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from bot import cues
from bot.numerals import chinese_number
from vectorstore import tokens
from vectorstore.normalise import normalise
from vectorstore.thesaurus import related

Shape = Literal["point", "list", "compare", "which"]
AskKind = Literal["quantity", "person", "place", "name", "open"]

HEAD = 1.0  # weight of a word of the thesaurus
CONTEXT = 0.45  # weight of a word of another part of the question
LIMIT = 600  # characters of a question that are analysed: what is longer is not a question any more


@dataclass(frozen=True, slots=True)
class Term:
    """A word to be found. `hint`: it names the speech; `name`: a name or quotation, which must stand in the source.

    `others` is what speeches say instead (the thesaurus), `parts` the words that a phrase of the thesaurus is made of.
    """

    text: str
    weight: float
    hint: bool = False
    name: bool = False
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked. `measure` of a quantity is count, money, share, date, rank or any; `unit` as asked.

    `text` is the part of the question that asks it, `about` the text whose words and pairs are looked for.
    """

    kind: AskKind
    terms: tuple[Term, ...]
    measure: str = ""
    unit: str = ""
    text: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, analysed. `sides` are the two subjects of a comparison; `count` is the asked length of a list."""

    text: str
    shape: Shape
    asks: tuple[Ask, ...]
    terms: tuple[Term, ...]
    years: tuple[str, ...] = ()
    speech_number: int | None = None
    role: str | None = None
    count: int | None = None
    sides: tuple[tuple[Term, ...], ...] = ()
    detail: bool = False
    wording: bool = False

    @property
    def hints(self) -> tuple[Term, ...]:
        return tuple(t for t in self.terms if t.hint)


@lru_cache(maxsize=256)
def analyse(text: str) -> Question:
    """The question, analysed; any text is accepted, an empty one gives a question without terms."""
    norm = normalise(text.strip())[:LIMIT]
    hint_spans, number = _pointers(norm)
    topic = _blank(norm, hint_spans)
    hint_terms = _merge([t for s in hint_spans for t in _terms(norm[s[0] : s[1]], hint=True)])
    parts = _parts(topic)
    part_terms = [_terms(p) for p in parts]
    asks = []
    for i, part in enumerate(parts):
        for kind, measure, unit in _asked(part):
            around = [replace(t, weight=t.weight * CONTEXT) for j, ts in enumerate(part_terms) if j != i for t in ts]
            said = part if len(part_terms[i]) > 1 else topic
            asks.append(Ask(kind, _merge([*part_terms[i], *around, *hint_terms]), measure, unit, part, said))
    shape = _shape(norm, asks)
    terms = _merge([*(t for ts in part_terms for t in ts), *hint_terms])
    if not asks:
        asks = [Ask(*_bare(norm, terms), norm, topic)]
    elif any(a.kind != "open" for a in asks):
        asks = [a for a in asks if a.kind != "open"]
    return Question(
        norm, shape, tuple(asks[:6]), terms, _years(norm), number, _role(norm), _count(norm), _sides(norm, shape),
        bool(cues.DETAIL.search(norm)), bool(cues.WORDING.search(norm)),
    )  # fmt: skip


def _pointers(norm: str) -> tuple[list[tuple[int, int]], int | None]:
    """Spans of the words that point at a speech (特色产业牌那篇, 会展那个区), and its number (第3篇)."""
    spans = []
    for pattern in (cues.NAMED, cues.AREA):
        for m in pattern.finditer(norm):
            group = next((g for g in ("hint", "hint2", "hint3") if g in m.re.groupindex and m[g]), None)
            if group and not cues.NO_HINT.search(m[group]):
                spans.append(m.span(group))
    number = cues.NUMBER_OF_SPEECH.search(norm)
    value = (int(number[1]) if number[1].isdigit() else chinese_number(number[1])) if number else None
    return spans, int(value) if value is not None else None


def _blank(norm: str, spans: list[tuple[int, int]]) -> str:
    chars = list(norm)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)


def _parts(topic: str) -> list[str]:
    """The parts of a question, cut at punctuation, and at 、 between two interrogatives."""
    parts: list[str] = []
    for part in re.split(r"[，。？！；,?!;\n]+", topic):
        pieces = re.split(r"[、]|(?:以及|还有|并且)", part)
        each = cues.EACH.search(part)
        if each and cues.INTERROGATIVE.search(each["tail"]):
            parts.extend([part[: each.start("link")] + each["tail"], each["b"] + each["tail"]])
        elif len(pieces) > 1 and all(cues.INTERROGATIVE.search(p) for p in pieces):
            parts.extend(pieces)
        else:
            parts.append(part)
    return [p for p in parts if p.strip()]


def _asked(part: str) -> list[tuple[AskKind, str, str]]:
    """The kinds of thing a part asks for: (kind, measure, unit); most parts ask for one or none."""
    found: list[tuple[AskKind, str, str]] = []
    for pattern, kind, measure, unit in cues.ENGLISH:
        if pattern.search(part):
            return [(kind, measure, unit)]
    if cues.RANK.search(part):
        m = cues.RANK.search(part)
        found.append(("quantity", "rank", (m["unit"] or m["unit2"] or "") if m else ""))
    elif cues.WHEN.search(part):
        year = re.search(r"哪一?年|几几年", part)
        found.append(("quantity", "date", "年" if year else ""))
    elif cues.SHARE.search(part):
        found.append(("quantity", "share", "%"))
    else:
        for m in cues.HOW_MANY.finditer(part):
            found.append(("quantity", *_measure(part, m["unit"] or "", m.start(), m.end())))
        if not found and cues.SIZE.search(part):
            found.append(("quantity", _by_noun(part), ""))
    if found:
        return found
    if cues.PERSON.search(part):
        return [("person" if cues.PERSON_NOUN.search(part) or "谁" in part else "name", "", "")]
    if cues.PLACE.search(part):
        return [("place", "", "")]
    if cues.WHICH_THING.search(part):
        return [("name", "", "")]
    return [("open", "", "")] if cues.OPEN.search(part) else []


def _measure(part: str, unit: str, start: int, end: int) -> tuple[str, str]:
    if unit in {"钱", "块钱"} or unit.endswith("元"):
        return "money", "" if unit in {"钱", "块钱"} else unit
    if unit in {"个百分点", "百分点"}:
        return "share", "百分点"
    if unit in {"日", "号"}:
        return "date", ""
    if unit in {"亿", "万"} or (not unit and cues.MONEY_NOUN.search(part[:start])):
        return ("money", unit) if cues.MONEY_NOUN.search(part) else ("any", unit)
    if not unit:
        return ("any" if cues.RISE.search(part[:end]) else _by_noun(part)), ""
    return "count", unit


def _by_noun(part: str) -> str:
    if cues.SHARE_NOUN.search(part):
        return "share"
    return "money" if cues.MONEY_NOUN.search(part) else "any"


def _bare(norm: str, terms: tuple[Term, ...]) -> tuple[AskKind, tuple[Term, ...], str, str]:
    """A question of key words only (紫金矿业 收购 金额): its last noun says what is asked."""
    noun = cues.BARE_NOUN.search(norm)
    if noun:
        return "quantity", terms, cues.BARE_KIND.get(noun[1], "any"), ""
    return "open", terms, "", ""


def _shape(norm: str, asks: list[Ask]) -> Shape:
    if cues.WHICH.search(norm):
        return "which"
    if cues.COMPARE.search(norm) and (cues.AND.search(norm) or cues.TWO.search(norm)):
        return "compare"
    if asks and all(a.kind in {"quantity", "person"} for a in asks):
        return "point"
    if cues.LIST.search(norm) or cues.COUNTED_WISH.search(norm):
        return "list"
    return "point"


def _sides(norm: str, shape: Shape) -> tuple[tuple[Term, ...], ...]:
    m = cues.AND.search(norm) if shape == "compare" else None
    return tuple(_merge(_terms(m[g], hint=True)) for g in ("a", "b")) if m else ()


def _count(norm: str) -> int | None:
    """How many items are asked for: 哪四个, 八个“再发力”, “五张牌”."""
    for pattern in (cues.ASKED_COUNT, cues.COUNTED):
        if m := pattern.search(norm):
            value = int(m["n"]) if m["n"].isdigit() else chinese_number(m["n"])
            if value is not None and 2 <= value <= 30:
                return int(value)
    return None


def _years(topic: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(re.findall(r"(?<!\d)((?:19|20)\d\d)(?=年|\b)", topic)))


def _role(norm: str) -> str | None:
    m = cues.ROLE.search(norm)
    return m["role"] if m else None


def _terms(text: str, hint: bool = False) -> list[Term]:
    """The words of a piece of a question that say something, weighted by what they are."""
    quoted = re.findall(r"[“\"‘「《]([^”\"’」》]{2,30})[”\"’」》]", text)
    found = [Term(piece, 1.6, hint, not related(piece)) for q in quoted for piece in re.split(r"…+|\.{3,}", q.strip()) if len(piece) > 1]
    bare = plain(text)
    if hint and 3 <= len(bare.strip()) <= 12 and " " not in bare.strip():
        found.append(Term(bare.strip(), 1.0, True))
    heads = dict(related(bare))
    foreign = sum(c.isascii() for c in text) > len(text) / 2
    single = ""
    for word, tag in [*tokens.tagged(bare), (" ", "x")]:
        alone = len(word) == 1 and "㐀" <= word <= "鿿" and word not in cues.STOP and tag not in {"x", "m", "q"}
        if alone:
            single += word
            continue
        if single:
            found.append(Term(single, 0.7 if len(single) > 1 else 0.35, hint, False, heads.get(single, ())))
            single = ""
        if word.strip() and word not in cues.STOP and re.match(r"[\w%]", word) and (len(word) > 1 or word.isdigit()):
            found.append(_term(word, tag, hint, heads.get(word, ())))
    for head, others in heads.items():
        inside = tuple(t.text for t in found if t.text in head and t.text != head)
        if len(head) > 1:
            found.append(Term(head, HEAD, hint, False, others, inside))
    taken = {p for t in found for p in t.parts}
    kept = [t for t in found if t.name or t.hint or t.text in heads or t.text not in taken]
    return [t for t in kept if t.others or not (foreign and t.text.isascii() and not t.text.isdigit())]


def _term(word: str, tag: str, hint: bool, others: tuple[str, ...]) -> Term:
    weight = cues.TAG_WEIGHT.get(tag[:1], 1.0) if tag not in cues.NAME_TAGS else 1.2
    name = tag in cues.NAME_TAGS or (tag == "eng" and len(word) > 1)
    return Term(word, weight, hint, name and not others, others)


def plain(text: str) -> str:
    """The text without interrogatives and scaffolding; spaces stand for what was taken out."""
    for pattern in (cues.WHEN, cues.RANK, cues.SHARE, cues.HOW_MANY, cues.ASKED_COUNT, cues.SCAFFOLD):
        text = pattern.sub(" ", text)
    return text


def pairs(text: str) -> tuple[str, ...]:
    """The character pairs of what a text asks about: they bridge words that were cut apart differently."""
    runs = re.findall(r"[㐀-鿿]{2,}", plain(text))
    return tuple(dict.fromkeys(r[i : i + 2] for r in runs for i in range(len(r) - 1)))[:60]


def _merge(terms: list[Term]) -> tuple[Term, ...]:
    """Each word once, with the greatest of its weights; at most 40."""
    best: dict[str, Term] = {}
    for term in terms:
        old = best.get(term.text)
        if old is None or term.weight > old.weight:
            others = term.others or (old.others if old else ())
            hint, name = term.hint or bool(old and old.hint), term.name or bool(old and old.name)
            best[term.text] = replace(term, hint=hint, name=name, others=others, parts=term.parts or (old.parts if old else ()))
    return tuple(best.values())[:40]


def search_forms(question: Question) -> tuple[str, ...]:
    """Further forms to search with: what is asked without the words that name the speech, and each side of a comparison."""
    topic = " ".join(t.text for t in question.terms if not t.hint)
    forms = [topic] if question.hints and topic else []
    own = {t.text for side in question.sides for t in side}
    rest = " ".join(t.text for t in question.terms if t.text not in own)
    forms += [f"{' '.join(t.text for t in side)} {rest}" for side in question.sides]
    return tuple(f for f in dict.fromkeys(forms) if f != question.text)
