"""Recorded rewritings replayed as a model: through the real prompt, parser, search and fusion."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.rewrites import main, read_rewrites
from tests.eval.kit import write_lines
from vectorstore.store import open_store
from vectorstore.types import YanjuError

TEXT = """# 汇编（2篇）

## 守好青山

护林员一千八百名，管住斧头。

## 民生实事

改造老旧小区三十七个。
"""


@pytest.mark.integration
def test_a_rewriting_finds_what_the_question_alone_does_not(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "汇编.md").write_text(TEXT, encoding="utf8")
    with open_store(tmp_path / "library") as store:
        store.ingest([tmp_path / "汇编.md"])
    gold = [{"file": "汇编.md", "quote": "护林员一千八百名"}]
    case = {"id": "1", "type": "paraphrase", "question": "zzzz qqqq", "gold": gold, "answer": "", "must_contain": []}
    rewriting = {
        "id": "1",
        "standalone": "护林员有多少名",
        "formal": ["护林员若干名"],
        "hyde": "护林员",
        "keywords": ["护林"],
    }
    questions = write_lines(tmp_path / "q.jsonl", case)
    options = ["--questions", str(questions), "--store", str(tmp_path / "library"), "--rewrites"]
    assert main([*options, str(write_lines(tmp_path / "r.jsonl", rewriting))]) == 0
    assert "all hit@5                1.000  (1)" in capsys.readouterr().out
    assert main([*options, str(write_lines(tmp_path / "none.jsonl", {**rewriting, "id": "2"}))]) == 1


def test_a_line_that_is_no_rewriting_is_named(tmp_path: Path) -> None:
    with pytest.raises(YanjuError, match="第 1 行"):
        read_rewrites(write_lines(tmp_path / "r.jsonl", {"id": "1"}))
