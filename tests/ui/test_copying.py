from __future__ import annotations

from dataclasses import replace

from tests.fakes import FakeBot
from ui.copying import answer_text, citation_text, quotation_text, without_struck

BOT = FakeBot()


def test_the_answer_with_its_references() -> None:
    assert answer_text(BOT.answer("造林"), "zh") == (
        "去年全市完成造林12.6万亩，同比增长8.3%。[1]\n"
        "全县新登记经营主体3,482户。[2]\n"
        "\n"
        "出处：\n"
        "[1] 《在青禾市林业碳汇工作推进会上的讲话》（市长），《青禾市讲话汇编.txt》第1篇第9段\n"
        "[2] 《在云岭县优化营商环境座谈会上的发言》（县委书记），《青禾市讲话汇编.txt》第2篇第2段"
    )


def test_what_was_struck_is_not_copied() -> None:
    answer = BOT.answer("造林")
    answer = replace(answer, text="造林12.6万亩。[1]碳汇收入突破5亿元。[1][2]其余见附件。[1]")
    assert without_struck(answer) == "造林12.6万亩。[1]其余见附件。[1]"


def test_a_quotation_with_its_reference() -> None:
    assert quotation_text(BOT.answer("造林").sources[1], "zh") == (
        "“全县新登记经营主体3,482户”（《在云岭县优化营商环境座谈会上的发言》（县委书记），"
        "《青禾市讲话汇编.txt》第2篇第2段）"
    )


def test_a_reference_of_the_form_of_gbt_7714() -> None:
    forest, business, _ = BOT.answer("造林").sources
    assert citation_text(forest, BOT.store.speech("s-forest"), "zh") == (
        "全市完成造林12.6万亩，同比增长8.3%\n"
        "市长. 在青禾市林业碳汇工作推进会上的讲话[G]//青禾市讲话汇编. 2023年3月: 第1篇第9段."
    )
    bare = replace(business, speaker_role=None, locations=(), quotes=())
    assert citation_text(bare, None, "zh") == (
        "全县新登记经营主体3,482户，企业开办时间压缩到0.5个工作日。\n在云岭县优化营商环境座谈会上的发言."
    )


def test_a_page_is_told_where_there_are_pages() -> None:
    source = BOT.answer("造林").sources[1]
    paged = replace(source, locations=(replace(source.locations[0], page=12),))
    assert quotation_text(paged, "zh").endswith("《青禾市讲话汇编.txt》第2篇第2段（第12页））")
    assert citation_text(paged, None, "en").endswith("speech 2, paragraph 2 (page 12).")
