"""Markdown: what a reader of the page sees is kept, the marks are logged, the head of a post gives title and day."""

from __future__ import annotations

import pytest

from tests.vectorstore.reading_kit import LONG, check_tiling, texts, titles
from vectorstore.reading.read import read_text
from vectorstore.types import Document

HEAD = "---\ntitle: '在云岭县林业大会上的讲话'\ndate: 2021-03-05 10:00:00\ntags:\n  - 林业\nauthor: 站长\n---\n\n"


def read(text: str) -> Document:
    document = read_text(text, "讲话.md")
    check_tiling(document)
    return document


@pytest.mark.parametrize("heading", ["", "# 在云岭县林业大会上的讲话\n\n"])
def test_the_head_of_a_post_gives_title_and_day(heading: str) -> None:
    document = read(f"{HEAD}{heading}同志们：\n\n{LONG}\n")
    assert titles(document) == ["在云岭县林业大会上的讲话"]
    assert document.speeches[0].date.value == "2021-03-05"
    assert texts(document) == ["同志们：", LONG]


@pytest.mark.parametrize(
    ("marked", "shown"),
    [
        ("全县**造林**十二万亩。", "全县造林十二万亩。"),
        ("见[通报](http://a.invalid/b_(c).html)第三条。", "见通报第三条。"),
        ("见通报[^1]第三条。", "见通报第三条。"),
        ("[^1]: 见年度公报第三条。", "见年度公报第三条。"),
        ("| 造林 | 12万亩 |", "造林 | 12万亩"),
        ("> 我们要~~抓紧~~抓实抓好。", "我们要抓紧抓实抓好。"),
        ("全县造林&nbsp;十二万亩。", "全县造林十二万亩。"),
        ("造林12*万亩，由X县*承担。", "造林12*万亩，由X县*承担。"),
    ],
)
def test_marks_go_and_words_stay(marked: str, shown: str) -> None:
    document = read(f"# 在云岭县林业大会上的讲话\n\n{LONG}\n\n{marked}\n\n{LONG}\n")
    assert texts(document) == [LONG, shown, LONG]


def test_rows_of_marks_are_logged_and_underlined_headings_are_headings() -> None:
    text = f"在云岭县林业大会上的讲话\n====\n\n{LONG}\n\n抓造林\n----\n\n{LONG}\n\n```text\n造林\n```\n\n|---|:-:|\n"
    document = read(text)
    assert titles(document) == ["在云岭县林业大会上的讲话"]
    assert [(p.text, p.kind) for p in document.speeches[0].paragraphs if len(p.text) < 9] == [
        ("抓造林", "heading"), ("造林", "body")
    ]  # fmt: skip


def test_a_rule_at_the_top_is_no_head_of_a_post() -> None:
    assert texts(read(f"---\n\n# 在云岭县林业大会上的讲话\n\n同志们：\n\n{LONG}\n\n---\n\n{LONG}\n")) == [
        "同志们：",
        LONG,
        LONG,
    ]
