"""The readers of public formats, on small files of the same shape."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.public_sets import load_public, write_texts
from vectorstore.types import YanjuError

TEXT = "云岭县去年新建水库三座。水库由县水务局管理。"


def write(path: Path, data: object) -> Path:
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf8")
    return path


def test_squad_and_cmrc_forms_say_the_same(tmp_path: Path) -> None:
    qas = [{"id": "q1", "question": "几座？", "answers": [{"text": "三座"}, {"text": "三座"}, {"text": "不在文中"}]}]
    squad = load_public(
        f"drcd:{write(tmp_path / 'a.json', {'data': [{'paragraphs': [{'context': TEXT, 'qas': qas}]}]})}"
    )
    own = [{"context_text": TEXT, "qas": [{"query_id": "q1", "query_text": "几座？", "answers": ["三座"]}]}]
    cmrc = load_public(f"cmrc2018:{write(tmp_path / 'b.json', own)}")
    assert squad == cmrc
    (case,) = cmrc.cases
    assert (case.gold[0].quote, case.gold_mode, case.type) == ("三座", "any", "fact")
    write_texts(cmrc.texts, tmp_path / "texts")
    assert (tmp_path / "texts" / case.gold[0].file).read_text(encoding="utf8") == TEXT


def test_crud_needs_every_document(tmp_path: Path) -> None:
    item = {"ID": 7, "news1": TEXT, "news2": "白石镇修了路。", "questions": "修了什么？", "answers": "水库和路"}
    (case,) = load_public(f"crud:{write(tmp_path / 'c.json', {'questanswer_2docs': [item]})}").cases
    assert (len(case.gold), case.gold_mode) == (2, "all")


def test_rgb_without_positives_is_unanswerable(tmp_path: Path) -> None:
    lines = [
        {"id": 0, "query": "几座？", "answer": [["三座", "3座"]], "positive": [TEXT], "negative": ["别的话。"]},
        {"id": 1, "query": "几条？", "answer": ["五条"], "positive": [], "negative": ["别的话。"]},
    ]
    path = tmp_path / "r.json"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf8")
    one, two = load_public(f"rgb:{path}").cases
    assert ([gold.quote for gold in one.gold], two.type) == (["三座"], "unanswerable")


@pytest.mark.parametrize("spec", ["nope:x", "cmrc2018", "cmrc2018:没有的文件.json"])
def test_refuses_by_name(spec: str) -> None:
    with pytest.raises(YanjuError):
        load_public(spec)


def test_refuses_another_format(tmp_path: Path) -> None:
    with pytest.raises(YanjuError, match="不是 drcd 的格式"):
        load_public(f"drcd:{write(tmp_path / 'x.json', {'rows': []})}")
