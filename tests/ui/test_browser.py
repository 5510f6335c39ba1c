"""The page in a real browser, over a bot with canned answers. Each must stay on its own server, without errors."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect, sync_playwright

from tests.fakes import FakeBot
from ui.app import web_app
from ui.serving import address_of, listen, running
from ui.talks import Talks

pytestmark = pytest.mark.browser

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_NO = "--disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync"
ARGUMENTS = ["--no-sandbox", "--no-first-run", *_NO.split()]
SHOTS = Path(__file__).parents[2] / "artefacts"
expect.set_options(timeout=15_000)  # the machine of the tests is shared
EXAMPLES = ("青禾市去年造林多少亩？", "林业碳汇成交额（隐）是多少？")
DESKTOP: ViewportSize = {"width": 1280, "height": 850}
PHONE: ViewportSize = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def bot() -> FakeBot:
    return FakeBot(delay=0.03)


@pytest.fixture(scope="module")
def address(bot: FakeBot) -> Iterator[str]:
    listening = listen("127.0.0.1", 0)
    with running(web_app(Talks(bot), bot, EXAMPLES), listening):
        yield address_of(listening, "127.0.0.1")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Pages:
    """Opens pages and collects their trouble: an address of outside, an error."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.contexts: list[BrowserContext] = []
        self.trouble: list[str] = []

    def open(self, size: ViewportSize = DESKTOP, context: BrowserContext | None = None, dark: bool = False) -> Page:
        if context is None:
            context = self._browser.new_context(
                viewport=size, color_scheme="dark" if dark else "light", has_touch=size is PHONE, locale="zh-CN"
            )
            self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self._requested(request.url))
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", lambda m: self.trouble.append(f"console: {m.text}") if m.type == "error" else None)
        page.set_default_timeout(15_000)
        page.goto(self._address)
        expect(page.locator("#yj-box textarea")).to_be_editable()
        return page

    def _requested(self, url: str) -> None:
        if not url.startswith((self._address, "data:", "blob:")):
            self.trouble.append(f"outside: {url}")

    def reload(self, page: Page) -> None:
        """Reload in mid-stream: the browser itself reports the stream that it breaks off."""
        page.reload()
        expect(page.locator("#yj-box textarea")).to_be_editable()
        self.trouble = [t for t in self.trouble if "aborted" not in t and "errored out" not in t]


@pytest.fixture
def pages(chromium: Browser, address: str) -> Iterator[Pages]:
    """At the end no page may have left its server, met an error, run a script of a text or scroll sideways."""
    pages = Pages(chromium, address)
    yield pages
    for context in pages.contexts:
        for page in context.pages:
            assert page.evaluate("window.hacked") is None
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "sideways scrolling"
        context.close()
    assert pages.trouble == []


def ask(page: Page, question: str) -> None:
    page.fill("#yj-box textarea", question)
    page.press("#yj-box textarea", "Enter")


def answered(page: Page, question: str) -> Locator:
    """The last exchange, once it is the wanted question's and no longer grows."""
    turn = page.locator("#yj-live .yj-turn")
    expect(turn.locator("h2")).to_have_text(question)
    expect(turn).to_have_attribute("aria-busy", "false")
    return turn


def open_files(page: Page) -> Locator:
    """The options of the file filter, opened until it stays: Gradio shuts a dropdown that an update reaches."""
    options = page.get_by_role("option")
    for _ in range(10):
        page.locator("#yj-file input").blur()
        page.click("#yj-file input")
        page.wait_for_timeout(500)
        if options.count():
            break
    return options


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.wait_for_timeout(300)
    page.screenshot(path=SHOTS / f"{name}.png")


def test_ask_read_the_source_filter_and_look_into_the_library(pages: Pages, bot: FakeBot) -> None:
    page = pages.open()
    expect(page.locator(".yj-example")).to_have_count(2)
    shot(page, "1280-start")
    ask(page, "去年造林多少亩（慢）？")
    expect(page.locator(".yj-draft")).to_contain_text("草稿 · 未核查")
    expect(page.locator("#yj-stop")).to_be_visible()
    shot(page, "1280-draft")
    page.click("#yj-stop")
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("已停止")
    expect(page.locator("#yj-live .yj-draft")).to_contain_text("造林")

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
    panel.get_by_role("button", name="下一处").click()
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
    page.locator("#yj-shelf summary", has_text="提纲").click()
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


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1280", "390"])
def test_dark(pages: Pages, size: ViewportSize) -> None:
    page = pages.open(size, dark=True)
    ask(page, "造林")
    answered(page, "造林").locator(".yj-text .yj-mark").first.click()
    expect(page.locator("#yj-side .yj-target mark")).to_be_in_viewport()
    shot(page, f"{size['width']}-dark")
    dark = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    page.click("#yj-theme")
    light = page.evaluate("getComputedStyle(document.querySelector('.gradio-container')).backgroundColor")
    assert (dark, light) == ("rgb(22, 24, 28)", "rgb(250, 249, 246)")
    page.reload()  # the choice is remembered, against the system's
    expect(page.locator("#yj-box textarea")).to_be_visible()
    expect(page.locator("body")).not_to_have_class("dark")


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


def test_a_broken_answer_is_told_and_can_be_asked_again(pages: Pages) -> None:
    page = pages.open()
    ask(page, "崩")
    turn = answered(page, "崩")
    expect(turn.locator(".yj-banner")).to_contain_text("程序内部出错")
    expect(turn).not_to_contain_text("secret")
    turn.get_by_role("button", name="重新回答").click()
    expect(page.locator(".yj-turn")).to_have_count(1)
    answered(page, "崩")


def test_closing_and_reloading_in_mid_stream_lose_nothing(pages: Pages) -> None:
    page = pages.open()
    ask(page, "慢造林")
    expect(page.locator(".yj-draft")).to_be_visible()
    pages.reload(page)
    expect(page.locator("#yj-live h2")).to_have_text("慢造林")
    expect(page.locator("#yj-stop")).to_be_visible()
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
    first.click("#yj-new")
    expect(first.locator(".yj-start")).to_be_visible()
    expect(second.locator(".yj-turn")).to_have_count(1)


def test_keyboard_alone(pages: Pages) -> None:
    page = pages.open()
    ask(page, "造林")
    turn = answered(page, "造林")
    mark = turn.locator(".yj-text .yj-mark").first
    expect(mark).to_have_attribute("aria-label", "出处 1：《青禾市讲话汇编.txt》第1篇第9段，打开原文")
    turn.get_by_role("button", name="改写后再问").focus()
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


def test_copy_and_edit(pages: Pages) -> None:
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
    turn.locator(".yj-q").hover()
    turn.get_by_role("button", name="修改问题").click()
    assert page.input_value("#yj-box textarea") == EXAMPLES[0]
    expect(page.locator("#yj-box textarea")).to_be_focused()


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
    page.reload()
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("Answered")
    page.click("#yj-language")
    expect(page.locator("#yj-live .yj-banner")).to_contain_text("已回答")
    assert page.evaluate("document.documentElement.lang") == "zh-CN"


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
