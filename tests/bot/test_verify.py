"""The lines of `yanju verify`."""

from __future__ import annotations

import json

from bot.checker.verify import verify_lines

EVIDENCE = [{"quote": "青禾市出口317亿元，同比增长14.5%。", "file": "x.txt"}]


def line(**fields: object) -> str:
    return json.dumps(fields, ensure_ascii=False)


def test_a_line_each() -> None:
    lines = [
        line(id="a", claim="青禾市出口317亿元", evidence=EVIDENCE),
        line(id="b", claim="青禾市出口713亿元", evidence=EVIDENCE),
    ]
    first, second = verify_lines(lines)
    assert (first["id"], first["verdict"], first["reasons"]) == ("a", "supported", [])
    assert (second["id"], second["verdict"]) == ("b", "unsupported")
    assert second["score"] < 0.5 <= first["score"]
    assert "317亿元" in second["reasons"][0]


def test_label_kind_and_note_change_nothing() -> None:
    plain = line(id=1, claim="青禾市出口713亿元", evidence=EVIDENCE)
    told = line(id=1, claim="青禾市出口713亿元", evidence=EVIDENCE, label="supported", kind="verbatim", note="ok")
    assert list(verify_lines([plain])) == list(verify_lines([told]))


def test_a_bad_line_is_named_and_the_rest_goes_on() -> None:
    lines = [
        "{",
        "[]",
        line(id=3, evidence=EVIDENCE),
        line(id=4, claim="青禾市"),
        line(id=5, claim="青禾市", evidence=[{"file": "x"}]),
        "",
        "[" * 100_000,
        line(id=7, claim="青禾市出口317亿元", evidence=EVIDENCE),
    ]
    *bad, last = verify_lines(lines)
    assert [b["line"] for b in bad] == [1, 2, 3, 4, 5, 7]
    assert all(b["error"].startswith(f"第 {b['line']} 行：") for b in bad)
    assert last["verdict"] == "supported"


def test_no_evidence_is_unsupported() -> None:
    assert next(verify_lines([line(id=1, claim="青禾市出口317亿元", evidence=[])]))["verdict"] == "unsupported"
