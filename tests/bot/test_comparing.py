"""One figure over years, places and speeches: each given with its source, none merged."""

from __future__ import annotations

from bot.extractive.question import analyse
from tests.bot.extracting import extracted
from tests.fakes import Shelf

SHELF = Shelf(
    {
        "在青禾市外贸工作会议上的讲话": [
            "2022年，青禾市进出口总额186亿元，其中出口142亿元。",
            "明年要力争突破200亿元。",
        ],
        "在青禾市商务工作会议上的发言": ["2023年，青禾市进出口总额达到203亿元，其中出口158亿元。"],
        "云岭县县长的发言": ["云岭县林地218万亩，林多是我们的底气。", "南山大桥总投资6.2亿元，今年通车。"],
        "临江区区长的发言": ["临江区有商务楼宇86栋，营商环境是我们的饭碗。", "南山大桥总投资5.8亿元。"],
    }
)


def ask(question: str) -> tuple[str, str]:
    """The status and the text of the answer."""
    text, status, _ = extracted(SHELF, question)
    return status, text


def test_a_figure_of_two_years_comes_from_the_sentence_of_each_year() -> None:
    status, text = ask("青禾市进出口总额2022年和2023年各是多少？")
    assert status == "answered"
    assert "186亿元" in text
    assert "203亿元" in text


def test_a_difference_gives_both_figures_and_no_figure_of_its_own() -> None:
    status, text = ask("青禾市出口2023年比2022年多了多少？")
    assert status == "answered"
    assert "142亿元" in text
    assert "158亿元" in text
    assert "16" not in text.replace("186", "")


def test_speeches_that_differ_are_put_side_by_side_under_their_titles() -> None:
    status, text = ask("南山大桥的总投资，两篇说的不一样，各是多少？")
    assert status == "conflicting"
    assert text.index("《云岭县县长的发言》") != text.index("《临江区区长的发言》")
    assert "6.2亿元" in text
    assert "5.8亿元" in text


def test_a_figure_to_choose_from_two_is_looked_up_in_both() -> None:
    _, text = ask("南山大桥总投资到底是6.2亿元还是5.8亿元？")
    assert "6.2亿元" in text
    assert "5.8亿元" in text


def test_a_part_without_a_year_is_about_that_of_the_part_before_unless_it_says_later() -> None:
    asks = analyse("2022年出口多少，进口多少，后来投资多少？").asks
    assert [a.years for a in asks] == [("2022",), ("2022",), ()]
