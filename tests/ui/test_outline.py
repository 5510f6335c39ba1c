from __future__ import annotations

from hypothesis import given

from tests.fakes import FakeStore, fake_paragraph
from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE
from ui.outline import figures, outline
from vectorstore.types import Paragraph

SPEECH = FakeStore().speeches()[0].speech


def test_the_headings_lead_to_their_paragraphs() -> None:
    page = Page(outline(SPEECH.paragraphs, "zh"))
    page.check()
    assert page.values("data-goto") == ["2", "10"]
    assert "一、看清形势，坚定信心" in page.text
    assert outline((fake_paragraph("没有标题"),), "zh") == ""


def test_the_sentences_with_figures() -> None:
    html = figures(SPEECH.paragraphs, "zh")
    page = Page(html)
    page.check()
    assert "<b>12.6万亩</b>" in html
    assert "<b>8.3%</b>" in html
    assert "<li>12.6万亩</li>" in html
    assert "一棵树" not in page.text  # a sentence without a figure
    assert figures((fake_paragraph("1. 抓好落实。"), fake_paragraph("（2）抓好督查。")), "zh") == ""
    none = "2023年3月5日，我们十分重视一个问题，第三次开会，5G进村。"
    assert figures((fake_paragraph(none),), "zh") == ""


@given(HOSTILE)
def test_nothing_becomes_markup(text: str) -> None:
    paragraph = Paragraph("p", f"3{text}", kind="heading", level=1)
    Page(outline((paragraph,), "zh") + figures((paragraph,), "en")).check()
