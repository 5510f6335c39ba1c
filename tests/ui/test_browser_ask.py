"""Asking and reading in a real browser, over a bot with canned answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.fakes import FakeBot, FakeStore
from tests.ui.browsing import EXAMPLES, Pages, answered, ask, open_files, shot
from tests.ui.kept import talks_in
from ui.app import web_app
from ui.serving import address_of, listen, running

pytestmark = pytest.mark.browser


def test_ask_read_the_source_filter_and_look_into_the_library(pages: Pages, bot: FakeBot) -> None:
    page = pages.open()
    expect(page.locator(".yj-example")).to_have_count(2)
    shot(page, "1280-start")
    ask(page, "去年造林多少亩（慢）？")
    expect(page.locator(".yj-draft")).to_contain_text("草稿 · 未核查")
    expect(page.locator("#yj-stop")).to_be_visible()
    shot(page, "1280-draft")
    page.locator("#yj-live .yj-draft .yj-mark").first.hover()
    page.mouse.down()
    page.wait_for_timeout(600)  # meanwhile the draft is drawn anew
    page.mouse.up()
    expect(page.locator("#yj-side .yj-panel")).to_be_visible()
    page.click("#yj-stop")
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("已停止")
    expect(page.locator("#yj-live .yj-draft")).to_contain_text("造林")
    expect(page.locator("#yj-side .yj-target mark")).to_be_in_viewport()  # opened again, as it is after the answer
    page.keyboard.press("Escape")
    expect(page.locator("#yj-side .yj-panel")).to_have_count(0)

    ask(page, "去年造林多少亩？")
    turn = answered(page, "去年造林多少亩？")
    expect(turn.locator(".yj-banner")).to_contain_text("已回答")
    expect(turn.locator(".yj-struck")).to_contain_text("“5亿元”不在所引的段落里")
    expect(turn.locator(".yj-searched")).to_contain_text("去年造林多少亩？（2023年）")
    expect(page.locator("#yj-past .yj-turn")).to_have_count(1)

    turn.locator(".yj-text .yj-mark").first.click()
    panel = page.locator("#yj-side .yj-panel")
    expect(panel).to_contain_text("第1篇 第9段")
    expect(panel.locator(".yj-target mark")).to_have_text("全市完成造林12.6万亩，同比增长8.3%")
    expect(panel.locator(".yj-target .yj-mask")).to_have_text("xx")
    expect(panel.locator(".yj-target mark")).to_be_in_viewport()
    shot(page, "1280-panel")
    panel.get_by_role("button", name="下一处出处").click()
    expect(panel.locator("h2")).to_have_text("在云岭县优化营商环境座谈会上的发言")
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)

    open_files(page).filter(has_text="青禾市讲话汇编.txt").click()
    ask(page, "限定文件")
    expect(answered(page, "限定文件").locator(".yj-scope")).to_have_text("范围：青禾市讲话汇编.txt")
    assert bot.asked[-1][2].file == "青禾市讲话汇编.txt"
    assert len(bot.asked[-1][1]) == 1  # the stopped one is no history

    page.get_by_role("tab", name="资料库").click()
    expect(page.locator("#yj-shelf .yj-files > li")).to_have_count(3)
    shot(page, "1280-library")
    page.locator("#yj-shelf .yj-file").first.click()
    expect(page.locator("#yj-shelf .yj-list > li")).to_have_count(2)
    page.locator("#yj-shelf .yj-list .yj-source").first.click()
    expect(page.locator("#yj-shelf .yj-speech .yj-p")).to_have_count(16)
    page.get_by_role("button", name="二、突出重点，狠抓落实").click()
    expect(page.locator("#yj-shelf [data-p='10']")).to_be_in_viewport()
    page.locator("#yj-shelf .yj-crumb", has_text="青禾市讲话汇编.txt").click()
    page.get_by_role("button", name="剔除记录 3").click()
    expect(page.locator("#yj-shelf .yj-log")).to_contain_text("更多材料请关注某公众号")
    shot(page, "1280-removal-log")
    page.get_by_label("在资料库里找").fill("林业碳汇项目")
    page.get_by_label("在资料库里找").press("Enter")
    page.locator("#yj-shelf .yj-list .yj-source").first.click()
    expect(page.locator("#yj-shelf .yj-target")).to_contain_text("林业碳汇项目备案17个")
    expect(page.locator("#yj-shelf .yj-target")).to_be_in_viewport()


def test_hostile_texts_stay_text(pages: Pages) -> None:
    page = pages.open()
    question = (
        "<script>window.hacked=8</script><img src=x onerror=window.hacked=9>{{黑}}${window.hacked=10}`[1](javascript:0)"
    )
    ask(page, question)
    turn = answered(page, question)
    expect(turn).to_contain_text("<script>window.hacked=6</script>")
    assert turn.locator("script, img, a").count() == 0
    turn.locator(".yj-text .yj-mark").first.hover()
    expect(page.locator(".yj-card")).to_contain_text("<script>window.hacked=1</script>")
    turn.locator(".yj-text .yj-mark").first.click()
    expect(page.locator("#yj-side h2")).to_contain_text("<script>window.hacked=1</script>")
    expect(open_files(page).nth(3)).to_contain_text("<script>")
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="资料库").click()
    page.locator("#yj-shelf .yj-file").last.click()
    page.locator("#yj-shelf .yj-list .yj-source").click()
    expect(page.locator("#yj-shelf .yj-speech")).to_contain_text("{{constructor}} ${window.hacked=4} **不是粗体**")
    assert page.locator("#yj-shelf script, #yj-shelf img, #yj-shelf a").count() == 0


def test_empty_and_endless_questions(pages: Pages) -> None:
    page = pages.open()
    ask(page, "   ")
    expect(page.locator("#yj-notice")).to_have_text("请先输入问题。")
    page.wait_for_timeout(500)  # Gradio has drawn the rest of its answer, too
    ask(page, "长" * 20_000)
    expect(page.locator("#yj-notice")).to_contain_text("20000 字")
    assert len(page.input_value("#yj-box textarea")) == 20_000
    ask(page, "造林")
    answered(page, "造林")
    expect(page.locator("#yj-notice")).to_have_text("")


def test_double_submit_asks_once(pages: Pages, bot: FakeBot) -> None:
    page = pages.open()
    before = len(bot.asked)
    page.fill("#yj-box textarea", "双击造林")
    page.evaluate("for (let n = 0; n < 3; n++) document.querySelector('#yj-ask').click()")
    answered(page, "双击造林")
    assert len(bot.asked) == before + 1
    expect(page.locator(".yj-turn")).to_have_count(1)


def test_every_question_counts_however_fast_they_come(pages: Pages, bot: FakeBot) -> None:
    page = pages.open()
    for number in range(5):  # each while the page still draws what belongs to the last
        ask(page, f"造林{number}")
        answered(page, f"造林{number}")
    ask(page, "慢造林")
    expect(page.locator(".yj-draft")).to_be_visible()
    ask(page, "插一句")
    expect(page.locator("#yj-notice")).to_contain_text("上一个问题还在回答")
    expect(page.locator("#yj-box textarea")).to_have_value("插一句")
    page.click("#yj-stop")
    page.press("#yj-box textarea", "Enter")
    answered(page, "插一句")
    assert [question for question, _, _ in bot.asked[-3:]] == ["造林4", "慢造林", "插一句"]


def test_a_broken_answer_is_told_and_can_be_asked_again(pages: Pages) -> None:
    page = pages.open()
    ask(page, "崩")
    turn = answered(page, "崩")
    expect(turn.locator(".yj-banner")).to_contain_text("程序内部出错")
    expect(turn).not_to_contain_text("secret")
    turn.get_by_role("button", name="重新回答").click()
    expect(page.locator(".yj-turn")).to_have_count(1)
    answered(page, "崩")


def test_copy_the_answer_and_save_it(pages: Pages) -> None:
    page = pages.open()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".yj-example").first.click()
    turn = answered(page, EXAMPLES[0])
    turn.get_by_role("button", name="复制回答和出处").click()
    expect(turn.get_by_role("button", name="已复制")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()").replace("\r", "")
    assert copied.startswith("去年全市完成造林12.6万亩，同比增长8.3%。[1]\n")
    assert "\n出处：\n[1] 《在青禾市林业碳汇工作推进会上的讲话》（市长）" in copied
    assert "5亿元" not in copied
    with page.expect_download() as download:
        turn.get_by_role("button", name="Markdown").click()
    assert download.value.suggested_filename == "青禾市去年造林多少亩？.md"
    assert "## 青禾市去年造林多少亩？\n" in download.value.path().read_text("utf-8")
    with page.expect_download() as download:
        turn.get_by_role("button", name="Word").click()
    assert download.value.path().read_bytes().startswith(b"PK")


def test_the_searched_question_is_corrected_and_the_search_explained(pages: Pages, bot: FakeBot) -> None:
    page = pages.open()
    ask(page, "林业碳汇")
    answered(page, "林业碳汇")
    ask(page, "那造林呢？")
    turn = answered(page, "那造林呢？")
    turn.get_by_role("button", name="不对？改一改").click()
    field = turn.get_by_label("检索的是")
    expect(field).to_be_focused()
    expect(field).to_have_value("那造林呢？（2023年）")
    field.fill("造林12.6万亩")
    field.press("Escape")
    expect(turn.locator(".yj-searched-text")).to_have_text("那造林呢？（2023年）")
    turn.get_by_role("button", name="不对？改一改").click()
    field.fill("造林12.6万亩")
    page.fill("#yj-box textarea", "正在写的")
    field.press("Enter")
    turn = answered(page, "造林12.6万亩")
    assert bot.asked[-1][:2] == ("造林12.6万亩", ())  # as it is written, whatever came before
    assert page.input_value("#yj-box textarea") == "正在写的"
    turn.get_by_role("button", name="为什么是这些段落").click()
    expect(turn.locator(".yj-why-list").last).to_contain_text("关键词")
    shot(page, "1280-why")


def test_an_empty_library_invites_to_fill_it(chromium: Browser, tmp_path: Path) -> None:
    store = FakeStore(empty=True)
    bot, listening = FakeBot(store), listen("127.0.0.1", 0)
    pages = Pages(chromium, address_of(listening, "127.0.0.1"))
    with running(web_app(talks_in(tmp_path, bot), bot), listening):
        page = pages.open()
        expect(page.locator(".yj-start")).to_contain_text("资料库还是空的")
        shot(page, "1280-empty")
        page.get_by_role("button", name="去放文件").click()
        expect(page.get_by_role("tab", name="资料库")).to_have_attribute("aria-selected", "true")
        store.fill()
        page.get_by_role("tab", name="问答").click()
        page.get_by_role("button", name="《在青禾市林业碳汇工作推进会上的讲话》讲了哪些工作？").click()
        answered(page, "《在青禾市林业碳汇工作推进会上的讲话》讲了哪些工作？")
        pages.check()
