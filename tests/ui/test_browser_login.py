"""Logging in and out in a real browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.fakes import FakeBot
from tests.ui.browsing import DESKTOP, PHONE, answered, ask, shot
from ui.app import web_app
from ui.passwords import hashed
from ui.serving import address_of, listen, running
from ui.talks import Talks

pytestmark = pytest.mark.browser


def test_login_and_logout_and_conversations_of_ones_own(chromium: Browser) -> None:
    bot = FakeBot()
    listening = listen("127.0.0.1", 0)
    accounts = ("小王", f"{hashed('秘密')} 小李:{hashed('口令')}")
    address = address_of(listening, "127.0.0.1")
    with running(web_app(Talks(bot), bot, (), accounts), listening):
        page = chromium.new_page(viewport=PHONE, locale="zh-CN")
        page.set_default_timeout(15_000)
        page.goto(address)
        expect(page.get_by_text("请用管理员给您的用户名和口令登录")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert Axe().run(page).response["violations"] == []
        shot(page, "390-login")
        enter(page, "小王", "猜的")
        expect(page.get_by_role("alert")).to_contain_text("用户名或口令不对")
        enter(page, "小王", "秘密")
        expect(page.locator("#yj-box textarea")).to_be_editable()
        ask(page, "小王的造林")
        answered(page, "小王的造林").locator(".yj-text .yj-mark").first.click()
        expect(page.locator("#yj-side .yj-target")).to_be_visible()
        page.keyboard.press("Escape")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        page.fill("#yj-box textarea", "小王没问完的")
        page.get_by_role("button", name="退出").click()
        expect(page.get_by_label("口令")).to_be_visible()
        enter(page, "小李", "口令")  # in the same tab: nothing of the other's is left
        expect(page.locator("#yj-box textarea")).to_be_editable()
        expect(page.locator(".yj-turn")).to_have_count(0)
        page.click("#yj-menu")
        expect(page.locator("#yj-talks")).to_contain_text("还没有对话")
        assert page.input_value("#yj-box textarea") == ""
        page.keyboard.press("Escape")
        page.get_by_role("button", name="退出").click()
        enter(page, "小王", "秘密")
        expect(page.locator("#yj-box textarea")).to_be_editable()
        page.click("#yj-menu")
        page.locator("#yj-talks .yj-talk-open").click()
        answered(page, "小王的造林")
        page.set_viewport_size(DESKTOP)
        assert page.locator("#yj-brand").bounding_box()["width"] > 300  # type: ignore[index]  # it is on the page
        page.context.clear_cookies()  # the session has ended elsewhere
        ask(page, "问到一半")
        enter(page, "小王", "秘密")
        expect(page.locator("#yj-box textarea")).to_have_value("问到一半")
        page.close()


def enter(page: Page, name: str, password: str) -> None:
    page.get_by_label("用户名").fill(name)
    page.get_by_label("口令").fill(password)
    page.get_by_role("button", name="登录").click()
