from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from bot.types import Answer, Claim, Source, Status
from tests.fakes import FakeBot, FakeStore
from tests.ui.pages import Page
from ui.types import Exchange, Span, Stage
from ui.views import conversation, exchange_view, start_page
from vectorstore.types import Filters, Location, Mask, Paragraph

BOT = FakeBot()
HOSTILE = st.text(st.sampled_from("<>&\"'/=[]()!-x1 \n`{}$#;脚本在\x00\u202e") | st.characters(), max_size=40)


def done(question: str, number: int = 1) -> Exchange:
    answer = BOT.answer(question)
    return Exchange(number, question, stage="done", searched=answer.searched, sources=answer.sources, answer=answer)


def test_an_answer_shows_status_marks_struck_claims_notes_and_sources() -> None:
    page = Page(exchange_view(done("去年造林多少"), "zh"))
    page.check()
    assert "已回答" in page.text
    assert "未通过核查，已划去" in page.text
    assert "“5亿元”不在所引的段落里" in page.text
    assert "“去年”指2022年，按讲话日期推算。" in page.text
    assert "3 句中 1 句未通过核查" in page.text
    assert "去年造林多少（2023年）" in page.text
    assert page.values("data-act").count("mark") == 2 + 3  # two marks in the text, three sources
    assert '{"exchange":1,"number":2}' in page.values("data-args")
    assert "出处 1：《青禾市讲话汇编.txt》第1篇第9段，打开原文" in page.values("aria-label")


def test_every_status_has_its_banner() -> None:
    shown = {"隐": "原文隐去", "无": "未找到", "异": "说法不一", "造林": "已回答"}
    for question, banner in shown.items():
        assert banner in Page(exchange_view(done(question), "zh")).text
    partial = done("造林")
    assert partial.answer is not None
    partial = replace(partial, answer=replace(partial.answer, status="partial"))
    assert "部分回答" in Page(exchange_view(partial, "zh")).text


def test_not_found_shows_the_nearest_paragraphs() -> None:
    page = Page(exchange_view(done("无"), "zh"))
    assert "最接近的段落" in page.text
    assert page.values("data-act").count("mark") == 2


def test_a_mark_without_a_source_is_text_and_no_button() -> None:
    html = exchange_view(done("异"), "zh")
    assert '<span class="yj-nomark" title="没有编号为 99 的出处">[99]</span>' in html


def test_a_draft_is_told_apart_from_checked_text() -> None:
    draft = Exchange(1, "问", stage="drafting", draft="造林12.6万亩[1]，还在写", sources=BOT.answer("造林").sources)
    page = Page(exchange_view(draft, "zh"))
    page.check()
    assert "草稿 · 未核查" in page.text
    assert "yj-draft" in page.values("class")
    assert "yj-text" not in page.values("class")
    assert page.values("aria-busy") == ["true"]
    assert "yj-draft" not in Page(exchange_view(done("造林"), "zh")).values("class")


def test_the_sentences_of_a_draft_are_shown_as_they_are_checked() -> None:
    draft = "造林12.6万亩[1]。\n收入5亿元[1]。还没查的[1]"
    spans = (Span(0, 12, True), Span(13, 22, False, ("数字不在",)))
    sources = BOT.answer("造林").sources
    html = exchange_view(Exchange(1, "问", stage="drafting", draft=draft, sources=sources, spans=spans), "zh")
    page = Page(html)
    page.check()
    assert page.values("data-act").count("mark") == 3
    assert html.count("<p>") == 2
    assert re.search(r'class="yj-sound" title="这一句已核查">造林12.6万<span class="yj-tie">亩<button', html)
    assert 'title="这一句没有通过核查：数字不在">收入5亿' in html
    assert html.index("还没查") > html.index("</s>")


def test_feedback_is_one_of_four_and_can_be_made_a_case() -> None:
    page = Page(exchange_view(done("造林"), "zh"))
    assert page.values("aria-pressed") == ["false"] * 4
    assert "case" not in page.values("data-act")
    page = Page(exchange_view(replace(done("造林"), verdict="source"), "zh"))
    assert page.values("aria-pressed") == ["false", "false", "true", "false"]
    assert "case" in page.values("data-act")


