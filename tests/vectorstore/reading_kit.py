"""What tests of reading ask of a document: its titles, texts and removals, and that its pieces tile the source."""

from __future__ import annotations

from vectorstore.ids import paragraph_id, speech_id
from vectorstore.reading.lines import BLANK
from vectorstore.types import Document

LONG = "我们要把教育摆在更加突出的位置，健全机制、压实责任，一件事情接着一件事情办，让群众看到实实在在的变化。" * 3


def check_tiling(document: Document) -> None:
    """The pieces tile the source; paragraphs are the join of theirs; white space alone is in no one's."""
    source, at = document.source, 0
    texts: dict[tuple[int, int], str] = {}
    for piece in document.pieces:
        assert piece.start == at
        assert piece.end > piece.start
        at = piece.end
        text = source[piece.start : piece.end]
        if piece.kind == "space":
            assert not text.strip(BLANK)
        if piece.kind == "removed":
            assert piece.rule
        if piece.kind == "paragraph":
            key = (piece.speech, piece.number)
            texts[key] = texts.get(key, "") + text
    assert at == len(source)
    assert texts == {
        (i, k): paragraph.text
        for i, speech in enumerate(document.speeches, 1)
        for k, paragraph in enumerate(speech.paragraphs, 1)
    }
    for speech in document.speeches:
        assert speech.paragraphs
        assert speech.id == speech_id(speech.title, [paragraph.id for paragraph in speech.paragraphs])
        for paragraph in speech.paragraphs:
            assert paragraph.text == paragraph.text.strip(BLANK)
            assert paragraph.id == paragraph_id(paragraph.text)
            assert (paragraph.level > 0) == (paragraph.kind == "heading")
            assert all(paragraph.text[mask.start : mask.end] == mask.text for mask in paragraph.masks)


def titles(document: Document) -> list[str]:
    return [speech.title for speech in document.speeches]


def texts(document: Document) -> list[str]:
    return [paragraph.text for speech in document.speeches for paragraph in speech.paragraphs]


def removed(document: Document) -> list[tuple[str, str]]:
    return [(p.rule, document.source[p.start : p.end]) for p in document.pieces if p.kind == "removed"]
