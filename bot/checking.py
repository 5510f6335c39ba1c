"""From a draft to what counts: each claim checked against what it cites, the text without what fell, the status.

Pure functions. A sentence that only says that something is not in the material is no claim: nothing can be checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.checker.claims import DraftClaim, split_claims
from bot.checker.subjects import resolved
from bot.instructions import content
from bot.remains import without
from bot.types import Claim, Finding, Source, Status
from vectorstore.types import Paragraph

Check = Callable[[str, Sequence[str]], Finding]

NO_MARK = "没有标出出处"
NO_SENTENCE = "只有一个词，不成一句话，无从核查"
NO_CONTENT = "所引的段落是写给大模型的话，不是讲话内容，不作依据"
CONFLICTING = "说法不一"
_MATERIAL = r"(?:材料|原文|资料|讲话|文中|来源)[中里内]?(?:均|都|也|并|暂|尚)?"
_MISSING = re.compile(
    rf"^[^0-9０-９。；;]{{0,40}}?{_MATERIAL}(?:没有|未|无)(?:找到|提到|提及|涉及|说明|给出|提供|记载)[^0-9０-９，。；;]{{0,16}}[。.]?$"
)
_HIDDEN = re.compile(
    rf"(?:{_MATERIAL}[^。；，,：:0-9]{{0,6}}?(?:隐去|隐藏|略去|没有公开|未公开|未披露)|隐去)(?:了(?:这一内容|这一数值|[^。；，,]{{0,6}}))?"
    r"|(?:用|以|写作|写为)[“「]?[xX×*＊]{1,6}[”」]?(?:代替|表示|替代)?"
)
_FILLER = re.compile(r"具体|数值|数字|数据|内容|名称|这一|该项|其中|的|是|为")
_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
# A word that stands somewhere is no statement, and yet nothing in it can fail; a figure alone may answer a question.
_TELLS = re.compile(r"[0-9０-９一二两三四五六七八九十百千万亿半]|(?:[㐀-鿿a-zA-Z].*){4}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft after the check. `spans` in the draft, one for each claim; `missing`: it says that a part is absent."""

    draft: str
    claims: tuple[Claim, ...]
    spans: tuple[tuple[int, int], ...]
    quotes: dict[int, tuple[str, ...]]
    text: str
    missing: bool

    @property
    def supported(self) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.verdict == "supported")

    @property
    def failed(self) -> tuple[Claim, ...]:
        return tuple(c for c in self.claims if c.verdict == "unsupported")


def remembering(check: Check) -> Check:
    """The same check, each claim worked out once: a draft is checked as it comes, whole, and again when mended."""
    known: dict[tuple[str, tuple[str, ...]], Finding] = {}

    def once(text: str, evidence: Sequence[str]) -> Finding:
        key = (text, tuple(evidence))
        if key not in known:
            known[key] = check(text, evidence)
        return known[key]

    return once


def checkable(part: DraftClaim) -> bool:
    """Whether a sentence claims something; an introduction and a statement of absence do not."""
    return not part.lead and not is_missing(part)


def judge(part: DraftClaim, sources: Sequence[Source], check: Check) -> Claim:
    """One sentence of a draft, checked against the sources that it cites, and nothing else."""
    return _judge(part, {source.number: source for source in sources}, check)[0]


def check_draft(draft: str, sources: Sequence[Source], check: Check) -> Checked:
    """Check each claim of a draft against the sources that it cites, and nothing else."""
    parts = [part for part in split_claims(draft) if not part.lead]
    absent = [part for part in parts if is_missing(part)]
    parts = [part for part in parts if not is_missing(part)]
    known = {source.number: source for source in sources}
    claims: list[Claim] = []
    quotes: dict[int, list[str]] = {}
    for part in parts:
        claim, spans = _judge(part, known, check)
        claims.append(claim)
        if claim.verdict == "supported":
            _collect(quotes, claim, spans, known)
    judged = list(zip(parts, claims, strict=True))
    fallen = [part for part, claim in judged if claim.verdict == "unsupported"]
    kept = [part for part, claim in judged if claim.verdict == "supported"] + absent
    return Checked(
        draft,
        tuple(claims),
        tuple((part.start, part.end) for part in parts),
        {number: tuple(dict.fromkeys(found)) for number, found in quotes.items()},
        without(
            draft,
            fallen,
            kept,
            "\n".join([*(s.paragraph.text for s in sources), *(f"{s.title} {s.speaker_role}" for s in sources)]),
        ),
        bool(absent),
    )


def is_missing(part: DraftClaim) -> bool:
    """Whether a sentence only says that the material does not have something."""
    return not part.marks and bool(_MISSING.match(part.text))


