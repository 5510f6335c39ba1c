"""The contracts of the command line on searching and asking, on a small library."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.bot.cli_kit import Yanju, read_json
from tests.model_server import ModelServer, prompt_of, says

pytestmark = pytest.mark.integration


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
        answer = read_json(yanju.process("ask", "森林覆盖率？", "--json", **model, **proxy))
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
    done = yanju.process("-c", code)
    assert done.returncode == 0
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_output_survives_a_terminal_that_knows_no_chinese(yanju: Yanju) -> None:
    done = yanju.process("ask", "路长有多少名？\udce9", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert done.returncode == 0
    assert "412" in done.stdout


def test_a_reader_that_goes_away_ends_a_batch_quietly(yanju: Yanju) -> None:
    lines = [json.dumps({"id": str(n), "question": "造林多少亩？"}, ensure_ascii=False) for n in range(200)]
    (yanju.folder / "many.jsonl").write_text("\n".join(lines), encoding="utf8")
    process = yanju.started("search", "--batch", "many.jsonl")
    assert process.stdout is not None
    assert process.stdout.readline().startswith('{"id": "0"')
    process.stdout.close()
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    assert process.wait(timeout=60) == 1
