"""Every figure of an answer with its source, as a table. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.draft.pieces import figures_of
from bot.draft.places import norm, own_sentences
from bot.export.blocks import reference, visible
from bot.types import Answer, Claim, Source

SHORT_HEAD = ("数字", "所在句子", "核查", "出处")
HEAD = ("数字", "所在句子", "核查", "篇名", "发言人身份", "文件", "第几篇", "第几段", "页", "原文")


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A figure, the sentence that holds it, and one source that the sentence cites (None: it cites none)."""

    figure: str
    claim: str
    supported: bool
    source: Source | None

    @property
    def wording(self) -> str:
        """The sentence of the source that holds the figure, else what supports the claim."""
        if self.source is None:
            return ""
        own = own_sentences(self.source.paragraph.text)
        holding = next((sentence for sentence in own if norm(self.figure) in norm(sentence)), "")
        return holding or "……".join(self.source.quotes) or self.source.paragraph.text

    @property
    def where(self) -> str:
        """The reference with that sentence."""
        return reference(self.source, self.wording) if self.source else "没有标出出处"

    @property
    def verdict(self) -> str:
        return "通过" if self.supported else "没有通过，不作数"

    def short(self) -> tuple[str, ...]:
        """The row under SHORT_HEAD."""
        return self.figure, self.claim, self.verdict, self.where

    def cells(self) -> tuple[str, ...]:
        """The row under HEAD."""
        source = self.source
        at = source.locations[0] if source and source.locations else None
        cells = (
            self.figure,
            self.claim,
            self.verdict,
            source.title if source else "",
            (source.speaker_role or "") if source else "",
            at.file if at else "",
            str(at.speech) if at else "",
            str(at.paragraph) if at else "",
            str(at.page) if at and at.page else "",
            self.wording,
        )
        return tuple(visible(cell) for cell in cells)


def figures_table(answers: Sequence[Answer], unchecked: bool = False) -> tuple[FigureRow, ...]:
    """A row for each figure and source. `unchecked`: also figures of sentences that did not pass, said to be so."""
    rows = [
        row
        for answer in answers
        for claim in answer.claims
        if unchecked or claim.verdict == "supported"
        for row in _rows(answer, claim)
    ]
    return tuple(dict.fromkeys(rows))


def _rows(answer: Answer, claim: Claim) -> Iterator[FigureRow]:
    known = {source.number: source for source in answer.sources}
    cited: list[Source | None] = [known[number] for number in claim.sources if number in known]
    for figure in figures_of(claim.text):
        holding = [source for source in cited if source and norm(figure) in norm(source.paragraph.text)]
        for source in holding or cited or [None]:
            yield FigureRow(figure, claim.text, claim.verdict == "supported", source)


def figures_csv(rows: Sequence[FigureRow]) -> str:
    """The table as CSV with a byte order mark, as spreadsheets want it; no cell can be read as a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD)
    writer.writerows([_inert(cell) for cell in row.cells()] for row in rows)
    return "\ufeff" + out.getvalue()


def _inert(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell
