from __future__ import annotations

import re

import pytest

from bot.answering import NOTHING, answer, finished
from bot.model import NOT_FOUND
from bot.ports import Drafted, Found, ModelError
from bot.searching import MAX_QUESTION, EmptyQuestion
from bot.types import Turn
from tests.bot.answering_kit import PLAIN, ROADS, TREES, ask, with_model
from tests.fakes import ScriptedModel, fake_parts, source
from vectorstore.types import Mask


def test_the_events_are_found_drafted_finished() -> None:
    events = list(answer(fake_parts(TREES, ROADS), "造林多少？"))
    assert isinstance(events[0], Found)
    assert [s.number for s in events[0].sources] == [1, 2]
    assert all(isinstance(e, Drafted) for e in events[1:-1])
    result = finished(iter(events))
    assert (result.status, result.text, result.model) == ("answered", "去年全市新增造林三万亩[1]。", "extractive")
    assert [(s.cited, s.quotes) for s in result.sources] == [(True, ("去年全市新增造林三万亩",)), (False, ())]


def test_an_empty_question_is_refused() -> None:
    with pytest.raises(EmptyQuestion):
        ask(fake_parts(TREES), " \n　")


def test_a_question_of_20000_characters_is_cut_and_it_is_said() -> None:
    forms: list[list[str]] = []
    result = ask(fake_parts(TREES, found=forms), "造林" * 10_000)
    assert len(forms[0][0]) == MAX_QUESTION
    assert len(result.question) == 20_000
    assert "20000" in result.notes[0]


def test_nothing_found_is_not_found_and_the_model_is_not_asked_to_answer() -> None:
    model = ScriptedModel(PLAIN)
    result = ask(fake_parts(model=model))
    assert (result.status, result.sources) == ("not_found", ())
    assert len(model.sent) == 1
    assert "没有检索到" in result.notes[-1]


def test_a_models_answer_is_checked_and_its_tokens_are_counted() -> None:
    result = with_model("去年全市新增造林三万亩[1]。云岭县新修农村公路二百公里【2】。")
    assert (result.status, result.model) == ("answered", "scripted")
    assert result.text == "去年全市新增造林三万亩[1]。云岭县新修农村公路二百公里[2]。"
    assert [c.verdict for c in result.claims] == ["supported", "supported"]
    seconds = dict(result.seconds)
    assert (seconds["tokens_in"], seconds["tokens_out"]) == (200, 20)
    assert {"search", "rewrite", "draft", "check", "total"} <= seconds.keys()


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("去年全市新增造林九万亩[1]。", "出处里没有"),
        ("去年全市新增造林三万亩[99]。", "[99]不存在"),
        ("去年全市新增造林三万亩。", "没有标出出处"),
        ("去年全市新增造林三万亩[2]。", "出处里没有"),
    ],
)
def test_a_claim_that_fails_twice_is_struck_with_its_reason(bad: str, reason: str) -> None:
    result = with_model(f"{bad}云岭县新修农村公路二百公里[2]。", f"1|{bad}")
    assert (result.status, result.text) == ("partial", "云岭县新修农村公路二百公里[2]。")
    struck = [c for c in result.claims if c.verdict == "unsupported"]
    assert len(struck) == 1
    assert reason in struck[0].reasons[0]


def test_a_failed_claim_is_sent_back_once_with_its_reason() -> None:
    model = ScriptedModel(
        PLAIN,
        "要点如下：\n1. 去年全市新增造林九万亩[1]。\n2. 云岭县新修农村公路二百公里[2]。",
        "1|去年全市新增造林三万亩[1]。",
    )
    result = ask(fake_parts(TREES, ROADS, model=model))
    assert result.status == "answered"
    assert result.text == "要点如下：\n1. 去年全市新增造林三万亩[1]。\n2. 云岭县新修农村公路二百公里[2]。"
    assert "出处里没有" in model.sent[2]
    assert "改正" in result.notes[-1]


def test_a_mended_claim_that_is_worse_is_not_taken() -> None:
    result = with_model("去年全市新增造林九万亩[1]。云岭县新修农村公路二百公里[2]。", "1|去年全市新增造林十万亩[1]。")
    assert [c.text for c in result.claims if c.verdict == "unsupported"] == ["去年全市新增造林九万亩。"]
    assert "十万" not in str(result)


def test_when_nothing_passes_the_text_is_quoted_and_what_fell_is_listed() -> None:
    result = with_model("去年全市新增造林九万亩[1]。", "1|删除")
    assert (result.model, result.text) == ("extractive", "去年全市新增造林三万亩[1]。")
    assert [c.text for c in result.claims if c.verdict == "unsupported"] == ["去年全市新增造林九万亩。"]
    assert "没有一句通过核查" in result.notes[-1]


@pytest.mark.parametrize("reply", ["[1][2]", "", "<think>没有</think>", "……"])
def test_a_reply_without_a_sentence_leads_to_the_extractive_answer(reply: str) -> None:
    result = with_model(reply)
    assert (result.model, result.status) == ("extractive", "answered")
    assert "没有可以核查的句子" in result.notes[-1]


def test_a_model_that_breaks_leads_to_the_extractive_answer_and_a_note() -> None:
    result = with_model(ModelError("连不上大模型 scripted（http://x/v1）"))
    assert (result.model, result.text) == ("extractive", "去年全市新增造林三万亩[1]。")
    assert any("http://x/v1" in note for note in result.notes)


