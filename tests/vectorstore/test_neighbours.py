"""Lists are brought whole and neighbours become one block."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from vectorstore.neighbours import LONGEST, blocks, whole_list
from vectorstore.types import Passage


def passages(*texts: str, speech: str = "s") -> list[Passage]:
    """A passage a paragraph; the id is the speech and the paragraph number."""
    return [Passage(f"{speech}{n}", speech, n, n, text, text) for n, text in enumerate(texts, 1)]


def near(around: Sequence[Passage]) -> dict[str, Sequence[Passage]]:
    return {passage.id: around for passage in around}


@pytest.mark.parametrize(
    "texts",
    [
        ("抓好三件事。一是修路。", "二是架桥。", "三是通水。"),
        ("我谈三点。第一，修路。", "第二，架桥。", "第三，通水。"),
        ("（一）修路。", "（二）架桥。", "（三）通水。"),
        ("1.修路。", "2.架桥。", "3.通水。"),
        ("①修路。", "②架桥。", "③通水。"),
        ("要做到三要：一要修路；", "二要架桥；", "三要通水。"),
        ("其一，修路。", "其二，架桥。", "其三，通水。"),
    ],
)
@pytest.mark.parametrize("hit", [0, 1, 2])
def test_an_item_brings_the_whole_list(texts: tuple[str, ...], hit: int) -> None:
    around = passages("前面一段话。", *texts, "后面一段话。")
    assert whole_list(around, hit + 1) == (1, 4)


@pytest.mark.parametrize(
    "texts",
    [
        ("二是架桥。", "四是通水。"),
        ("2.5亿元投资到位。", "3.6亿元贷款发放。"),
        ("第二季度增长。", "第三产业增长。"),
        ("全市一是一二是二。", "别的话。"),
        ("二是架桥。", "二、下一步打算\n一是招人。"),
    ],
)
def test_what_is_no_list_stays_alone(texts: tuple[str, ...]) -> None:
    assert whole_list(passages(*texts), 0) == (0, 1)


def test_another_list_in_a_new_section_is_not_taken_in() -> None:
    around = passages("一是修路。二是架桥。", "二、保障措施\n三是算账。")
    assert whole_list(around, 0) == (0, 1)


def test_a_list_that_would_be_too_long_ends_in_time() -> None:
    around = passages(*(f"{'一二三四五六七八'[n]}是{'修路' * 200}。" for n in range(8)))
    start, end = whole_list(around, 3)
    assert sum(len(p.text) for p in around[start:end]) <= LONGEST
    assert start <= 3 < end


def test_neighbouring_hits_become_one_with_the_rank_of_the_better() -> None:
    around = passages("甲。", "乙。", "丙。", "丁。")
    found = blocks(["s3", "s1", "s4"], near(around))
    assert [(key, p.first, p.last, p.text) for key, p in found] == [("s3", 3, 4, "丙。\n丁。"), ("s1", 1, 1, "甲。")]


def test_the_one_between_joins_both_sides_in_the_order_of_the_speech() -> None:
    around = passages("甲。", "乙。", "丙。")
    (_, whole), *rest = blocks(["s2", "s3", "s1"], near(around))
    assert (whole.text, whole.first, whole.last, rest) == ("甲。\n乙。\n丙。", 1, 3, [])


def test_speeches_stay_apart() -> None:
    first, second = passages("甲。", "乙。"), passages("丙。", "丁。", speech="t")
    assert len(blocks(["s2", "t1"], {**near(first), **near(second)})) == 2


def test_the_parts_of_one_long_paragraph_are_put_together_again() -> None:
    around = [Passage("a", "s", 5, 5, "上半句，", ""), Passage("b", "s", 5, 5, "下半句。", "")]
    assert blocks(["b", "a"], near(around))[0][1].text == "上半句，下半句。"


def test_without_merging_every_passage_stays_itself_and_unknown_ids_are_left_out() -> None:
    around = passages("甲。", "乙。")
    assert [key for key, _ in blocks(["s1", "ghost", "s2"], near(around), merge=False)] == ["s1", "s2"]
