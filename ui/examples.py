"""Questions to start with: of a question set that fits the library, else from titles and figures of its speeches."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice, zip_longest

from ui.types import Exchange, Shelf
from vectorstore.types import Paragraph, SpeechRow

# no colloquial ones: without a model they are the ones that find nothing, a poor welcome
_ORDER = ("figure", "list", "masked", "compare", "fact")
_LENGTH = 40  # characters: an example is read at a glance
_FILES = 8  # files that are looked at
_SCANNED = 600  # characters of a paragraph that are looked at
_FIGURE = re.compile(
    r"(?:^|[，。；：、])([\u4e00-\u9fff“”]{4,16}?)(达到|突破|超过|同比增长|增长|下降|提高到|达)了?(?=\d)"
)
_VAGUE = re.compile(
    r"^(?:其中|同比|分别|累计|合计|共|我们|并|也|还|已|其|这|该|比|较|年|今|去|到|至|让|使|把|将|推动|力争|确保|预计|同期)"
    r"|已经|反过来|分别|[的和与及已均总要]$"
)
_SAYING = re.compile(r"“(?![不没无未])([\u4e00-\u9fff]{3,10})”")


def from_cases(lines: Iterable[str], files: Collection[str], wanted: int = 6) -> tuple[str, ...]:
    """Questions of a case file whose gold is wholly in `files`, the types mixed. Bad lines pass."""
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


def of_library(store: Shelf) -> tuple[str, ...]:
    """Questions of the first files of a library. Raises StoreError."""
    return from_speeches(row for file in store.files()[:_FILES] for row in store.speeches(file.file))


def from_speeches(rows: Iterable[SpeechRow], wanted: int = 6) -> tuple[str, ...]:
    """One question a speech: for a figure, a saying or its content, in turn."""
    questions: list[str] = []
    for row in rows:
        turn = len(questions) % 3
        kinds = [_figures(row.speech.paragraphs), _sayings(row.speech.paragraphs), _contents([row.speech.title])]
        asked = next((q for kind in kinds[turn:] + kinds[:turn] for q in kind if q not in questions), None)
        if asked:
            questions.append(asked)
        if len(questions) == wanted:
            break
    return tuple(questions)


def follow_ups(exchange: Exchange, wanted: int = 3) -> tuple[str, ...]:
    """Further questions, each to be asked alone: for figures and sayings of the paragraphs that were found, and for
    what another of their speeches is about; those beside the answer first.

    The paragraph that answers is in the library, and the question has its words.
    """
    if exchange.answer is None:
        return ()
    known = exchange.answer.text + exchange.question
    read = {source.title for source in exchange.answer.sources if source.cited}
    sources = sorted(exchange.answer.sources, key=lambda source: source.cited)
    paragraphs = [source.paragraph for source in sources]
    kinds = (
        _figures(paragraphs, known),
        _sayings(paragraphs, known),
        _contents([source.title for source in sources if source.title not in read], known),
    )
    mixed = (question for some in zip_longest(*map(dict.fromkeys, kinds)) for question in some if question)
    return tuple(islice(mixed, wanted))


def _figures(paragraphs: Iterable[Paragraph], known: str = "") -> Iterator[str]:
    """One question a paragraph: for a figure whose thing is not known."""
    for paragraph in paragraphs:
        for match in _FIGURE.finditer(paragraph.text[:_SCANNED]):
            if not _VAGUE.search(match[1]) and match[1] not in known and match[1].count("“") == match[1].count("”"):
                yield f"{match[1]}{match[2]}多少？"  # its own verb: the search and the answer go by it
                break


def _sayings(paragraphs: Iterable[Paragraph], known: str = "") -> Iterator[str]:
    """One question a paragraph: for what it calls by a name of its own."""
    for paragraph in paragraphs:
        match = next((m for m in _SAYING.finditer(paragraph.text[:_SCANNED]) if m[1] not in known), None)
        if match:
            yield f"“{match[1]}”是怎么说的？"


def _contents(titles: Iterable[str], known: str = "") -> Iterator[str]:
    for title in titles:
        if 4 <= len(title.strip()) <= _LENGTH - 10 and title not in known:
            yield f"《{title.strip()}》讲了哪些工作？"
