from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from vectorstore import schema, tables
from vectorstore.memory import ExchangeRow, Memory


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    schema.prepare(tmp_path)
    return tmp_path


def row(number: int, question: str = "去年造林多少亩？", answer: str = "12.6万亩。") -> ExchangeRow:
    return ExchangeRow(number, question, answer, '{"v": 1}')


def test_a_conversation_is_kept_listed_renamed_and_deleted(folder: Path) -> None:
    memory = Memory(folder)
    memory.put("k", "甲", "去年造林", row(1))
    memory.put("k", "甲", "不再改名", row(2, "那今年呢？"))
    memory.close()
    memory = Memory(folder)
    (found,) = memory.talks("甲")
    assert (found.key, found.name, found.exchanges) == ("k", "去年造林", 2)
    assert [e.question for e in memory.exchanges("k", "甲")] == ["去年造林多少亩？", "那今年呢？"]
    memory.rename("k", "甲", "造林")
    assert memory.name("k", "甲") == "造林"
    memory.delete("k", "甲")
    assert memory.talks("甲") == []
    assert memory.exchanges("k", "甲") == []


def test_a_conversation_is_its_owners(folder: Path) -> None:
    memory = Memory(folder)
    memory.put("k", "甲", "甲的", row(1))
    memory.put("k", "乙", "乙的", row(1, "偷换"))
    memory.rename("k", "乙", "改名")
    memory.judge("k", "乙", 1, "good")
    memory.delete("k", "乙")
    assert memory.talks("乙") == []
    assert memory.exchanges("k", "乙") == []
    assert memory.name("k", "甲") == "甲的"
    assert memory.exchanges("k", "甲") == [row(1)]


def test_search_looks_into_names_questions_and_answers(folder: Path) -> None:
    memory = Memory(folder)
    memory.put("a", "", "Forest 造林", row(1, "问一", "答一"))
    memory.put("b", "", "营商", row(1, "企业开办几天？", "0.5个工作日"))
    assert [t.key for t in memory.talks("", "forest")] == ["a"]
    assert [t.key for t in memory.talks("", "企业开办")] == ["b"]
    assert [t.key for t in memory.talks("", "0.5个")] == ["b"]
    assert memory.talks("", "%") == []  # no wildcard
    assert {t.key for t in memory.talks("")} == {"a", "b"}


def test_an_exchange_replaces_itself_and_what_came_later(folder: Path) -> None:
    memory = Memory(folder)
    for number in (1, 2, 3):
        memory.put("k", "", "名", row(number))
    memory.put("k", "", "名", row(2, "改了"))
    assert [(e.number, e.question) for e in memory.exchanges("k", "")] == [(1, "去年造林多少亩？"), (2, "改了")]


def test_feedback_is_kept_changed_and_taken_back(folder: Path) -> None:
    memory = Memory(folder)
    memory.put("k", "", "名", row(1))
    memory.judge("k", "", 1, "figure")
    memory.judge("k", "", 1, "good")
    assert memory.exchanges("k", "")[0].verdict == "good"
    assert memory.judged() == [("k", "", 1)]
    memory.judge("k", "", 1, "")
    assert memory.judged() == []


def test_it_works_beside_a_writer_and_waits_for_its_transaction(folder: Path) -> None:
    memory = Memory(folder)
    memory.put("k", "", "名", row(1))
    ingest = schema.connect(folder, "write")
    ingest.execute("BEGIN IMMEDIATE")
    writing = threading.Thread(target=memory.put, args=("k", "", "名", row(2)))
    writing.start()
    time.sleep(0.1)
    assert writing.is_alive()
    assert len(memory.exchanges("k", "")) == 1  # a reader does not wait
    ingest.execute("COMMIT")
    writing.join(5)
    assert len(memory.exchanges("k", "")) == 2
    ingest.close()


def test_a_library_made_before_there_were_conversations_gets_their_tables(tmp_path: Path) -> None:
    old = "".join(tables.MIGRATIONS[:2])
    with closing(sqlite3.connect(tmp_path / schema.CATALOG_NAME)) as db:
        db.executescript(f"PRAGMA application_id = {schema.APPLICATION_ID}; {old} PRAGMA user_version = 2;")
    assert schema.outdated(tmp_path, "write")
    schema.prepare(tmp_path)
    Memory(tmp_path).put("k", "", "名", row(1))
