"""Our nouns as JSON: the contract of the command line and of the API. Fields are only ever added."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bot.types import Answer, Claim, Finding, Source
from vectorstore.types import FileRow, Hit, IngestReport, Location, Paragraph, SpeechRow

if TYPE_CHECKING:
    from bot.draft import Traced
    from bot.searching import Log, Searched
    from vectorstore.explain import Explanation

Json = dict[str, Any]


def report_json(report: IngestReport) -> Json:
    return asdict(report)


def paragraph_json(number: int, paragraph: Paragraph) -> Json:
    masks = [asdict(mask) for mask in paragraph.masks]
    return {
        "id": paragraph.id,
        "number": number,
        "text": paragraph.text,
        "masks": masks,
        "kind": paragraph.kind,
        "level": paragraph.level,
    }


def speech_json(row: SpeechRow) -> Json:
    speech = row.speech
    return {
        "id": speech.id,
        "file": row.file,
        "number": row.number,
        "title": speech.title,
        "speaker_role": speech.speaker_role.value,
        "speaker": speech.speaker.value,
        "date": speech.date.value,
        "occasion": speech.occasion.value,
        "place": speech.place.value,
        "certainty": {
            "file": "stated",
            "number": "stated",
            "title": speech.title_known,
            "speaker_role": speech.speaker_role.certainty,
            "speaker": speech.speaker.certainty,
            "date": speech.date.certainty,
            "occasion": speech.occasion.certainty,
            "place": speech.place.certainty,
        },
        "paragraphs": [paragraph_json(n, p) for n, p in enumerate(speech.paragraphs, 1)],
    }


def file_json(row: FileRow) -> Json:
    return {
        "file": row.file,
        "title": row.title,
        "encoding": row.encoding,
        "declared_count": row.declared_count,
        "speeches": row.speeches,
        "paragraphs": row.paragraphs,
        "removed": row.removed,
        "masks": row.masks,
        "warnings": list(row.warnings),
    }


def location_json(location: Location) -> Json:
    """`page` only where it is known."""
    return {name: value for name, value in asdict(location).items() if name != "page" or value is not None}


def hit_json(rank: int, hit: Hit) -> Json:
    place = hit.locations[0] if hit.locations else None
    return {
        "rank": rank,
        "score": round(hit.score, 6),
        "found_by": list(hit.found_by),
        "ranks": dict(hit.ranks),
        "file": place.file if place else None,
        "speech": place.speech if place else None,
        "speech_id": hit.passage.speech_id,
        "title": hit.title,
        "speaker_role": hit.speaker_role,
        "paragraphs": [hit.passage.first, hit.passage.last],
        "text": hit.passage.text,
        "locations": [location_json(location) for location in hit.locations],
    }


def searched_json(question: str, found: Searched, log: Log) -> Json:
    return {
        "question": question,
        "searched": found.question,
        "forms": list(found.forms),
        "hits": [hit_json(rank, hit) for rank, hit in enumerate(found.hits, 1)],
        "seconds": {name: round(value, 4) for name, value in log.total()},
        "notes": list(log.notes),
    }


def explanation_json(explained: Explanation) -> Json:
    """Only `search --explain` gives it; the hits are named by their rank."""
    return {
        "forms": [
            {
                "text": form.text,
                "weight": form.weight,
                "words": list(form.words),
                "expansions": [{"word": word, "phrases": list(phrases)} for word, phrases in form.expansions],
            }
            for form in explained.forms
        ],
        "filters": {name: value for name, value in asdict(explained.filters).items() if value},
        "speeches": explained.speeches,
        "reason": explained.reason,
        "hits": [
            {
                "rank": rank,
                "score": round(why.hit.score, 6),
                "places": [asdict(place) for place in why.places],
                "words": list(why.words),
                "expanded": [{"word": word, "phrase": phrase} for word, phrase in why.expanded],
            }
            for rank, why in enumerate(explained.hits, 1)
        ],
    }


def source_json(source: Source) -> Json:
    place = source.locations[0] if source.locations else None
    return {
        "number": source.number,
        "file": place.file if place else None,
        "speech": place.speech if place else None,
        "speech_id": source.speech_id,
        "title": source.title,
        "speaker_role": source.speaker_role,
        "paragraph": place.paragraph if place else None,
        "page": place.page if place else None,
        "paragraph_id": source.paragraph.id,
        "text": source.paragraph.text,
        "cited": source.cited,
        "quotes": list(source.quotes),
        "locations": [location_json(location) for location in source.locations],
    }


def claim_json(claim: Claim) -> Json:
    return {
        "text": claim.text,
        "sources": list(claim.sources),
        "verdict": claim.verdict,
        "reasons": list(claim.reasons),
    }


def answer_json(answer: Answer) -> Json:
    return {
        "question": answer.question,
        "searched": answer.searched,
        "status": answer.status,
        "answer": answer.text,
        "claims": [claim_json(claim) for claim in answer.claims],
        "sources": [source_json(source) for source in answer.sources],
        "model": answer.model,
        "prompts": list(answer.prompts),
        "seconds": {name: round(value, 4) for name, value in answer.seconds},
        "notes": list(answer.notes),
    }


def finding_json(case_id: object, finding: Finding) -> Json:
    return {
        "id": case_id,
        "verdict": finding.verdict,
        "score": round(finding.score, 4),
        "reasons": list(finding.reasons),
        "spans": list(finding.spans),
    }


def traced_json(draft: str, item: Traced) -> Json:
    place = item.location
    return {
        "kind": item.kind,
        "text": item.text,
        "start": item.start,
        "end": item.end,
        "line": draft.count("\n", 0, item.start) + 1,
        "sentence": item.sentence,
        "verdict": item.verdict,
        "file": place.file if place else None,
        "speech": place.speech if place else None,
        "paragraph": place.paragraph if place else None,
        "title": item.title or None,
        "paragraph_id": item.paragraph_id or None,
        "wording": item.wording or None,
        "reasons": list(item.reasons),
    }
