"""One normal form for matching: half width, simplified, lower case. Length-preserving, so offsets stay valid."""

from __future__ import annotations

import unicodedata

from opencc import OpenCC

# Chinese punctuation stays Chinese: sentence rules elsewhere depend on 。！？；，：
_KEEP = frozenset("！（），：；？")

# Radicals and compatibility ideographs, which look like ordinary characters (many PDF fonts hand them out), as those.
_RADICALS = (
    "⺠民⻅见⻆角⻉贝⻋车⻓长⻔门⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻨麦⻩黄⻬齐⻮齿⻰龙⻳龟⻄西⻁虎⻑長⻒镸⻂衤⺟母"
    "⺎兀⺬示⺮竹⺼肉⻌辶⻏阝⻖阝"
)
_COMPATIBLE = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00))
UNIFIED: dict[int, str] = {
    code: plain
    for code in _COMPATIBLE
    if len(plain := unicodedata.normalize("NFKC", chr(code))) == 1 and plain != chr(code)
} | {ord(a): b for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}


def _fold(char: str) -> str:
    char = UNIFIED.get(ord(char), char)
    if "！" <= char <= "～" and char not in _KEEP:  # full-width ASCII, U+FF01–U+FF5E
        char = chr(ord(char) - 0xFEE0)
    elif char in "　\xa0":
        return " "
    lower = char.lower()
    return lower if len(lower) == 1 else char


class _Table(dict[int, str]):
    """A str.translate table that works each character out once, the first time it is met."""

    def __init__(self) -> None:
        super().__init__()
        self._opencc: OpenCC | None = None

    def __missing__(self, code: int) -> str:
        char = _fold(chr(code))
        if "\ud800" <= char <= "\udfff":  # half a character, from bytes that could not be decoded: no library takes it
            char = "\ufffd"
        if "㐀" <= char <= "鿿":
            if self._opencc is None:
                self._opencc = OpenCC("t2s")
            simple = self._opencc.convert(char)
            char = simple if len(simple) == 1 else char
        self[code] = char
        return char


_NORMAL = _Table()


def normalise(text: str) -> str:
    """Half-width letters, digits and symbols, simplified characters, lower case; the same length as `text`."""
    return text.translate(_NORMAL)
