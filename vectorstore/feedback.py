"""From feedback on answers to evaluation cases: reads the JSON that ui/saved.py writes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from vectorstore.memory import ExchangeRow, Memory

Json = dict[str, Any]
_MARK = re.compile(r"\s?\[\d{1,3}\]")


def cases(memory: Memory, of: str | None = None) -> Iterator[Json]:
    """A case for every answer with feedback, oldest conversation first; `of` one owner or all. Raises StoreError.

    All are only proposed, also what was called good: a person confirms them.
    """
    for key, owner, number in memory.judged():
        if of in (None, owner):
            rows = memory.exchanges(key, owner)
            yield case_of(key, rows[:number]) | {"proposed": True}


def case_of(key: str, rows: Sequence[ExchangeRow]) -> Json:
    """The case of the last of these exchanges, those before it being its history; `feedback` says what it was.

    A good answer's own words are the answer and the quotes it cites the gold. Of the others only the question is
    taken, except that what should have been refused is unanswerable: the gold is for a person to fill in.
    """
    *earlier, row = rows
    case: Json = {"id": f"fb-{key[:8]}-{row.number}", "type": "fact", "question": row.question}
    if earlier:
        case["history"] = [{"question": e.question, "answer": e.answer} for e in earlier]
    data = _data(row)
    case["gold"] = _gold(data) if row.verdict == "good" else []
    case["answer"] = _MARK.sub("", row.answer).strip() if row.verdict == "good" else ""
    case["type"] = _type(row, data, bool(earlier))
    return case | {"must_contain": [], "must_not_contain": [], "feedback": row.verdict}


def _data(row: ExchangeRow) -> Json:
    try:
        data = json.loads(row.data)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}


def _type(row: ExchangeRow, data: Json, follows: bool) -> str:
    status = (data.get("answer") or {}).get("status")
    if row.verdict == "refuse" or (row.verdict == "good" and status == "not_found"):
        return "unanswerable"
    if row.verdict == "good" and status == "masked":
        return "masked"
    if follows:
        return "followup"
    return "figure" if row.verdict == "figure" or re.search(r"多少|几|\d", row.question) else "fact"


def _gold(data: Json) -> list[Json]:
    """The quotes that the answer cites, each with the first file it stands in; without quotes the whole paragraph."""
    cited = [s for s in data.get("sources") or [] if s.get("cited") and s.get("locations")]
    return [
        {"file": source["locations"][0]["file"], "quote": quote}
        for source in cited
        for quote in source.get("quotes") or [source["paragraph"]["text"]]
    ]
