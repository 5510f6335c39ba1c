"""The answerer without a model: it quotes the sentences that answer, says what is masked, and admits what is not there."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, replace

from bot import compose
from bot.asked import best_for_ask, hidden_span, is_masked, judged
from bot.compose import Group
from bot.evidence import Candidate, Field, Item, candidates, found_in, hint_cover, lay_out, worth
from bot.listing import Listing, best_listing, heads, row_lengths
from bot.pick import Quote, figure_free, fit, with_following
from bot.ports import Request
from bot.question import Ask, Question, Term, analyse
from bot.spans import norm_of
from bot.types import Source, Status
from vectorstore.types import Speech

ROOM = 196  # characters of a short answer, marks included: a page that holds the answer is no answer
SIDE_ROOM = 260  # each side of a comparison
WIDE_ROOM = 330  # when the question shares few words with what is found, more is shown
# Scores below which the evidence is too weak; calibrated with both error rates, docs/measurements.md.
WEAK_FIGURE, WEAK_PERSON, WEAK_OPEN, WEAK_WHICH = 0.33, 0.3, 0.13, 0.3
HELD_WHICH = 0.33
LATER = 0.6  # share of the threshold for a further ask of a question whose first ask is answered
UNSURE = 0.3
ROW, NO_ROW = 1.4, 0.8  # a sentence that names just as many things as are asked, against one that does not


@dataclass(frozen=True, slots=True)
class _Found:
    ask: Ask
    candidate: Candidate
    masked: bool


class Extractive:
    """Answers by quoting. `look` gives a whole speech by its id: what is known of a speech beyond the sources."""

    def __init__(self, look: Callable[[str], Speech | None] | None = None) -> None:
        self._look = look

    @property
    def name(self) -> str:
        return "extractive"

    def draft(self, request: Request) -> Generator[str, None, Status]:
        """Yield the answer, every quotation with its mark; return the status."""
        question = analyse(request.searched or request.question)
        text, status = self._answer(question, request.sources)
        yield text
        return status

    def _answer(self, question: Question, sources: Sequence[Source]) -> tuple[str, Status]:
        if not question.terms or not sources:
            return compose.not_found(()), "not_found"
        field_ = self._field(sources)
        answer: tuple[str, Status] | None = None
        if question.shape == "which":
            return _which(field_, question) or (compose.not_found(_nearest(field_, question)), "not_found")
        if question.shape == "compare":
            answer = _compare(field_, question)
        elif question.shape == "list":
            answer = _list(field_, question)
        return answer or _point(field_, question) or (compose.not_found(_nearest(field_, question)), "not_found")

    def _field(self, sources: Sequence[Source]) -> Field:
        """All paragraphs of the sources' speeches; those among the sources carry their number and can be cited."""
        numbers = {(s.speech_id, s.paragraph.id): s.number for s in sources}
        first = {s.speech_id: s for s in reversed(sources)}
        items = []
        for speech_id, source in first.items():
            speech = self._look(speech_id) if self._look else None
            role = source.speaker_role or ""
            if speech is None:
                kept = [s for s in sources if s.speech_id == speech_id]
                items += [
                    Item(s.paragraph, speech_id, s.title, role, s.locations[0].paragraph if s.locations else n, s.number, s.number)
                    for n, s in enumerate(kept, 1)
                ]
                continue
            for place, paragraph in enumerate(speech.paragraphs, 1):
                number = numbers.get((speech_id, paragraph.id), 0)
                items.append(Item(paragraph, speech_id, source.title, role, place, number, source.number))
        return lay_out(items)


