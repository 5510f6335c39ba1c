"""Decoding: every encoding that office files come in, and refusals that say what to do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore.reading.decode import decode
from vectorstore.types import UnreadableFile

SIMPLE = "各位代表：今年以来，全县上下坚持稳中求进，规上工业增加值增长百分之八。我们要加快项目建设，坚定信心。"
TRADITIONAL = "各位代表：今年以來，全縣上下堅持穩中求進，規上工業增加值增長百分之八。我們要加快建設，堅定信心。"


@pytest.mark.parametrize("times", [1, 200])
@pytest.mark.parametrize(
    ("codec", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gb2312", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
def test_simplified_text(codec: str, named: str, times: int) -> None:
    assert decode((SIMPLE * times).encode(codec)) == (SIMPLE * times, named)


@pytest.mark.parametrize("times", [1, 200])
def test_traditional_text_in_big5_and_in_gb18030(times: int) -> None:
    text = TRADITIONAL * times
    assert decode(text.encode("big5")) == (text, "big5hkscs")
    assert decode(text.encode("gb18030")) == (text, "gb18030")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \n", "文件是空的"),
        (bytes(range(256)) * 40, "二进制"),
        (b"PK\x03\x04" + b"a" * 100, "ZIP"),
        (b"%PDF-1.7 abc", "PDF"),
        (SIMPLE.encode()[:-1], "残缺"),
        (SIMPLE.encode("gb18030")[:-1], "残缺"),
        (SIMPLE.encode("utf-16")[:-1], "残缺"),
        ((SIMPLE * 20).encode()[:500] + b"\xff" + (SIMPLE * 20).encode()[500:], "残缺"),
        (bytes(range(128, 256)) * 40, "无法辨认"),
    ],
)
def test_what_cannot_be_read_whole_is_refused_with_a_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        decode(data)


@given(st.binary(max_size=300))
def test_bytes_are_read_whole_or_refused(data: bytes) -> None:
    try:
        text, encoding = decode(data)
    except UnreadableFile:
        return
    again = text.encode(encoding)
    assert data.endswith(again)
    assert len(data) - len(again) <= 4  # the byte order mark


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    if text.strip():
        assert decode(text.encode("utf-8"))[0] == text.removeprefix("\ufeff")
