"""`yanju check`: every figure and quotation of the user's own draft traced to its paragraph, or flagged.

Does not know: words that are neither in quotation marks nor in a sentence with a figure. What the library does not
hold is `not_found`, which is not the same as wrong.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from bot.checker.subjects import resolved
from bot.checking import Check
from bot.draft.credit import Credit, context_of, credit_of, wrong_credit
from bot.draft.pieces import sentences_of
from bot.draft.places import Place, nearness, norm, places_of, share, wording
from bot.draft.types import Find, Group, Look, Piece, Sentence, Trace, Traced
from bot.types import Finding
from vectorstore.ids import paragraph_id
from vectorstore.masks import find_masks
from vectorstore.types import Hit, Speech

HITS = 8  # passages looked at for each sentence, and for each quotation
_NEAR = 0.5  # share of a clause's wording that stands in one sentence of a paragraph: the same statement, altered
_FAR = 0.15  # a paragraph that shares less cannot carry it, whatever the words
_QUOTED_NEAR = 0.5  # the same of a quotation
_SEARCHED = 6  # parts of one sentence that are searched for
_SAME = 0.75  # of a clause's wording: the same statement beyond doubt, so that 八大产业 for 六大产业 is no set phrase
_TIE = 0.05  # of likeness: nothing tells two paragraphs apart
_CHECKED = 3  # paragraphs that a clause is checked against
_LONG_CLAUSE = 8  # characters: a shorter clause says too little to be traced on its own
_SHORT = 5  # characters: a shorter quotation is a term, found or not, never altered
_CUT = re.compile(r"…+|\.{3,}")
_EDGE = " ，。；：、！？,.;:!?"
_DATE = re.compile(r"(?:19|20)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?")
_AHEAD = re.compile(
    r"^(?:截至|到|据统计|其中|同时|此外|另外|目前|近年来)?[，,]?(?:(?:19|20)\d\d年(?:\d{1,2}月)?(?:以来|底|末|初|间)?)?[，,]?"
)


@dataclass(frozen=True, slots=True)
class _Work:
    """A sentence with the paragraphs that it may come from, best first."""

    sentence: Sentence
    credit: Credit
    places: tuple[Place, ...]
    named: tuple[str, ...]
    look: Look
    check: Check

    def wrong_credit(self, place: Place) -> str:
        """Why the paragraph is not whom the sentence credits; "" when it is."""
        return wrong_credit(self.credit, place, self.look(place.speech_id), self.named)

    def checked(self, text: str, place: Place) -> Finding:
        """The check of a text of the sentence against the paragraph."""
        return _checked(self.check, _bare(self, text, place), place.text)


def trace(draft: str, find: Find, look: Look, check: Check) -> list[Traced]:
    """Every figure and quotation of a draft, in order, judged by `check` (a function: its findings are remembered).

    The searches of all sentences are asked for at once; those of single clauses and quotations in a second round, for
    the sentences that the first left in doubt: most of a draft is copied whole.
    """
    look = cache(look)
    todo = [(sentence, credit_of(sentence.text)) for sentence in sentences_of(draft)]
    known: dict[str, Sequence[Hit]] = {}
    _ask(find, known, [text for sentence, credit in todo for text in (sentence.text, *credit.titles)])
    traced = [_items(_work(sentence, credit, known, look, check)) for sentence, credit in todo]
    doubtful = [n for n, items in enumerate(traced) if any(item.verdict != "found" for item in items)]
    _ask(find, known, [text for n in doubtful for text in _parts(todo[n][0])])
    for n in doubtful:
        if _parts(todo[n][0]):
            traced[n] = _items(_work(*todo[n], known, look, check))
    return [item for items in traced for item in items]


def _ask(find: Find, known: dict[str, Sequence[Hit]], texts: Sequence[str]) -> None:
    new = [text for text in dict.fromkeys(texts) if text not in known]
    known.update(zip(new, find(new, HITS), strict=True) if new else ())


def _parts(sentence: Sentence) -> list[str]:
    """What of a sentence may come from elsewhere than the rest."""
    texts = [p.text for p in sentence.quotations if len(p.text) >= _SHORT and len(p.text) * 2 < len(sentence.text)]
    texts += [group.clause for group in sentence.groups if len(group.clause) * 3 < len(sentence.text) * 2]
    return texts[:_SEARCHED]


def _work(sentence: Sentence, credit: Credit, known: dict[str, Sequence[Hit]], look: Look, check: Check) -> _Work:
    hits = [hit for text in (sentence.text, *_parts(sentence)) for hit in known.get(text, ())]
    places = sorted(places_of(hits), key=lambda place: -share(sentence.text, place.text))
    titles = [hit.title for title in credit.titles for hit in known[title] if title in norm(hit.title)]
    return _Work(sentence, credit, tuple(places), tuple(dict.fromkeys(titles)), look, check)


def _items(work: _Work) -> list[Traced]:
    """What is said of the sentence's pieces, with their places in the draft."""
    at = work.sentence.start
    items = sorted(_traced(work), key=lambda item: item.start)
    return [replace(item, start=at + item.start, end=at + item.end) for item in items]


