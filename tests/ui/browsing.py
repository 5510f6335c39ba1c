"""Driving a real browser: pages that collect their own trouble, and what a person does on them."""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_NO = "--disable-gpu --disable-quic --disable-background-networking --disable-component-update --disable-sync"
ARGUMENTS = ["--no-sandbox", "--no-first-run", *_NO.split()]
SHOTS = Path(__file__).parents[2] / "artefacts"
expect.set_options(timeout=15_000)  # the machine of the tests is shared
EXAMPLES = ("青禾市去年造林多少亩？", "林业碳汇成交额（隐）是多少？")
DESKTOP: ViewportSize = {"width": 1280, "height": 850}
PHONE: ViewportSize = {"width": 390, "height": 844}

_KINDS: dict[BrowserContext, tuple[int, bool]] = {}  # width and darkness


class Pages:
    """Opens pages and collects their trouble: an address of outside, an error."""

    def __init__(self, browser: Browser, address: str) -> None:
        self._browser, self._address = browser, address
        self.contexts: list[BrowserContext] = []
        self.trouble: list[str] = []

    def open(self, size: ViewportSize = DESKTOP, context: BrowserContext | None = None, dark: bool = False) -> Page:
        if context is None:
            context = self._context(size, dark)
            self.contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: self._requested(request.url))
        page.on("pageerror", lambda error: self.trouble.append(f"page error: {error}"))
        page.on("console", lambda m: self.trouble.append(f"console: {m.text}") if m.type == "error" else None)
        page.set_default_timeout(15_000)
        page.goto(self._address)
        expect(page.locator("#yj-box textarea")).to_be_editable()
        return page

    def _context(self, size: ViewportSize, dark: bool) -> BrowserContext:
        """One that an earlier test has left, with the scripts that it has cached; else a new one."""
        kind = (size["width"], dark)
        for context in self._browser.contexts:
            if context not in self.contexts and _KINDS.get(context) == kind:
                return context
        context = self._browser.new_context(
            viewport=size, color_scheme="dark" if dark else "light", has_touch=size is PHONE, locale="zh-CN"
        )
        _KINDS[context] = kind
        return context

    def _requested(self, url: str) -> None:
        if not url.startswith((self._address, "data:", "blob:")):
            self.trouble.append(f"outside: {url}")

    def reload(self, page: Page) -> None:
        """Reload in mid-stream: the browser itself reports the stream that it breaks off."""
        page.reload()
        expect(page.locator("#yj-box textarea")).to_be_editable()
        self.forgive("aborted", "errored out")

    def forgive(self, *expected: str) -> None:
        """Forget the trouble that the test itself has made."""
        self.trouble = [t for t in self.trouble if not any(piece in t for piece in expected)]

    def check(self) -> None:
        """No page may have left its server, met an error, run a script of a text or scroll sideways."""
        for context in self.contexts:
            for page in context.pages:
                assert page.evaluate("window.hacked") is None
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "sideways scrolling"
                page.evaluate("localStorage.clear()")
                page.close()
            context.clear_cookies()
            context.clear_permissions()
        assert not self.trouble, self.trouble


def ask(page: Page, question: str) -> None:
    page.fill("#yj-box textarea", question)
    expect(page.locator("#yj-box textarea")).to_have_value(question)
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
