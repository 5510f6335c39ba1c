from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.inputs import Asked, BadLine, read_draft, read_history, read_lines, read_questions
from bot.types import Turn
from tests.vectorstore.documents import docx, p
from vectorstore.types import YanjuError


def write(folder: Path, data: str | bytes) -> Path:
    path = folder / "questions.jsonl"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def test_good_and_bad_lines_are_told_apart_by_number(tmp_path: Path) -> None:
    lines = [
        '\ufeff{"id": "a", "question": "造林多少？", "type": "figure", "gold": []}',
        "",
        "not json",
        '{"id": "b"}',
        '["c"]',
        '{"id": "d", "question": "那呢？", "history": [{"question": "造林？", "answer": "三万亩。"}]}',
        '{"id": "e", "question": "那呢？", "history": "x"}',
        '{"question": "没有编号"}',
    ]
    found = list(read_questions(write(tmp_path, "\n".join(lines))))
    assert [f.id for f in found] == ["a", None, "b", None, "d", "e", 8]
    assert [f.number for f in found if isinstance(f, BadLine)] == [3, 4, 5, 7]
    assert found[4] == Asked("d", "那呢？", (Turn("造林？", "三万亩。"),))


def test_a_line_that_is_not_utf8_does_not_stop_the_rest(tmp_path: Path) -> None:
    good = json.dumps({"id": 1, "question": "造林？"}).encode()
    found = list(read_questions(write(tmp_path, "造林".encode("gb18030") + b"\n" + good)))
    assert isinstance(found[0], BadLine)
    assert found[1] == Asked(1, "造林？")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.binary(max_size=200))
def test_any_file_is_read(tmp_path: Path, data: bytes) -> None:
    for case in read_questions(write(tmp_path, data)):
        assert isinstance(case, Asked | BadLine)


def test_a_line_without_end_is_bounded(tmp_path: Path) -> None:
    found = list(read_lines(write(tmp_path, b"[" * (5 << 20))))
    assert len(found) == 1
    assert "4 MB" in str(found[0][1])


@pytest.mark.parametrize(
    "text",
    [
        '[{"question": "造林？", "answer": "三万亩。"}, {"question": "哪里？"}]',
        '{"question": "造林？", "answer": "三万亩。"}\n{"question": "哪里？", "answer": ""}\n',
        '{"history": [{"question": "造林？", "answer": "三万亩。"}, {"question": "哪里？", "answer": ""}]}',
    ],
)
def test_a_conversation_in_each_of_its_forms(tmp_path: Path, text: str) -> None:
    assert read_history(write(tmp_path, text)) == (Turn("造林？", "三万亩。"), Turn("哪里？", ""))


def test_an_empty_conversation_is_one(tmp_path: Path) -> None:
    assert read_history(write(tmp_path, "\n")) == ()


@pytest.mark.parametrize("data", [b"\xff", b"{", b"3", b'[{"answer": "x"}]', b"[" * 100_000])
def test_a_conversation_that_is_none_is_refused_by_name(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(YanjuError, match=r"questions\.jsonl"):
        read_history(write(tmp_path, data))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(YanjuError, match="absent"):
        read_history(tmp_path / "absent")
    with pytest.raises(YanjuError, match="absent"):
        list(read_questions(tmp_path / "absent"))


def test_a_draft_in_word_is_read(tmp_path: Path) -> None:
    path = tmp_path / "稿子.docx"
    path.write_bytes(docx(p("关于造林的报告") + p("全市造林三万亩。")))
    assert read_draft(path).split() == ["关于造林的报告", "全市造林三万亩。"]
    path.write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(YanjuError, match=r"稿子\.docx"):
        read_draft(path)
