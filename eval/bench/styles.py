"""The ways in which compilations differ: a weighted choice per factor, without what no reader could decide."""

from __future__ import annotations

from random import Random

Style = dict[str, str]

FACTORS: dict[str, dict[str, float]] = {
    "count": {"1": 2, "2-3": 3, "4-6": 4, "7-12": 3},
    "front": {"line": 6, "two lines": 2, "brackets": 1, "none": 2},
    "declared": {"none": 2, "same line": 4, "own line": 2, "gong": 1, "wrong": 1.5},
    "toc": {
        "none": 6,
        "plain": 1,
        "nbsp": 1,
        "space": 1,
        "tab": 1,
        "dots": 1,
        "leaders": 1,
        "numbered": 1,
        "two-line": 0.5,
    },
    "toc_head": {"目录": 3, "目  录": 2, "目\u3000录": 1, "【目录】": 0.5, "none": 1},
    "toc_slip": {"exact": 3, "spaces": 1, "no role": 1},
    "mark": {
        "plain": 6,
        "role": 6,
        "sample": 1,
        "篇一：": 1,
        "第一篇": 1,
        "【篇一】": 1,
        "范文一：": 0.7,
        "一、": 0.7,
        "1.": 0.7,
        "（一）": 0.7,
        "(一) alone": 1.2,
        "第一篇 alone": 1,
        "篇一 alone": 0.7,
        "1 alone": 0.4,
        "第一篇 over": 1,
        "(一) over": 1,
    },
    "under": {"none": 8, "byline": 1, "（role name）": 1, "date": 1, "date+byline": 1, "author": 1, "unit": 0.7},
    "before": {"0": 1, "1": 4, "2": 3, "3": 1},
    "after": {"0": 2, "1": 2},
    "glued": {"none": 5, "some": 1},
    "split": {"none": 6, "some": 1},
    "twice": {"none": 12, "yes": 1},
    "inner": {
        "none": 4,
        "一是": 3,
        "一要": 1,
        "一、": 3,
        "一、（一）": 2,
        "一、1.": 1,
        "第一，": 1,
        "unnumbered": 3,
        "聚焦": 1,
    },
    "greeting": {"none": 5, "all": 2, "some": 1},
    "closing": {"none": 5, "all": 1, "some": 1},
    "blanks": {"none": 4, "random": 4, "all": 2},
    "indent": {"none": 4, "\u3000\u3000": 3, "spaces": 1, "tab": 0.5, "nbsp": 0.7},
    "long": {"none": 4, "one": 1},
    "top": {"none": 4, "line": 1, "block": 2},
    "between": {"none": 5, "line": 1, "block": 0.5},
    "end": {"none": 2, "line": 1, "twice": 1, "block": 2},
    "watermark": {"none": 6, "advert": 1, "brand": 0.7, "header": 1, "header in break": 1},
    "pages": {"none": 6, "- 3 -": 1, "—3—": 1, "第3页": 1, "3": 0.7},
    "paid": {"none": 3, "glued": 3, "alone": 2, "both": 2},
    "broken": {"none": 4, "tight": 2, "blank": 2, "noise": 1, "after mask": 1},
    "like": {"none": 5, "advert": 3, "question": 1, "quote": 1, "figures": 1},
    "masks": {"none": 3, "xx": 3, "star": 1, "X": 1},
    "newline": {"LF": 4, "CRLF": 1},
    "trailing": {"none": 4, "spaces": 1},
}
_ALONE = ("(一) alone", "第一篇 alone", "篇一 alone", "1 alone")
_WEAK = ("plain", "sample")


def draw_style(random: Random) -> Style:
    """One decidable style."""
    style = {name: random.choices(list(values), list(values.values()))[0] for name, values in FACTORS.items()}
    if style["count"] == "1":
        _make_single(style)
    else:
        _agree(style)
    if style["watermark"] == "header in break" and style["broken"] == "none":
        style["broken"] = "noise"
    if style["after"] == "0" and style["mark"] in ("第一篇 over", "(一) over"):
        style["split"] = "none"
    if style["masks"] == "none" and style["broken"] == "after mask":
        style["broken"] = "tight"
    return style


def _make_single(style: Style) -> None:
    """A file with one speech: its title is the file's title."""
    style.update(front="none", declared="none", toc="none", mark="plain", glued="none", between="none", twice="none")
    if style["under"] in ("unit", "author"):
        style["under"] = "byline"
    if style["split"] == "some" or style["inner"] == "unnumbered":
        style["split"] = "none"


def _agree(style: Style) -> None:
    """Take back what a careful reader could not tell from the file alone."""
    if style["front"] == "none":
        style["declared"] = "none"
    if style["mark"] in _ALONE:
        style.update(toc="none", under="none", split="none", twice="none", glued="none")
        if style["front"] == "none":
            style["front"] = "line"
    if style["mark"] in ("一、", "1.", "（一）", "(一) alone", "(一) over", "1 alone") and style["inner"] not in (
        "none",
        "一是",
        "一要",
    ):
        style["inner"] = "一、" if style["mark"] in ("（一）", "(一) alone", "(一) over") else "一是"
    if style["mark"] in ("一、", "1.", "（一）") and style["front"] == "none":
        style["front"] = "line"
    if style["mark"] in ("一、", "1.", "（一）", "(一) alone", "1 alone") and style["declared"] == "none":
        style["declared"] = "same line"  # else they could be the parts of one speech
    if style["mark"] == "1 alone":
        style.update(declared="same line", pages="none", before=max(style["before"], "1"))
    _agree_below(style)
    _weak_titles(style)


def _agree_below(style: Style) -> None:
    """What stands under the titles, and the contents."""
    if style["glued"] == "some" and not (style["mark"] == "role" or style["toc"] != "none"):
        style["glued"] = "none"
    if style["glued"] == "some":
        style.update(under="none", split="none", greeting="none", twice="none")
    if style["mark"] == "role" and style["under"] in ("byline", "（role name）", "date+byline", "unit"):
        style["under"] = "date"  # two roles would contradict each other
    if style["under"] != "none" and style["twice"] == "yes":
        style["twice"] = "none"
    if style["toc"] == "none":
        style["toc_slip"] = "exact"
    if style["toc_head"] == "none" and style["toc"] in ("plain", "space", "nbsp", "numbered", "two-line"):
        style["toc_head"] = "目录"


def _weak_titles(style: Style) -> None:
    """Titles that nothing but their place tells: no other short line may stand in such a place."""
    told = style["toc"] != "none" or style["under"] in ("date", "date+byline") or style["greeting"] == "all"
    if style["mark"] not in _WEAK or (style["mark"] == "sample"):
        return
    if told:
        return
    if style["front"] == "none":
        style["front"] = "line"
    if style["declared"] in ("none", "wrong"):
        style["declared"] = "same line"
    if style["inner"] == "unnumbered":
        style["inner"] = "一是"
    style["twice"] = "none"
    if style["blanks"] != "none":
        style["before"] = max(style["before"], "2" if style["blanks"] == "all" else "1")
    if style["before"] == "0":
        style["split"] = "none"
