from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.pages import Page
from ui.markup import act, esc, find_spans, highlight, tag
from vectorstore.types import Mask


def test_escape_covers_text_and_attributes() -> None:
    assert esc('<a href="x">\'&') == "&lt;a href=&quot;x&quot;&gt;&#x27;&amp;"
    assert esc("甲\x00\u202e乙") == "甲\ufffd\ufffd乙"


def test_tag_attributes() -> None:
    assert tag("p", "x", class_="a b", data_key='"', hidden=True, title=None, id="") == (
        '<p class="a b" data-key="&quot;" hidden id="">x</p>'
    )


def test_act_carries_its_arguments_as_json() -> None:
    page = Page(act("shelf", {"file": '"><script>'}, "开", "c"))
    assert page.values("data-args") == ['{"file":"\\"><script>"}']


def test_quotes_and_masks_overlap() -> None:
    html = highlight("共xx亿元整", [(0, 4)], [Mask(1, 3, "xx")], "引", "隐")
    assert html == '<mark class="yj-quote" title="引">共<span class="yj-mask" title="隐">xx</span>亿</mark>元整'


def test_a_quote_that_is_not_there_has_no_span() -> None:
    assert find_spans("甲乙丙", ["乙", "丁", ""]) == [(1, 2)]


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))),
    st.lists(st.tuples(st.integers(-3, 40), st.integers(-3, 40))),
)
def test_highlighting_never_changes_the_text(
    text: str, quotes: list[tuple[int, int]], masks: list[tuple[int, int]]
) -> None:
    page = Page(highlight(text, quotes, [Mask(a, b, "") for a, b in masks], "q", "m"))
    page.check()
    assert page.text.replace("\r", "\n") == Page(esc(text)).text.replace("\r", "\n")
