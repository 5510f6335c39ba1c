"""Questions to start with: of a question set that fits the library, else from titles and figures of its speeches."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from ui.types import Exchange
from vectorstore.types import Paragraph, SpeechRow

# no colloquial ones: without a model they are the ones that find nothing, a poor welcome
_ORDER = ("figure", "list", "masked", "compare", "fact")
_LENGTH = 40  # characters: an example is read at a glance
_SCANNED = 600  # characters of a paragraph that are looked at
_FIGURE = re.compile(r"(?:^|[，。；：])([\u4e00-\u9fff]{4,14}?)(达到|突破|同比增长|增长|下降)了?\d")
_VAGUE = re.compile(r"^(?:其中|同比|分别|累计|合计|共|我们|并|也|还|已|其|这|该)|已经|反过来|[的和与及已]$")


def from_cases(lines: Iterable[str], files: Collection[str], wanted: int = 6) -> tuple[str, ...]:
    """Questions of a case file (design section 7) whose gold is wholly in `files`, the types mixed. Bad lines pass."""
    by_type: dict[str, list[str]] = {}
    for line in lines:
        case = _case(line)
        if not case or case.get("history") or not _answerable(case, files):
            continue
        question = case.get("question")
        if isinstance(question, str) and 0 < len(question) <= _LENGTH:
            by_type.setdefault(str(case.get("type")), []).append(question)
    chosen: list[str] = []
    while len(chosen) < wanted and any(by_type.get(kind) for kind in _ORDER):
        chosen += [by_type[kind].pop(0) for kind in _ORDER if by_type.get(kind)]
    return tuple(chosen[:wanted])


def _case(line: str) -> Mapping[str, object] | None:
    try:
        case = json.loads(line)
    except ValueError:
        return None
    return case if isinstance(case, dict) else None


def _answerable(case: Mapping[str, object], files: Collection[str]) -> bool:
    gold = case.get("gold")
    if not isinstance(gold, list) or not gold:
        return False
    return all(isinstance(entry, dict) and entry.get("file") in files for entry in gold)


def from_speeches(rows: Iterable[SpeechRow], wanted: int = 6) -> tuple[str, ...]:
    """A question for a figure of a speech, or for its content; one question a speech."""
    questions: list[str] = []
    for row in rows:
        title = row.speech.title.strip()
        asked = next(_figure_questions(row.speech.paragraphs), None)
        if asked is None and 4 <= len(title) <= _LENGTH - 10:
            asked = f"《{title}》讲了哪些工作？"
        if asked and asked not in questions:
            questions.append(asked)
        if len(questions) == wanted:
            break
    return tuple(questions)


def follow_ups(exchange: Exchange, wanted: int = 3) -> tuple[str, ...]:
    """Further questions: for figures of the paragraphs that were found, those beside the answer first.

    A paragraph that gives the figure is there, so the library can answer them.
    """
    if exchange.answer is None:
        return ()
    known = exchange.answer.text + exchange.question
    questions: list[str] = []
    for source in sorted(exchange.answer.sources, key=lambda source: source.cited):
        asked = (q for q in _figure_questions([source.paragraph]) if q.removesuffix("多少？") not in known)
        question = next(asked, None)  # one a paragraph
        if question and question not in questions:
            questions.append(question)
        if len(questions) == wanted:
            break
    return tuple(questions)


def _figure_questions(paragraphs: Iterable[Paragraph]) -> Iterator[str]:
    for paragraph in paragraphs:
        for match in _FIGURE.finditer(paragraph.text[:_SCANNED]):
            if not _VAGUE.search(match[1]):
                yield f"{match[1]}{match[2]}多少？"
