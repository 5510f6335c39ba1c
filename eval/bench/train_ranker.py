"""Learn the weights of bot/extractive/data/ranking.txt from question sets with gold: what ranks, and what is refused.

python -m eval.bench.train_ranker QUESTIONS.jsonl=STORE … [--write]

Every set is left out once and judged by what the others teach; the weights written are learnt from all of them. Near
misses for the chance are made of the questions themselves: another year, another place, another noun.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.assemble import Bot, open_bot
from bot.extractive.doubt import refuted
from bot.extractive.evidence import Candidate, weighed
from bot.extractive.extract import field_of
from bot.extractive.field import settle
from bot.extractive.point import WEAK
from bot.extractive.question import Ask, analyse
from bot.extractive.ranking import BIAS, SCORE, kind_of
from bot.extractive.sources import number_sources
from bot.settings import read_settings
from eval.cases import Case, load_cases
from eval.scores import squeeze
from vectorstore import tokens
from vectorstore.normalise import normalise

TARGET = Path("bot/extractive/data/ranking.txt")
Array = npt.NDArray[np.float64]
RANK_DECAY, CHANCE_DECAY = 3e-3, 2.5e-3  # of large weights
# What tells whether anything answers: not how long or in which year, of which near misses made by rule are no sample.
OF_CHANCE = ("fit", "rank", "named", "named_best", "other_thing", "name_far", "missing", "words_speech")
TRUSTED = {"unanswerable": 1.0, "year": 0.6, "place": 0.6, "noun": 0.3}  # weight of a near miss, by how sure it is one
SMALL = 0.05  # weights below it are left out


@dataclass(slots=True)
class Group:
    """The places that could answer one ask: a row of features each, whether it is right, whether nothing refutes it."""

    set: str
    type: str
    kind: str
    names: list[str]
    rows: Array
    right: Array
    open: npt.NDArray[np.bool_]


def flat(text: str) -> str:
    return squeeze(normalise(text))


def is_right(case: Case, place: Candidate) -> bool:
    """Whether the sentence stands in a gold quote, with a figure of the answer where one is asked."""
    text, sentence = flat(place.item.paragraph.text), flat(place.item.paragraph.text[place.start : place.end])
    for gold in case.gold:
        quote = flat(gold.quote)
        at, here = text.find(quote), text.find(sentence)
        if at < 0 or not (here < at + len(quote) - 2 and here + len(sentence) > at + 2):
            continue
        if place.quantity is None or case.type == "masked":
            return True
        figure = flat(place.item.paragraph.text[place.quantity.start : place.quantity.end])
        return any(figure in flat(word) or flat(word) in figure for word in case.must_contain)
    return False


def groups(bot: Bot, name: str, case: Case, question: str, kind: str) -> Iterator[Group]:
    """One for each thing asked, as the answerer meets it."""
    found, _ = bot.find(question, 24, history=case.history)
    asked = analyse(found.question)
    sources = number_sources(bot.store, found.hits, found.question, 16)
    if not sources or not asked.terms:
        return
    field_ = field_of(sources, bot.store.speech)
    asked = settle(field_, asked)
    for ask in asked.asks:
        places = list(weighed(field_, asked, ask))
        if places and asked.shape == "point":
            yield _group(name, case, kind, ask, places, [not refuted(field_, asked, ask, p) for p, _ in places])


def _group(
    name: str, case: Case, kind: str, ask: Ask, places: list[tuple[Candidate, dict[str, float]]], free: list[bool]
) -> Group:
    names = sorted(places[0][1])
    rows = np.array([[features[n] for n in names] for _, features in places])
    right = np.array([float(kind not in TRUSTED and is_right(case, place)) for place, _ in places])
    return Group(name, kind, kind_of(ask.kind), names, rows, right, np.array(free))


def near_misses(case: Case, nouns: Sequence[str], chosen: random.Random) -> Iterator[tuple[str, str]]:
    """(kind, question) that the library does not answer, most likely."""
    asked = case.question
    if case.type not in {"figure", "fact"} or case.history:
        return
    if re.search(r"(?:19|20)\d\d(?=年)", asked):
        yield "year", re.sub(r"(?:19|20)\d\d(?=年)", lambda m: str(int(m[0]) - 4), asked)
    elif re.search("去年|今年", asked):
        yield "year", re.sub("去年|今年", "2015年", asked)
    if place := re.search(r"(?<![\u3400-\u9fff])[\u3400-\u9fff]{2}(?=[市县区镇乡])", asked):
        yield "place", asked.replace(place[0], "松河")
    own = [w for w, tag in tokens.tagged(asked) if tag in {"n", "vn"} and len(w) > 1]
    if own and nouns:
        yield "noun", asked.replace(chosen.choice(own), chosen.choice(nouns))


def nouns_of(bot: Bot) -> list[str]:
    """Nouns of the library that are neither rare nor everywhere."""
    texts = [p.text for held in bot.store.speeches() for p in held.speech.paragraphs]
    often = Counter(w for text in texts for w, tag in tokens.tagged(text) if tag in {"n", "vn"} and 1 < len(w) < 5)
    return sorted(w for w, n in often.items() if 2 <= n <= 12)


def collect(name: str, questions: Path, store: Path) -> list[Group]:
    """The groups of a set, near misses included."""
    found: list[Group] = []
    with open_bot(replace(read_settings(), store=store), create=False) as bot:
        nouns, chosen = nouns_of(bot), random.Random(7)
        for case in load_cases(questions):
            for kind, question in [(case.type, case.question), *near_misses(case, nouns, chosen)]:
                found.extend(groups(bot, name, case, question, kind))
    return found


def learn_rank(found: Sequence[Group], turns: int = 300, step: float = 0.05) -> Array:
    """Weights under which the right place of a group has the greatest share (softmax, Adam)."""
    taught = [g for g in found if g.right.any() and g.type not in {"list", "compare"}]
    w = np.zeros(taught[0].rows.shape[1])
    m, v = np.zeros_like(w), np.zeros_like(w)
    for turn in range(1, turns + 1):
        slope = RANK_DECAY * w * len(taught)
        for g in taught:
            z = g.rows @ w
            p = np.exp(z - z.max())
            p /= p.sum()
            target = p * g.right
            slope = slope + g.rows.T @ (p - target / target.sum())
        slope /= len(taught)
        m, v = 0.9 * m + 0.1 * slope, 0.999 * v + 0.001 * slope**2
        w -= step * (m / (1 - 0.9**turn)) / (np.sqrt(v / (1 - 0.999**turn)) + 1e-8)
    return w


def best_of(group: Group, rank: Array) -> tuple[int, float] | None:
    """The best place that nothing refutes, and its score."""
    z = np.where(group.open, group.rows @ rank, -np.inf)
    at = int(np.argmax(z))
    return (at, float(z[at])) if np.isfinite(z[at]) else None


def _of_chance(group: Group, at: int, score: float) -> list[float]:
    """The constant, the score and the features of a place that the chance is made of."""
    return [1.0, score, *(float(group.rows[at, group.names.index(name)]) for name in OF_CHANCE)]


def _chance_rows(found: Sequence[Group], rank: Array) -> tuple[Array, Array, Array]:
    rows, right, trust = [], [], []
    for g in found:
        best = best_of(g, rank)
        if best is None or g.type in {"list", "compare"}:
            continue
        if g.type in TRUSTED or g.right[best[0]] or g.type == "masked":
            rows.append(_of_chance(g, *best))
            right.append(float(g.type not in TRUSTED))
            trust.append(TRUSTED.get(g.type, 1.0))
    return np.array(rows), np.array(right), np.array(trust)


def learn_chance(found: Sequence[Group], rank: Array) -> Array:
    """Weights of the chance that the best place answers: constant, score, features (Newton's method)."""
    rows, right, trust = _chance_rows(found, rank)
    decay = np.r_[1e-6, np.full(rows.shape[1] - 1, CHANCE_DECAY * len(rows))]
    w = np.zeros(rows.shape[1])
    for _ in range(60):
        p = 1 / (1 + np.exp(-rows @ w))
        slope = rows.T @ (trust * (p - right)) + decay * w
        curve = (rows.T * (trust * p * (1 - p) + 1e-9)) @ rows + np.diag(decay)
        w -= np.linalg.solve(curve, slope)
    return w


def report(found: Sequence[Group], name: str, rank: Array, chance: Array, border: float) -> dict[str, int]:
    """Of a set that was left out: right at first place, refused though right, answered though a near miss."""
    seen = {"asks": 0, "first": 0, "refused": 0, "near misses": 0, "answered": 0}
    for g in (g for g in found if g.set == name):
        best = best_of(g, rank)
        sure = 0.0 if best is None else 1 / (1 + np.exp(-np.array(_of_chance(g, *best)) @ chance))
        if g.type in TRUSTED:
            seen["near misses"] += 1
            seen["answered"] += bool(sure >= border)
        elif g.right.any():
            seen["asks"] += 1
            seen["first"] += bool(best and g.right[best[0]])
            seen["refused"] += bool(sure < border)
    return seen


def main(args: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="QUESTIONS=STORE")
    parser.add_argument("--report", action="store_true", help="judge every set by what the others teach")
    parser.add_argument("--write", action="store_true", help=f"write {TARGET}")
    wanted = parser.parse_args(args)
    found: list[Group] = []
    for pair in wanted.sets:
        questions, store = pair.split("=")
        found += collect(questions, Path(questions), Path(store))
    lines = [
        "# Learnt by eval/bench/train_ranker.py: table, feature, weight. rank orders the sentences of an ask, chance",
        "# is whether the best of them answers. figure: a quantity is asked; free: all else.",
    ]
    for kind, border in (("figure", WEAK["quantity"]), ("free", WEAK["open"])):
        own = [g for g in found if g.kind == kind]
        for name in dict.fromkeys(g.set for g in own if wanted.report):
            others = [g for g in own if g.set != name]
            rank = learn_rank(others)
            print(kind, name, json.dumps(report(own, name, rank, learn_chance(others, rank), border)))
        rank = learn_rank(own)
        tables = {
            "rank": zip(own[0].names, rank, strict=True),
            "chance": zip([BIAS, SCORE, *OF_CHANCE], learn_chance(own, rank), strict=True),
        }
        for table, rows in tables.items():
            lines += [f"{table}.{kind} {name} {weight:.2f}" for name, weight in rows if abs(weight) >= SMALL]
    if wanted.write:
        TARGET.write_text("\n".join(lines) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
