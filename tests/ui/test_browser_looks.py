"""Width, darkness, language, keyboard and accessibility in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize, expect

from tests.ui.browsing import DESKTOP, PHONE, Pages, answered, ask, shot

pytestmark = pytest.mark.browser


def accessible(page: Page) -> None:
    """What axe finds wrong is named with its place."""
    page.wait_for_timeout(400)  # colours of buttons fade in
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_axe_finds_nothing_in_the_light_and_in_the_dark(pages: Pages, size: ViewportSize) -> None:
    """Each look of it costs seconds: on a wide screen answers and panel are seen together, on a narrow one apart."""
    page = pages.open(size)
    if size is DESKTOP:
        accessible(page)
    for question in ("成交额（隐）", "说法异", "无", "坏", "造林"):
        ask(page, question)
        answered(page, question)
    if size is DESKTOP:
        page.locator("#yj-live .yj-text .yj-mark").first.click()
    accessible(page)
    page.click("#yj-theme")
    accessible(page)
    if size is PHONE:
        page.locator("#yj-live .yj-text .yj-mark").first.click()
        expect(page.locator("#yj-side .yj-panel")).to_be_visible()
        accessible(page)
        page.keyboard.press("Escape")
        page.click("#yj-menu")
        expect(page.locator("#yj-drawer")).to_be_visible()
        shot(page, "390-drawer")
        page.keyboard.press("Escape")
        expect(page.locator("#yj-drawer")).to_be_hidden()
    shot(page, f"{size['width']}-dark")


def test_phone(pages: Pages) -> None:
    page = pages.open(PHONE)
    shot(page, "390-start")
    ask(page, "造林")
    turn = answered(page, "造林")
    shot(page, "390-answer")
    turn.locator(".yj-text .yj-mark").first.click()
    expect(page.locator("#yj-side .yj-target mark")).to_be_in_viewport()
    expect(turn.locator(".yj-text .yj-mark").first).to_be_in_viewport()
    shot(page, "390-panel")
    page.click(".yj-close")
    expect(page.locator("#yj-box textarea")).to_be_in_viewport()
    page.get_by_role("tab", name="资料库").click()
    expect(page.locator("#yj-shelf .yj-files > li")).to_have_count(3)
    shot(page, "390-library")


def test_light_and_dark_are_a_choice_that_stays(pages: Pages) -> None:
    page = pages.open(dark=True)
    dark = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    page.click("#yj-theme")
    light = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    assert (dark, light) == ("rgb(22, 24, 28)", "rgb(250, 249, 246)")
    page.reload()  # against the system's
    expect(page.locator("#yj-box textarea")).to_be_visible()
    expect(page.locator("body")).not_to_have_class("dark")


def test_english(pages: Pages) -> None:
    page = pages.open()
    ask(page, "造林")
    answered(page, "造林").locator(".yj-text .yj-mark").first.click()
    expect(page.locator("#yj-side .yj-panel")).to_be_visible()
    page.click("#yj-language")
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("Answered")
    expect(page.locator("#yj-side")).to_contain_text("speech 1 paragraph 9")
    expect(page.get_by_role("tab", name="Library")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    pages.reload(page)
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("Answered")
    page.click("#yj-language")
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("已回答")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


def test_keyboard_alone(pages: Pages) -> None:
    page = pages.open()
    ask(page, "造林")
    turn = answered(page, "造林")
    mark = turn.locator(".yj-text .yj-mark").first
    expect(mark).to_have_attribute("aria-label", "出处 1：《青禾市讲话汇编.txt》第1篇第9段，打开原文")
    turn.get_by_role("button", name="不对？改一改").focus()
    page.keyboard.press("Tab")
    expect(mark).to_be_focused()
    expect(page.locator(".yj-card")).to_contain_text("造林12.6万亩")
    page.keyboard.press("Enter")
    expect(page.locator("#yj-side h2")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".yj-close")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#yj-side .yj-panel")).to_have_count(0)
    expect(mark).to_be_focused()
