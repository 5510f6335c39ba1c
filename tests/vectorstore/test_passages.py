"""Passages hold every paragraph wholly, in order, verbatim."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from vectorstore.normalise import normalise
from vectorstore.passages import LIMIT, cut_long, cut_passages, head_and_body
from vectorstore.types import Paragraph, Passage, Speech

WORDS = st.text(alphabet=st.sampled_from("青禾云岭临江白石的工作，、。；！？”ＡＢ12."), min_size=1, max_size=900)
BODIES = st.builds(lambda text: Paragraph("p", text), WORDS)
HEADINGS = st.builds(
    lambda text, level: Paragraph("h", text[:30], kind="heading", level=level), WORDS, st.integers(1, 3)
)
SPEECHES = st.lists(st.one_of(BODIES, BODIES, HEADINGS), max_size=12).map(
    lambda paragraphs: Speech("speech", "在青禾市工作会议上的讲话", tuple(paragraphs))
)


def speech(*paragraphs: str | tuple[int, str]) -> Speech:
    made = [
        Paragraph("p", p) if isinstance(p, str) else Paragraph("h", p[1], kind="heading", level=p[0])
        for p in paragraphs
    ]
    return Speech("speech", "在云岭县林业大会上的讲话", tuple(made))


@given(SPEECHES)
def test_passages_hold_every_paragraph_wholly_and_in_order(cut: Speech) -> None:
    passages = cut_passages(cut)
    assert "".join(p.text for p in passages).replace("\n", "") == "".join(p.text for p in cut.paragraphs)
    numbers = [number for p in passages for number in range(p.first, p.last + 1)]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, len(cut.paragraphs) + 1))


@given(SPEECHES)
def test_a_passage_is_verbatim(cut: Speech) -> None:
    for passage in cut_passages(cut):
        texts = [cut.paragraphs[number - 1].text for number in range(passage.first, passage.last + 1)]
        assert passage.text in "\n".join(texts)
        assert all(line in text for line, text in zip(passage.text.split("\n"), texts, strict=True))


@given(SPEECHES)
def test_text_under_headings_is_at_most_the_limit(cut: Speech) -> None:
    for passage in cut_passages(cut):
        numbers = range(passage.first, passage.last + 1)
        headings = sum(len(cut.paragraphs[n - 1].text) for n in numbers if cut.paragraphs[n - 1].kind == "heading")
        assert len(passage.text) <= LIMIT + headings + len(numbers)


@given(SPEECHES)
def test_ids_differ_and_are_the_same_each_time(cut: Speech) -> None:
    ids = [p.id for p in cut_passages(cut)]
    assert len(set(ids)) == len(ids)
    assert ids == [p.id for p in cut_passages(cut)]
    assert all(len(i) == 16 for i in ids)


@given(SPEECHES)
def test_search_text_comes_apart_into_head_and_body(cut: Speech) -> None:
    for passage in cut_passages(cut):
        head, body = head_and_body(passage)
        assert body == normalise(passage.text)
        assert head.startswith(normalise(cut.title))


def texts(passages: tuple[Passage, ...]) -> list[str]:
    return [p.text for p in passages]


def test_short_paragraphs_go_together_until_the_limit() -> None:
    short = "全县造林三万亩。"
    assert texts(cut_passages(speech(short, short, "x" * LIMIT, short))) == [f"{short}\n{short}", "x" * LIMIT, short]


def test_a_heading_stays_with_the_text_under_it_and_with_the_heading_above() -> None:
    cut = cut_passages(speech("开头的话。", (1, "一、总体要求"), (2, "（一）目标"), "森林覆盖率提高。"))
    assert texts(cut) == ["开头的话。", "一、总体要求\n（一）目标\n森林覆盖率提高。"]


def test_the_headings_above_are_searched_but_not_shown() -> None:
    long = "造林绿化要久久为功。" * 60
    cut = cut_passages(speech((1, "一、成绩"), "好。", (1, "二、下一步"), (2, "（一）造林"), long))
    last = cut[-1]
    assert "二、下一步" not in last.text
    assert head_and_body(last)[0] == "在云岭县林业大会上的讲话\n二、下一步\n(一)造林\n".replace("(", "（").replace(
        ")", "）"
    )
    assert "一、成绩" not in last.search_text


def test_a_long_paragraph_is_cut_at_sentence_ends() -> None:
    sentence = "我们要把每一棵树都当作自己的孩子来看护，不让一棵树无人管。"
    pieces = cut_long(sentence * 30, LIMIT)
    assert all(piece.endswith("。") and len(piece) <= LIMIT for piece in pieces)
    assert max(map(len, pieces)) - min(map(len, pieces)) <= 2 * len(sentence)


def test_a_closing_quote_stays_with_its_sentence() -> None:
    pieces = cut_long("他说：“树是山的衣裳。”" * 60, 100)
    assert all(piece.endswith("。”") for piece in pieces)


def test_a_huge_line_without_any_mark_is_cut_quickly() -> None:
    started = time.perf_counter()
    pieces = cut_long("树" * 3_000_000, LIMIT)
    assert "".join(pieces) == "树" * 3_000_000
    assert max(map(len, pieces)) <= LIMIT
    assert time.perf_counter() - started < 5
