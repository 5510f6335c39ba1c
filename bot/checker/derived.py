"""Figures worked out from those of the evidence: totals, differences, shares, multiples, averages.

One step of arithmetic over figures of one sentence (or of two paragraphs, where the claim names both), and only where
the claim's words say that it counts: 共, 多, 平均, a rough share. A figure that merely replaces another one in the
evidence's own wording is never worked out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, permutations, product

from bot.checker.belonging import similar
from bot.checker.compare import Case
from bot.checker.figures import Figure
from bot.checker.rounding import fits, rounded

_FULL_STOP = frozenset("。！？\n")
_FRAME = 6  # units of common text around a figure that make its place sure
_ALIKE = 0.3  # of the words around two figures
_MOST = 12  # figures of one unit looked at
_TOGETHER = re.compile(r"共|合计|总|加起来|相加|累计|合起来|两[者家项个地处]|之和|连同|一起")
_APART = re.compile(  # that a figure is the difference of two
    r"增|减|多|少|差|高出|提高|上升|降|净|超出|低|缩|剩|余|还有|原|之前|此前|以前|前年|上年|去年|年初|其他|另|未|没|涨|落"
)
_REST = re.compile(r"其余|其他|另|剩|没|未|低(?!于)|超额|优惠|便宜")
_EACH = re.compile(r"平均|人均|户均|亩均|均|每|摊到")
_EARLIER = re.compile(r"原|之前|此前|以前|前年|上年|去年|年初|平均")  # what stood before a fall
_NO_AMOUNT = frozenset(("纪年", "月", "日", "code"))

_MONTHS = {  # by days: 前三个月 and 每三个月 are a 季度
    Decimal(90): r"(?<!前三)(?<!前3)季",
    Decimal(180): "半年",
    Decimal(270): "前[三3]季度",
    Decimal(360): "[一每全]年",
}


def worked_out(figure: Figure, case: Case) -> bool:
    """Whether a figure of the claim that the evidence lacks follows from the evidence's figures."""
    if figure.value is None or figure.unit in _NO_AMOUNT:
        return False
    if _other_unit(figure, case):
        return False
    months = _MONTHS.get(figure.value) if "个月" in figure.text else None
    if months and re.search(months, case.source.norm):
        return True
    replaces = _replaces(figure, case)
    if any(_is(figure, exact) for exact in _said(figure, case, replaces)):
        return True
    return not replaces and any(_is(figure, exact) for exact in _unsaid(figure, case))


def _is(figure: Figure, exact: Decimal) -> bool:
    """Whether a figure says a value that was worked out: exactly, rounded to its digits, or as roughly as it says."""
    if figure.value is None or exact <= 0:
        return False
    if figure.qualifier or figure.open_ended:
        return exact == figure.value or fits(figure, exact)
    if figure.unit in ("%", "倍") and not figure.text[0].isascii():
        return fits(figure, exact) or exact == figure.value or rounded(figure, exact)
    return exact == figure.value or rounded(figure, exact)


def _said(figure: Figure, case: Case, replaces: bool) -> Iterator[Decimal]:
    """What the steps give that the claim's words name: 共, 多, 平均; a rough share of a whole.

    Of a figure that replaces another in the evidence's own wording, only words of the claim's own count.
    """
    clause, sentence = case.claim.clause(figure.start), case.claim.clause(figure.start, _FULL_STOP)
    spans = _sentences(case)
    earlier = _says(_EARLIER, sentence, case, replaces)
    if earlier or _says(_APART, clause, case, replaces):
        for span in [*spans, None]:
            yield from _differences(figure, case, span)
            if earlier:
                yield from (a + b for a, b in combinations(_of_unit(figure.unit, case, span), 2))
    if _says(_TOGETHER, sentence, case, replaces):
        for span in [*spans, None]:
            several = _of_unit(figure.unit, case, span)
            yield from (sum(some, Decimal(0)) for size in (2, 3, 4) for some in combinations(several, size))
    if _says(_EACH, clause, case, replaces):
        for span in spans:
            counts = [g.value for g in _within(case, span) if g.unit != figure.unit and not _is_share(g) and g.value]
            yield from (total / n for total in _of_unit(figure.unit, case, span) for n in counts if n > 1)
    rough = (figure.qualifier or figure.open_ended) and not replaces
    if rough or _says(_REST, clause, case, replaces):
        for span in spans:
            yield from _parts(figure, case, span)


