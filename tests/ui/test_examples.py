from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from tests.fakes import FakeBot, FakeStore, fake_paragraph
from ui.examples import follow_ups, from_cases, from_speeches, of_library
from ui.types import Exchange
from vectorstore.types import Speech, SpeechRow


def case(kind: str, question: str, file: str = "甲.txt", **more: Any) -> str:
    return json.dumps(
        {"id": question, "type": kind, "question": question, "gold": [{"file": file, "quote": "句"}], **more}
    )


def test_types_are_mixed_and_only_what_the_library_holds_is_asked() -> None:
    lines = [
        case("figure", "数一？"),
        case("figure", "数二？"),
        case("masked", "隐？"),
        case("compare", "别的库？", "乙.txt"),
        case("followup", "那呢？", history=[{"question": "前", "answer": "后"}]),
        case("unanswerable", "没有？", gold=[]),
        case("list", "长" * 50),
    ]
    assert from_cases(lines, {"甲.txt"}) == ("数一？", "隐？", "数二？")
    assert from_cases(lines, {"甲.txt"}, 2) == ("数一？", "隐？")
    assert from_cases(lines, set()) == ()


def test_bad_lines_pass() -> None:
    lines = ["", "{", "3", '{"gold": 1}', '{"gold": [3], "question": "问"}', case("fact", "好？")]
    assert from_cases(lines, {"甲.txt"}) == ("好？",)


def test_questions_from_figures_and_titles() -> None:
    rows = FakeStore().speeches("青禾市讲话汇编.txt")
    assert from_speeches(rows) == (
        "《在青禾市林业碳汇工作推进会上的讲话》讲了哪些工作？",
        "《在云岭县优化营商环境座谈会上的发言》讲了哪些工作？",
    )
    paragraph = fake_paragraph("今年，全市森林覆盖率达到63.5%，其中天然林增长2%。")
    row = SpeechRow("甲.txt", 1, Speech("s", "题", (paragraph,)))
    assert from_speeches([row, row]) == ("全市森林覆盖率达到多少？",)


def test_examples_take_turns_between_figures_sayings_and_contents() -> None:
    text = "全市森林覆盖率达到63.5%，推行“林长制”。"
    speeches = [Speech(f"s{n}", f"第{n}次会议上的讲话", (fake_paragraph(text),)) for n in range(3)]
    rows = [SpeechRow("甲.txt", n, speech) for n, speech in enumerate(speeches, 1)]
    assert from_speeches(rows) == (
        "全市森林覆盖率达到多少？",
        "“林长制”是怎么说的？",
        "《第2次会议上的讲话》讲了哪些工作？",
    )


def test_further_questions_ask_for_other_figures_sayings_and_speeches_that_were_found() -> None:
    answer = FakeBot().answer("造林")
    first, second, third = answer.sources
    told = replace(first, paragraph=fake_paragraph("全市森林覆盖率达到63.5%，林业总产值突破90亿元。"))
    text = "临江区新增就业人数增长4.1%，办好“家门口就业”，“森林覆盖率”要再提高。"
    other = replace(third, title="就业工作会议上的发言", paragraph=fake_paragraph(text))
    answer = replace(answer, text="全市森林覆盖率达到63.5%。[1]", sources=(told, second, other, other))
    asked = follow_ups(Exchange(1, "森林覆盖率？", stage="done", answer=answer))
    # the coverage was answered, and the speeches that were cited are known
    assert asked == (
        "临江区新增就业人数增长多少？",
        "“家门口就业”是怎么说的？",
        "《就业工作会议上的发言》讲了哪些工作？",
    )
    assert follow_ups(Exchange(1, "问")) == ()


def test_the_questions_of_a_library_that_has_filled_since_the_server_began() -> None:
    assert of_library(FakeStore(empty=True)) == ()
    assert "《在青禾市林业碳汇工作推进会上的讲话》讲了哪些工作？" in of_library(FakeStore())
