"""The nouns of answering. Standard library only, frozen, tuples inside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vectorstore.types import Location, Paragraph

Status = Literal["answered", "partial", "masked", "conflicting", "not_found"]
Verdict = Literal["supported", "unsupported"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one model call as its server counts them (0 when it does not say); `cut`: the reply is not whole."""

    prompt: int = 0
    completion: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A paragraph under the number that the model and the reader see, with where it stands.

    `locations` has one entry per file that holds the speech; the first is the one shown. `quotes` are the verbatim
    spans of the paragraph's text that support the answer. `rank` is that of the best hit that holds the paragraph, 0
    for one that was brought in beside the hits. `date` is that of the speech.
    """

    number: int
    paragraph: Paragraph
    speech_id: str
    title: str
    speaker_role: str | None
    locations: tuple[Location, ...]
    cited: bool = False
    quotes: tuple[str, ...] = ()
    rank: int = 0
    date: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What the checker says of one claim. `score` is 0 (unsupported) to 1; `spans` are quotes of the evidence."""

    verdict: Verdict
    score: float
    reasons: tuple[str, ...] = ()
    spans: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of the answer, without its marks, with the source numbers it cites and the checker's verdict."""

    text: str
    sources: tuple[int, ...]
    verdict: Verdict
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A checked answer. `text` carries [n] marks; `seconds` per stage; `searched` is the question as searched.

    `prompts` are the versions of the prompts that a model was sent (`answer.v1`); none for the extractive answerer.
    """

    question: str
    searched: str
    status: Status
    text: str
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    model: str
    seconds: tuple[tuple[str, float], ...]
    notes: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
