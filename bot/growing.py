"""A draft that is still growing: its sentences, each as soon as nothing that follows can change it. Pure."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.checker.claims import DraftClaim, split_claims

# What may still turn out to be a mark, or a further closing sign, of the sentence before it.
_UNDECIDED = re.compile(
    r"(?:[\s。！？；!?;”’」』）)\]］】\[［【(（0-9０-９⁰¹²³⁴-⁹,，、\-–—~～至^:：]|来源?|出处?|资料?|†[^\]］】\n]{0,20}+)*+"
)
_ENDS = re.compile(r"[。！？；!?;\n]")
_OPEN, _CLOSE = "“「『", "”」』"
_QUOTE_LIMIT = 400  # characters: a quotation that is longer is cut into sentences like any other text


class Growing:
    """Takes the draft piece by piece and gives back the sentences that are whole, with their places in the draft."""

    def __init__(self) -> None:
        self._line = ""  # the draft from the start of the line that holds the first open sentence
        self._start = 0  # where that is in the draft
        self._told = 0  # where the last sentence that was given back ends, in the draft
        self._pending = False

    def feed(self, piece: str) -> tuple[DraftClaim, ...]:
        """The sentences that this piece makes whole."""
        self._line += piece
        self._pending = self._pending or bool(_ENDS.search(piece))
        if not self._pending:
            return ()
        self._pending = False
        whole: list[DraftClaim] = []
        for claim in split_claims(self._line):
            if claim.end + self._start <= self._told:
                continue
            if not self._closed(claim):
                self._pending = True
                break
            whole.append(replace(claim, start=claim.start + self._start, end=claim.end + self._start))
        if whole:
            self._told = whole[-1].end
        self._forget()
        return tuple(whole)

    def _closed(self, claim: DraftClaim) -> bool:
        """Whether no further text can belong to the claim, or make something else of it."""
        rest = self._line[claim.end :]
        line_end = rest.find("\n")
        if "|" in self._line[claim.start : claim.end]:  # the header of a table is known by the line below it
            return line_end >= 0 and "\n" in rest[line_end + 1 :]
        if line_end >= 0:
            return True
        line = self._line[self._line.rfind("\n", 0, claim.end) + 1 :]
        return "|" not in line and not _in_quotation(line) and not _UNDECIDED.fullmatch(rest)

    def _forget(self) -> None:
        """Give up the lines whose sentences have all been given back."""
        cut = self._line.rfind("\n", 0, max(0, self._told - self._start)) + 1
        self._line, self._start = self._line[cut:], self._start + cut


def _in_quotation(line: str) -> bool:
    """Whether the end of a line stands in a quotation that may still be closed: 。 in it ends no sentence then."""
    opened = max(map(line.rfind, _OPEN))
    return opened > max(map(line.rfind, _CLOSE)) and len(line) - opened < _QUOTE_LIMIT
