"""Question files: what is read, and what is refused by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.cases import load_cases
from eval.lines import BadLine
from tests.eval.kit import write_lines

GOOD = {
    "id": "a",
    "type": "figure",
    "question": "多少？",
    "gold": [{"file": "甲.txt", "quote": "三百户"}],
    "answer": "",
}


def test_reads_a_case(tmp_path: Path) -> None:
    with_history = GOOD | {"id": "b", "history": [{"question": "问", "answer": "答"}]}
    one, two = load_cases(write_lines(tmp_path / "q.jsonl", GOOD, "", with_history))
    assert (one.gold[0].file, one.gold_mode, one.must_contain) == ("甲.txt", "all", ())
    assert two.history[0].answer == "答"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "JSONDecodeError"),
        (GOOD | {"type": "poem"}, "poem"),
        (GOOD | {"gold_mode": "some"}, "some"),
        ({"id": "c", "type": "fact"}, "question"),
    ],
)
def test_refuses_a_bad_line_by_number(tmp_path: Path, line: object, says: str) -> None:
    with pytest.raises(BadLine, match="第 2 行") as refused:
        load_cases(write_lines(tmp_path / "q.jsonl", GOOD, line))
    assert says in str(refused.value)


def test_refuses_an_empty_file_and_a_missing_one(tmp_path: Path) -> None:
    with pytest.raises(BadLine, match="没有题目"):
        load_cases(write_lines(tmp_path / "q.jsonl", ""))
    with pytest.raises(BadLine, match=r"没有的\.jsonl"):
        load_cases(tmp_path / "没有的.jsonl")
