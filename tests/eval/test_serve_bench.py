"""The load bench runs, and its model keeps its speed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.bench.serve import main
from eval.bench.slow_model import CHARACTERS, FIRST, PIECE, seconds


def test_the_model_takes_what_it_says() -> None:
    assert seconds("") == FIRST
    assert seconds("字" * PIECE) == FIRST + PIECE / CHARACTERS
    assert seconds("字" * (PIECE + 1)) == FIRST + 2 * PIECE / CHARACTERS


@pytest.mark.integration
def test_two_conversations_with_a_model(sample_store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    few = ["--store", str(sample_store), "--conversations", "2", "--turns", "1", "--thinking", "0.1"]
    assert main([*few, "--extractive", "0", "--memory", "0"]) == 0
    told = capsys.readouterr().out
    assert "2 conversations, 2 questions" in told
    assert "errors or mixed: 0" in told
    assert re.search(r"server CPU [1-9][0-9]* ms a question", told)
