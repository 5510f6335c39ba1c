"""The sample library against its true structure (eval/data/library/structure.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.vectorstore.reading_kit import check_tiling
from vectorstore.reading.read import read_file
from vectorstore.types import Document

LIBRARY = Path(__file__).parents[2] / "eval" / "data" / "library"
FILES: list[dict[str, Any]] = json.loads((LIBRARY / "structure.json").read_text(encoding="utf8"))


@pytest.fixture(scope="module", params=FILES, ids=lambda truth: truth["file"][:2])
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Document]:
    return request.param, read_file(LIBRARY / request.param["file"])


def _kept(document: Document) -> list[str]:
    return [paragraph.text for speech in document.speeches for paragraph in speech.paragraphs]


def test_speeches_titles_roles_and_ends(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    check_tiling(document)
    assert [speech.title for speech in document.speeches] == [true["title"] for true in truth["speeches"]]
    for speech, true in zip(document.speeches, truth["speeches"], strict=True):
        assert speech.paragraphs[0].text.startswith(true["first"])
        assert speech.paragraphs[-1].text.endswith(true["last"])
        assert speech.speaker_role.value == true["speaker_role"]
        headings = [paragraph.text for paragraph in speech.paragraphs if paragraph.kind == "heading"]
        assert headings == true.get("inner_headings", [])


def test_no_noise_is_left_and_every_broken_line_is_joined(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    texts = [*_kept(document), document.title, *(speech.title for speech in document.speeches)]
    for noise in truth["noise"]:
        assert not [text for text in texts if noise.strip() in text]
    for join in truth["broken_joins"]:
        assert [text for text in texts if join["left"] + join["right"] in text], join


def test_title_and_declared_count(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    declared = truth["declared_count"]
    assert document.declared_count == (int("".join(c for c in declared if c.isdigit())) if declared else None)
    if truth["compilation_title"]:
        assert "".join(document.title.split()) == "".join("".join(truth["compilation_title"]).split())
