"""How exactly a figure is meant: 近千项, 超1000项, 约300家, 5%以内."""

from __future__ import annotations

from bot.checker.quantity import ABOUT, ABOVE, BELOW
from bot.numerals import SCALES

_BEFORE = {
    ABOVE: "超过 超出 超 逾 突破 突破了 迈过 跨过 越过 冲破 破 上 过 不少于 不低于 不得少于 不得低于 至少 "
    "高于 大于 多达",
    BELOW: "近 将近 差不多 几乎 快到 小 快 接近 已近 不足 不到 少于 低于 小于 不超过 不高于 不得超过 "
    "不得高于 至多 最多",
    ABOUT: "约 大约 大概 约为 约有 约占",
}
_AFTER = {
    ABOVE: "以上 余 多 还多 开外 出头 之多",
    BELOW: "以内 以下 之内",
    ABOUT: "左右 上下 来",
}
_QUALIFIERS_BEFORE = sorted(((w, q) for q, ws in _BEFORE.items() for w in ws.split()), key=lambda p: -len(p[0]))
_QUALIFIERS_AFTER = [(w, q) for q, ws in _AFTER.items() for w in ws.split()]


def qualifier_of(text: str, start: int, end: int, more: str) -> str:
    """以上, 以内, 约 or nothing, from the words before `start`, after `end` and the 多, 余 or 来 inside."""
    if more in ("多", "余"):
        return ABOVE
    whole, after = text[max(0, start - 5) : start], text[end : end + 2]
    before = whole.rstrip("了到为至")
    for word, kind in _QUALIFIERS_BEFORE:
        if (before.endswith(word) or (word[-1] == "到" and whole.endswith(word))) and (
            len(word) > 1 or word not in "上过破小快" or _alone(word, text, start)
        ):  # 上百, 过万
            return kind
    for word, kind in _QUALIFIERS_AFTER:
        if after.startswith(word):
            return kind
    return ABOUT if more else ""


def _alone(word: str, text: str, start: int) -> bool:
    """Whether a word of one character tells a degree: 上百, 过万, 小十万, 快二十个; not 加快20%."""
    if word in "小快":
        return text[start] in _NUMERALS and text[max(0, start - 2) : start - 1] not in tuple("加更较最很大缩")
    return text[start] in SCALES


_NUMERALS = "一二两三四五六七八九十百千万"
