from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.drawer import drawer
from vectorstore.memory import LISTED, TalkRow

NOON = datetime(2024, 5, 20, 12, tzinfo=UTC).astimezone()
TODAY = NOON.date()


def ago(days: int, key: str = "k") -> TalkRow:
    return TalkRow(key, f"{days}天前的对话", (NOON - timedelta(days=days)).isoformat(), 1)


def test_conversations_stand_under_their_day() -> None:
    rows = [ago(0), ago(1), ago(3), ago(6), ago(40), TalkRow("x", "没有时间", "?", 1)]
    text = Page(drawer(rows, "", "zh", today=TODAY)).text
    order = ["今天", "0天前", "昨天", "1天前", "近七天", "3天前", "6天前", "更早", "40天前", "没有时间"]
    assert [text.index(piece) for piece in order] == sorted(text.index(piece) for piece in order)


def test_the_open_one_is_marked_and_the_doomed_one_asks() -> None:
    rows = [ago(0, "a"), ago(0, "b")]
    page = Page(drawer(rows, "a", "zh", doomed="b", today=TODAY))
    page.check()
    assert page.values("aria-current") == ["true"]
    assert "删除这个对话？" in page.text
    assert '{"talk":"b","sure":true}' in page.values("data-args")
    assert '{"talk":"a","sure":true}' not in page.values("data-args")


def test_an_empty_list_says_why() -> None:
    assert "还没有对话" in Page(drawer([], "", "zh")).text
    assert "没有含“造林”的对话" in Page(drawer([], "", "zh", "造林")).text
    assert "没有存下来" in Page(drawer([], "", "zh", notice="没有存下来")).text


@given(HOSTILE, HOSTILE, st.sampled_from(["zh", "en"]))
def test_nothing_of_a_name_becomes_markup(name: str, other: str, lang: str) -> None:
    rows = [TalkRow(other, name, other, 1)]
    Page(drawer(rows, other, "en" if lang == "en" else "zh", name, name, other, date(2024, 1, 1))).check()


def test_a_list_that_is_cut_says_so() -> None:
    rows = [TalkRow(f"k{n}", f"对话{n}", "2026-01-01T08:00:00+00:00", 1) for n in range(LISTED)]
    assert "只列出最近的 200 个" in drawer(rows, "", "zh")
    assert "只列出" not in drawer(rows[1:], "", "zh")
