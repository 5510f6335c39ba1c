"""What the copy buttons put on the clipboard: plain text, ready to be pasted into a draft."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from bot.types import Answer, Source
from ui.wordings import Lang, word
from vectorstore.types import Location, Speech


def place_text(source: Source, lang: Lang) -> str:
    """The address a person can say: 《file》第3篇第7段, with the page where there are pages."""
    return location_text(source.locations[0], lang) if source.locations else word(lang, "no_place")


def location_text(at: Location, lang: Lang) -> str:
    place = word(lang, "place", file=at.file, speech=at.speech, paragraph=at.paragraph)
    return place if at.page is None else place + word(lang, "on_page", page=at.page)


def reference_text(source: Source, lang: Lang) -> str:
    """One reference: title (role), file, speech and paragraph number."""
    title = word(lang, "copy_title", title=source.title or word(lang, "untitled"))
    role = f"（{source.speaker_role}）" if source.speaker_role else ""
    return f"{title}{role}，{place_text(source, lang)}"


def without_struck(answer: Answer) -> str:
    """The answer's text without the claims that failed the check, nor the marks behind them."""
    text = answer.text
    for claim in answer.claims:
        if claim.verdict == "unsupported" and claim.text.strip():
            text = re.sub(re.escape(claim.text.strip()) + r"[。！？；]?(?:\s?\[\d{1,3}\])*[。！？；]?", "", text)
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def answer_text(answer: Answer, lang: Lang) -> str:
    """The checked answer with its marks, then the references under the same numbers."""
    parts = [without_struck(answer)]
    cited = [source for source in answer.sources if source.cited]
    if cited:
        parts.append("")
        parts.append(word(lang, "copy_sources"))
        parts += [f"[{source.number}] {reference_text(source, lang)}" for source in cited]
    return "\n".join(parts).strip()


def quotation_text(source: Source, lang: Lang) -> str:
    """The supporting quotes (or the paragraph) in quotation marks, with the reference."""
    body = "……".join(source.quotes) if source.quotes else source.paragraph.text
    return f"“{body}”（{reference_text(source, lang)}）"


def citation_text(source: Source, speech: Speech | None, lang: Lang) -> str:
    """The quotation with a reference of the form of GB/T 7714: author. title[G]//compilation. date: place.

    [G] is the standard's letter for a compilation (汇编); what the file does not state is left out, not invented.
    `speech`, as it is now, has the date of a source that was kept without one.
    """
    body = "……".join(source.quotes) if source.quotes else source.paragraph.text
    author = f"{source.speaker_role}. " if source.speaker_role else ""
    reference = f"{author}{source.title or word(lang, 'untitled')}"
    if source.locations:
        at = source.locations[0]
        date = source.date or (speech.date.value if speech else None)
        reference += f"[G]//{PurePosixPath(at.file).stem}{f'. {date}' if date else ''}: "
        between = ", " if lang == "en" else ""
        reference += word(lang, "nth_speech", number=at.speech) + between
        reference += word(lang, "nth_paragraph", number=at.paragraph)
        reference += "" if at.page is None else word(lang, "on_page", page=at.page)
    return f"{body}\n{reference}."
