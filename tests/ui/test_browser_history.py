"""Conversations in a real browser: kept, found, changed; tabs, reloads, restarts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fakes import FakeBot
from tests.ui.browsing import EXAMPLES, Pages, answered, ask, shot
from tests.ui.kept import talks_in
from ui.app import web_app
from ui.serving import address_of, listen, running

pytestmark = pytest.mark.browser


def test_closing_and_reloading_in_mid_stream_lose_nothing(pages: Pages) -> None:
    page = pages.open()
    ask(page, "慢造林")
    expect(page.locator(".yj-draft")).to_be_visible()
    pages.reload(page)
    expect(page.locator("#yj-live h2")).to_have_text("慢造林")
    expect(page.locator("#yj-stop")).to_be_visible()
    ask(page, "插一句")  # while the other is answered: told, and kept in the box, even over a reload
    expect(page.locator("#yj-notice")).to_contain_text("上一个问题还在回答")
    pages.reload(page)
    expect(page.locator("#yj-box textarea")).to_have_value("插一句")
    grown = page.locator(".yj-draft").inner_text()
    expect(page.locator(".yj-draft")).not_to_have_text(grown)  # it goes on growing here
    page.click("#yj-stop")
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("已停止")
    pages.reload(page)
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("已停止")
    context = page.context
    page.close()
    other = pages.open(context=context)  # the server goes on
    ask(other, "造林")
    answered(other, "造林")


def test_two_pages_of_one_conversation(pages: Pages) -> None:
    first = pages.open()
    ask(first, "造林一")
    answered(first, "造林一")
    talk = first.evaluate("sessionStorage.getItem('yanju-talk')")
    second = pages.open(context=first.context)
    second.evaluate("talk => sessionStorage.setItem('yanju-talk', talk)", talk)
    pages.reload(second)
    answered(second, "造林一")
    ask(second, "造林二")
    answered(second, "造林二")
    expect(first.locator(".yj-turn")).to_have_count(1)
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # it comes into view again
    answered(first, "造林二")
    first.locator("#yj-live summary").first.click()
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    first.wait_for_timeout(500)
    expect(first.locator("#yj-live details[open]")).to_have_count(1)  # nothing new: not drawn again


def test_two_tabs_do_not_mix(pages: Pages) -> None:
    first = pages.open()
    second = pages.open(context=first.context)
    ask(first, "慢一")
    ask(second, "造林二")
    answered(second, "造林二")
    expect(second.locator(".yj-turn")).to_have_count(1)
    expect(first.locator("#yj-live h2")).to_have_text("慢一")
    expect(first.locator(".yj-turn")).to_have_count(1)
    first.click("#yj-stop")
    expect(first.locator("#yj-live .yj-banner")).to_contain_text("已停止")
    ask(first, "慢三")  # left while it is answered: it must not draw over what is opened then
    expect(first.locator(".yj-draft")).to_be_visible()
    first.click("#yj-new")
    expect(first.locator(".yj-start")).to_be_visible()
    first.wait_for_timeout(700)
    expect(first.locator(".yj-turn")).to_have_count(0)
    first.locator("#yj-talks .yj-talk-open", has_text="慢一").click()
    expect(first.locator("#yj-live h2")).to_have_text("慢三")
    first.click("#yj-stop")
    expect(first.locator("#yj-live .yj-banner")).to_contain_text("已停止")
    expect(second.locator(".yj-turn")).to_have_count(1)


def shown(page: Page) -> str:
    """The conversation as it stands on the page."""
    return "".join(page.locator(f"{block} .yj-turn").all_inner_texts()[0] for block in ("#yj-past", "#yj-live"))


def test_a_conversation_is_found_again_and_reads_the_same(pages: Pages) -> None:
    page = pages.open()
    ask(page, "林业造林多少")
    answered(page, "林业造林多少")
    ask(page, "独一份的成交额（隐）多少")
    answered(page, "独一份的成交额（隐）多少")
    before = shown(page)
    here = page.locator("#yj-talks .yj-talk-here")
    expect(here).to_contain_text("林业造林多少")
    pages.reload(page)
    answered(page, "独一份的成交额（隐）多少")
    assert shown(page) == before
    page.click("#yj-new")
    expect(page.locator(".yj-start")).to_be_visible()
    expect(here).to_have_count(0)
    page.get_by_label("查找对话").press_sequentially("独一份")
    expect(page.locator("#yj-talks .yj-talk")).to_have_count(1)
    page.locator("#yj-talks .yj-talk-open").click()
    answered(page, "独一份的成交额（隐）多少")
    assert shown(page) == before
    page.locator("#yj-past .yj-text .yj-mark").first.click()
    expect(page.locator("#yj-side .yj-target mark")).to_have_text("全市完成造林12.6万亩，同比增长8.3%")


def test_rename_save_and_delete(pages: Pages) -> None:
    page = pages.open()
    ask(page, "造林一")
    answered(page, "造林一")
    here = page.locator("#yj-talks .yj-talk-here")
    here.get_by_role("button", name="改名").click()
    field = page.get_by_label("对话的新名字")
    expect(field).to_be_focused()
    field.fill("<b>林业</b>的事")
    field.press("Enter")
    expect(here.locator(".yj-talk-open")).to_have_text("<b>林业</b>的事")
    shot(page, "1280-history")
    with page.expect_download() as download:
        here.get_by_role("button", name="JSON").click()
    assert json.loads(download.value.path().read_text("utf-8"))["name"] == "<b>林业</b>的事"
    here.get_by_role("button", name="删除").click()
    page.get_by_role("button", name="不删").click()
    expect(here).not_to_contain_text("删后不能恢复")  # until then 删除 is the button that confirms
    expect(here).to_have_count(1)
    here.get_by_role("button", name="删除").click()
    expect(here).to_contain_text("删后不能恢复")
    here.locator(".yj-danger").click()
    expect(page.locator(".yj-start")).to_be_visible()
    expect(page.locator("#yj-talks")).not_to_contain_text("<b>林业</b>")


def test_feedback_and_a_changed_question(pages: Pages) -> None:
    page = pages.open()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".yj-example").first.click()
    turn = answered(page, EXAMPLES[0])
    good, wrong = turn.get_by_role("button", name="好", exact=True), turn.get_by_role("button", name="数字有误")
    wrong.click()
    expect(wrong).to_have_attribute("aria-pressed", "true")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    expect(wrong).to_have_attribute("aria-pressed", "false")
    turn.get_by_role("button", name="复制为评测题").click()
    expect(page.locator("#yj-notice")).to_contain_text("评测题已复制")
    case = json.loads(page.evaluate("navigator.clipboard.readText()"))
    assert (case["question"], case["feedback"]) == (EXAMPLES[0], "good")
    assert {"file": "青禾市讲话汇编.txt", "quote": "全市完成造林12.6万亩，同比增长8.3%"} in case["gold"]

    turn.locator(".yj-q").hover()
    turn.get_by_role("button", name="修改问题").click()
    expect(page.locator("#yj-notice")).to_contain_text("正在改第 1 问")
    expect(page.locator("#yj-box textarea")).to_be_focused()
    assert page.input_value("#yj-box textarea") == EXAMPLES[0]
    ask(page, "改过的造林")
    answered(page, "改过的造林")
    expect(page.locator(".yj-turn")).to_have_count(1)
    expect(page.locator("#yj-notice")).to_have_text("")
    page.locator("#yj-talks .yj-talk-open").nth(1).click()
    expect(answered(page, EXAMPLES[0]).get_by_role("button", name="好", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_restart_of_the_server_in_mid_answer_loses_nothing(chromium: Browser, tmp_path: Path) -> None:
    bot = FakeBot(delay=0.02)
    talks, listening = talks_in(tmp_path, bot), listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    pages = Pages(chromium, address_of(listening, "127.0.0.1"))
    with running(web_app(talks, bot), listening):
        page = pages.open()
        ask(page, "造林")
        answered(page, "造林")
        ask(page, "慢造林")
        expect(page.locator(".yj-draft")).to_be_visible()
        talks.close()
        expect(page.locator("#yj-live .yj-banner")).to_contain_text("没有写完")
    ask(page, "接着问造林")
    expect(page.locator(".yj-lost")).to_be_visible()
    shot(page, "1280-lost")
    with running(web_app(talks_in(tmp_path, bot), bot), listen("127.0.0.1", port)):  # the page comes back by itself
        expect(page.locator(".yj-lost")).to_be_hidden()
        expect(page.locator("#yj-live .yj-banner")).to_contain_text("没有写完")
        expect(page.locator("#yj-past .yj-turn h2")).to_have_text("造林")
        shot(page, "1280-interrupted")
        page.locator("#yj-past .yj-text .yj-mark").first.click()
        expect(page.locator("#yj-side .yj-target")).to_be_visible()
        page.press("#yj-box textarea", "Enter")  # what was being written is still there
        answered(page, "接着问造林")
        expect(page.locator("#yj-past .yj-turn")).to_have_count(2)
        pages.forgive("ERR_", "Connection", "Failed to load", "aborted", "errored out", "Cancelled", "network error")
        pages.check()
