from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rewrite import Rewritten, parse

REPLIES = Path(__file__).parents[3] / "shared" / "questions" / "dev_rewrites.jsonl"
GOOD = """问题：青禾市造林多少亩？
检索：全市新增造林若干万亩
检索：国土绿化 造林面积
例句：全市完成造林若干万亩。
词语：造林、国土绿化"""


def test_a_good_reply() -> None:
    assert parse(GOOD) == Rewritten(
        "青禾市造林多少亩？", ("全市新增造林若干万亩", "国土绿化 造林面积", "全市完成造林若干万亩。", "造林、国土绿化")
    )


def test_labels_may_be_dressed_up_as_small_models_do() -> None:
    assert parse("好的，如下：\n- **问题**：造林多少？\n* 检索1: 造林面积\n检索2：国土绿化") == Rewritten(
        "造林多少？", ("造林面积", "国土绿化")
    )


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "造林多少亩？",
        "问题：造林多少？",
        "检索：造林",
        "问题：\n检索：造林",
        "问题：甲？\n问题：乙？\n检索：丙",
        "{}",
        '{"standalone": 3}',
        "{" * 5000,
    ],
)
def test_an_unusable_reply_is_none(reply: str) -> None:
    assert parse(reply) is None


def test_searches_are_few_and_short() -> None:
    found = parse("问题：造林？\n" + "\n".join(f"检索：{n}{'林' * 1000}" for n in range(50)))
    assert found is not None
    assert len(found.searches) == 3
    assert max(map(len, found.searches)) <= 300


def test_marks_and_hidden_characters_do_not_come_through() -> None:
    assert parse("问题：造\u200b林[1]？\n检索：造林") == Rewritten("造林〔1〕？", ("造林",))


@given(st.text())
def test_any_reply_is_read_or_none(text: str) -> None:
    found = parse(text)
    assert found is None or (found.standalone and found.searches)


@pytest.mark.skipif(not REPLIES.exists(), reason="../shared/questions is not here")
def test_recorded_replies_of_a_large_model_can_be_read_in_both_forms() -> None:
    for line in REPLIES.read_text(encoding="utf8").splitlines():
        reply = json.loads(line)
        lines = [f"问题：{reply['standalone']}", *(f"检索：{f}" for f in reply["formal"])]
        lines += [f"例句：{reply['hyde']}", f"词语：{'、'.join(reply['keywords'])}"]
        from_lines, from_json = parse("\n".join(lines)), parse(json.dumps(reply, ensure_ascii=False))
        assert from_lines == from_json
        assert from_lines is not None
        assert len(from_lines.searches) == len(reply["formal"]) + 2