def _says(word: re.Pattern[str], span: tuple[int, int], case: Case, own: bool) -> bool:
    """Whether a word stands in a part of the claim; `own`: and not in the wording that it shares with the evidence."""
    return any(not own or not all(case.covered[slice(*m.span())]) for m in word.finditer(case.claim.norm, *span))


def _unsaid(figure: Figure, case: Case) -> Iterator[Decimal]:
    """What the steps give that need no word: a share of a whole, and the difference of figures of three digits."""
    sure = figure.value is not None and len(figure.value.normalize().as_tuple().digits) > 2
    for span in _sentences(case):
        yield from _parts(figure, case, span)
        yield from _ratios(figure, case, span)
        if sure:
            yield from _differences(figure, case, span)
    if figure.unit == "倍":
        yield from _ratios(figure, case, None)


def _parts(figure: Figure, case: Case, span: tuple[int, int]) -> Iterator[Decimal]:
    """A share of a whole, and where the claim speaks of it the rest: 8500人 out of work of 3.4万人, 七成半 in work."""
    shares = _of_unit("%", case, span)
    wholes = [Decimal(100)] if figure.unit == "%" else _of_unit(figure.unit, case, span)
    rest = _says(_REST, case.claim.clause(figure.start), case, own=False)
    for whole, share in product(wholes, shares):
        if figure.unit != "%":
            yield whole * share / 100
        if rest:
            yield whole * abs(100 - share) / 100


def _ratios(figure: Figure, case: Case, span: tuple[int, int] | None) -> Iterator[Decimal]:
    """A part as a share of its whole, where the claim names the whole or calls the share rough; a multiple."""
    if figure.unit not in ("%", "倍"):
        return
    there = [g for g in _within(case, span) if not _is_share(g) and g.value][:_MOST]
    for part, whole in permutations(there, 2):
        if not _same_kind(part, whole) or not part.value or not whole.value:
            continue
        ratio = part.value / whole.value
        if figure.unit == "倍" and ratio > 1:
            yield ratio
        if figure.unit == "%" and ratio < 1 and (_named(whole, case) or figure.qualifier or figure.open_ended):
            yield ratio * 100


def _differences(figure: Figure, case: Case, span: tuple[int, int] | None) -> Iterator[Decimal]:
    values = _of_unit("%" if figure.unit == "百分点" else figure.unit, case, span)
    yield from (abs(a - b) for a, b in combinations(values, 2))
    if figure.unit == "%":
        points = _of_unit("百分点", case, span)
        yield from (a + sign * b for a in values for b in points for sign in (1, -1))


def _other_unit(figure: Figure, case: Case) -> bool:
    """Whether the evidence has the same number with another unit of such a thing: 3000亩 for 3000公顷."""
    number = re.match(r"[\d.]+", figure.text)
    mine, around = case.claim.around[figure.start], case.source.around
    known = ((re.match(r"[\d.]+", g.text), g) for g in case.source.units.figures)
    return number is not None and any(
        m and m.group() == number.group() and similar(mine, around[g.start]) >= _ALIKE for m, g in known
    )


def _replaces(figure: Figure, case: Case) -> bool:
    """Whether the claim is the evidence's own wording with another figure in its place."""
    for edit in case.edits:
        if edit.common >= _FRAME and edit.claim_start <= figure.start and figure.end <= edit.claim_end:
            there = (g for g in case.source.units.figures if edit.source_start <= g.start < edit.source_end)
            return any(g.unit == figure.unit or g.value == figure.value for g in there)
    return False


def _named(figure: Figure, case: Case) -> bool:
    return any(f.value == figure.value for f in case.claim.units.figures)


def _is_share(figure: Figure) -> bool:
    return figure.unit in ("%", "百分点", "倍") or figure.unit in _NO_AMOUNT


def _same_kind(part: Figure, whole: Figure) -> bool:
    """Counts of one thing: both of the same unit, or counting words (1200家, 1138份)."""
    return part.unit == whole.unit or (not part.measured and not whole.measured)


def _sentences(case: Case) -> list[tuple[int, int]]:
    """The sentences of the evidence that hold figures."""
    return list(dict.fromkeys(case.source.clause(g.start, _FULL_STOP) for g in case.source.units.figures))


def _within(case: Case, span: tuple[int, int] | None) -> list[Figure]:
    return [g for g in case.source.units.figures if span is None or span[0] <= g.start < span[1]]


def _of_unit(unit: str, case: Case, span: tuple[int, int] | None) -> list[Decimal]:
    given = (g.value for g in _within(case, span) if g.unit == unit)
    return list(dict.fromkeys(v for v in given if v is not None))[:_MOST]
