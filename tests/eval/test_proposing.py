"""Cases proposed from a library: their gold stands in it, their answer is in their gold, a person has to confirm."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from eval.cases import load_cases
from eval.lines import BadLine
from eval.phrasing import ask_figure, ask_list, ask_masked, with_title
from eval.proposing import main, propose
from eval.scores import squeeze
from vectorstore.store import open_store


@pytest.mark.integration
def test_proposals_hold_their_gold_verbatim_and_are_spread(sample_store: Path) -> None:
    with open_store(sample_store) as store:
        rows = store.speeches()
        found = propose(rows, 60)
        texts = {(row.file, squeeze(p.text)) for row in rows for p in row.speech.paragraphs}
    assert len(found) == 60
    assert {p["type"] for p in found} == {"figure", "list", "masked"}
    assert len({p["gold"][0]["file"] for p in found}) >= 8
    every = [p["question"] for p in propose(rows, 1000)]
    assert len(set(every)) == len(every) > 100, "the speech that stands in two files is asked about once"
    for proposal in found:
        golds = proposal["gold"]
        for gold in golds:
            assert any(file == gold["file"] and squeeze(gold["quote"]) in text for file, text in texts)
        quotes = squeeze("".join(gold["quote"] for gold in golds))
        assert all(squeeze(word) in quotes for word in proposal["must_contain"])
        assert not any(word in proposal["question"] for word in proposal["must_contain"][:1])
        assert bool(proposal["must_contain"]) == (proposal["type"] != "masked")
        assert (len(golds) > 1) == (proposal["type"] == "list")
        assert 10 <= len(proposal["question"]) <= 90


@pytest.mark.parametrize(
    ("sentence", "asked", "answer"),
    [
        ("同时，山南镇去年新建茶园约3200亩，比上年多一成。", "山南镇去年新建茶园多少亩？", "3200亩"),
        ("（二）山南镇的财政收入增长了7.5%，全县第一。", "山南镇的财政收入增长了百分之多少？", "7.5%"),
        ("东河茶厂以2.4亿元收购了山南竹器公司。", "东河茶厂以多少亿元收购了山南竹器公司？", "2.4亿元"),
        ("2022年，山南镇开了三场会，修路18.5公里以上。", "2022年，山南镇开了三场会，修路多少公里？", "18.5公里"),
    ],
)
def test_a_figure_becomes_a_question(sentence: str, asked: str, answer: str) -> None:
    assert ask_figure(sentence) == (asked, [answer])


@pytest.mark.parametrize(
    "sentence",
    [
        "这项工作当年就覆盖了37个村，群众很满意。",  # what 这项工作 is stands in another sentence
        "山南镇修路的里程是东河镇的、3.5倍。",  # nothing that could be asked for stands before the figure
        "（山南镇去年建成茶园3200亩，东河镇也建了）。",  # half a bracket
        "山南镇去年新增茶园3200亩和xx亩竹林。",  # what follows is hidden
        "山南镇去年引进的18家企业都已投产。",  # 引进的多少家企业 is not how one asks
        "山南镇干部群众都说这条路修得好。",
    ],
)
def test_a_sentence_that_makes_no_question_is_left_alone(sentence: str) -> None:
    assert ask_figure(sentence) is None


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("山南镇去年茶叶产值达到xx.x亿元，居全县第一。", "山南镇去年茶叶产值达到多少亿元？"),
        ("山南镇去年茶叶出口占全县的x%左右。", "山南镇去年茶叶出口占全县的百分之多少？"),
        ("山南镇镇长*讲了三条意见，大家都赞成。", None),  # a hidden name has no unit
        ("全镇紧跟D中央的部署，一项一项抓落实。", None),
    ],
)
def test_a_hidden_value_with_a_unit_becomes_a_question(sentence: str, asked: str | None) -> None:
    spans = [found.span() for found in re.finditer(r"[x.]*x|\*|D", sentence)]
    found = ask_masked(sentence, spans)
    assert (found[0] if found else None) == asked


def test_a_list_asks_for_its_items_in_order() -> None:
    text = "去年，山南镇办成了三件事。一是修路，修通了到东河的12公里山路。"
    text += "二是种茶，新种云雾茶三千多亩。三是建厂，建成了两座集体茶厂。"
    found = ask_list("总的来看，形势不错。" + text)
    assert found is not None
    assert found.question == "去年，山南镇办成了三件事，分别是什么？"
    assert found.heads == ("修路", "种茶", "建厂")
    assert found.quotes[0] == "一是修路，修通了到东河的12公里山路"
    assert ask_list(text.replace("三是", "五是")) is None
    slogan = ask_list(text.replace("山南镇办成了三件事", "我们打好“山水牌”，让路好走、茶好卖"))
    assert slogan is not None
    assert slogan.question == "讲到“让路好走、茶好卖”时，列了哪几条？"
    assert ask_list(text[text.index("一是") :]) is None


@pytest.mark.parametrize(
    ("question", "title", "file", "asked"),
    [
        ("2023年全市修路多少公里？", "修好山里的路（局长）", "a.txt", "2023年全市修路多少公里？"),
        ("山南县修路多少公里？", "修好山里的路（局长）", "a.txt", "山南县修路多少公里？"),
        ("全市修路多少公里？", "修好山里的路（局长）", "a.txt", "《修好山里的路》里，全市修路多少公里？"),
        ("修路多少公里？", "奋力谱写现代化xx新篇章", "a.txt", "《奋力谱写现代化…》里，修路多少公里？"),
        ("修路多少公里？", "（一）", "03-交通会议发言.txt", "《交通会议发言》里，修路多少公里？"),
        ("修路多少公里？", "（一）", "a1.txt", ""),
    ],
)
def test_a_question_that_names_nothing_is_asked_of_its_speech(question: str, title: str, file: str, asked: str) -> None:
    assert with_title(question, title, file) == asked


@pytest.mark.integration
def test_the_same_seed_the_same_cases_another_seed_others(sample_store: Path) -> None:
    with open_store(sample_store) as store:
        rows = store.speeches()
    assert propose(rows, 10) == propose(rows, 10)
    assert propose(rows, 10, seed=1) != propose(rows, 10, seed=2)


@pytest.mark.integration
def test_the_command_writes_a_new_file_that_waits_for_a_person(
    sample_store: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new.jsonl"
    assert main(["--store", str(sample_store), "-n", "6", "--out", str(out)]) == 0
    assert "提出 6 题" in capsys.readouterr().err
    with pytest.raises(BadLine, match="还没有人确认"):
        load_cases(out)
    confirmed = [json.loads(line) | {"proposed": False} for line in out.read_text("utf8").splitlines()]
    out.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in confirmed), "utf8")
    assert len(load_cases(out)) == 6


@pytest.mark.integration
def test_a_file_that_is_there_is_not_written_over(sample_store: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text("mine", "utf8")
    with pytest.raises(Exception, match="还没有的文件名"):
        main(["--store", str(sample_store), "--out", str(out)])
    assert out.read_text("utf8") == "mine"
