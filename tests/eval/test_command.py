"""`yanju eval` on a small library: scores, report, floors, baseline, comparison, the kept run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.usage import WrongUsage
from eval.command import main
from tests.eval.kit import write_lines
from vectorstore.store import open_store

pytestmark = pytest.mark.integration
TEXT = """# 在山南镇茶园现场会上的讲话（镇长）

同志们：

山南镇去年新建茶园3200亩，比上年多一成。

茶叶产值达到xx亿元，茶农的腰包鼓了起来。
"""
CASES: tuple[dict[str, Any], ...] = (
    {
        "id": "a",
        "type": "figure",
        "question": "山南镇去年新建茶园多少亩？",
        "gold": [{"file": "茶园.md", "quote": "山南镇去年新建茶园3200亩"}],
        "answer": "3200亩",
        "must_contain": ["3200亩"],
    },
    {
        "id": "b",
        "type": "masked",
        "question": "山南镇茶叶产值达到多少亿元？",
        "gold": [{"file": "茶园.md", "quote": "茶叶产值达到xx亿元"}],
        "answer": "原文隐去",
    },
    {"id": "c", "type": "unanswerable", "question": "山南镇有几座机场？", "answer": "没有"},
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("eval")
    (folder / "茶园.md").write_text(TEXT, encoding="utf8")
    with open_store(folder / "library") as store:
        store.ingest([folder / "茶园.md"])
    write_lines(folder / "q.jsonl", *CASES)
    return folder


def evaluated(library: Path, *more: str, cases: str = "q.jsonl") -> int:
    return main(["--questions", str(library / cases), "--store", str(library / "library"), *more])


def test_a_run_gives_its_report_in_every_form_and_keeps_it(library: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, page = library / "r.json", library / "r.html"
    assert evaluated(library, "--json", "--out", str(out), "--html", str(page)) == 0
    data = json.loads(capsys.readouterr().out)
    assert data == json.loads(out.read_text("utf8"))
    assert (data["cases"], data["settings"]["model"]) == (3, "extractive")
    for name in ("right answer", "masked honesty", "hit@5"):
        assert data["scores"][name]["mean"] == 1.0, name
    assert data["scores"]["false answer"]["mean"] == 0.0
    assert [case["failed"] for case in data["results"]] == [False] * 3
    assert "山南镇去年新建茶园多少亩？" in page.read_text("utf8")
    assert len(list((library / "library" / "reports").glob("*.json"))) == 1


def test_a_score_below_its_floor_or_its_baseline_is_exit_code_1(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = str(library / "baseline.json")
    assert evaluated(library, "--fail-under", "hit@5=0.9", "--record-baseline", baseline) == 0
    wrong = [CASES[0] | {"must_contain": ["9999亩"]}, *CASES[1:]]
    write_lines(library / "wrong.jsonl", *wrong)
    assert evaluated(library, "--baseline", baseline, "--failures", cases="wrong.jsonl") == 1
    out, err = capsys.readouterr()
    assert "应为：3200亩" in out
    assert "未达到：right answer 为 0.000" in err
    assert evaluated(library, "--fail-under", "right answer=0.5", cases="wrong.jsonl") == 1


@pytest.mark.parametrize(
    ("given", "told"), [("hit@5", "应写成 分数=下限"), ("hits=1", "没有 'hits' 这个分数；有：hit@1")]
)
def test_a_floor_that_is_none_is_an_error(
    library: Path, given: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(library, "--fail-under", given) == 1
    assert told in capsys.readouterr().err


def test_a_report_that_could_not_be_written_is_refused_before_the_run(
    library: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluated(library, "--html", str(library / "no" / "r.html")) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "r.html" in err


def test_a_misspelt_option_is_wrong_usage() -> None:
    with pytest.raises(WrongUsage, match="--questions"):
        main(["--question", "x"])
