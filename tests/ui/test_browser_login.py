"""Logging in and out in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.fakes import FakeBot
from tests.ui.browsing import PHONE, answered, ask, shot
from ui.app import web_app
from ui.serving import address_of, listen, running
from ui.talks import Talks

pytestmark = pytest.mark.browser


def test_login(chromium: Browser) -> None:
    bot = FakeBot()
    listening = listen("127.0.0.1", 0)
    with running(web_app(Talks(bot), bot, (), ("小王", "秘密")), listening):
        page = chromium.new_page(viewport=PHONE, locale="zh-CN")
        page.set_default_timeout(15_000)
        page.goto(address_of(listening, "127.0.0.1"))
        expect(page.locator("body")).to_contain_text("请用管理员给您的用户名和口令登录")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        shot(page, "390-login")
        name, password = page.locator("input").nth(0), page.locator("input").nth(1)
        name.fill("小王")
        password.fill("猜的")
        page.get_by_role("button").last.click()
        expect(page.locator("body")).to_contain_text("凭据不正确")
        assert page.locator("#yj-box").count() == 0
        name.fill("小王")
        password.fill("秘密")
        page.get_by_role("button").last.click()
        expect(page.locator("#yj-box textarea")).to_be_editable()
        ask(page, "造林")
        answered(page, "造林").locator(".yj-text .yj-mark").first.click()
        expect(page.locator("#yj-side .yj-target")).to_be_visible()
        page.close()