def test_a_stopped_and_a_failed_answer_keep_their_draft() -> None:
    stopped = Page(exchange_view(Exchange(1, "问", stage="stopped", draft="写到这里"), "zh"))
    assert "已停止" in stopped.text
    assert "写到这里" in stopped.text
    failed = Page(exchange_view(Exchange(1, "问", stage="failed", draft="写到这里", error="模型服务连不上"), "zh"))
    assert "没有答成：模型服务连不上" in failed.text
    assert "写到这里" in failed.text
    assert "重新回答" in failed.text


def test_a_struck_claim_that_stands_in_the_text_is_crossed_out_there() -> None:
    exchange = done("造林")
    assert exchange.answer is not None
    text = "去年造林12.6万亩。[1]碳汇收入突破5亿元。[1]"
    html = exchange_view(replace(exchange, answer=replace(exchange.answer, text=text)), "zh")
    assert '<s class="yj-struck-text">碳汇收入突破5亿元。</s>' in html


def test_the_filters_of_a_question_are_shown() -> None:
    exchange = Exchange(1, "问", Filters(file="甲.txt", role="市长"))
    assert "范围：甲.txt · 市长" in Page(exchange_view(exchange, "zh")).text


def test_english_words() -> None:
    page = Page(conversation([done("造林", 1), done("隐", 2)], "en"))
    assert "Answered" in page.text
    assert "Hidden in the source" in page.text
    assert "出处" not in page.text


def test_start_page() -> None:
    page = Page(start_page(3, 25, 900, ("问一？", "<b>问二</b>"), "zh"))
    page.check()
    assert "3 个文件、25 篇讲话、900 段" in page.text
    assert page.values("data-act") == ["pick", "pick"]
    assert "资料库还是空的" in Page(start_page(0, 0, 0, (), "zh")).text


@st.composite
def hostile_exchanges(draw: st.DrawFn) -> Exchange:
    text = draw(HOSTILE)
    again = draw(HOSTILE)
    paragraph = Paragraph(text, text, (Mask(0, len(text) // 2, text),))
    source = Source(1, paragraph, text, again, text, (Location(again, 1, 1),), draw(st.booleans()), (text[:5], again))
    claims = (Claim(text, (1,), "supported"), Claim(again, (1, 9), "unsupported", (text,)))
    status: Status = draw(st.sampled_from(get_args(Status)))
    answer = Answer(text, again, status, f"{text}[1]{again}[99]", claims, (source,), again, (("total", 1.0),), (text,))
    stage: Stage = draw(st.sampled_from(get_args(Stage)))
    kept = answer if stage == "done" else None
    return Exchange(1, text, Filters(again, text), stage, again, (source,), f"{again}[1]", kept, text)


@given(hostile_exchanges(), st.sampled_from(["zh", "en"]))
def test_nothing_of_a_text_becomes_markup(exchange: Exchange, lang: str) -> None:
    Page(exchange_view(exchange, "en" if lang == "en" else "zh")).check()


@given(HOSTILE)
def test_a_question_is_shown_as_it_is(text: str) -> None:
    html = exchange_view(Exchange(1, text), "zh")
    start = html.index('class="yj-q-text">') + len('class="yj-q-text">')
    shown = Page(html[start : html.index("</h2>", start)]).text
    assert "<" not in html[start : html.index("</h2>", start)]
    same = {"\x00", "\ufffd", "\r"}  # NUL and bidirectional controls are replaced, the parser joins \r\n
    assert [c for c in shown if c not in same] == [c for c in text if c not in same and c not in "\u202e\u202d\u202a"]


def test_the_hostile_library_of_the_browser_test_stays_text() -> None:
    assert FakeStore().speech("s-evil") is not None
    page = Page(exchange_view(done("黑"), "zh"))
    page.check()
    assert "<script>window.hacked=6</script>" in page.text
