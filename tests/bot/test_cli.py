"""The contracts of design section 6, by real processes on a small library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from tests.model_server import ModelServer, prompt_of, says

pytestmark = pytest.mark.integration

COMPILATION = """青禾市林业工作发言材料汇编（2篇）

目录
1. 擦亮绿色底色 建设森林城市
2. 打通群众出行最后一公里

擦亮绿色底色 建设森林城市
（青禾市林业局局长）
各位领导，同志们：
去年以来，我们坚持生态优先，全市新增造林3.2万亩，森林覆盖率达到61.5%，林业总产值突破48亿元。
一、抓好国土绿化。我们组织干部群众义务植树，累计栽下苗木210万株，建成乡村小公园36个。
二、抓好产业富民。油茶种植面积达到8.6万亩，带动农户增收xx万元，白石镇成为油茶第一镇。
下一步，我们将力争到2027年油茶种植面积突破12万亩。

打通群众出行最后一公里
（云岭县交通运输局局长）
各位领导，同志们：
三年来，我县新改建农村公路286公里，建制村全部通上客车，群众出行时间平均缩短25分钟。
我们推行路长制，设立县乡村三级路长412名，做到有路必养、养必到位。
下一步，我们将把农村公路管护纳入乡镇考核。
"""


class Yanju:
    """Runs the command line in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("YANJU_")}

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.folder,
            env=self.environment | {"PYTHONPATH": str(Path(__file__).parents[2])} | environment,
            capture_output=True,
            encoding="utf8",
            timeout=120,
            check=False,
        )

    def json(self, *arguments: str, **environment: str) -> Any:
        done = self(*arguments, "--json", **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)


@pytest.fixture(scope="module")
def yanju(tmp_path_factory: pytest.TempPathFactory) -> Yanju:
    folder = tmp_path_factory.mktemp("cli")
    (folder / "docs").mkdir()
    (folder / "docs" / "青禾汇编.txt").write_text(COMPILATION, encoding="utf8")
    run = Yanju(folder)
    first = run("ingest", "docs", "--json")
    assert first.returncode == 0, first.stderr
    (folder / "first.json").write_text(first.stdout, encoding="utf8")
    return run


def test_ingest_reports_what_it_did_and_does_it_once(yanju: Yanju) -> None:
    first = json.loads((yanju.folder / "first.json").read_text(encoding="utf8"))
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


def test_search(yanju: Yanju) -> None:
    hits = yanju.json("search", "油茶种植面积", "-k", "3")["hits"]
    assert 1 <= len(hits) <= 3
    best = hits[0]
    assert {"rank", "score", "found_by", "file", "speech", "title", "paragraphs", "text"} <= best.keys()
    assert (best["rank"], best["file"], best["speech"]) == (1, "青禾汇编.txt", 1)
    assert "油茶" in best["text"]
    assert set(best["found_by"]) <= {"keyword", "vector"}
    other = yanju.json("search", "油茶种植面积", "--role", "云岭县")["hits"]
    assert {hit["speech"] for hit in other} <= {2}


def test_ask(yanju: Yanju) -> None:
    answer = yanju.json("ask", "森林覆盖率达到多少？")
    assert {"question", "searched", "status", "answer", "claims", "sources", "model", "seconds"} <= answer.keys()
    assert (answer["status"], answer["model"]) == ("answered", "extractive")
    assert "61.5%" in answer["answer"]
    assert all(c["verdict"] == "supported" for c in answer["claims"])
    cited = [s for s in answer["sources"] if s["cited"]]
    assert {s["number"] for s in cited} == {n for c in answer["claims"] for n in c["sources"]}
    assert all(quote in s["text"] for s in cited for quote in s["quotes"])
    assert any("61.5%" in quote for s in cited for quote in s["quotes"])
    wanted = {"number", "file", "speech", "title", "paragraph", "paragraph_id", "text", "cited", "quotes"}
    assert wanted <= cited[0].keys()


def test_a_hidden_value_stays_hidden(yanju: Yanju) -> None:
    answer = yanju.json("ask", "油茶带动农户增收多少万元？")
    assert answer["status"] == "masked"


def test_ask_for_people(yanju: Yanju) -> None:
    done = yanju("ask", "三级路长有多少名？")
    assert done.returncode == 0
    assert "412名" in done.stdout
    assert "《青禾汇编.txt》第2篇《打通群众出行最后一公里》第" in done.stdout


def test_an_answer_is_taken_away_as_word_markdown_and_table(yanju: Yanju, tmp_path: Path) -> None:
    targets = {"--docx": tmp_path / "答.docx", "--markdown": tmp_path / "答.md", "--figures": tmp_path / "数.csv"}
    options = [str(part) for pair in targets.items() for part in pair]
    answer = yanju.json("ask", "全市新增造林多少？", *options)
    assert "3.2万亩" in answer["answer"]
    assert targets["--docx"].read_bytes().startswith(b"PK")
    assert "[^1]: 《擦亮绿色底色 建设森林城市》" in targets["--markdown"].read_text(encoding="utf8")
    assert "3.2万亩" in targets["--figures"].read_text(encoding="utf8")
    again = yanju("ask", "全市新增造林多少？", *options)
    assert (again.returncode, again.stdout) == (1, "")
    assert "已经存在" in again.stderr
    assert yanju("ask", "造林？", "--unchecked").returncode == 2


