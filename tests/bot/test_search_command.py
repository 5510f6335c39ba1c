"""`yanju search`: the contract stays as it is, --explain adds to it, an empty result says why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from vectorstore.store import open_store

pytestmark = pytest.mark.integration
KEYS = {"question", "searched", "forms", "hits", "seconds", "notes"}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("command")
    (folder / "汇编.md").write_text(
        "# 汇编\n\n## 旧改现场会（区长）\n\n改造老旧小区三十七个，加装电梯二百部。\n", "utf8"
    )
    with open_store(folder / "library") as store:
        store.ingest([folder / "汇编.md"])
    return folder / "library"


def asked(capsys: pytest.CaptureFixture[str], library: Path, *arguments: str) -> tuple[str, str]:
    capsys.readouterr()
    assert main(["search", *arguments, "--store", str(library)]) == 0
    out, err = capsys.readouterr()
    return out, err


def test_explain_adds_to_the_json_and_leaves_the_rest_as_it_is(
    capsys: pytest.CaptureFixture[str], library: Path
) -> None:
    plain = json.loads(asked(capsys, library, "旧小区装电梯了吗", "--json")[0])
    told = json.loads(asked(capsys, library, "旧小区装电梯了吗", "--json", "--explain")[0])
    assert set(plain) == KEYS
    assert set(told) == KEYS | {"explanation"}
    assert told["hits"] == plain["hits"]
    explained = told["explanation"]
    assert {"word": "旧小区", "phrase": "老旧小区改造"} not in explained["hits"][0]["expanded"]
    assert "电梯" in explained["hits"][0]["words"]
    assert [place["leg"] for place in explained["hits"][0]["places"]] == ["keyword", "vector"]
    assert any(e["word"] == "旧小区" for form in explained["forms"] for e in form["expansions"])


def test_explain_as_text_names_words_ranks_and_scores(capsys: pytest.CaptureFixture[str], library: Path) -> None:
    out, _ = asked(capsys, library, "旧小区装电梯了吗", "--explain")
    for words in ("检索式 1", "同义：旧小区 →", "关键词第 1 名", "命中的词", "总分", "《汇编.md》第1篇"):
        assert words in out


@pytest.mark.parametrize(("question", "why"), [("，，", "标点"), ("怎么说的呢", "虚词")])
def test_an_empty_result_says_why(capsys: pytest.CaptureFixture[str], library: Path, question: str, why: str) -> None:
    out, err = asked(capsys, library, question)
    assert "没有找到" in out
    assert why in err
    out, err = asked(capsys, library, question, "--json")
    assert json.loads(out)["hits"] == []
    assert why in err
    assert why in json.loads(asked(capsys, library, question, "--json", "--explain")[0])["explanation"]["reason"]
