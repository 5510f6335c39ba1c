from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.markup import esc
from ui.prose import prose

LINES = st.lists(st.sampled_from(["# ", "- ", "1. ", "| ", "| --- | --- |", "甲 | 乙 |", "字", "", "**粗**"]) | HOSTILE)


def test_lines_headings_and_items() -> None:
    assert prose("开头[1]\n\n## 一\n- 甲\n2. 乙\n末尾", esc) == (
        '<p>开头[1]</p><p class="yj-heading">一</p><ul class="yj-items">'
        '<li><span class="yj-bullet">•</span><span>甲</span></li>'
        '<li><span class="yj-bullet">2.</span><span>乙</span></li></ul><p>末尾</p>'
    )


def test_a_table_has_the_width_of_its_longest_row() -> None:
    html = prose("| 甲 | 乙 |\n| --- | --- |\n| 12.6 |\n| 一 | 二 | 三 |\n之后", esc)
    assert html.count("<th ") == 3
    assert html.count("<td>") == 6
    assert html.endswith("<p>之后</p>")


def test_what_is_no_table_stays_text() -> None:
    assert prose("| 只有一行 |", esc) == "<p>| 只有一行 |</p>"
    assert prose("**不是粗体** _斜_ [点](http://x) ![](y)", esc) == "<p>**不是粗体** _斜_ [点](http://x) ![](y)</p>"
    assert prose("-12.6%", esc) == "<p>-12.6%</p>"
    assert prose("2021.5万", esc) == "<p>2021.5万</p>"


@given(LINES)
def test_nothing_becomes_other_markup(lines: list[str]) -> None:
    Page(prose("\n".join(lines), esc)).check()
