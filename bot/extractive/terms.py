"""The words of a question that must be found in a speech: weighted, with what speeches say instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.extractive import cues
from vectorstore import tokens
from vectorstore.thesaurus import related

FIGURE, FOREIGN = 0.5, 0.2
QUOTED, HEAD, NAME, PAIR_OF_SINGLES, SINGLE = 1.6, 1.0, 1.2, 0.7, 0.35  # weights, beside those by part of speech
MOST, MOST_GRAMS = 40, 90

_QUOTATION = re.compile(r"[“\"‘「《]([^”\"’」》]{2,30})[”\"’」》]")
# 三期, 第二轮, 一季度: a figure of the question by which one thing is told from another; it must stand in the source.
_DISTINGUISHING = re.compile(
    r"第?[一二三四五六七八九十\d]{1,3}(?:期|届|轮|次会议|季度|批|号线|环|号楼|标段)(?!产?业)|[上下]半年|[一二三四]季度"
)

_FIGURE = re.compile(r"(?<![\d.])(\d[\d,]*(?:\.\d+)?)(?:[年月日%]|个?百分点|个|[万亿]?元|[万亿])*")
_PLACE = re.compile(
    r"(?<![\u3400-\u9fff])(?![有一哪那这各每全我本某两几外的是和与在了到把被从对向要将让给为等及或])(?P<name>[\u3400-\u9fff]{2,3}?)(?P<level>市|县|区|镇|乡|省|州|村)(?![场委长里政直级辖域内民])"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word to be found. `hint`: it names the speech; `name`: a name or quotation, which must stand in the source.

    `others` is what speeches say instead (the thesaurus), `parts` the words that a phrase of the thesaurus is made of.
    `focus`: the thing that is counted or measured.
    """

    text: str
    weight: float
    hint: bool = False
    name: bool = False
    others: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    focus: bool = False


def terms_of(text: str, hint: bool = False, focus: tuple[int, int] | None = None) -> list[Term]:
    """The words of a piece of a normalised question; those inside `focus` (what is counted) weigh more."""
    quoted = [piece for q in _QUOTATION.findall(text) for piece in re.split(r"…+|\.{3,}", q.strip()) if len(piece) > 1]
    found = [Term(piece, QUOTED, hint, not related(piece)) for piece in quoted]
    bare = plain(text)
    found += [Term(m.group(), NAME, hint, True) for m in _DISTINGUISHING.finditer(bare)]
    found += [Term(m[1], FIGURE, hint) for m in _FIGURE.finditer(bare)]
    bare = _FIGURE.sub(" ", bare)
    places = _places(bare, hint)
    for place in places:
        bare = bare.replace(place.text, " ")
    found += places
    if hint and 3 <= len(bare.strip()) <= 12 and " " not in bare.strip():
        found.append(Term(bare.strip(), HEAD, True))
    heads = dict(related(bare))
    found += _words(bare, heads, hint)
    for head, others in heads.items():
        if len(head) > 1 and head not in cues.STOP:
            inside = tuple(t.text for t in found if t.text in head and t.text != head)
            found.append(Term(head, HEAD, hint, False, others, inside))
    taken = {p for t in found for p in t.parts}
    foreign = sum(c.isascii() for c in text) > len(text) / 2
    kept = [t for t in found if t.name or t.hint or t.text in heads or t.text not in taken]
    if foreign:  # an English word without a translation can hardly be found, and yet says something
        kept = [
            t if t.others or not t.text.isascii() or t.text.isdigit() else Term(t.text, FOREIGN, hint) for t in kept
        ]
    return _focused(kept, text[slice(*focus)]) if focus else kept


def _places(bare: str, hint: bool) -> list[Term]:
    """白石镇, 云岭县: a speech of the place mostly says 全镇, 我县."""
    found = []
    for m in _PLACE.finditer(bare):
        name = m["name"]
        if tokens.words(name + m["level"])[-1:] == [m["level"]] or any(t == "ns" for _, t in tokens.tagged(m.group())):
            ours = tuple(w + m["level"] for w in ("全", "我", "我们", "本"))
            found.append(Term(m.group(), NAME, hint, True, ours, (name,)))
    return found


@lru_cache(maxsize=4096)
def is_noun(word: str) -> bool:
    """Whether the word, or one that it is made of, is a noun."""
    return any(tag in cues.NOUN_TAGS for _, tag in tokens.tagged(word))


@lru_cache(maxsize=4096)
def is_place(word: str) -> bool:
    """Whether the segmenter takes the word for a place, or for a name and 市, 县 …: 松河市, not 增补省."""
    tagged = tokens.tagged(word)
    names = [tag for part, tag in tagged if part != word[-1]]
    return bool(names) and all(tag in cues.NAME_TAGS for tag in names)


def _words(bare: str, heads: dict[str, tuple[str, ...]], hint: bool) -> list[Term]:
    found: list[Term] = []
    single = ""
    for word, tag in [*tokens.tagged(bare), (" ", "x")]:
        alone = len(word) == 1 and "㐀" <= word <= "鿿" and word not in cues.STOP and tag not in {"x", "m", "q"}
        if alone:
            single += word
            continue
        if single:
            weight = PAIR_OF_SINGLES if len(single) > 1 else SINGLE
            found.append(Term(single, weight, hint, False, heads.get(single, ())))
            single = ""
        if word.strip() and word not in cues.STOP and re.match(r"[\w%]", word) and (len(word) > 1 or word.isdigit()):
            # the tagger takes many a common pair of characters for a person's name
            name = (tag in cues.NAME_TAGS and (len(word) > 2 or tag not in cues.PERSON_TAGS)) or (
                tag == "eng" and len(word) > 1
            )
            weight = NAME if tag in cues.NAME_TAGS else cues.TAG_WEIGHT.get(tag[:1], 1.0)
            sample = word == "范文"
            found.append(
                Term(word, weight, hint or sample, name and word not in heads and not sample, heads.get(word, ()))
            )
    return found


def _focused(terms: Sequence[Term], focus: str) -> list[Term]:
    return [
        replace(t, weight=t.weight * cues.FOCUS, focus=True)
        if t.text in focus and not t.hint and not t.text.isdigit()
        else t
        for t in terms
    ]


def plain(text: str) -> str:
    """The text without interrogatives and scaffolding; spaces stand for what was taken out."""
    for pattern in cues.TAKEN_OUT:
        text = pattern.sub(" ", text)
    return text


@lru_cache(maxsize=1024)
def grams(text: str) -> tuple[str, ...]:
    """Two to four characters in a row of what a text asks: they bridge words that were cut apart differently."""
    runs = re.findall(r"[㐀-鿿]{2,}", plain(text))
    found = [r[i : i + n] for n in (2, 3, 4) for r in runs for i in range(len(r) - n + 1)]
    return tuple(dict.fromkeys(found))[:MOST_GRAMS]


def merge(terms: Sequence[Term]) -> tuple[Term, ...]:
    """Each word once, with the greatest of its weights; at most 40."""
    best: dict[str, Term] = {}
    for term in terms:
        old = best.get(term.text)
        if old is None:
            best[term.text] = term
        else:
            best[term.text] = Term(
                term.text,
                max(term.weight, old.weight),
                term.hint or old.hint,
                term.name or old.name,
                term.others or old.others,
                term.parts or old.parts,
                term.focus or old.focus,
            )
    return tuple(best.values())[:MOST]
