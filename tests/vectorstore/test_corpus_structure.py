"""The five real compilations against their true structure (../shared/corpus/structure.json)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.vectorstore.reading_kit import check_tiling
from vectorstore.reading.read import read_file
from vectorstore.types import Document

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
TRUTH = CORPUS / "structure.json"
FILES: list[dict[str, Any]] = json.loads(TRUTH.read_text(encoding="utf8")) if TRUTH.is_file() else []

pytestmark = pytest.mark.skipif(not FILES, reason="../shared/corpus is not on this machine")


@pytest.fixture(scope="module", params=range(len(FILES)))
def pair(request: pytest.FixtureRequest) -> tuple[dict[str, Any], Document]:
    truth = FILES[request.param]
    return truth, read_file(CORPUS / truth["file"])


def test_speeches_titles_and_ends(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    check_tiling(document)
    assert [speech.title for speech in document.speeches] == [speech["title"] for speech in truth["speeches"]]
    for speech, true in zip(document.speeches, truth["speeches"], strict=True):
        assert speech.paragraphs[0].text.startswith(true["first"])
        assert speech.paragraphs[-1].text.endswith(true["last"])
        assert speech.speaker_role.value == true["speaker_role"]


def test_headings_inside_a_speech(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    for speech, true in zip(document.speeches, truth["speeches"], strict=True):
        headings = [paragraph.text for paragraph in speech.paragraphs if paragraph.kind == "heading"]
        assert headings == true.get("inner_headings", [])


def test_no_noise_is_left_and_every_broken_line_is_joined(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    kept = [paragraph.text for speech in document.speeches for paragraph in speech.paragraphs]
    kept.extend([document.title, *(speech.title for speech in document.speeches)])
    for noise in truth["noise"]:
        assert not [text for text in kept if noise.strip() in text]
    for entry in truth["toc"]:
        assert entry not in kept
    for join in truth["broken_joins"]:
        assert [text for text in kept if join["left"] + join["right"] in text], join


def test_title_and_declared_count(pair: tuple[dict[str, Any], Document]) -> None:
    truth, document = pair
    declared = truth["declared_count"]
    assert document.declared_count == (int("".join(c for c in declared if c.isdigit())) if declared else None)
    if truth["compilation_title"]:
        assert document.title == "".join(truth["compilation_title"])
    counted = declared is None or document.declared_count == len(document.speeches)
    assert counted == (not any("以正文为准" in warning for warning in document.warnings))
