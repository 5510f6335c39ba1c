"""The lines of PDF pages as a text: what is title, indent, and which line goes on with the one above.

Lengths are in points; a page's origin is its lower left corner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from vectorstore.formats.extracted import Extracted
from vectorstore.formats.pdf_margins import PageLine, margins_of
from vectorstore.reading.numbering import number_of, opens_clause

_TITLE = 1.2  # times the height of the text, and in the middle: a title
_TITLE_LONGEST = 60
_WIDER = 1.3  # times the step between lines: more than that is between paragraphs
_ENDED = frozenset("。.！？!?；;：:…”’」』")
SOFT_HYPHEN = "\x02"


@dataclass(frozen=True, slots=True)
class _Shape:
    """What most lines of a document have in common: height of the text, and from one line to the next; whether
    paragraphs are set in, or apart."""

    height: float
    step: float
    indented: bool
    spaced: bool


def laid_out(pages: Sequence[Sequence[PageLine]], warnings: tuple[str, ...]) -> Extracted:
    """The text of the pages. A line that goes on with the one above it is in `runs_on`."""
    pages = [_whole(lines) for lines in pages]
    margins = margins_of(pages)
    written = _Written(_shape(pages))
    begins: list[int] = []
    for number, lines in enumerate(pages):
        begins.append(written.at)
        written.page(lines, [margins.get((number, index), "") for index in range(len(lines))])
    headlines = tuple(start for start, _ in written.levels)
    text = "".join(written.parts).replace(SOFT_HYPHEN, "-")
    levels, noise, runs = tuple(written.levels), tuple(written.noise), tuple(written.runs)
    return Extracted(text, "pdf", levels, noise, tuple(begins), warnings, headlines, runs)


class _Written:
    """The text as it grows page by page, `at` its length, and what its lines are, by where they begin."""

    def __init__(self, shape: _Shape) -> None:
        self.parts: list[str] = []
        self.noise: list[tuple[int, str]] = []
        self.levels: list[tuple[int, int]] = []
        self.runs: list[int] = []
        self.at = 0
        self._shape = shape
        self._above: PageLine | None = None
        self._titled = False  # the line above is one of a title

    def page(self, lines: Sequence[PageLine], rules: Sequence[str]) -> None:
        """Put the lines of a page to the text. `rules`: why a line is none of the text, "" where it is."""
        columns, whole = _columns(lines), _page(lines)
        fresh = True
        for line, rule in zip(lines, rules, strict=True):
            if rule:
                self.noise.append((self.at, rule))
                self._put(line.text)
            else:
                self._line(line, _edges(line, columns), whole, fresh)
                fresh = False

    def _line(self, line: PageLine, edges: tuple[float, float], whole: tuple[float, float], fresh: bool) -> None:
        """`fresh`: the first of its page."""
        above, space = self._above, ""
        big = _is_title(line, self._shape, (edges, whole))
        going = above is not None and _goes_on(above, line, self._shape, edges, big and self._titled, big, fresh)
        self._above, self._titled = replace(line, right=line.right - edges[1]), big
        if going:
            if not fresh and _hyphened(self.parts[-1], line.text):
                self.parts[-1] = self.parts[-1].removesuffix(f"{SOFT_HYPHEN}\n")
                self.at -= 2
            else:
                self.runs.append(self.at)
            self._put(line.text)
            return
        if above is not None and not fresh:
            space = _blank(above, line)
        if big and not number_of(line.text):  # 第一章, 一、 are large too, and no titles of speeches
            self.levels.append((self.at + len(space), 1))
        elif not big and line.height and line.left - edges[0] > 0.8 * line.height:
            space += "\u3000\u3000"  # the first line of a paragraph is set in: kept as two wide spaces
        self._put(space + line.text)

    def _put(self, shown: str) -> None:
        self.parts.append(f"{shown}\n")
        self.at += len(shown) + 1


def _hyphened(above: str, text: str) -> bool:
    """Whether a word is broken at the end of a line, and its rest stands below in small letters."""
    return above.endswith(f"{SOFT_HYPHEN}\n") and text[0].islower()


def _whole(lines: Sequence[PageLine]) -> list[PageLine]:
    """Pieces of one line, told apart only by another font, as one."""
    whole: list[PageLine] = []
    for line in lines:
        last = whole[-1] if whole else None
        if last and line.height and last.height and _beside(last, line):
            gap = line.left - last.right
            text = last.text + ("  " if gap > 1.5 * line.height else " " if _apart(last, line, gap) else "") + line.text
            top, height = max(last.top, line.top), max(last.height, line.height)
            whole[-1] = PageLine(text, last.left, line.right, top, height)
        else:
            whole.append(line)
    return whole


def _beside(left: PageLine, right: PageLine) -> bool:
    """Whether two pieces stand on one line, the second right of the first."""
    small = min(left.height, right.height)
    overlap = min(left.top, right.top) - max(left.top - left.height, right.top - right.height)
    return overlap > 0.6 * small and right.left > left.right - 0.3 * small


def _apart(left: PageLine, right: PageLine, gap: float) -> bool:
    return gap > 0.15 * right.height and left.text[-1].isascii() and right.text[0].isascii()


def _shape(pages: Sequence[Sequence[PageLine]]) -> _Shape:
    heights = Counter(round(line.height * 2) / 2 for page in pages for line in page for _ in line.text if line.height)
    height = heights.most_common(1)[0][0] if heights else 0.0
    steps: Counter[int] = Counter()
    ends: Counter[int] = Counter()  # the steps under lines that end early, as the last line of a paragraph does
    lines = set_in = 0
    for page in pages:
        columns = _columns(page)
        for above, line in zip((None, *page), page, strict=False):
            if line.height and abs(line.height - height) <= 0.15 * height:
                lines += 1
                left, right = _edges(line, columns)
                full = right - line.right < 3 * line.height  # the first line of a paragraph, no item of a list
                set_in += full and 1.2 < (line.left - left) / line.height < 3.5
                if above and abs(above.height - height) <= 0.15 * height and 0 < above.top - line.top < 4 * height:
                    (ends if right - above.right > 3 * height else steps)[round(above.top - line.top)] += 1
    step = float((steps or ends).most_common(1)[0][0]) if steps or ends else 0.0
    wider = sum(count for gap, count in ends.items() if _WIDER * step < gap)
    indented = lines > 0 and 0.03 * lines <= set_in <= 0.6 * lines
    return _Shape(height, step, indented, not indented and wider >= max(2, 0.6 * ends.total()))


def _columns(lines: Sequence[PageLine]) -> list[tuple[float, float]]:
    """(left, right) of the columns of a page, from left to right: where many lines begin, and how far those reach."""
    known = [line for line in lines if line.height]
    if not known:
        return []
    counts = Counter(round(line.left / 4) for line in known)
    lefts = sorted(k * 4.0 for k, n in counts.items() if n >= max(2, 0.15 * len(known)))
    if not lefts:
        lefts = [min(line.left for line in known)]
    ends = [_end([line.right for line in known if abs(line.left - left) <= 4] or [left]) for left in lefts]
    columns = [(lefts[0], max(ends[0], *ends))] if len(lefts) > 1 and ends[0] > lefts[-1] else []
    if columns:  # what begins further right inside a column is an indent, not a column
        return columns
    return list(zip(lefts, ends, strict=True))


def _end(rights: Sequence[float]) -> float:
    """Where the lines of a column end: where most of them do, else the furthest."""
    place, count = Counter(round(right / 4) for right in rights).most_common(1)[0]
    return place * 4.0 if count >= max(3, 0.3 * len(rights)) else max(rights)


def _edges(line: PageLine, columns: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Left and right edge of the column that a line stands in."""
    inside = [column for column in columns if column[0] <= line.left + 4]
    return inside[-1] if inside else (line.left, line.right)


