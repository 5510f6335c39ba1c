from __future__ import annotations

from typing import NoReturn

from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import FakeBot, FakeStore
from tests.ui.pages import Page
from tests.ui.test_talks import finished
from ui import screens
from ui.clicks import args_of, filters_of, int_arg, lang_of
from ui.library import file_choices, open_shelf, role_choices
from ui.records import View
from ui.talks import Talks
from vectorstore.types import FileRow, Filters, StoreError

BOT = FakeBot()
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


class Broken(FakeStore):
    """A library whose catalog cannot be read."""

    def files(self) -> list[FileRow]:
        raise StoreError("库 <b> 读不了")

    def roles(self) -> NoReturn:
        raise StoreError("库 <b> 读不了")


def talk_with(question: str) -> tuple[Talks, str]:
    talks = Talks(BOT, repeat=-1.0)
    talk = talks.open()
    talks.ask(talk, question)
    finished(talks, talk)
    return talks, talk


def test_a_mark_opens_its_source() -> None:
    talks, talk = talk_with("造林")
    html = screens.open_source(talks, BOT.store, talk, None, {"exchange": 1, "number": 1}, "zh")
    assert "yj-target" in html


@given(JSON)
def test_whatever_a_browser_sends_is_borne(data: object) -> None:
    talks = Talks(BOT)
    args = args_of(data)
    assert screens.open_source(talks, BOT.store, "x", None, args, "zh") == ""
    Page(open_shelf(BOT, args, "zh")).check()
    assert screens.example(("问",), args) in ("", "问")
    assert lang_of(data) in ("zh", "en")
    assert isinstance(filters_of(data, data), Filters)


def test_arguments_of_a_click() -> None:
    assert int_arg({"n": True}, "n") == 0
    assert int_arg({"n": "3"}, "n") == 0
    assert int_arg({"n": 3}, "n") == 3
    assert screens.example(("甲", "乙"), {"example": -1}) == ""
    assert screens.example(("甲", "乙"), {"example": 1}) == "乙"


def test_the_library_tab_from_file_to_speech() -> None:
    name = "青禾市讲话汇编.txt"
    assert "剔除记录 3" in Page(open_shelf(BOT, {"file": name}, "zh")).text
    assert "广大林业" in Page(open_shelf(BOT, {"file": name, "speech": "s-forest"}, "zh")).text
    assert "公众号" in Page(open_shelf(BOT, {"file": name, "log": True}, "zh")).text
    assert "已不在" in Page(open_shelf(BOT, {"file": "没有.txt"}, "zh")).text


def test_a_library_that_cannot_be_read_is_told() -> None:
    store = Broken()
    for html in (open_shelf(FakeBot(store), {}, "zh"), screens.past(View(0, ()), store, tuple, "zh")):
        page = Page(html)
        page.check()
        assert "库 <b> 读不了" in page.text
    assert "库 <b> 读不了" in Page(open_shelf(FakeBot(store), {"asked": "造林"}, "zh")).text
    assert file_choices(store, "zh") == [("全部文件", "")]
    assert role_choices(store, "zh") == [("全部身份", "")]


def test_filters() -> None:
    assert filters_of("", None) == Filters()
    assert filters_of("甲.txt", "市长") == Filters(file="甲.txt", role="市长")
    assert ("青禾市讲话汇编.txt", "青禾市讲话汇编.txt") in file_choices(BOT.store, "zh")
    assert ("市长", "市长") in role_choices(BOT.store, "en")


def test_refusals_have_words() -> None:
    assert screens.refusal("started", "问", "zh") == ""
    assert screens.refusal("empty_question", "", "zh") == "请先输入问题。"
    assert "20000 字，最多 2000 字" in screens.refusal("long_question", "长" * 20_000, "zh")
    assert "停止" in screens.refusal("busy", "问", "zh")


def test_past_and_live_share_the_exchanges() -> None:
    talks, talk = talk_with("造林")
    view = talks.look(talk)
    assert screens.past(view, BOT.store, tuple, "zh") == ""
    assert "造林" in screens.live(view, "zh")
    talks.ask(talk, "第二问")
    finished(talks, talk)
    view = talks.look(talk)
    assert 'id="yj-turn-1"' in screens.past(view, BOT.store, tuple, "zh")
    assert 'id="yj-turn-1"' not in screens.live(view, "zh")


def test_finding_within_the_library() -> None:
    page = Page(open_shelf(BOT, {"asked": "2023年"}, "zh"))
    assert "2023年发言材料（2篇）.txt" in page.text
    assert "在青禾市林业" in Page(open_shelf(BOT, {"asked": "林业碳汇项目"}, "zh")).text
    assert "3文件" in Page(open_shelf(BOT, {"asked": "  "}, "zh")).text
    assert "没有找到" in Page(open_shelf(BOT, {"asked": "长" * 20_000}, "zh")).text


def test_a_further_question_by_its_place() -> None:
    talks, talk = talk_with("造林")
    assert screens.follow_up(talks, talk, None, {"exchange": 1, "example": 5}) == ""
    assert screens.follow_up(talks, talk, None, {}) == ""