def _point(field_: Field, question: Question) -> tuple[str, Status] | None:
    """The sentences that answer each ask; None when the evidence is weak."""
    found: list[_Found] = []
    strongest = 0.0
    for ask in question.asks:
        near = {(f.candidate.item.paragraph.id, f.candidate.start) for f in found}
        candidate = best_for_ask(field_, question, ask, near)
        if candidate is None:
            continue
        weak = threshold(ask)
        strongest = max(strongest, candidate.score / weak)
        if candidate.score >= weak * (LATER if strongest >= 1 else 1.0):
            found.append(_Found(ask, candidate, is_masked(ask, candidate)))
    if not found or strongest < 1:
        return None
    if all(f.masked for f in found):
        return _masked(found), "masked"
    told = [f for f in found if not f.masked]
    room = ROOM
    if max(f.candidate.score for f in told) < UNSURE and all(f.ask.kind == "open" for f in told):
        told, room = _more(field_, question, told), WIDE_ROOM
    quotes = fit([(f.candidate, f.ask) for f in told], field_, room)
    if not quotes:
        return None
    if len(quotes) == 1 and told[0].ask.kind in {"open", "name"}:
        quotes = with_following(quotes[0], room)
    hidden = [f for f in found if f.masked]
    if hidden and not any(_covers(quotes, f.candidate) for f in hidden):
        return compose.plain(quotes) + "\n" + _masked(hidden), "partial"
    return compose.plain(quotes), "partial" if hidden else "answered"


def _covers(quotes: Sequence[Quote], candidate: Candidate) -> bool:
    span = hidden_span(candidate)
    return any(q.item == candidate.item and q.start <= span[0] and span[1] <= q.end for q in quotes)


def _more(field_: Field, question: Question, told: list[_Found]) -> list[_Found]:
    """Up to three sentences of different paragraphs, for a question in other words than the speeches use."""
    ask = told[0].ask
    taken = {f.candidate.item.paragraph.id for f in told}
    for candidate in candidates(field_, question, ask):
        if len(told) >= 3 or candidate.score < 0.7 * told[0].candidate.score:
            break
        if candidate.item.source and candidate.item.paragraph.id not in taken:
            taken.add(candidate.item.paragraph.id)
            told = [*told, _Found(ask, candidate, False)]
    return told


def threshold(ask: Ask) -> float:
    if ask.kind == "quantity":
        return WEAK_FIGURE
    return WEAK_PERSON if ask.kind == "person" else WEAK_OPEN


def _masked(found: Sequence[_Found]) -> str:
    quotes: list[Quote] = []
    for f in found:
        span = hidden_span(f.candidate)
        quote = figure_free(f.candidate.item, f.candidate.clause, span)
        if quote and not any(q.item == quote.item and q.start <= span[0] < q.end for q in quotes):
            quotes.append(quote)
    return compose.masked(quotes)


def _list(field_: Field, question: Question) -> tuple[str, Status] | None:
    """The enumeration that is asked for, or the sentence that names the things in a row, whichever fits better."""
    listing = best_listing(field_, question)
    if listing and not all(item.source for item, _, _ in listing.items):
        listing = None
    ask = Ask("open", question.terms, about=" ".join(a.text for a in question.asks))
    rows = [c for c in candidates(field_, question, ask) if c.item.source][:12]
    row = max(rows, key=lambda c: _row_score(c, question), default=None)
    if listing and (row is None or listing.score >= _row_score(row, question)):
        return _listed(listing, question)
    return None if row is None or not _row_count_fits(row, question) else _row(field_, row, ask)


def _row_count_fits(row: Candidate, question: Question) -> bool:
    return question.count is not None and question.count in row_lengths(row)


def _row_score(candidate: Candidate, question: Question) -> float:
    return candidate.score * (ROW if _row_count_fits(candidate, question) else NO_ROW)


def _row(field_: Field, row: Candidate, ask: Ask) -> tuple[str, Status] | None:
    quotes = fit([(row, ask)], field_, ROOM)
    return (compose.plain(quotes), "answered") if quotes and row.score >= WEAK_OPEN else None


def _listed(listing: Listing, question: Question) -> tuple[str, Status] | None:
    quotes = heads(listing, question.detail)
    return (compose.items(quotes), "answered") if len(quotes) >= 2 else None


