from __future__ import annotations

import base64
import json
import re
from dataclasses import replace

from hypothesis import given

from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE, done
from ui.exporting import Saved, answer_file, file_name, handed_over, markdown, on_clipboard, plain, talk_file
from ui.types import Exchange


def test_a_conversation_as_markdown_and_as_json() -> None:
    exchanges = [done("造林", 1), replace(done("隐", 2), verdict="good"), Exchange(3, "没有答完", stage="interrupted")]
    saved = talk_file("林业/的事", exchanges, "md", "zh")
    text = saved.data.decode()
    assert saved.name == "林业 的事.md"
    assert "## 造林\n\n**已回答**" in text
    assert "[1] 《在青禾市林业碳汇工作推进会上的讲话》（市长），《青禾市讲话汇编.txt》第1篇第9段" in text
    assert "> [1] 去年，全市完成造林12.6万亩" in text
    assert "5亿元" not in text  # struck
    assert "没有写完" in text
    data = json.loads(talk_file("林业", exchanges, "json", "zh").data)
    assert [e["question"] for e in data["exchanges"]] == ["造林", "隐", "没有答完"]
    assert data["exchanges"][0]["sources"][0]["paragraph"]["text"].startswith("去年，全市")
    assert data["exchanges"][1]["verdict"] == "good"


def test_one_answer_as_a_file() -> None:
    saved = answer_file(done("造林"), "md", "zh")
    assert (saved.name, saved.kind) == ("造林.md", "text/markdown")
    assert saved.data.decode() == markdown(done("造林"), "zh") + "\n"


def test_texts_make_no_markdown() -> None:
    assert plain("<script>alert(1)</script>") == r"\<script\>alert(1)\</script\>"
    assert plain("![](x)[点](javascript:0) **粗**\n# 题") == r"\!\[\](x)\[点\](javascript:0) \*\*粗\*\* \# 题"
    assert plain("12.6万亩。[1]") == "12.6万亩。[1]"
    assert "\n#" not in markdown(replace(done("造林"), question="问\n# 题"), "zh").removeprefix("#")


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
