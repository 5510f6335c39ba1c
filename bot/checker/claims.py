"""From an answer to its claims: one per sentence, list item or table row, each with the source marks that it carries.

Mark styles read: [1] [1][2] [1,2] [1、2] [1-3] ［1］ 【1】 [来源1] [^1] ¹, and (1) （1） （来源：1） 来源1 when it is a
trailing citation. 〔1〕 is never one: that is how the marks of the documents themselves are shown to a model.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MAX_RANGE = 20  # [1-3] is three marks; a longer range is a figure, not a citation
_LIST = r"\d{1,3}(?:\s*(?:[,，、;；]|[-–—~～至])\s*\d{1,3})*"
_WORD = r"(?:来源|出处|资料|材料)\s{0,3}[:：]?"  # bounded: thousands of spaces must cost nothing
_MARK = re.compile(
    rf"[\[［【]\s*(?:{_WORD}|\^)?\s*({_LIST})\s*(?:†[^\]］】\n]{{0,20}})?[\]］】]"
    rf"|[(（]\s*(?:{_WORD}\s*)?({_LIST})\s*[)）]"
    rf"|(?<![A-Za-z0-9㎡%])([⁰¹²³⁴-⁹]{{1,3}})"  # not of m², 10³
    rf"|[，,\s]{{0,3}}(?:来源|出处)\s{{0,3}}[:：]?\s{{0,3}}({_LIST})(?!\s*(?:[.．]\d|[%％㐀-鿿]))"
)
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_TRAILING = re.compile(r"\s*(?:[。！？；!?;.，,]|[|｜]|$)")
_STARTS = re.compile(r"(?:^|[。！？；!?;：:，,])\s*$")
_END = frozenset("。！？；!?;")
_CLOSERS = frozenset("”’」』）)")
_BULLET = re.compile(
    r"\s*(?:[-*+•·●○▪◆■]\s+|[•·●▪◆■]|#{1,6}\s+|>\s*|\d{1,2}\s*[.、)）．](?!\d)\s*|[(（]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})\s*[)）]\s*|[①-⑳]\s*|[一二三四五六七八九十]{1,3}、(?![一二三四五六七八九十]))+"
)
_HEADING = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*\n]{1,40}\*\*\s*$)")
_RULE_ROW = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_QUOTE_LIMIT = 400


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence without its marks, the marks in order, and its span [start, end) in the answer, marks included.

    `lead` is true for a heading or a line that only introduces what follows (要点如下：): it has no content to check.
    """

    text: str
    marks: tuple[int, ...]
    start: int
    end: int
    lead: bool = False


def _numbers(found: str) -> tuple[int, ...]:
    numbers: list[int] = []
    for part in re.split(r"\s*[,，、;；]\s*", found):
        ends = [int(n) for n in re.split(r"\s*[-–—~～至]\s*", part)]
        if len(ends) == 2 and 0 <= ends[1] - ends[0] <= _MAX_RANGE:
            numbers.extend(range(ends[0], ends[1] + 1))
        else:
            numbers.extend(ends)
    return tuple(dict.fromkeys(numbers))


def _marks(line: str) -> list[tuple[int, int, tuple[int, ...]]]:
    """The marks of one line as (start, end, numbers). (1) and 来源1 count only at the end of a sentence."""
    found = list(_MARK.finditer(line))
    good: list[tuple[int, int, tuple[int, ...]]] = []
    trails = False  # whether the mark to the right is one and follows at once
    for m in reversed(found):
        if m.group(2) is not None or m.group(4) is not None:
            closes = _TRAILING.match(line, m.end()) or (trails and good and good[-1][0] == m.end())
            if not closes or (_STARTS.search(line[: m.start()][-4:]) and not _ends_sentence(line, m)):
                trails = False
                continue
        good.append((m.start(), m.end(), _numbers(next(filter(None, m.groups())).translate(_SUPERSCRIPT))))
        trails = True
    return good[::-1]


