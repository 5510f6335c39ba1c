"""The layout gives a decoded source back, whatever its pieces."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.fakes import plain_document
from vectorstore.layout import pack, unpack
from vectorstore.types import Document, Piece, UnreadableFile

LINES = st.lists(
    st.one_of(
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.sampled_from(["# 讲话", "广告 扫码", "", "  ", "　同志们：", "结束\r", "\u2028", "\x00"]),
    )
).map("\n".join)


def rebuilt(document: Document) -> str:
    """The source, from the layout and what the catalog stores beside it."""
    texts = {(n, 0): speech.title for n, speech in enumerate(document.speeches, 1)}
    for n, speech in enumerate(document.speeches, 1):
        texts |= {(n, m): paragraph.text for m, paragraph in enumerate(speech.paragraphs, 1)}
    removed = [document.source[p.start : p.end] for p in document.pieces if p.kind == "removed"]
    return unpack(pack(document), texts, removed)


@given(LINES)
def test_stored_text_and_removal_log_give_the_source_back(source: str) -> None:
    assert rebuilt(plain_document(source)) == source


@given(LINES.filter(lambda text: "# 讲话" in text), st.data())
def test_a_title_or_paragraph_that_is_not_the_sum_of_its_pieces_is_kept_in_the_layout(
    source: str, data: st.DataObject
) -> None:
    document = plain_document(source)
    changed = tuple(replace(s, title=data.draw(st.text(max_size=5))) for s in document.speeches)
    assert rebuilt(replace(document, speeches=changed)) == source


def test_a_paragraph_in_several_pieces_with_a_marker_between_them_is_stored_once() -> None:
    document = plain_document("# 讲话\n上半句##下半句\n")
    first, second = document.pieces[:2], document.pieces[3:]
    parts = (Piece(5, 8, "paragraph", 1, 1), Piece(8, 10, "removed", rule="marker"), Piece(10, 13, "paragraph", 1, 1))
    paragraph = replace(document.speeches[0].paragraphs[0], text="上半句下半句")
    speech = replace(document.speeches[0], paragraphs=(paragraph,))
    document = replace(document, speeches=(speech,), pieces=(*first, *parts, *second))
    assert rebuilt(document) == document.source
    assert len(pack(document)) < 120


@pytest.mark.parametrize("gap", [slice(1, None), slice(None, -1), slice(0, 2)])
def test_pieces_that_do_not_tile_the_source_are_refused(gap: slice) -> None:
    document = plain_document("# 讲话\n同志们：\n散会。")
    with pytest.raises(UnreadableFile, match="原文"):
        pack(replace(document, pieces=document.pieces[gap]))
