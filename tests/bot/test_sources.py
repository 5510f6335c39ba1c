from __future__ import annotations

from bot.extractive.sources import number_sources
from tests.fakes import Shelf

SHELF = Shelf(
    {
        "在青禾市夜经济推进会上的讲话": [
            "同志们，夜经济是城市的烟火气。",
            "去年夜市新增摊位860个，带动就业2400人。",
            "下一步要办好四件事。",
            "一是规范摊位管理。划定摊区，亮证经营。",
            "二是完善夜间公交。末班车延长到零点。",
            "三是守住食品安全。每晚抽检不少于20批次。",
            "四是丰富夜间演出。每周一场社区戏。",
        ],
        "在云岭县春耕动员会上的讲话": ["全县春播面积31万亩。", "同志们，夜经济是城市的烟火气。"],
    }
)


def test_numbers_run_from_one_and_each_paragraph_comes_once() -> None:
    sources = number_sources(SHELF, SHELF.hits(), "夜市新增了多少个摊位？", 20)
    assert [s.number for s in sources] == list(range(1, len(sources) + 1))
    assert len({s.paragraph.id for s in sources}) == len(sources)
    assert len(sources) == 8  # nine paragraphs, one of them twice


def test_what_bears_on_the_question_comes_first_with_its_place() -> None:
    source = number_sources(SHELF, SHELF.hits(), "夜市新增了多少个摊位？", 3)[0]
    assert "860个" in source.paragraph.text
    assert [(at.file, at.speech, at.paragraph) for at in source.locations] == [("汇编.txt", 1, 2)]
    assert source.title == "在青禾市夜经济推进会上的讲话"


def test_a_paragraph_that_was_not_hit_is_found_in_a_speech_that_was() -> None:
    hits = [h for h in SHELF.hits() if h.passage.first == 1]
    assert any("860个" in s.paragraph.text for s in number_sources(SHELF, hits, "夜市新增了多少个摊位？", 3))


def test_a_source_has_the_page_on_which_its_paragraph_begins_and_the_rank_of_its_hit() -> None:
    shelf = Shelf({"在青禾市夜经济推进会上的讲话": ["夜经济是城市的烟火气。", "去年夜市新增摊位860个。"]}, pages=(4, 5))
    sources = number_sources(shelf, shelf.hits(), "夜市新增了多少个摊位？", 2)
    assert [(s.locations[0].paragraph, s.locations[0].page, s.rank) for s in sources] == [(2, 5, 2), (1, 4, 1)]
    sources = number_sources(shelf, shelf.hits()[:1], "夜市新增了多少个摊位？", 1)
    assert [(s.locations[0].paragraph, s.rank) for s in sources] == [(2, 0)]


def test_an_asked_list_comes_whole_even_beyond_the_limit() -> None:
    texts = [s.paragraph.text for s in number_sources(SHELF, SHELF.hits(), "夜经济要办好哪四件事？", 2)]
    assert all(any(t.startswith(mark) for t in texts) for mark in ("一是", "二是", "三是", "四是"))


def test_the_limit_holds_otherwise_and_nothing_gives_nothing() -> None:
    assert len(number_sources(SHELF, SHELF.hits(), "春播面积是多少？", 2)) == 2
    assert number_sources(SHELF, [], "春播面积是多少？", 5) == ()
    assert number_sources(SHELF, SHELF.hits(), "", 2) != ()
    assert number_sources(SHELF, SHELF.hits(), "春播面积是多少？", 0) == ()