def _ends_sentence(line: str, m: re.Match[str]) -> bool:
    """Whether 。（1） closes a line, not 。（1）加强…, the start of an item."""
    return line[: m.start()].rstrip()[-1:] in _END and not line[m.end() :].strip(
        " 。；！？;!?[]［］【】()（）0123456789,，、"
    )


def normalise_marks(text: str) -> str:
    """The same answer with every mark written [1][2]."""
    lines = []
    for line in text.split("\n"):
        at, parts = 0, []
        for start, end, numbers in _marks(line):
            parts += [line[at:start], "".join(f"[{n}]" for n in numbers)]
            at = end
        lines.append("".join([*parts, line[at:]]))
    return "\n".join(lines)


def split_claims(answer_text: str) -> tuple[DraftClaim, ...]:
    """The claims of an answer, in order. A sentence without a mark has none: it inherits nothing."""
    claims: list[DraftClaim] = []
    lines = answer_text.split("\n")
    at = 0
    for number, line in enumerate(lines):
        follows = lines[number + 1] if number + 1 < len(lines) else ""
        is_row = _is_row(line)
        if is_row and (_RULE_ROW.match(line) or _RULE_ROW.match(follows)):
            pass  # the rule and the header of a table
        elif is_row:
            claims.extend(_claim(line, 0, len(line), _marks(line), at, row=True))
        else:
            marks = _marks(line)
            for start, end in _sentences(line, marks):
                claims.extend(_claim(line, start, end, marks, at))
        at += len(line) + 1
    return tuple(claims)


def _is_row(line: str) -> bool:
    """Whether a line is a row of a table: no sentence ends before its first bar, else it is told while it comes."""
    first = line.partition("|")[0]
    return line.lstrip().startswith("|") or (line.count("|") >= 2 and _END.isdisjoint(first))


def _sentences(line: str, marks: list[tuple[int, int, tuple[int, ...]]]) -> list[tuple[int, int]]:
    """Spans of the sentences: cut after 。！？； and the quotes and marks that follow, never inside a quotation."""
    marked = {start: end for start, end, _ in marks}
    spans, begin, i, opened = [], 0, 0, -1
    while i < len(line):
        char = line[i]
        if i in marked:
            i = marked[i]
            continue
        if char in "“「『":
            opened = i
        elif char in "”」』":
            opened = -1
        i += 1
        inside = (
            opened >= 0 and i - opened < _QUOTE_LIMIT and any(c in line[i : opened + _QUOTE_LIMIT] for c in "”」』")
        )
        closed = char in "”」』" and i > 1 and line[i - 2] in _END
        if not closed and (char not in _END or inside):
            continue
        while i < len(line) and (
            line[i] in _CLOSERS or line[i] in _END or i in marked or (line[i] == " " and i + 1 in marked)
        ):
            i = marked.get(i, i + 1)
        spans.append((begin, i))
        begin = i
    if begin < len(line):
        spans.append((begin, len(line)))
    return spans


def _claim(
    line: str, start: int, end: int, marks: list[tuple[int, int, tuple[int, ...]]], at: int, row: bool = False
) -> list[DraftClaim]:
    inside = [m for m in marks if start <= m[0] < end]
    at_char, parts = start, []
    for mark_start, mark_end, _ in inside:
        parts.append(line[at_char:mark_start])
        at_char = mark_end
    parts.append(line[at_char:end])
    text = "".join(parts)
    heading = bool(_HEADING.match(text))
    text = _BULLET.sub("", text, count=1) if (m := _BULLET.match(text)) and m.start() == 0 else text
    text = re.sub(r"\*\*|__|`|<br\s*/?>", "", text)
    if row:
        text = "，".join(cell for c in text.split("|") if (cell := c.strip()))
    text = text.strip()
    if not re.search(r"[㐀-鿿A-Za-z0-9０-９]", text):
        return []
    numbers = tuple(dict.fromkeys(n for m in inside for n in m[2]))
    while start < end and line[start].isspace():
        start += 1
    while start < end and line[end - 1].isspace():
        end -= 1
    lead = not numbers and len(text) <= 60 and (heading or text.endswith(("：", ":"))) and not re.search(r"\d", text)
    return [DraftClaim(text, numbers, at + start, at + end, lead)]
