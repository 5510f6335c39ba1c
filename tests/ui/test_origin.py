from __future__ import annotations

import pytest
from starlette.datastructures import Headers

from ui.origin import refusal

HERE = "127.0.0.1:7860"


@pytest.mark.parametrize("host", [HERE, "localhost:7860", "localhost", "[::1]:7860", "127.0.0.1"])
def test_this_machines_own_names(host: str) -> None:
    assert refusal("GET", Headers({"host": host}), True, True) is None


@pytest.mark.parametrize(
    "host", ["evil.example:7860", "evil.example", "127.0.0.1.evil.example", "", "192.168.1.5:7860"]
)
def test_a_name_that_was_made_to_point_here(host: str) -> None:
    assert refusal("GET", Headers({"host": host}), True, False)
    assert refusal("GET", Headers({"host": host}), False, False) is None  # then everyone has to log in


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({}, True),  # a program
        ({"sec-fetch-site": "same-origin", "origin": f"http://{HERE}"}, True),
        ({"sec-fetch-site": "same-origin", "origin": "https://behind.a.proxy"}, True),
        ({"sec-fetch-site": "none"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://127.0.0.1:3000"}, False),
        ({"origin": f"http://{HERE}"}, True),
        ({"origin": "http://127.0.0.1:3000"}, False),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": "http://[bad"}, False),
    ],
)
def test_other_pages(headers: dict[str, str], same: bool) -> None:
    sent = Headers(headers | {"host": HERE})
    assert (refusal("POST", sent, True, False) is None) == same
    assert (refusal("GET", sent, True, True) is None) == same
    assert refusal("GET", sent, True, False) is None  # a link to the page
