"""One browser for the tests that need one, and one server over canned answers with a catalog of its own."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.fakes import FakeBot
from tests.ui.browsing import ARGUMENTS, CHROMIUM, EXAMPLES, Pages
from ui.app import web_app
from ui.serving import address_of, listen, running
from ui.talks import Talks
from vectorstore import schema
from vectorstore.memory import Memory


@pytest.fixture(scope="session")
def bot() -> FakeBot:
    return FakeBot(delay=0.02)


@pytest.fixture(scope="session")
def address(bot: FakeBot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("library")
    schema.prepare(folder)
    talks = Talks(bot, Memory(folder))
    listening = listen("127.0.0.1", 0)
    with running(web_app(talks, bot, EXAMPLES), listening):
        yield address_of(listening, "127.0.0.1")
    talks.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """For one file only: while Playwright is open its event loop runs, and no other test may begin one."""
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def pages(chromium: Browser, address: str) -> Iterator[Pages]:
    """At the end every page is checked."""
    pages = Pages(chromium, address)
    yield pages
    pages.check()
