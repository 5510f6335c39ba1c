from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.types import Source
from tests.fakes import FakeBot, fake_paragraph
from tests.ui.pages import Page
from tests.ui.test_views import HOSTILE, done
from ui.panel import PARAGRAPH_LIMIT, SPEECH_LIMIT, Standing, find_source, source_panel
from ui.types import Exchange
from vectorstore.types import Field, Location, Mask, Paragraph, Speech

BOT = FakeBot()


def panel_of(number: int, question: str = "造林") -> str:
    exchange = done(question)
    source = find_source(exchange, number)
    assert source is not None
    now = Standing(BOT.store.speech(source.speech_id), BOT.store.places(source.speech_id))
    return source_panel(exchange, source, now, "zh")


def test_the_cited_paragraph_stands_in_its_speech_with_quote_and_mask() -> None:
    html = panel_of(1)
    page = Page(html)
    page.check()
    assert page.values("aria-current") == ["true"]
    assert "全市完成造林12.6万亩，同比增长8.3%" in html[html.index("<mark") : html.index("</mark>")]
    assert '<span class="yj-mask" title="原文隐去">xx</span>' in html
    assert "第8项工作" in page.text  # neighbours
    assert "第1篇 第9段" in page.text
    assert "市长" in page.text
    assert "2023年3月（推断）" in page.text


def test_all_places_are_listed() -> None:
    page = Page(panel_of(1))
    assert "同一篇讲话共见于 2 处" in page.text
    assert "《2023年发言材料（2篇）.txt》第1篇第9段" in page.text
    assert "共见于" not in Page(panel_of(2)).text


def test_previous_and_next_go_round_the_cited_sources() -> None:
    args = Page(panel_of(1)).values("data-args")
    assert args.count('{"exchange":1,"number":2}') == 2
    assert (
        Page(panel_of(3)).values("data-args").count('{"exchange":1,"number":1}') == 1
    )  # an uncited one joins the ring


def test_a_speech_that_is_gone_shows_the_kept_paragraph() -> None:
    exchange = done("造林")
    source = find_source(exchange, 1)
    assert source is not None
    page = Page(source_panel(exchange, source, Standing(None, file=False), "zh"))
    page.check()
    assert "已从资料库移除" in page.text
    assert "造林12.6万亩" in page.text


def test_a_changed_paragraph_shows_the_kept_one() -> None:
    exchange = done("造林")
    source = find_source(exchange, 1)
    speech = BOT.store.speech("s-forest")
    assert source is not None
    assert speech is not None
    changed = replace(speech, paragraphs=(fake_paragraph("改过了"),))
    page = Page(source_panel(exchange, source, Standing(changed), "zh"))
    assert "已经改动" in page.text
    assert "造林12.6万亩" in page.text


def test_a_moved_paragraph_is_found_by_its_id() -> None:
    exchange = done("造林")
    source = find_source(exchange, 1)
    speech = BOT.store.speech("s-forest")
    assert source is not None
    assert speech is not None
    moved = replace(speech, paragraphs=(fake_paragraph("新的第一段"), *speech.paragraphs))
    html = source_panel(exchange, source, Standing(moved), "zh")
    target = html[html.index("yj-target") :]
    assert 'class="yj-p-number">10<' in target[:120]


def huge(size: int, count: int, quote: str) -> tuple[Exchange, Source, Speech]:
    paragraphs = tuple(Paragraph(str(n), "长" * size + (quote if n == count // 2 else "")) for n in range(count))
    cited = paragraphs[count // 2]
    source = Source(1, cited, "s", "题", None, (Location("甲.txt", 1, count // 2 + 1),), True, (quote,))
    return Exchange(1, "问", sources=(source,)), source, Speech("s", "题", paragraphs)


def test_a_huge_paragraph_is_cut_around_the_quotation() -> None:
    exchange, source, speech = huge(1_000_000, 1, "就是这一句")
    html = source_panel(exchange, source, Standing(speech), "zh")
    assert "就是这一句</mark>" in html
    shown = html[html.index("yj-panel-body") :]
    assert len(shown) < PARAGRAPH_LIMIT + 1000
    assert "略去 994005 字" in shown


def test_a_huge_speech_is_cut_around_the_paragraph() -> None:
    exchange, source, speech = huge(5000, 200, "就是这一句")
    page = Page(source_panel(exchange, source, Standing(speech), "zh"))
    assert "就是这一句" in page.text
    assert len(page.text) < SPEECH_LIMIT + PARAGRAPH_LIMIT
    assert "…… 略去" in page.text


@given(HOSTILE, HOSTILE, st.integers(0, 40), st.integers(0, 40))
def test_nothing_of_a_speech_becomes_markup(text: str, other: str, start: int, end: int) -> None:
    paragraph = Paragraph("p", text, (Mask(start, end, other),))
    speech = Speech(
        "s", other, (Paragraph("q", other), paragraph), Field(text, "inferred"), place=Field(other, "stated")
    )
    source = Source(
        1, paragraph, "s", text, other, (Location(text, 1, 2), Location(other, 3, 2)), True, (text[1:9], other)
    )
    for kept in (speech, None):
        now = Standing(kept, ((other, 3), (text, 9)))
        page = Page(source_panel(Exchange(1, text, sources=(source,)), source, now, "zh"))
        page.check()
