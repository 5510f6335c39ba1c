from __future__ import annotations

import json
from pathlib import Path

from vectorstore import schema
from vectorstore.feedback import case_of, cases
from vectorstore.memory import ExchangeRow, Memory


def row(number: int, verdict: str = "", status: str = "answered", question: str = "造林多少亩？") -> ExchangeRow:
    sources = [
        {
            "cited": True,
            "quotes": ["造林12.6万亩"],
            "locations": [{"file": "甲.txt"}, {"file": "乙.txt"}],
            "paragraph": {"text": "全"},
        },
        {"cited": True, "quotes": [], "locations": [{"file": "甲.txt"}], "paragraph": {"text": "整段"}},
        {"cited": False, "quotes": ["没引"], "locations": [{"file": "甲.txt"}], "paragraph": {"text": "全"}},
    ]
    data = json.dumps({"answer": {"status": status}, "sources": sources})
    return ExchangeRow(number, question, "12.6万亩。[1]", data, verdict)


def test_a_good_answer_is_a_whole_case() -> None:
    assert case_of("abcdefghijkl", [row(1), row(2, "good")]) == {
        "id": "fb-abcdefgh-2",
        "type": "followup",
        "question": "造林多少亩？",
        "history": [{"question": "造林多少亩？", "answer": "12.6万亩。[1]"}],
        "gold": [{"file": "甲.txt", "quote": "造林12.6万亩"}, {"file": "甲.txt", "quote": "整段"}],
        "answer": "12.6万亩。",
        "must_contain": [],
        "must_not_contain": [],
        "feedback": "good",
    }


def test_of_a_bad_answer_only_the_question_is_taken() -> None:
    case = case_of("k", [row(1, "source")])
    assert (case["gold"], case["answer"], case["type"]) == ([], "", "figure")
    assert "history" not in case
    assert case_of("k", [row(1, "source", question="谁讲的")])["type"] == "fact"


def test_the_type_follows_the_feedback_and_the_status() -> None:
    assert case_of("k", [row(1), row(2, "refuse")])["type"] == "unanswerable"
    assert case_of("k", [row(1, "good", "not_found")])["type"] == "unanswerable"
    assert case_of("k", [row(1, "good", "masked")])["type"] == "masked"
    assert case_of("k", [row(1, "figure", "masked")])["type"] == "figure"


def test_all_feedback_of_a_library(tmp_path: Path) -> None:
    schema.prepare(tmp_path)
    memory = Memory(tmp_path)
    for number in (1, 2, 3):
        memory.put("key-of-a-talk", "甲", "名", row(number))
    memory.put("another", "乙", "名", ExchangeRow(1, "坏的", "", "不是 JSON"))
    memory.judge("key-of-a-talk", "甲", 2, "good")
    memory.judge("another", "乙", 1, "good")
    assert [(case["id"], len(case.get("history", ()))) for case in cases(memory)] == [
        ("fb-key-of-a-2", 1),
        ("fb-another-1", 0),
    ]
    assert [case["id"] for case in cases(memory, "乙")] == ["fb-another-1"]
    assert all(case["proposed"] for case in cases(memory))
