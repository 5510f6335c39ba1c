"""Upload, the removal log and the rest of the library tab in a real browser, over a real library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.assemble import Bot, open_bot
from bot.settings import Settings
from tests.ui.browsing import PHONE, Pages, shot
from tests.ui.test_browser_looks import accessible
from tests.vectorstore.kit import UPLOADED
from ui.app import web_app
from ui.serving import address_of, listen, running
from ui.talks import Talks
from vectorstore.memory import Memory

pytestmark = pytest.mark.browser
EVIL = "<img src=x onerror=window.hacked=1>"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with open_bot(Settings(store=tmp_path_factory.mktemp("real") / "library")) as bot:
        yield bot


@pytest.fixture(scope="module")
def real(office: Bot) -> Iterator[str]:
    talks = Talks(office, Memory(office.store.folder))
    listening = listen("127.0.0.1", 0)
    with running(web_app(talks, office, ()), listening):
        yield address_of(listening, "127.0.0.1")
    talks.close()


@pytest.fixture
def there(chromium: Browser, real: str) -> Iterator[Pages]:
    pages = Pages(chromium, real)
    yield pages
    pages.check()


def choose(page: Page, *files: Path) -> None:
    page.locator("#yj-upload-files input[type=file]").set_input_files(files)


def test_upload_check_correct_confirm_and_put_back(there: Pages, tmp_path: Path, office: Bot) -> None:
    good, bad = tmp_path / "春耕（3篇）.txt", tmp_path / "坏.docx"
    good.write_text(UPLOADED.replace("欢迎各位", f"{EVIL}欢迎各位"), encoding="utf8")
    bad.write_bytes(b"PK\x03\x04 no")
    page = there.open()
    page.get_by_role("tab", name="资料库").click()
    accessible(page)
    choose(page, good, bad)
    upload = page.locator("#yj-upload .yj-upload")
    expect(upload).to_contain_text("读出 1 个文件、3 篇讲话")
    expect(upload).to_contain_text("不能收入的 1 个")
    shot(page, "1280-upload")
    accessible(page)
    assert office.store.counts()["files"] == 0
    page.reload()
    page.get_by_role("tab", name="资料库").click()
    page.get_by_label("第 1 篇的标题").fill("春耕讲话")
    page.get_by_role("checkbox", name="不是讲话，并入上一篇").first.check()
    page.get_by_role("button", name="确认收入").click()
    expect(upload).to_contain_text("新增 1 个文件")
    assert [row.speech.title for row in office.store.speeches()] == ["春耕讲话", "在招商推介会上的致辞"]
    expect(page.locator("#yj-shelf .yj-files > li")).to_have_count(1)
    expect(page.locator("#yj-topics")).to_contain_text("主题词")
    page.get_by_role("button", name="知道了").click()
    expect(upload).to_have_count(0)
    page.locator("#yj-shelf").get_by_role("button", name="剔除记录").click()
    expect(page.locator("#yj-shelf .yj-log")).to_contain_text("材料驿站")
    page.get_by_role("checkbox", name="选中第 1 处").check()
    page.get_by_role("button", name="放回选中的").click()
    shot(page, "1280-restore")
    accessible(page)
    page.get_by_role("button", name="确定放回").click()
    expect(page.locator("#yj-shelf")).to_contain_text("已放回")
    assert all("材料驿站" not in piece.text for piece in office.store.removed_pieces("春耕（3篇）.txt"))


def test_upload_on_a_phone_in_english_and_in_the_dark(there: Pages, tmp_path: Path) -> None:
    files = [tmp_path / f"防汛第{n}次会议.txt" for n in range(3)]
    for number, file in enumerate(files):
        file.write_text(UPLOADED.replace("三万亩", f"{number}万亩"), encoding="utf8")
    page = there.open(PHONE, dark=True)
    page.get_by_role("button", name="English").click()
    page.get_by_role("tab", name="Library").click()
    choose(page, *files)
    expect(page.locator("#yj-upload .yj-upload")).to_contain_text("3 files with 9 speeches")
    shot(page, "390-upload-dark")
    accessible(page)
    page.get_by_label("Title of speech 1").first.fill("half-way")
    page.get_by_role("checkbox", name="Not a speech").first.check()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("#yj-upload .yj-upload")).to_contain_text("读出 3 个文件")
    expect(page.get_by_label("第 1 篇的标题").first).to_have_value("half-way")
    expect(page.get_by_role("checkbox", name="不是讲话").first).to_be_checked()
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("#yj-upload .yj-upload")).to_have_count(0)


def test_filter_topics_plot_and_why(pages: Pages) -> None:
    page = pages.open()
    page.get_by_role("tab", name="资料库").click()
    shelf = page.locator("#yj-shelf")
    expect(shelf.locator("svg rect").first).to_be_visible()
    expect(page.locator("#yj-topics")).to_contain_text("林业碳汇")
    shot(page, "1280-glance")
    accessible(page)
    shelf.locator("select[name=year]").select_option("2023")
    shelf.get_by_role("button", name="筛选").click()
    expect(shelf.get_by_role("status")).to_contain_text("2023：2 篇讲话")
    expect(shelf.locator(".yj-list > li")).to_have_count(2)
    page.locator("#yj-topics").get_by_role("button", name="林业碳汇").click()
    expect(shelf).to_contain_text("内容相近的段落")
    shelf.get_by_text("为什么找到它").first.click()
    expect(shelf).to_contain_text("关键词第 1 名")
    shot(page, "1280-why")
    page.fill("#yj-find textarea, #yj-find input", "林业碳汇")
    page.keyboard.press("Enter")
    expect(shelf.get_by_role("status")).to_contain_text("在“2023”里查找“林业碳汇”")
    expect(shelf.locator("mark").first).to_have_text("林业碳汇")
    shelf.locator(".yj-list .yj-source").first.click()
    expect(shelf.locator(".yj-target")).to_be_in_viewport()
    shelf.get_by_role("button", name="查找“林业碳汇”").click()
    expect(shelf.get_by_role("status")).to_contain_text("在“2023”里查找")
    accessible(page)