def test_a_model_that_cannot_even_rewrite_is_named_in_a_note_and_not_waited_for_again() -> None:
    model = ScriptedModel(ModelError("连不上大模型 scripted"))
    result = ask(fake_parts(TREES, model=model))
    assert result.text == "去年全市新增造林三万亩[1]。"
    assert "连不上" in result.notes[0]
    assert "摘录原文" in result.notes[1]
    assert len(model.sent) == 1


def test_a_reply_that_was_cut_loses_its_unfinished_sentence() -> None:
    result = with_model("去年全市新增造林三万亩[1]。云岭县新修农村", cut=True)
    assert (result.status, result.text) == ("answered", "去年全市新增造林三万亩[1]。")
    assert "没有写完" in result.notes[-1]


def test_reasoning_does_not_reach_the_answer() -> None:
    assert with_model("先看材料[1]。</think>去年全市新增造林三万亩[1]。").text == "去年全市新增造林三万亩[1]。"


def test_not_found_is_read_from_the_agreed_sentence() -> None:
    result = with_model(NOT_FOUND)
    assert (result.status, result.text, result.claims) == ("not_found", NOT_FOUND, ())
    assert not any(s.cited for s in result.sources)


def test_a_part_that_is_missing_makes_it_partial() -> None:
    result = with_model(f"去年全市新增造林三万亩[1]。\n{NOT_FOUND}")
    assert (result.status, result.text) == ("partial", f"去年全市新增造林三万亩[1]。\n{NOT_FOUND}")


def test_sources_that_disagree_make_it_conflicting() -> None:
    texts = ("全市造林三万亩。", "全市造林四万亩。材料说法不一")
    result = with_model("材料说法不一：全市造林三万亩[1][2]。全市造林四万亩[2]。", texts=texts)
    assert result.status == "conflicting"


def test_masked_needs_a_masked_source() -> None:
    reply = "材料中隐去了这一内容[1]。"
    hidden = source(1, "全市造林xx亩。材料中隐去了这一内容。", masks=(Mask(4, 6, "xx"),))
    assert ask(fake_parts(hidden, model=ScriptedModel(PLAIN, reply))).status == "masked"
    shown = source(1, "全市造林三亩。材料中隐去了这一内容。")
    assert ask(fake_parts(shown, model=ScriptedModel(PLAIN, reply))).status == "answered"


def test_the_rewriting_is_searched_with_and_shown() -> None:
    forms: list[list[str]] = []
    model = ScriptedModel(
        "问题：青禾市去年造林多少亩？\n检索：全市新增造林若干万亩\n检索：国土绿化\n词语：造林、面积",
        "去年全市新增造林三万亩[1]。",
    )
    result = ask(fake_parts(TREES, model=model, found=forms), "那造林呢？", (Turn("青禾市怎么样？", "好。"),))
    assert result.searched == "青禾市去年造林多少亩？"
    assert forms[0] == ["青禾市怎么样？ 那造林呢？"]  # the plain search runs beside the rewriting
    assert forms[1] == [
        "青禾市去年造林多少亩？",
        "青禾市怎么样？ 那造林呢？",
        "全市新增造林若干万亩",
        "国土绿化",
        "造林、面积",
    ]
    assert result.notes == ()


def test_an_unusable_rewriting_is_said() -> None:
    result = with_model("去年全市新增造林三万亩[1]。")
    assert result.notes == ("大模型改写问题的回复不合格式，按原问题检索。",)


def test_the_versions_of_the_prompts_are_in_the_answer() -> None:
    assert ask(fake_parts(TREES)).prompts == ()
    assert with_model("去年全市新增造林三万亩[1]。").prompts == ("search.v1", "answer.v1")
    assert with_model("去年全市新增造林九万亩[1]。", "1|删除").prompts == ("search.v1", "answer.v1", "mend.v1")


def test_every_text_that_is_sent_is_shown_among_the_sources() -> None:
    texts = tuple(f"第{n}次会议部署造林。" + "绿化" * (40 * n) for n in range(1, 40))
    model = ScriptedModel(
        PLAIN, "第1次会议部署造林[1]。第2次会议部署护林[2]。", "1|第2次会议部署造林[2]。", context=6000
    )
    result = ask(fake_parts(*texts, model=model))
    shown = {f"[{s.number}] 《{s.title}》，{s.speaker_role}：{s.paragraph.text}" for s in result.sources}
    for sent in model.sent[1:]:
        lines = set(re.findall(r"^\[[0-9]+\] 《.*$", sent, re.MULTILINE))
        assert lines
        assert lines <= shown
        assert not [text for text in texts if text in sent and not any(text in line for line in lines)]


def test_what_does_not_fit_is_neither_sent_nor_shown() -> None:
    texts = tuple(f"第{n}次会议部署造林。" + "绿化" * 200 for n in range(1, 40))
    model = ScriptedModel(PLAIN, "第1次会议部署造林[1]。", context=4096)
    result = ask(fake_parts(*texts, model=model))
    sent = re.findall(r"^\[([0-9]+)\] 《", model.sent[1], re.MULTILINE)
    assert [str(s.number) for s in result.sources] == sent
    assert 0 < len(sent) < 39
    assert f"另有 {39 - len(sent)} 段" in result.notes[-1]


def test_a_window_that_holds_no_source_leads_to_the_extractive_answer() -> None:
    result = ask(fake_parts(TREES + "绿化" * 3000, model=ScriptedModel(PLAIN, context=2048)))
    assert (result.model, result.status) == ("extractive", "answered")
    assert "YANJU_LLM_CONTEXT" in result.notes[-1]


def test_no_text_is_left_out_silently_when_nothing_can_be_said() -> None:
    result = ask(fake_parts("。"))
    assert (result.status, result.text) == ("not_found", NOTHING)
