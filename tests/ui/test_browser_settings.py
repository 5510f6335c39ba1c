"""The settings tab in a real browser: a model tried, settings written, and not by everybody."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from bot.settings import Settings
from tests.fakes import FakeBot
from tests.ui.browsing import PHONE, Pages, shot
from tests.ui.test_browser_looks import accessible
from ui.app import web_app
from ui.serving import address_of, listen, running
from ui.talks import Talks

pytestmark = pytest.mark.browser


def test_try_and_save(chromium: Browser, tmp_path: Path) -> None:
    env, bot, listening = tmp_path / ".env", FakeBot(), listen("127.0.0.1", 0)
    with running(web_app(Talks(bot), bot, read=Settings(), env=env), listening):
        pages = Pages(chromium, address_of(listening, "127.0.0.1"))
        page = pages.open()
        page.get_by_role("tab", name="设置").click()
        expect(page.locator("#yj-settings")).to_contain_text("不用大模型")
        page.get_by_label("大模型地址").fill("http://127.0.0.1:9/v1")
        page.get_by_label("大模型", exact=True).fill("qwen3:8b")
        page.get_by_label("密钥", exact=True).fill("sk-very-secret")
        page.get_by_role("button", name="试连大模型").click()
        told = page.locator("#yj-settings-told")
        expect(told).to_contain_text("127.0.0.1:9", timeout=30_000)
        shot(page, "1280-settings")
        accessible(page)
        page.get_by_label("核查宽严").select_option("从严")
        page.get_by_role("button", name="保存").click()
        expect(told).to_contain_text("重新启动 yanju chat 后生效")
        assert "YANJU_LLM_API_KEY=sk-very-secret" in env.read_text("utf8")
        assert "YANJU_STRICTNESS=strict" in env.read_text("utf8")
        page.get_by_role("tab", name="问答").click()
        page.get_by_role("tab", name="设置").click()
        expect(page.get_by_label("大模型", exact=True)).to_have_value("qwen3:8b")
        assert "sk-very-secret" not in page.content()
        phone = pages.open(PHONE, dark=True)
        phone.get_by_role("button", name="English").click()
        shot(phone, "390-tabs-english")
        phone.get_by_role("tab", name="Settings").click()
        expect(phone.locator("#yj-settings")).to_contain_text("Keys are written, never shown")
        shot(phone, "390-settings-dark")
        accessible(phone)
        pages.check()


def test_other_accounts_only_see(chromium: Browser, tmp_path: Path) -> None:
    auth, bot, listening = ("王", "口令"), FakeBot(), listen("127.0.0.1", 0)
    # the page is served for 王 alone; to the tab the first account is another one
    with running(web_app(Talks(bot), bot, auth=auth, read=Settings(auth=("李", "x")), env=tmp_path / "e"), listening):
        page = chromium.new_page()
        page.goto(address_of(listening, "127.0.0.1"))
        page.fill("#username", "王")
        page.fill("#password", "口令")
        page.get_by_role("button").click()
        page.get_by_role("tab", name="设置").click()
        expect(page.locator("#yj-settings")).to_contain_text("只有第一个账号（李）")
        expect(page.locator("#yj-settings input")).to_have_count(0)
        page.close()
