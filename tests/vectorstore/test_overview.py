"""Speeches by year and role, lists of them, and topic words: over a small catalog."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vectorstore.kit import Desk
from vectorstore.overview import Chosen
from vectorstore.parts import real_reader
from vectorstore.store import Store, open_store
from vectorstore.topics import of_texts

SPRING = """在春耕现场会上的讲话
（2023年3月5日）
青禾市市长 林某
同志们：
今年全县计划播种小麦三万亩，各乡镇要抓紧备耕，把种子、化肥和农机调运到位，确保小麦不误农时。
"""
FLOOD = """在防汛工作会议上的讲话
（2024年6月1日）
同志们：
入汛以来各地雨量偏多，水库要值守到位，水库蓄水不得超过汛限水位，堤防险情要第一时间上报。
"""


@pytest.fixture
def store(tmp_path: Path) -> Store:
    desk = Desk(tmp_path)
    for name, text in (("春耕.txt", SPRING), ("防汛.txt", FLOOD), ("防汛副本.txt", FLOOD + "\n")):
        desk.write(name, text)
    store = open_store(desk.library, make_legs=lambda *_: desk.legs, make_reader=real_reader)
    assert not store.ingest([desk.files]).failed
    return store


def test_a_speech_in_two_files_counts_once(store: Store) -> None:
    assert [(tally.year, tally.speeches) for tally in store.tallies()] == [("2023", 1), ("2024", 1)]


def test_lists_are_limited_by_file_and_year(store: Store) -> None:
    assert [line.file for line in store.lines(Chosen(), 9)] == ["春耕.txt", "防汛.txt", "防汛副本.txt"]
    assert [line.title for line in store.lines(Chosen(year="2023"), 9)] == ["在春耕现场会上的讲话"]
    assert len(store.lines(Chosen(year="2024"), 1)) == 1
    assert store.lines(Chosen(file="防汛.txt", year="2023"), 9) == []
    assert store.lines(Chosen(role="' OR 1=1 --"), 9) == []


def test_topic_words_follow_the_choice_and_the_library(store: Store, tmp_path: Path) -> None:
    assert "水库" in dict(store.topics(Chosen(year="2024"), 20))
    assert "水库" not in dict(store.topics(Chosen(year="2023"), 20))
    assert "小麦" in dict(store.topics(Chosen(), 20))
    (tmp_path / "files" / "春耕.txt").unlink()
    store.ingest([tmp_path / "files"], prune=True)
    assert "小麦" not in dict(store.topics(Chosen(), 20))


def test_words_that_are_everywhere_are_no_topics() -> None:
    texts = [f"水库安全检查，{'小麦' if n % 2 else '苹果'}种植面积。" for n in range(20)]
    words = dict(of_texts(texts, 20))
    assert words["小麦"] == 10
    assert "水库" not in words
    assert of_texts([], 5) == []
    told = [word for word, _ in of_texts(["全市招商引资大会：招商引资是企业的事，企业要上。全市推进。"], 9)]
    assert told[0] == "招商引资"
    assert not {"全市", "推进"} & set(told)
