"""One normal form for matching: half width, simplified, lower case. Length-preserving, so offsets stay valid."""

from __future__ import annotations

from opencc import OpenCC

# Chinese punctuation stays Chinese: sentence rules elsewhere depend on 。！？；，：
_KEEP = frozenset("！（），：；？")


def _fold(char: str) -> str:
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
