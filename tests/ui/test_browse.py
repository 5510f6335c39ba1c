from __future__ import annotations

from hypothesis import given

from tests.fakes import FakeBot, FakeStore
from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.browse import chosen_view, filters_form, glance, limits_of, topic_chips
from ui.library import chosen_of, open_shelf, topic_row
from ui.plot import plot
from ui.why import forms_view, why_view
from vectorstore.explain import Explanation, Place, Searched, Why
from vectorstore.overview import EVERYTHING, Chosen, Line, Tally
from vectorstore.types import Filters

STORE = FakeStore()


def test_the_plot_and_its_table_say_the_same() -> None:
    page = Page(
        plot([Tally("2023", "市长", 3), Tally("2023", "", 1), Tally("2024", "县长", 2), Tally("", "", 5)], "zh")
    )
    page.check()
    assert page.tags.count("rect") == 3
    assert "2023 市长 3" in page.texts
    assert "另有 5 篇没有注明日期，不在图里" in page.text
    assert "年份市长县长未注明20240202023301无日期005" in page.text
    assert {'{"year": "2023"}', '{"year": "2024"}'} <= set(page.values("data-args"))
    assert plot([], "zh") == ""


def test_the_highest_bar_fills_the_picture_and_the_others_are_in_proportion() -> None:
    page = Page(plot([Tally("2023", "市长", 4), Tally("2024", "市长", 1)], "zh"))
    _, high, low = map(float, page.values("height"))
    assert high == 118
    assert low == 29.5


def test_without_any_date_the_bars_are_of_roles() -> None:
    page = Page(plot([Tally("", "市长", 4), Tally("", "县长", 1), Tally("", "", 2)], "zh"))
    page.check()
    assert "svg" not in page.tags
    assert [(v, m) for v, m in zip(page.values("value"), page.values("max"), strict=True)] == [("4", "4"), ("1", "4")]
    assert "另有 2 篇身份未注明" in page.text
    assert page.values("data-args")[0] == '{"role":"\\u5e02\\u957f"}'
    assert plot([Tally("", "", 3)], "zh") == ""


def test_many_years_and_roles_stay_a_picture() -> None:
    many = [Tally(str(year), f"身份{n}", 1) for year in range(1949, 2026) for n in range(40)]
    page = Page(plot(many, "zh"))
    page.check()
    assert page.tags.count("rect") == 30 * 6
    assert "其他身份" in page.text


def test_filters_lead_to_a_list_of_speeches() -> None:
    bot = FakeBot(STORE)
    page = Page(open_shelf(bot, {}, "zh"))
    page.check()
    assert page.values("name") == ["year", "role"]
    chosen = Page(open_shelf(bot, {"fields": {"year": "2023", "role": ""}}, "zh"))
    chosen.check()
    assert "2023：2 篇讲话" in chosen.text
    assert "县委书记" not in "".join(chosen.values("data-args"))
    assert any('"speech":"s-forest"' in args for args in chosen.values("data-args"))


def test_topic_words_search_within_what_is_chosen() -> None:
    bot = FakeBot()
    row = Page(topic_row(bot.store, {"fields": {"role": "市长"}}, "zh"))
    row.check()
    assert '{"asked":"\\u6797\\u4e1a\\u78b3\\u6c47","year":"","role":"\\u5e02\\u957f","file":""}' in row.values(
        "data-args"
    )
    assert topic_row(bot.store, {"file": "x", "log": True}, "zh") == ""
    found = Page(open_shelf(bot, {"asked": "林业碳汇", "year": "2023"}, "zh"))
    found.check()
    assert "为什么找到它" in found.text
    assert "关键词第 1 名" in found.text


def test_what_is_chosen_becomes_filters() -> None:
    assert limits_of(Chosen("a", "b", "2023")) == Filters("a", "b", None, "2023", "2023")
    assert limits_of(EVERYTHING) == Filters()
    assert chosen_of({"year": 3, "fields": {"role": ["x"], "year": "2024"}}) == Chosen(year="2024")


@given(HOSTILE, HOSTILE)
def test_nothing_becomes_markup(text: str, other: str) -> None:
    tallies = [Tally(text, other, 2), Tally("2023", text, 1)]
    line = Line(text, 1, other, text, other, text)
    hit = FakeBot().search("林业碳汇")[0]
    why = Why(hit, (Place(text, 1, 1, 0.5, 0.5, True),), (text,), ((text, other),))
    told = Explanation(text, (Searched(text, 1.0, (other,), ((text, (other,)),)),), Filters(), 3, (why,), other)
    views = (
        glance(tallies, "zh"),
        filters_form(tallies, Chosen(year=text), "en"),
        chosen_view([line], tallies, Chosen(text, other, text), "zh"),
        topic_chips([(text, 1)], Chosen(other), "en"),
        forms_view(told, "zh"),
        why_view(why, "en"),
    )
    for html in views:
        Page(html).check()
