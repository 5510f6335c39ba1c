"""What a question limits itself to, over a real library with both legs."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.assemble import Bot, parts_of
from bot.scope import scope_of
from vectorstore.store import Store, open_store
from vectorstore.types import Filters, Hit

pytestmark = pytest.mark.integration

FIRST = """# 2022年青禾市经济工作会议发言材料汇编（3篇）

## 做强装备制造 稳住工业底盘（市长）

（2022年3月）

青禾市规模以上工业增加值增长百分之八，装备制造贡献过半。教育经费只增不减，新建学校四所。

## 办好家门口的学校（县长）

（2022年5月）

云岭县把教育摆在优先位置，新建中小学六所，教师交流轮岗三百人。

## 护林就是护饭碗（县委书记）

（2022年5月）

云岭县林业碳汇完成交易，护林员一千八百名。教育上要让山里娃有学上。
"""
SECOND = """# 2023年临江区民生座谈会讲话选编（2篇）

## 老旧小区改造要问计于民（区长）

（2023年6月）

临江区改造老旧小区三十七个，加装电梯二百部。教育用地优先保障。

## 把养老服务办到楼下（民政局局长）

（2023年7月）

新增养老床位五百张，社区食堂二十家。教育和养老都是民生大事。
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("scope")
    (folder / "01-青禾市经济工作会议汇编.md").write_text(FIRST, encoding="utf8")
    (folder / "02-临江区民生座谈会选编.md").write_text(SECOND, encoding="utf8")
    with open_store(folder / "library") as opened:
        opened.ingest([folder / "01-青禾市经济工作会议汇编.md", folder / "02-临江区民生座谈会选编.md"])
        yield opened


def found(store: Store, question: str, given: Filters = Filters()) -> tuple[list[Hit], list[str]]:
    searched, log = Bot(store, parts_of(store)).find(question, 5, given)
    return list(searched.hits), log.notes


def titles(hits: list[Hit]) -> list[str]:
    return [hit.title.split("（")[0] for hit in hits]


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("《办好家门口的学校》里教育怎么抓", "办好家门口的学校"),
        ("《办好家门口的学校（县长）》新建几所学校", "办好家门口的学校"),
        ("《02-临江区民生座谈会选编》第2篇怎么讲教育", "把养老服务办到楼下"),
        ("临江区民生座谈会选编第一篇对教育怎么说", "老旧小区改造要问计于民"),
    ],
)
def test_what_is_named_without_doubt_is_all_that_is_searched(store: Store, question: str, title: str) -> None:
    hits, notes = found(store, question)
    assert set(titles(hits)) == {title}
    assert any("只在" in note for note in notes)


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("县长怎么说教育", "办好家门口的学校"),
        ("县委书记对教育怎么讲", "护林就是护饭碗"),
        ("民政局局长的发言提到教育了吗", "把养老服务办到楼下"),
        ("护饭碗那篇怎么讲教育", "护林就是护饭碗"),
        ("2023年6月的讲话怎么讲教育", "老旧小区改造要问计于民"),
    ],
)
def test_what_points_comes_first_and_the_rest_behind(store: Store, question: str, title: str) -> None:
    hits, notes = found(store, question)
    assert titles(hits)[0] == title
    assert len(set(titles(hits))) > 1
    assert any("排在前面" in note for note in notes)


@pytest.mark.parametrize(
    ("question", "both"),
    [
        (
            "《做强装备制造 稳住工业底盘》和《把养老服务办到楼下》对教育的说法有何异同",
            {"做强装备制造 稳住工业底盘", "把养老服务办到楼下"},
        ),
        ("市长和区长分别怎么说教育", {"做强装备制造 稳住工业底盘", "老旧小区改造要问计于民"}),
    ],
)
def test_a_question_over_two_speeches_gets_both(store: Store, question: str, both: set[str]) -> None:
    assert set(titles(found(store, question)[0])[:2]) == both


def test_which_speeches_gives_every_speech_once_before_any_twice(store: Store) -> None:
    assert len(set(titles(found(store, "哪几篇讲到了教育？")[0]))) == 5


@pytest.mark.parametrize(
    "question",
    [
        "第9篇怎么讲教育",
        "《没有这一篇》怎么讲教育",
        "市长热线接了多少教育来电",
        "总书记说教育是什么",
        "2022年教育经费增长多少",
        "《教育法》怎么规定的教育",
    ],
)
def test_what_the_library_does_not_have_limits_nothing(store: Store, question: str) -> None:
    scope = scope_of(store, question, Filters())
    assert scope.filters == Filters()
    assert found(store, question)[0]


def test_a_number_in_several_files_is_said_to_be_unclear(store: Store) -> None:
    hits, notes = found(store, "第2篇怎么讲教育")
    assert set(titles(hits)[:2]) == {"办好家门口的学校", "把养老服务办到楼下"}
    assert any("写明文件名" in note for note in notes)


def test_a_filter_that_was_given_holds(store: Store) -> None:
    hits, _ = found(store, "第1篇怎么讲教育", Filters(file="02-临江区民生座谈会选编.md"))
    assert set(titles(hits)) == {"老旧小区改造要问计于民"}


def test_a_limit_under_which_nothing_stands_is_lifted_and_said(store: Store) -> None:
    hits, notes = found(store, "《把养老服务办到楼下》护林员")
    assert titles(hits)[0] in {"护林就是护饭碗", "把养老服务办到楼下"}
    assert notes
