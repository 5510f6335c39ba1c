"""A checked draft as HTML."""

from __future__ import annotations

from bot.draft.types import Trace, Traced
from tests.ui.pages import Page
from ui.traced import LIMIT, refused, traced_view
from vectorstore.types import Location

DRAFT = "全市造林12万亩，<b>出口</b>增长5%。市长说“要快”。"


def traced(text: str, verdict: Trace, wording: str = "") -> Traced:
    start = DRAFT.index(text)
    at = Location("汇编.txt", 2, 7) if verdict != "not_found" else None
    return Traced(
        "figure", text, start, start + len(text), DRAFT, verdict, at, "在林业会议上的讲话", "p", wording, ("数字不符",)
    )


def test_what_needs_a_look_comes_first_and_nothing_is_markup() -> None:
    items = [traced("12万亩", "found"), traced("5%", "altered", "出口增长<i>3%</i>"), traced("要快", "not_found")]
    html = traced_view(DRAFT, items, "zh")
    page = Page(html)
    assert (page.bad, page.open) == ([], [])
    assert "<b>出口" not in html
    assert "<i>3%" not in html
    assert page.text.index("有出入") < page.text.index("没有找到") < page.text.index("与原文一致的 1 处")
    assert "原文：出口增长<i>3%</i>" in page.text
    assert "《汇编.txt》第2篇第7段" in page.text or "汇编.txt" in page.text
    assert page.text.endswith(DRAFT)
    assert page.values("data-args")[0] == '{"file":"\\u6c47\\u7f16.txt","number":2,"paragraph":7}'


def test_overlapping_spans_leave_the_draft_whole() -> None:
    items = [traced("造林12万亩", "found"), traced("12万亩", "altered")]
    assert Page(traced_view(DRAFT, items, "en")).text.endswith(DRAFT)


def test_nothing_to_check_nothing_given_and_too_much() -> None:
    assert "没有可核对" in traced_view("好。", [], "zh")
    assert "贴入文稿" in refused("  \n", "zh")
    assert f"{LIMIT:,}" in refused("长" * (LIMIT + 1), "zh")
    assert refused("长" * LIMIT, "zh") == ""
