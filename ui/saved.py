"""An exchange as the JSON that the catalog keeps, and back: with a copy of its sources, so it reads the same for ever.

Fields are only ever added: what a field of an older exchange lacks has its default, what a newer one has more is left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from bot.types import Answer, Claim, Source
from ui.types import RUNNING, Exchange, Stage, Verdict
from vectorstore.memory import ExchangeRow
from vectorstore.types import Filters, Location, Mask, Paragraph

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Json = dict[str, Any]
T = TypeVar("T", bound="DataclassInstance")
VERSION = 1
_DAMAGED = "这条记录已损坏，读不出来"


def row_of(exchange: Exchange) -> ExchangeRow:
    """What the catalog keeps of an exchange. A draft is kept once it no longer grows."""
    text = exchange.answer.text if exchange.answer else exchange.draft
    data = json.dumps(exchange_json(exchange), ensure_ascii=False, separators=(",", ":"))
    return ExchangeRow(exchange.number, exchange.question, text, data, exchange.verdict)


def exchange_json(exchange: Exchange) -> Json:
    """An exchange in full. The sources of an answer stand beside it, once."""
    answer = None
    if exchange.answer is not None:
        answer = {**_plain(exchange.answer), "seconds": [list(pair) for pair in exchange.answer.seconds]}
        del answer["sources"]
    return {
        "v": VERSION,
        "number": exchange.number,
        "question": exchange.question,
        "filters": {name: value for name, value in asdict(exchange.filters).items() if value is not None},
        "stage": exchange.stage,
        "searched": exchange.searched,
        "sources": [_plain(source) for source in exchange.sources],
        "draft": exchange.draft,
        "answer": answer,
        "error": exchange.error,
        "alone": exchange.alone,
    }


def exchange_of(row: ExchangeRow) -> Exchange:
    """The exchange of a row. One that was being answered has been interrupted; one that is damaged says so."""
    verdict: Verdict = next((v for v in get_args(Verdict) if v == row.verdict), "")
    try:
        return _exchange(row.number, json.loads(row.data), verdict)
    except (ValueError, TypeError, KeyError, AttributeError):
        return Exchange(row.number, row.question, stage="failed", draft=row.answer, error=_DAMAGED)


def _exchange(number: int, data: Json, verdict: Verdict) -> Exchange:
    stage: Stage = next(s for s in get_args(Stage) if s == data["stage"])
    if stage in RUNNING:
        stage = "interrupted"
    sources = tuple(map(_source, data["sources"]))
    answer = _answer(data["answer"], sources) if stage == "done" else None
    return Exchange(
        number,
        str(data["question"]),
        _made(Filters, data["filters"]),
        stage,
        str(data["searched"]),
        sources,
        str(data["draft"]),
        answer,
        str(data["error"]),
        verdict=verdict,
        alone=data.get("alone") is True,
    )


def _answer(data: Json, sources: tuple[Source, ...]) -> Answer:
    claims = tuple(_made(Claim, claim) for claim in data["claims"])
    seconds = tuple((str(name), float(value)) for name, value in data["seconds"])
    return _made(Answer, data, sources=sources, claims=claims, seconds=seconds)


def _source(data: Json) -> Source:
    masks = tuple(_made(Mask, mask) for mask in data["paragraph"]["masks"])
    locations = tuple(_made(Location, place) for place in data["locations"])
    return _made(Source, data, paragraph=_made(Paragraph, data["paragraph"], masks=masks), locations=locations)


def _made(kind: type[T], data: Mapping[str, Any], **given: Any) -> T:
    """A dataclass from those entries of the data that it has fields for; lists become tuples."""
    names = {field.name for field in fields(kind)} - set(given)
    known = {name: tuple(v) if isinstance(v, list) else v for name, v in data.items() if name in names}
    return kind(**known, **given)


def _plain(noun: Answer | Source) -> Json:
    return asdict(noun)


def turns_json(exchanges: Sequence[Exchange]) -> list[Json]:
    """Several exchanges, with the feedback on each."""
    return [{**exchange_json(exchange), "verdict": exchange.verdict} for exchange in exchanges]
