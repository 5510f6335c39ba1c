"""Learnt weights: the table fits the features, and what is learnt from clear cases is what they say."""

from __future__ import annotations

import random

import numpy as np
import pytest

from bot.extractive.evidence import candidates, weighed
from bot.extractive.extract import field_of
from bot.extractive.question import analyse
from bot.extractive.ranking import BIAS, SCORE, chance, ranked, tables
from bot.extractive.sources import number_sources
from eval.bench.train_ranker import Group, learn_rank, near_misses
from eval.cases import parse_case
from tests.fakes import Shelf

SHELF = Shelf(
    {
        "修好灌渠的讲话": [
            "去年全县修复灌渠41公里，灌溉面积达到6.2万亩。",
            "灌渠管护员增加到120名。",
            "群众说，水来了，心就定了。",
        ],
        "办好集市的讲话": ["去年全县集市交易额3.5亿元。", "摊位增加到900个。"],
    }
)


def places(question: str) -> tuple[list[str], list[dict[str, float]]]:
    asked = analyse(question)
    sources = number_sources(SHELF, SHELF.hits(), question, 16)
    field_ = field_of(sources, SHELF.speech)
    found = candidates(field_, asked, asked.asks[0])
    features = [features for _, features in weighed(field_, asked, asked.asks[0])]
    return [c.item.paragraph.text[c.start : c.end] for c in found], features


@pytest.mark.parametrize(
    ("question", "kind"), [("去年全县修复灌渠多少公里？", "figure"), ("灌渠修好以后群众怎么说？", "free")]
)
def test_every_weight_is_that_of_a_feature(question: str, kind: str) -> None:
    known = {name for features in places(question)[1] for name in features} | {BIAS, SCORE}
    assert set(tables()["rank." + kind]) <= known
    assert set(tables()["chance." + kind]) <= known


def test_the_sentence_that_holds_the_words_and_the_unit_is_first() -> None:
    assert places("去年全县修复灌渠多少公里？")[0][0].startswith("去年全县修复灌渠41公里")
    assert places("灌渠管护员有多少名？")[0][0].startswith("灌渠管护员")


def test_a_thing_that_stands_elsewhere_lowers_the_chance_only() -> None:
    own = {"words": 0.8, "words_near": 0.8, "named": 1.0, "rank": 1.0, "other_thing": 0.0}
    other = own | {"other_thing": 1.0}
    score = ranked(own, "figure")
    assert chance(other, score, "figure") < chance(own, score, "figure")


def test_what_is_learnt_prefers_the_feature_that_the_right_places_have() -> None:
    rows = np.array([[1.0, 0.2], [0.0, 0.9], [0.1, 0.8]])
    right = np.array([1.0, 0.0, 0.0])
    group = Group("set", "figure", "figure", ["good", "bad"], rows, right, np.array([True, True, True]))
    good, bad = learn_rank([group] * 4, turns=60)
    assert good > 0 > bad


def test_near_misses_change_one_thing_of_a_question() -> None:
    asked = {
        "id": "x1",
        "type": "figure",
        "question": "2021年，青禾县修复灌渠多少公里？",
        "gold": [],
        "answer": "41公里",
    }
    case = parse_case(asked | {"must_contain": ["41公里"], "must_not_contain": []})
    made = dict(near_misses(case, ["集市"], random.Random(1)))
    assert made["year"].startswith("2017年")
    assert "松河县" in made["place"]
    assert "集市" in made["noun"]
