"""The thesaurus file is sound, and its entries are found in questions."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore import thesaurus, tokens
from vectorstore.normalise import normalise


def heads(question: str) -> dict[str, tuple[str, ...]]:
    return dict(thesaurus.related(normalise(question)))


def test_thousands_of_entries_in_the_two_forms() -> None:
    lines = list(thesaurus.read_lines())
    assert len({head for left, _ in lines for head in left}) > 7_900
    assert all(left and right for left, right in lines)
    assert max(len(right) for _, right in lines) <= 12


def test_no_word_twice_in_a_line() -> None:
    twice = [word for left, right in thesaurus.read_lines() for word, n in Counter(right).items() if n > 1]
    assert twice == []


def test_every_expansion_can_be_searched_for() -> None:
    empty = [e for _, right in thesaurus.read_lines() for e in right if not any(tokens.asked(e).values())]
    assert empty == []


@pytest.mark.parametrize(
    ("question", "head", "expansion"),
    [
        ("镇里的头头怎么看", "头头", "领导干部"),
        ("六稳指什么", "六稳", "稳就业"),
        ("稳就业怎么做", "稳就业", "六稳"),
        ("招商引資有哪些辦法", "招商引资", "双招双引"),
        ("How did GDP grow?", "gdp", "地区生产总值"),
        ("what about foreign trade", "foreign trade", "进出口"),
    ],
)
def test_an_everyday_word_brings_what_speeches_say(question: str, head: str, expansion: str) -> None:
    assert expansion in heads(question)[head]


def test_the_longest_head_wins() -> None:
    found = heads("老旧小区改造")
    assert not any(head != other and head in other for head in found for other in found)


def test_latin_heads_count_only_as_whole_words() -> None:
    assert "ai" not in heads("the chairman said again")
    assert "ai" in heads("AI产业")


@given(st.text(alphabet=st.sampled_from("头儿六稳保贷款老百姓gdp fo。"), max_size=60))
def test_heads_stand_in_the_text_and_never_expand_to_themselves(text: str) -> None:
    for head, expansions in thesaurus.related(text):
        assert head in text
        assert expansions
        assert head not in expansions
