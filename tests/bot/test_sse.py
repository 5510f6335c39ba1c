from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sse import BadReply, Reasoning, Reply, without_reasoning
from tests.model_server import event


def shown(text: str, cuts: list[int]) -> str:
    filter_, places = Reasoning(), sorted({0, len(text), *(c % (len(text) + 1) for c in cuts)})
    return "".join(filter_.feed(text[a:b]) for a, b in pairwise(places)) + filter_.finish()


@given(
    st.lists(st.sampled_from(["<think>", "</think>", "<", "th", "ink>", "/", "好", "\n"])), st.lists(st.integers(0, 60))
)
def test_hiding_reasoning_does_not_depend_on_how_the_text_is_cut(parts: list[str], cuts: list[int]) -> None:
    text = "".join(parts)
    assert shown(text, cuts) == shown(text, [])


@given(st.text(), st.text())
def test_what_stands_between_the_tags_is_never_shown(before: str, inside: str) -> None:
    assert (
        shown(f"青{before.replace('<', '')}<think>{inside.replace('<', '')}</think>禾", [3])
        == f"青{before.replace('<', '')}禾"
    )


def test_reasoning_that_never_ends_shows_nothing_after_it_began() -> None:
    assert shown("好<think>想啊想", []) == "好"


@pytest.mark.parametrize("name", ["think", "Think", "THINKING", "thought", "reasoning"])
@pytest.mark.parametrize("size", [1, 3, 100])
def test_the_names_of_reasoning_blocks(name: str, size: int) -> None:
    text = f"青<{name}>暗<b>1</b>[1]</{name}>禾<市"
    assert shown(text, list(range(0, len(text), size))) == "青禾<市"


def test_reasoning_without_its_opening_tag() -> None:
    assert without_reasoning("想</THINK>想</thinking>\n好") == "好"
    assert without_reasoning("想想</think>\n好") == "好"
    assert without_reasoning(" 好 ") == "好"


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(lambda t: "<" not in t),
    st.integers(1, 9),
)
def test_a_reply_reads_the_same_however_its_bytes_arrive(text: str, size: int) -> None:
    data = event(text) + event("", "stop") + b"data: [DONE]\n\n"
    reply = Reply()
    got = "".join(reply.feed(data[i : i + size]) for i in range(0, len(data), size)) + reply.finish()
    assert got == text
    assert not reply.usage.cut


@given(st.binary(max_size=300), st.booleans())
def test_any_bytes_are_read_or_refused(data: bytes, framed: bool) -> None:
    reply = Reply()
    try:
        text = reply.feed(b"data: " + data + b"\n" if framed else data) + reply.finish()
    except BadReply:
        return
    assert all(c >= " " or c in "\n\t" for c in text)


def test_lone_surrogates_and_control_characters_do_not_come_through() -> None:
    reply = Reply()
    assert reply.feed(b'data: {"choices":[{"delta":{"content":"a\\ud800\\u0000\\u001bb"}}]}\n') == "a?b"


def test_deep_json_is_refused() -> None:
    reply = Reply()
    with pytest.raises(BadReply):
        reply.feed(b"data: " + b"[" * 200_000 + b"\n")