def _judge(part: DraftClaim, known: dict[int, Source], check: Check) -> tuple[Claim, tuple[str, ...]]:
    unknown = [number for number in part.marks if number not in known]
    if not part.marks:
        return Claim(part.text, (), "unsupported", (NO_MARK,)), ()
    if unknown:
        reason = f"标注的出处{''.join(f'[{n}]' for n in unknown)}不存在"
        return Claim(part.text, part.marks, "unsupported", (reason,)), ()
    if not _TELLS.search(part.text):
        return Claim(part.text, part.marks, "unsupported", (NO_SENTENCE,)), ()
    cites = [known[number].paragraph for number in part.marks]
    evidence = [content(paragraph.text) for paragraph in cites]
    if not any(evidence):
        return Claim(part.text, part.marks, "unsupported", (NO_CONTENT,)), ()
    text = resolved(part.text, evidence, _context(part.marks, known))
    finding = check(text, evidence)
    if finding.verdict == "unsupported":
        finding = _hidden(part.text, cites, check) or finding
    return Claim(part.text, part.marks, finding.verdict, finding.reasons), finding.spans


def _context(marks: Sequence[int], known: dict[int, Source]) -> list[str]:
    """What tells whose speech a paragraph is of: title, role and file, and the speech's other paragraphs at hand."""
    cites = [known[number] for number in marks]
    around = [s.title for s in cites] + [s.speaker_role or "" for s in cites]
    around += [place.file for s in cites for place in s.locations]
    speeches = {s.speech_id for s in cites}
    return around + [s.paragraph.text for s in known.values() if s.speech_id in speeches and s.number not in marks]


def _hidden(text: str, cites: Sequence[Paragraph], check: Check) -> Finding | None:
    """The finding for a claim that a value is hidden: what it is about must stand in a sentence with a mask."""
    says = _HIDDEN.search(text)
    if not says:
        return None
    places = [sentence for paragraph in cites for sentence in _masked_sentences(paragraph)]
    if not places:
        return Finding("unsupported", 0.0, ("所引段落里没有隐去的内容",))
    about = _FILLER.sub("", text[: says.start()] + text[says.end() :]).strip("，。；：、,. ")
    if len(about) < 2:
        return Finding("supported", 1.0, (), tuple(places))
    finding = check(about, places)
    return replace(finding, spans=finding.spans or tuple(places))


def _masked_sentences(paragraph: Paragraph) -> list[str]:
    spans = [(m.start(), m.end(), m[0].strip()) for m in _SENTENCE.finditer(paragraph.text)]
    return [
        text for start, end, text in spans if any(start < mask.end and mask.start < end for mask in paragraph.masks)
    ]


def _collect(quotes: dict[int, list[str]], claim: Claim, spans: Sequence[str], known: dict[int, Source]) -> None:
    for number in claim.sources:
        text = known[number].paragraph.text
        quotes.setdefault(number, []).extend(span for span in spans if span and span in text)


def unchecked(draft: str) -> Checked:
    """A text of ours that claims nothing: that nothing was found, and what comes nearest."""
    return Checked(draft, (), (), {}, draft.strip(), missing=True)


def mended(checked: Checked, wordings: Sequence[str | None], sources: Sequence[Source], check: Check) -> Checked:
    """The draft with each failed claim replaced by its new wording, where every claim of that passes the check."""
    draft = checked.draft
    spans = [span for span, claim in zip(checked.spans, checked.claims, strict=True) if claim.verdict == "unsupported"]
    for (start, end), wording in reversed(list(zip(spans, wordings, strict=True))):
        if wording is None or draft[start:end].startswith("|"):  # a table row is no sentence
            continue
        again = check_draft(wording, sources, check)
        if again.claims and not again.failed:
            draft = draft[:start] + _bullet(draft[start:end]) + wording + draft[end:]
    return checked if draft == checked.draft else check_draft(draft, sources, check)


def _bullet(text: str) -> str:
    found = re.match(r"(?:[-*+•]\s+|\d{1,2}[.、．]\s*|[（(][0-9一二三四五六七八九十]{1,3}[)）]\s*)+", text)
    return found[0] if found else ""


def without_last(draft: str) -> str:
    """A draft that was cut off, without its unfinished last sentence."""
    parts = split_claims(draft)
    if not parts or re.search(r"[。！？；!?;|]\s*(?:\[[0-9]+\]\s*)*$", draft):
        return draft
    return draft[: parts[-1].start].rstrip()


def status_of(checked: Checked, sources: Sequence[Source], said: Status | None) -> Status:
    """The status, by code. `said` is what an answerer knows of itself; it never raises an answer that did not pass."""
    if not checked.supported:
        return "not_found"
    if said is not None:
        return "partial" if said == "answered" and checked.failed else said
    masked = {source.number for source in sources if source.paragraph.masks}
    if any(_HIDDEN.search(c.text) and masked & set(c.sources) for c in checked.supported):
        return "masked"
    if CONFLICTING in checked.text and len({n for c in checked.supported for n in c.sources}) > 1:
        return "conflicting"
    return "partial" if checked.failed or checked.missing else "answered"


def cited(sources: Sequence[Source], checked: Checked) -> tuple[Source, ...]:
    """The sources with what the supported claims cite, and the words that carry them."""
    used = {number for claim in checked.supported for number in claim.sources}
    return tuple(replace(s, cited=s.number in used, quotes=checked.quotes.get(s.number, ())) for s in sources)
