from __future__ import annotations

import base64
import json
import re
from dataclasses import replace

from hypothesis import given

from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE, done
from ui.exporting import Saved, answer_file, file_name, handed_over, on_clipboard, talk_file
from ui.types import Exchange


def test_a_conversation_as_word_markdown_and_json() -> None:
    exchanges = [done("造林", 1), replace(done("隐", 2), verdict="good"), Exchange(3, "没有答完", stage="interrupted")]
    saved = talk_file("林业/的事", exchanges, "md")
    text = saved.data.decode()
    assert saved.name == "林业 的事.md"
    assert "## 造林\n" in text
    assert "## 隐\n" in text
    assert "《青禾市讲话汇编.txt》第1篇第9段" in text
    assert "5亿元" not in text  # struck
    assert talk_file("林业", exchanges, "docx").data.startswith(b"PK")
    data = json.loads(talk_file("林业", exchanges, "json").data)
    assert [e["question"] for e in data["exchanges"]] == ["造林", "隐", "没有答完"]
    assert data["exchanges"][0]["sources"][0]["paragraph"]["text"].startswith("去年，全市")
    assert data["exchanges"][1]["verdict"] == "good"


def test_one_answer_as_a_file() -> None:
    saved = answer_file(done("造林"), "docx")
    assert saved is not None
    assert saved.name == "造林.docx"
    assert saved.data.startswith(b"PK")
    assert answer_file(Exchange(1, "没有答完", stage="stopped"), "md") is None


@given(HOSTILE)
def test_a_file_name_is_one_everywhere(text: str) -> None:
    name = file_name(text, "md")
    assert re.fullmatch(r'[^\\/:*?"<>|\x00-\x1f]{1,60}\.md', name)
    assert not name.startswith(".")


def test_what_is_handed_over_is_text() -> None:
    page = Page(handed_over(Saved('a"><script>.md', "text/markdown", "正文<b>".encode())))
    page.check()
    assert base64.b64decode(page.values("data-file")[0]).decode() == "正文<b>"
    page = Page(on_clipboard("<script>"))
    page.check()
    assert page.values("data-text") == ["<script>"]