def _page(lines: Sequence[PageLine]) -> tuple[float, float]:
    known = [line for line in lines if line.height]
    return (min(line.left for line in known), max(line.right for line in known)) if known else (0.0, 0.0)


def _is_title(line: PageLine, shape: _Shape, within: Sequence[tuple[float, float]]) -> bool:
    """Whether a line is larger than the text and stands in the middle, between one pair of edges of `within`."""
    middle = (line.left + line.right) / 2
    large = shape.height > 0 and line.height >= _TITLE * shape.height and len(line.text) <= _TITLE_LONGEST
    return large and any(abs(middle - (left + right) / 2) <= 1.5 * line.height for left, right in within)


def _goes_on(
    above: PageLine, line: PageLine, shape: _Shape, edges: tuple[float, float], title: bool, big: bool, turned: bool
) -> bool:
    """Whether `line` goes on with the line above it. `above.right` is counted from its column's right edge.

    `title`: both are lines of a title; `big`: this one is. `turned`: a page ends between them.
    """
    if not line.height or not above.height or abs(line.height - above.height) > 0.2 * shape.height:
        return False
    gap = above.top - line.top
    far = not turned and gap > (_WIDER * shape.step if shape.spaced else max(1.6 * shape.step, 2.3 * line.height))
    if title:
        return not turned and 0 < gap <= 2.2 * line.height
    if (
        big
        or far
        or line.left - edges[0] > 0.8 * line.height
        or above.right < -(2.6 if shape.indented else 1.6) * line.height
    ):
        return False
    if shape.indented or (shape.spaced and not turned) or above.text.rstrip()[-1:] not in _ENDED:
        return True
    # Paragraphs neither set in nor apart: a sentence seldom ends at the very edge, and a paragraph much more seldom.
    # Over a page's end it is left to the words.
    return not turned and above.right > -0.5 * line.height and not (number_of(line.text) or opens_clause(line.text))


def _blank(above: PageLine, line: PageLine) -> str:
    """A blank line where the page leaves one."""
    gap = above.top - line.top
    return "\n" if line.height and gap > 2.3 * max(above.height, line.height) else ""
