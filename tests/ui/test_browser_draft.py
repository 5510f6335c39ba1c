"""Checking one's own draft in a real browser, over a bot with canned answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.ui.browsing import PHONE, Pages, shot

pytestmark = pytest.mark.browser


def test_a_pasted_draft_and_a_chosen_file(pages: Pages, tmp_path: Path) -> None:
    page = pages.open()
    page.get_by_role("tab", name="核对文稿").click()
    expect(page.get_by_role("tab", name="核对文稿")).to_have_count(1)  # Gradio can show a tab twice
    page.click("#yj-draft-check")
    expect(page.locator("#yj-draft-found")).to_contain_text("请先贴入文稿")
    page.fill("#yj-draft-text textarea", "去年造林增长5%，<img src=x onerror=window.hacked=1>。")
    page.click("#yj-draft-check")
    found = page.locator("#yj-draft-found")
    expect(found.locator(".yj-traced")).to_contain_text("原文：增长8.3%")
    expect(found.locator(".yj-marked mark")).to_have_text("5%")
    expect(found.locator("img")).to_have_count(0)
    shot(page, "1280-draft-check")
    found.get_by_role("button", name="第1篇第9段").click()
    expect(page.locator("#yj-shelf .yj-target")).to_contain_text("林业碳汇项目备案17个")
    page.get_by_role("tab", name="核对文稿").click()
    draft = tmp_path / "稿.txt"
    draft.write_text("招商增长5%。", "utf8")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="选文件").click()
    chooser.value.set_files(draft)
    expect(page.locator("#yj-draft-text textarea")).to_have_value("招商增长5%。")


def test_on_a_phone_in_english(pages: Pages) -> None:
    page = pages.open(PHONE)
    page.get_by_role("button", name="English").click()
    page.get_by_role("tab", name="Check a draft").click()
    page.fill("#yj-draft-text textarea", "出口增长5%。")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("#yj-draft-found")).to_contain_text("1 to look at")
    shot(page, "390-draft-check")
