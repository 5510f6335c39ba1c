from __future__ import annotations

from pathlib import Path

from hypothesis import given

from tests.fakes import FakeStore
from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.shelf import file_view, files_view, log_view, missing_view, speech_view
from vectorstore.types import Field, FileRow, Mask, Paragraph, Speech, SpeechRow

STORE = FakeStore()
FILE = STORE.files()[0]


def test_files_with_their_counts() -> None:
    page = Page(files_view(STORE.files(), "zh"))
    page.check()
    assert "3文件" in page.text
    assert "35段落" in page.text
    assert "标称 2 篇，实有 1 篇" in page.text
    assert '{"file":"\\u9752\\u79be\\u5e02\\u8bb2\\u8bdd\\u6c47\\u7f16.txt","log":true}' in page.values("data-args")


def test_an_empty_library_says_what_to_do() -> None:
    assert "yanju ingest" in Page(files_view([], "zh")).text


def test_the_speeches_of_a_file() -> None:
    page = Page(file_view(FILE, STORE.speeches(FILE.file), "zh"))
    page.check()
    assert "在青禾市林业碳汇工作推进会上的讲话" in page.text
    assert "讲话人 市长 · 日期 2023年3月（推断） · 16 段 · 隐去 1 处" in page.text
    assert "剔除记录 3" in page.text


def test_a_speech_with_all_its_paragraphs() -> None:
    html = speech_view(FILE, STORE.speeches(FILE.file)[0], "zh")
    page = Page(html)
    page.check()
    assert page.values("class").count("yj-p-number") == 16
    assert '<span class="yj-mask" title="原文隐去">xx</span>' in html


def test_the_removal_log() -> None:
    page = Page(log_view(FILE, STORE.removed(FILE.file), "zh"))
    page.check()
    assert "更多材料请关注某公众号" in page.text
    assert "没有剔除任何内容" in Page(log_view(FILE, [], "zh")).text
    long = Page(log_view(FILE, [("advert", "甲" * 10_000)] * 700, "zh"))
    assert "另有 200 条未列出" in long.text
    assert len(long.text) < 300_000


def test_a_file_that_is_gone() -> None:
    assert "已不在资料库里" in Page(missing_view("zh")).text


@given(HOSTILE, HOSTILE)
def test_nothing_of_the_library_becomes_markup(text: str, other: str) -> None:
    file = FileRow(text, Path("x"), other, other, 3, 1, 1, 1, 1, (text, other))
    speech = Speech(text, other, (Paragraph(text, other, (Mask(0, 2, text),)),), Field(text, "stated"))
    row = SpeechRow(text, 1, speech)
    views = (files_view([file], "zh"), file_view(file, [row], "en"), speech_view(file, row, "zh"))
    for html in (*views, log_view(file, [(text, other)], "zh")):
        Page(html).check()
