"""A user's own question set held against his library: what is wrong is named, case by case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.cases import Gold
from eval.command import main
from eval.faults import Texts, faults, texts_of
from tests.eval.kit import make_case
from vectorstore.store import open_store

TEXTS: Texts = {"甲.txt": ("山南镇去年新建茶园3200亩，比上年多一成。", "山南镇的路修好了，山南镇的路修好了。")}
QUOTE = Gold("甲.txt", "山南镇去年新建茶园 3200亩")


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"gold": (Gold("乙.txt", QUOTE.quote),)}, "没有文件 乙.txt"),
        ({"gold": (Gold("甲.txt", "新建茶园3200亩"),)}, "太短"),
        ({"gold": (Gold("甲.txt", "山南镇去年新建茶园3300亩"),)}, "找不到"),
        ({"gold": (Gold("甲.txt", "比上年多一成。山南镇的路修好了"),)}, "找不到"),
        ({"gold": (Gold("甲.txt", "山南镇的路修好了，山南镇的路修好了"), QUOTE)}, ""),
        ({"gold": ()}, "没有出处"),
        ({"must_contain": ("3300亩",)}, "“3300亩”不在出处的原话里"),
        ({"must_contain": ("３２００亩",)}, ""),
        ({"type": "followup"}, "followup 要有 history"),
        ({"type": "unanswerable"}, "gold 应为空"),
        ({"type": "unanswerable", "gold": ()}, ""),
        ({}, ""),
    ],
)
def test_what_is_wrong_with_a_case_is_named(changed: dict[str, Any], fault: str) -> None:
    kind = changed.pop("type", "figure")
    case = make_case(kind, **({"id": "a1", "gold": (QUOTE,), "must_contain": ()} | changed))
    found = faults([case], TEXTS)
    assert [line for line in found if fault in line and line.startswith("a1：")] if fault else found == []


def test_a_quote_that_stands_twice_and_a_number_used_twice() -> None:
    twice = make_case("figure", id="a1", gold=(Gold("甲.txt", "山南镇的路修好了"),), must_contain=())
    texts: Texts = {"甲.txt": ("山南镇东头的路都修好了。", "山南镇东头的路都修好了。")}
    case = make_case("figure", id="a1", gold=(Gold("甲.txt", "山南镇东头的路都修好了。"),), must_contain=())
    assert any("出现2次" in line for line in faults([case], texts))
    assert "a1：编号重复" in faults([case, twice], texts)


@pytest.mark.integration
def test_the_command_checks_a_set_against_a_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.txt").write_text("关于山南镇茶园的发言\n\n山南镇去年新建茶园3200亩，比上年多一成。\n", "utf8")
    with open_store(tmp_path / "library") as store:
        store.ingest([tmp_path / "甲.txt"])
        (file,) = texts_of(store.speeches())
    case = {"id": "a1", "type": "figure", "question": "新建茶园多少？", "gold": [{"file": file, "quote": QUOTE.quote}]}
    (tmp_path / "q.jsonl").write_text(json.dumps(case | {"must_contain": ["3200亩"]}), "utf8")
    arguments = ["new", "--store", str(tmp_path / "library"), "--check", str(tmp_path / "q.jsonl")]
    assert main(arguments) == 0
    assert "1 题，都对得上" in capsys.readouterr().err
    (tmp_path / "q.jsonl").write_text(json.dumps(case | {"must_contain": ["3300亩"]}), "utf8")
    assert main(arguments) == 1
    assert "a1：must_contain 的“3300亩”" in capsys.readouterr().out