def test_a_follow_up_needs_its_history(yanju: Yanju, tmp_path: Path) -> None:
    history = tmp_path / "history.json"
    turn = {"question": "云岭县新改建农村公路多少公里？", "answer": "286公里。"}
    history.write_text(json.dumps([turn], ensure_ascii=False), encoding="utf8")
    answer = yanju.json("ask", "那路长呢？", "--history", str(history))
    assert answer["question"] == "那路长呢？"
    assert "路长" in answer["searched"]
    assert answer["searched"] != answer["question"]


def test_a_batch_goes_on_after_a_bad_line(yanju: Yanju, tmp_path: Path) -> None:
    questions = tmp_path / "q.jsonl"
    lines = ['{"id": "a", "question": "森林覆盖率达到多少？"}', "坏行", '{"id": 7, "question": "路长有多少名？"}']
    questions.write_text("\n".join(lines), encoding="utf8")
    for command, key in (("ask", "answer"), ("search", "hits")):
        done = yanju(command, "--batch", str(questions))
        first, bad, last = map(json.loads, done.stdout.splitlines())
        assert done.returncode == 1
        assert (first["id"], last["id"]) == ("a", 7)
        assert first[key]
        assert last[key]
        assert bad["id"] is None
        assert "第 2 行" in bad["error"]
        assert "第 2 行" in done.stderr


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


def test_a_model_answers_and_is_checked(yanju: Yanju) -> None:
    def reply(request: dict[str, Any]) -> Any:
        if "检索用语" in prompt_of(request):
            return says("问题：青禾市森林覆盖率是多少？\n检索：森林覆盖率达到百分之若干")
        if "没有通过核查" in prompt_of(request):
            return says("1|删除")
        number = next(line for line in prompt_of(request).splitlines() if "61.5%" in line)[1:].split("]")[0]
        return says(f"<think>看看</think>森林覆盖率达到61.5%[{number}]。森林覆盖率达到99%[{number}]。")

    with ModelServer(otherwise=reply) as server:
        model = {"YANJU_LLM_BASE_URL": server.url, "YANJU_LLM_MODEL": "tiny", "YANJU_LLM_API_KEY": "sk-very-secret"}
        proxy = {"HTTP_PROXY": "http://127.0.0.1:9", "NO_PROXY": "", "no_proxy": ""}  # no way to this machine's model
        answer = yanju.json("ask", "森林覆盖率？", **model, **proxy)
    assert (answer["model"], answer["status"]) == ("tiny", "partial")
    assert answer["searched"] == "青禾市森林覆盖率是多少？"
    assert [c["verdict"] for c in answer["claims"]] == ["supported", "unsupported"]
    assert "99%" not in answer["answer"]
    assert answer["seconds"]["tokens_in"] > 0
    assert "sk-very-secret" not in json.dumps(answer)


def test_a_model_that_is_down_leaves_the_extractive_answer_and_a_note(yanju: Yanju) -> None:
    down = {"YANJU_LLM_BASE_URL": "http://127.0.0.1:9/v1", "YANJU_LLM_MODEL": "tiny"}
    done = yanju("ask", "森林覆盖率达到多少？", "--json", **down)
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["model"], answer["status"]) == (0, "extractive", "answered")
    assert any("http://127.0.0.1:9/v1" in note for note in answer["notes"])
    assert "http://127.0.0.1:9/v1" in done.stderr


def test_asking_needs_none_of_the_heavy_libraries(yanju: Yanju) -> None:
    code = (
        "import sys; from bot.cli import main; code = main(['ask', '森林覆盖率达到多少？', '--json']);"
        "print([m for m in ('langchain_core', 'openai', 'gradio') if m in sys.modules], file=sys.stderr)"
    )
    environment = yanju.environment | {"PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=yanju.folder,
        env=environment,
        capture_output=True,
        encoding="utf8",
        check=True,
    )
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_output_survives_a_terminal_that_knows_no_chinese(yanju: Yanju) -> None:
    done = yanju("ask", "路长有多少名？\udce9", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0
    assert "412" in done.stdout


def test_a_reader_that_goes_away_ends_a_batch_quietly(yanju: Yanju) -> None:
    lines = [json.dumps({"id": str(n), "question": "造林多少亩？"}, ensure_ascii=False) for n in range(200)]
    (yanju.folder / "many.jsonl").write_text("\n".join(lines), encoding="utf8")
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "search", "--batch", "many.jsonl"],
        cwd=yanju.folder,
        env=yanju.environment | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith(b'{"id": "0"')
    process.stdout.close()
    assert process.stderr is not None
    assert b"Traceback" not in process.stderr.read()
    assert process.wait(timeout=60) == 1
