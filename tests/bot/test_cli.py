"""The contracts of the command line on a small library: what stands in it, and how errors end."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot.cli_kit import COMPILATION, Yanju

pytestmark = pytest.mark.integration


def test_ingest_reports_what_it_did_and_does_it_once(yanju: Yanju) -> None:
    first = yanju.first
    wanted = {"files", "speeches", "paragraphs", "passages", "added", "changed", "unchanged", "removed", "failed"}
    assert wanted | {"removed_lines", "seconds"} <= first.keys()
    assert (first["files"], first["speeches"], first["added"], first["failed"]) == (1, 2, 1, [])
    again = yanju.json("ingest", "docs")
    assert (again["added"], again["unchanged"], again["speeches"]) == (0, 1, 2)


def test_a_bad_file_is_named_and_the_rest_goes_on(yanju: Yanju, tmp_path: Path) -> None:
    (tmp_path / "假.txt").write_bytes(b"\x00\x01\xff" * 100)
    (tmp_path / "真.txt").write_text("在云岭县大会上的讲话\n\n同志们：\n农村公路管护要抓实。\n", encoding="utf8")
    done = yanju("ingest", str(tmp_path), str(tmp_path / "没有.txt"), "--store", str(tmp_path / "S"), "--json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert {Path(f["file"]).name for f in report["failed"]} == {"假.txt", "没有.txt"}
    assert report["added"] == 1
    assert "假.txt" in done.stderr


def test_speeches(yanju: Yanju) -> None:
    first, second = yanju.json("speeches")
    assert (first["file"], first["number"], first["title"]) == ("青禾汇编.txt", 1, "擦亮绿色底色 建设森林城市")
    assert {"id", "speaker_role", "date", "paragraphs"} <= second.keys()
    assert [p["number"] for p in first["paragraphs"]] == list(range(1, len(first["paragraphs"]) + 1))
    masked = next(p for p in first["paragraphs"] if p["masks"])
    mask = masked["masks"][0]
    assert masked["text"][mask["start"] : mask["end"]] == mask["text"] == "xx"


def test_show_a_file_a_speech_a_paragraph_the_log_and_the_source(yanju: Yanju) -> None:
    speech = yanju.json("speeches")[1]
    paragraph = speech["paragraphs"][1]
    assert "打通群众出行最后一公里" in yanju("show", "青禾").stdout
    assert "有路必养" in yanju("show", speech["id"]).stdout
    assert f"→[{paragraph['number']}] {paragraph['text'][:10]}" in yanju("show", paragraph["id"]).stdout
    assert yanju.json("show", "青禾汇编.txt", "--removed")["removed"]
    assert yanju.json("show", "青禾汇编.txt", "--source")["source"] == COMPILATION
    missing = yanju("show", "没有这个")
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "没有这个" in missing.stderr


def test_words_that_fit_several_files_are_told_so(yanju: Yanju, tmp_path: Path) -> None:
    for name in ("一季度讲话.txt", "二季度讲话.txt"):
        (tmp_path / name).write_text(f"在{name[:3]}大会上的讲话\n\n同志们：\n管护要抓实。\n", encoding="utf8")
    store = ("--store", str(tmp_path / "S"))
    assert yanju("ingest", str(tmp_path), *store).returncode == 0
    for command in (("show", "季度"), ("show", "季度", "--removed"), ("restore-removed", "季度", "1")):
        refused = yanju(*command, *store)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert "有 2 个：一季度讲话.txt、二季度讲话.txt" in refused.stderr
    assert "一季度讲话.txt" in yanju("show", "一季度", *store).stdout


def test_verify(yanju: Yanju, tmp_path: Path) -> None:
    claims = tmp_path / "claims.jsonl"
    evidence = [{"quote": "全市新增造林3.2万亩，森林覆盖率达到61.5%。"}]
    cases = [
        {"id": "good", "claim": "全市新增造林3.2万亩。", "evidence": evidence},
        {"id": "bad", "claim": "全市新增造林32万亩。", "evidence": evidence},
        {"id": "none", "claim": "全市新增造林3.2万亩。", "evidence": []},
    ]
    claims.write_text("\n".join(json.dumps(c, ensure_ascii=False) for c in cases) + "\n坏行\n", encoding="utf8")
    done = yanju("verify", str(claims))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [(f["id"], f.get("verdict")) for f in found[:3]] == [
        ("good", "supported"),
        ("bad", "unsupported"),
        ("none", "unsupported"),
    ]
    assert found[1]["reasons"]
    assert "第 4 行" in done.stderr


def test_check_traces_a_draft(yanju: Yanju, tmp_path: Path) -> None:
    draft = tmp_path / "稿子.md"
    draft.write_text("# 汇报\n全市新增造林3.2万亩，森林覆盖率达到65.1%。\n", encoding="gb18030")
    items = yanju.json("check", str(draft))["items"]
    assert [(i["text"], i["line"], i["verdict"]) for i in items] == [("3.2万亩", 2, "found"), ("65.1%", 2, "altered")]
    assert "61.5%" in items[1]["wording"]
    shown = yanju("check", str(draft)).stdout
    assert "与原文不符" in shown
    assert "61.5%" in shown
    refused = yanju("check", "稿子.pdf")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "稿子.pdf" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "缺少参数"),
        (("dance",), "没有“dance”这个命令"),
        (("ask",), "请给出一个问题"),
        (("ask", " 　"), "问题是空的"),
        (("ask", "问", "--batch", "x"), "二者取其一"),
        (("ask", "问", "--colour"), "不认识的参数"),
        (("search", "问", "-k", "0"), "1 到 1000"),
        (("ingest",), "缺少参数"),
        (("show", "x", "--removed", "--source"), "不能"),
    ],
)
def test_wrong_usage_is_exit_code_2_in_chinese(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("ask", "问", "--store", "没有的库"), {}, "没有的库"),
        (("ask", "问", "--store", "docs"), {}, "docs"),
        (("ask", "问", "--history", "没有.json"), {}, "没有.json"),
        (("ask", "--batch", "没有.jsonl"), {}, "没有.jsonl"),
        (("verify", "没有.jsonl"), {}, "没有.jsonl"),
        (("search", "问", "--file", "没有.txt"), {}, "青禾汇编.txt"),
        (("speeches",), {"YANJU_LLM_TIMEOUT": "soon"}, "YANJU_LLM_TIMEOUT"),
    ],
)
def test_an_error_is_exit_code_1_and_names_the_value(
    yanju: Yanju,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    said: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(yanju.folder)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert main(arguments) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("错误：")
    assert said in err