def _which(field_: Field, question: Question) -> tuple[str, Status] | None:
    """Each speech that tells of it, with its sentences; None when no speech does."""
    ask = Ask("open", question.terms, about=question.text)
    found = [(c, held(field_, question, c)) for c in candidates(field_, question, ask) if c.item.source]
    best = max((h for c, h in found if c.score >= WEAK_WHICH), default=0.0)
    if best < HELD_WHICH:
        return None
    least = 0.55 * max(c.score for c, _ in found)
    return _by_speech(field_, [c for c, h in found if c.score >= least and h >= 0.6 * best], ask, most=8)


def held(field_: Field, question: Question, candidate: Candidate) -> float:
    """The share of the weight of the question's words that stands in the very sentence."""
    norm = norm_of(candidate.item.paragraph.text)
    weights = [(t, worth(field_, t)) for t in question.terms if not t.hint]
    total = sum(w for _, w in weights)
    return sum(w * found_in(t, norm, candidate.start, candidate.end) for t, w in weights) / total if total else 0.0


def _by_speech(field_: Field, found: Sequence[Candidate], ask: Ask, most: int) -> tuple[str, Status] | None:
    groups: dict[str, list[Candidate]] = {}
    for candidate in found:
        groups.setdefault(candidate.item.speech_id, []).append(candidate)
    told = []
    for best in list(groups.values())[:most]:
        quotes = fit([(c, ask) for c in best[:2]], field_, ROOM)
        if quotes:
            told.append(Group(best[0].item.title, tuple(quotes)))
    return (compose.by_speech(told), "answered") if told else None


def _compare(field_: Field, question: Question) -> tuple[str, Status] | None:
    """What each of the two sides says, side by side."""
    if len(question.sides) != 2:
        return None
    sides = [s for s in question.sides if s]
    own = {t.text for side in sides for t in side}
    told: list[Group] = []
    taken: set[str] = set()
    for side in sides:
        found = _side(field_, question, side, own, taken)
        if found:
            taken.add(found[0].item.speech_id)
            if quotes := fit([(c, question.asks[0]) for c in found], field_, SIDE_ROOM):
                told.append(Group(found[0].item.title, tuple(quotes)))
    return (compose.by_speech(told), "answered") if len(told) == 2 else None


def _side(
    field_: Field, question: Question, side: tuple[Term, ...], own: set[str], taken: set[str]
) -> list[Candidate]:
    """The best sentences of the speech that one side of a comparison names."""
    covers = hint_cover(field_, replace(question, terms=tuple(replace(t, hint=True) for t in side)))
    most = max((c for k, c in covers.items() if k not in taken), default=0.0)
    asked = replace(question.asks[0], terms=tuple(t for t in question.asks[0].terms if t.text not in own))
    plain = replace(question, terms=tuple(t for t in question.terms if t.text not in own), years=())
    best: list[Candidate] = []
    for key, cover in covers.items():
        if key in taken or cover < 0.85 * most:
            continue
        part = _only(field_, key)
        found = [c for c in judged(part, plain, asked) if c.item.source]
        if not found and asked.kind == "quantity":
            found = [c for c in candidates(part, plain, replace(asked, kind="open")) if c.item.source]
        if found and (not best or cover * found[0].score > most * best[0].score):
            best, most = [c for c in found if c.score >= 0.75 * found[0].score][:3], cover
    return best


def _only(field_: Field, speech_id: str) -> Field:
    kept = [i for i in field_.items if i.speech_id == speech_id]
    return Field(tuple(kept), tuple(norm_of(i.paragraph.text) for i in kept), field_.titles, field_.speeches, field_.weights)


def _nearest(field_: Field, question: Question) -> list[Item]:
    """Up to three paragraphs that come nearest to the question."""
    ask = Ask("open", question.terms, about=question.text)
    items = dict.fromkeys(c.item for c in candidates(field_, question, ask) if c.item.source)
    return list(items)[:3]
