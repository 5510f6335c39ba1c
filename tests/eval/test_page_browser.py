"""The report page in a real browser: the anchors filter by type, nothing is wider than a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize, sync_playwright

from eval.page import page
from eval.report import report
from eval.run import CaseResult
from tests.eval.kit import make_case
from tests.ui.browsing import ARGUMENTS, CHROMIUM

PHONE: ViewportSize = {"width": 390, "height": 800}
SCREEN: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no chromium on this machine (apt-get install chromium)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    scores = {"right answer": 0.0, "hit@5": 1.0}
    one = CaseResult(make_case("figure"), "问", "answered", "答" * 90, (1,), scores, (), {"total": 0.02}, ("段" * 300,))
    rows = [replace(one, case=make_case(kind, id=f"t{n}")) for n, kind in enumerate(("figure", "figure", "fact"))]
    accuracy = {"mean": 0.8, "low": 0.7, "high": 0.9}
    bins = [{"n": 3, "score": 0.05, "supported": 0.0}, {"n": 5, "score": 0.95, "supported": 0.8}]
    claims = {
        "claims": "断言.jsonl",
        "n": 8,
        "auc": 0.9,
        "accuracy": accuracy,
        "by_kind": {"a_long_kind_of_claim": 0.8},
    }
    claims |= {"calibration": bins, "calibration_error": 0.1}
    file: Path = tmp_path_factory.mktemp("page") / "report.html"
    file.write_text(page(report(rows, {"model": "extractive"}) | {"claims": claims}), "utf8")
    return file.as_uri()


@pytest.mark.browser
def test_an_anchor_shows_the_failed_cases_of_one_type(browser: Browser, address: str) -> None:
    shown = browser.new_page(viewport=SCREEN)
    shown.goto(address)
    assert shown.locator("#failed .case:visible").count() == 3
    shown.click("a.k-fact")
    assert shown.locator("#failed .case:visible").count() == 1
    shown.click("a.k-all")
    assert shown.locator("#failed .case:visible").count() == 3
    shown.close()


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_wider_than_a_telephone(browser: Browser, address: str, scheme: str) -> None:
    shown = browser.new_page(viewport=PHONE, color_scheme="dark" if scheme == "dark" else "light")
    shown.goto(address)
    assert shown.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    outside = "[...document.querySelectorAll('svg text')].filter(t => t.getBBox().x < 0 || t.getBBox().x + "
    outside += "t.getBBox().width > t.ownerSVGElement.viewBox.baseVal.width).map(t => t.textContent)"
    assert shown.evaluate(outside) == []
    colours = shown.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert ("21, 26, 33" in colours[1]) == (scheme == "dark")
    shown.close()