def _traced(work: _Work) -> Iterator[Traced]:
    for piece in work.sentence.quotations:
        yield _quotation(work, piece)
    groups = work.sentence.groups
    if not groups:
        return
    whole = _carrying(work, work.sentence.text, work.places[:2]) if len(groups) > 1 else None
    for group in groups:
        yield from _found(work, group, whole) if whole else _figures(work, group)


def _figures(work: _Work, group: Group) -> Iterator[Traced]:
    """The figures of a clause: carried by a paragraph, near to one that says otherwise, or nowhere."""
    text = group.text[work.credit.lead :] if work.sentence.text.startswith(group.text) else group.text
    candidates = _nearest(work, text)
    carrying = _carrying(work, text, candidates)
    if carrying is None and len(group.clause) < len(text) and len(group.clause) >= _LONG_CLAUSE:
        carrying = _carrying(work, group.clause, _nearest(work, group.clause))
    if carrying:
        yield from _found(work, group, carrying)
        return
    best = candidates[0] if candidates else None
    close = max(nearness(text, best), nearness(work.sentence.text, best)) if best else 0.0
    if best is None or close < _NEAR:
        yield from (_nowhere(work, piece) for piece in group.pieces if not piece.soft)
        return
    best = _hiding(work, text, candidates) or best
    finding = work.checked(text, best)
    masked = _hides(finding)
    stand = [_stands(piece, best) for piece in group.pieces]
    if all(stand) and any(reason.startswith("张冠李戴") for reason in finding.reasons):
        for piece in group.pieces:
            yield _at(work, piece, best, "misattributed", finding.reasons)
        return
    for piece, stands in zip(group.pieces, stand, strict=True):
        if stands and not all(stand):
            yield _at(work, piece, best, "found")
        elif not piece.soft or masked or nearness(text, best) >= _SAME:
            yield _at(work, piece, best, "masked" if masked else "altered", finding.reasons)


def _hiding(work: _Work, text: str, candidates: Sequence[Place]) -> Place | None:
    """The paragraph that says the same and hides the value: rather that than one that gives another value."""
    nearest = max((_likeness(work, text, place) for place in candidates), default=0.0)
    same = [p for p in candidates if _likeness(work, text, p) >= nearest - _TIE and find_masks(wording(text, p))]
    return next((place for place in same if _hides(work.checked(text, place))), None)


def _hides(finding: Finding) -> bool:
    return any("隐去" in reason for reason in finding.reasons)


def _nearest(work: _Work, text: str) -> list[Place]:
    """The paragraphs that share most of a clause's wording, and of the wording of its sentence."""
    first = sorted(work.places, key=lambda place: -share(text, place.text))[: 2 * _CHECKED]
    near = sorted(first, key=lambda place: -_likeness(work, text, place))
    return [place for place in near[:_CHECKED] if nearness(text, place) >= _FAR]


def _likeness(work: _Work, text: str, place: Place) -> float:
    return nearness(text, place) + share(work.sentence.text, place.text)


