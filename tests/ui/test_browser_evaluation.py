"""The evaluation tab in a real browser: a report in its frame, two runs compared."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from eval.kept_reports import keep
from eval.report import report
from tests.fakes import FakeBot
from tests.ui.browsing import PHONE, Pages, answered, ask, shot
from tests.ui.kept import talks_in
from tests.ui.test_browser_looks import accessible
from tests.ui.test_reports import kept
from tests.ui.test_reports import report as told
from ui.app import web_app
from ui.serving import address_of, listen, running

pytestmark = pytest.mark.browser


def test_a_run_is_shown_and_two_are_compared(chromium: Browser, tmp_path: Path) -> None:
    bot = FakeBot()
    bot.store.folder = tmp_path
    talks = talks_in(tmp_path, bot)
    listening = listen("127.0.0.1", 0)
    with running(web_app(talks, bot), listening):
        pages = Pages(chromium, address_of(listening, "127.0.0.1"))
        page = pages.open()
        page.get_by_role("tab", name="评测").click()
        expect(page.locator("#yj-eval")).to_contain_text("yanju eval --questions")
        kept(tmp_path, ("20260101-080000", told(0.0)), ("20260102-080000", told(1.0)))
        keep(report([], {"questions": "<img src=x onerror=window.hacked=1>", "model": "甲"}), tmp_path)
        page.get_by_role("tab", name="问答").click()
        page.get_by_role("tab", name="评测").click()
        expect(page.locator("#yj-eval tbody tr")).to_have_count(3)
        page.locator("#yj-eval tbody .yj-crumb").first.click()
        expect(page.frame_locator("#yj-eval-shown iframe").locator("h1")).to_have_text("言据 评测报告")
        shot(page, "1280-evaluation")
        page.locator("select[name=before]").select_option("20260101-080000")
        page.locator("select[name=after]").select_option("20260102-080000")
        page.get_by_role("button", name="比较").click()
        expect(page.locator("#yj-eval-shown")).to_contain_text("变好 3", timeout=30_000)
        accessible(page)
        page.get_by_role("tab", name="问答").click()
        ask(page, "造林")
        answered(page, "造林").get_by_role("button", name="数字有误").click()
        expect(page.get_by_role("button", name="复制为评测题")).to_be_visible()
        page.get_by_role("tab", name="评测").click()
        with page.expect_download() as saved:
            page.get_by_role("button", name="存成评测题").click()
        assert json.loads(saved.value.path().read_text("utf8"))["feedback"] == "figure"
        phone = pages.open(PHONE, dark=True)
        phone.get_by_role("tab", name="评测").click()
        expect(phone.locator("#yj-eval tbody tr")).to_have_count(3)
        shot(phone, "390-evaluation-dark")
        accessible(phone)
        pages.check()
    talks.close()
