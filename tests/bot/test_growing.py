from __future__ import annotations

import time

from hypothesis import example, given
from hypothesis import strategies as st

from bot.checker.claims import DraftClaim, split_claims
from bot.growing import Growing

PIECES = [
    "造林",
    "三万亩",
    "。",
    "；",
    "\n",
    "[1]",
    "[",
    "2",
    "]",
    "【1†源】",
    "（1）",
    "¹",
    "“",
    "”",
    "|",
    "- ",
    "：",
    " ",
    "[^1]",
]


def grown(text: str, size: int) -> list[DraftClaim]:
    growing = Growing()
    return [claim for at in range(0, len(text), size) for claim in growing.feed(text[at : at + size])]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.integers(1, 7))
@example("| 甲 | 乙 |\n|---|---|\n| 造林 | 三万亩[1] |\n", 1)
def test_what_is_given_back_is_what_the_whole_draft_says(text: str, size: int) -> None:
    early, whole = grown(text, size), split_claims(text)
    assert early == list(whole[: len(early)])


def test_a_sentence_is_given_back_when_the_next_one_begins() -> None:
    growing = Growing()
    assert growing.feed("造林三万亩[1]。") == ()
    assert growing.feed("[2") == ()
    (claim,) = growing.feed("]修路")
    assert (claim.text, claim.marks, claim.start, claim.end) == ("造林三万亩。", (1, 2), 0, 12)
    assert [c.text for c in growing.feed("三里[3]。\n")] == ["修路三里。"]


def test_a_sentence_inside_a_quotation_waits_for_its_end() -> None:
    growing = Growing()
    assert growing.feed("他说“造林。护林") == ()
    assert [c.text for c in growing.feed("。”[1]\n")] == ["他说“造林。护林。”"]


def test_the_header_of_a_table_is_no_sentence() -> None:
    assert [c.text for c in grown("| 事项 | 说法 |\n|---|---|\n| 造林 | 三万亩[1] |\n\n完", 1)] == ["造林，三万亩"]


def test_all_but_the_last_sentence_is_given_back_of_ordinary_text() -> None:
    text = "".join(f"第{n}件事办成了[{n}]。" for n in range(1, 40))
    assert len(grown(text, 3)) == 38


def test_signs_that_could_be_read_in_many_ways_cost_no_time() -> None:
    started = time.monotonic()
    grown("造林三万亩。" + "†1111" * 200 + "x" + "来源 " * 200 + " " * 3000 + "。", 50)
    assert time.monotonic() - started < 5
