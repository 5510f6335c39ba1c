"""The recorded conversation of ten turns, asked again over the sample library without a model."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.replay import main, read_record
from vectorstore.types import YanjuError

RECORD = Path(__file__).parents[1] / "bot" / "data" / "ten_turns.jsonl"


@pytest.mark.integration
def test_ten_turns_answer_as_they_were_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    code = main([str(RECORD)])
    shown = capsys.readouterr().out
    assert "与记录不同" not in shown
    assert "共 10 轮，10 轮与记录相同" in shown
    assert code == 0


@pytest.mark.integration
def test_a_turn_that_differs_is_named_and_the_exit_code_says_so(
    sample_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text(
        '{"question": "云岭县有多少护林员？", "status": "masked", "lacks": ["护林员"]}\n', encoding="utf8"
    )
    assert main([str(record), "--store", str(sample_store)]) == 1
    shown = capsys.readouterr().out
    assert "状态是 answered，应为 masked" in shown
    assert "不该有“护林员”" in shown


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"question": "多少？"}', '{"question": "多少？", "status": "x", "sources": [1]}']
)
def test_a_line_that_is_no_turn_is_named(line: str, tmp_path: Path) -> None:
    record = tmp_path / "record.jsonl"
    record.write_text(line, encoding="utf8")
    with pytest.raises(YanjuError, match=r"record\.jsonl 第 1 行"):
        read_record(record)
