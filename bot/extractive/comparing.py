"""Comparisons: what each of two sides says, and one figure as several speeches give it. Nothing is merged."""

from __future__ import annotations

from dataclasses import replace

from bot.extractive import compose, cues
from bot.extractive.asked import is_masked, judged
from bot.extractive.compose import Group, Told
from bot.extractive.evidence import FREE, Candidate
from bot.extractive.field import Field, hint_cover
from bot.extractive.pick import fit
from bot.extractive.point import ROOM, WEAK
from bot.extractive.question import Ask, Question
from bot.extractive.spans import norm_of
from bot.extractive.terms import Term
from bot.types import Status

SIDE_ROOM = 600  # characters of each side of a comparison
MOST_OF_A_SIDE, NEAR = 6, 1.5  # sentences, down to so much below the score of the best one
NAMED_BY_TITLE = 0.9  # least share of the best cover for a speech to be looked at: one named by its title wins
NEARLY = 3.5  # below the best score, down to which another speech's figure is shown beside it
MOST = 6  # speeches side by side


def across(field_: Field, question: Question) -> Told | None:
    """The figure as each speech gives it, where the question asks for several; None when fewer than two give one."""
    if not cues.ACROSS.search(question.text):
        return None
    ask = _figure_asked(question)
    found = [c for c in judged(field_, question, ask) if c.quantity and not is_masked(ask, c)]
    if question_figures := _named_figures(question):
        found = [c for c in found if _value(c) in question_figures]
    first: dict[str, Candidate] = {}
    for c in found:
        if c.score < found[0].score - NEARLY:
            break
        first.setdefault(c.item.speech_id, c)
    best = _different(list(first.values()))
    if len(best) < 2 or found[0].chance < WEAK["quantity"] / 2:
        return None
    groups = [Group(c.item.title, tuple(fit([(c, ask)], field_, ROOM))) for c in best[:MOST]]
    status: Status = "conflicting" if cues.DISPUTED.search(question.text) else "answered"
    return compose.side_by_side(groups, status)


def _figure_asked(question: Question) -> Ask:
    """The first ask for a quantity; else the question as one that asks for any."""
    for ask in question.asks:
        if ask.kind == "quantity":
            return replace(ask, years=())
    return Ask("quantity", question.terms, "any", text=question.text, about=question.text)


def _named_figures(question: Question) -> set[str]:
    """38%, 42% of 到底是38%还是42%."""
    return set(cues.EITHER.findall(question.text)) if "还是" in question.text else set()


def _different(found: list[Candidate]) -> list[Candidate]:
    """Those whose figures differ, best first."""
    seen: set[str] = set()
    kept = []
    for c in found:
        if _value(c) not in seen:
            seen.add(_value(c))
            kept.append(c)
    return kept


def _value(candidate: Candidate) -> str:
    q = candidate.quantity
    return norm_of(candidate.item.paragraph.text)[q.start : q.end] if q else ""


def compared(field_: Field, question: Question) -> Told | None:
    """What each of the two sides says, side by side."""
    if len(question.sides) != 2:
        return None
    own = {t.text for side in question.sides for t in side}
    told: list[Group] = []
    taken: set[str] = set()
    for side in question.sides:
        found = _side(field_, question, side, own, taken)
        if found:
            taken.add(found[0].item.speech_id)
            if quotes := fit([(c, question.asks[0]) for c in found], field_, SIDE_ROOM):
                told.append(Group(found[0].item.title, tuple(quotes)))
    return compose.side_by_side(told, least=2)


def _asked_of_both(question: Question, own: set[str]) -> Ask:
    """What is asked of each side: the first figure or person, else all words but the sides and those that compare."""
    first = question.asks[0]
    if first.kind not in FREE:
        return replace(first, terms=tuple(t for t in first.terms if t.text not in own))
    pair = cues.AND.search(question.text)
    rest = question.text.replace(pair.group(), " ") if pair else question.text
    about = cues.COMPARING.sub(" ", rest)
    terms = tuple(t for t in question.terms if t.text not in own and not t.hint and t.text in about)
    return replace(first, kind="open", terms=terms or question.terms, text=about, about=about)


def _side(field_: Field, question: Question, side: tuple[Term, ...], own: set[str], taken: set[str]) -> list[Candidate]:
    """The best sentences of the speech that one side of a comparison names."""
    covers = hint_cover(field_, replace(question, terms=tuple(replace(t, hint=True) for t in side)))
    most = max((c for k, c in covers.items() if k not in taken), default=0.0)
    asked = _asked_of_both(question, own)
    plain = replace(question, terms=tuple(t for t in question.terms if t.text not in own), years=())
    best: list[Candidate] = []
    for key, cover in covers.items():
        if key in taken or cover < NAMED_BY_TITLE * most:
            continue
        part = field_.only(key)
        found = judged(part, plain, asked)
        if not found and asked.kind == "quantity":
            found = judged(part, plain, replace(asked, kind="open"))
        if found and (not best or cover * found[0].chance > most * best[0].chance):
            best, most = [c for c in found if c.score >= found[0].score - NEAR][:MOST_OF_A_SIDE], cover
    return best