def _found(work: _Work, group: Group, place: Place) -> Iterator[Traced]:
    reason = work.wrong_credit(place)
    for piece in group.pieces:
        yield _at(work, piece, place, "misattributed" if reason else "found", (reason,) if reason else ())


def _carrying(work: _Work, text: str, places: Sequence[Place]) -> Place | None:
    """The paragraph that carries a text; one that is the credited speaker's own before one that is not."""
    bare = norm(text).strip(_EDGE)
    carried = [place for place in places if len(bare) >= _SHORT and bare in norm(place.text)]
    if not carried:  # not word for word: the checker tells, at some milliseconds each
        near = (place for place in places if nearness(text, place) >= _FAR)
        carried = [place for place in near if work.checked(text, place).verdict == "supported"]
    right = [place for place in carried if not work.wrong_credit(place)]
    return next(iter(right or carried), None)


@lru_cache(maxsize=4096)
def _checked(check: Check, text: str, paragraph: str) -> Finding:
    return check(text, [paragraph])


def _bare(work: _Work, text: str, place: Place) -> str:
    """The text without what only says who said it where, as far as the paragraph itself cannot know it."""
    speech = work.look(place.speech_id)
    if text is work.sentence.text:
        text = text[work.credit.lead :]
    date = _DATE.search(text)
    if date and norm(date[0]) not in norm(place.text):
        text = _AHEAD.sub("", text)
    for name in work.credit.places:
        if name[:-1] not in place.text:
            text = text.replace(name, "", 1) if text.lstrip("，").startswith(name) else text
    around = context_of(place, speech) + ([p.text for p in speech.paragraphs] if speech else [])
    return resolved(text, [place.text], around).strip(_EDGE) or text


def _quotation(work: _Work, piece: Piece) -> Traced:
    parts = [norm(part).strip(_EDGE) for part in _CUT.split(piece.text)]
    parts = [part for part in parts if part]
    verbatim = [place for place in work.places if parts and all(part in norm(place.text) for part in parts)]
    if verbatim:
        credits = [(place, work.wrong_credit(place)) for place in verbatim]
        place, reason = next((pair for pair in credits if not pair[1]), credits[0])
        return _at(work, piece, place, "misattributed" if reason else "found", (reason,) if reason else (), piece.text)
    near = next(iter(_nearest(work, piece.text)), None)
    if near is None or len(piece.text) < _SHORT or nearness(piece.text, near) < _QUOTED_NEAR:
        return _nowhere(work, piece)
    verdict: Trace = "masked" if _fills_in(piece.text, near) else "altered"
    return _at(work, piece, near, verdict, ("与原文不是一字不差",), piece.text)


def _fills_in(text: str, place: Place) -> bool:
    """Whether the text goes on, where the source hides a value, with something else."""
    own, said = wording(text, place), norm(text)
    before = [norm(own[max(0, mask.start - 3) : mask.start]) for mask in find_masks(own)]
    return any(len(words) >= 2 and words in said for words in before)


def _stands(piece: Piece, place: Place) -> bool:
    """Whether a figure stands in the paragraph whole: 512 is not in 1512."""
    return bool(re.search(rf"(?<![\d.]){re.escape(norm(piece.text))}(?![\d.])", norm(place.text)))


def _nowhere(work: _Work, piece: Piece) -> Traced:
    return Traced(piece.kind, piece.text, piece.start, piece.end, work.sentence.text, "not_found")


def _at(
    work: _Work, piece: Piece, place: Place, verdict: Trace, reasons: tuple[str, ...] = (), about: str = ""
) -> Traced:
    speech: Speech | None = work.look(place.speech_id)
    known = speech is not None and place.number <= len(speech.paragraphs)
    paragraph = speech.paragraphs[place.number - 1].id if speech and known else paragraph_id(place.text)
    return Traced(
        piece.kind,
        piece.text,
        piece.start,
        piece.end,
        work.sentence.text,
        verdict,
        place.location,
        place.title,
        paragraph,
        wording(about or work.sentence.text, place),
        reasons,
    )
