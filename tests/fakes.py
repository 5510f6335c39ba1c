"""Fakes for the tests: small working classes, no patching."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bot.checker.check import check_claim
from bot.draft.types import Traced
from bot.model import ModelAnswerer
from bot.ports import Drafted, Finished, Found, Request
from bot.searching import Log, Parts, Searched
from bot.types import Answer, Claim, Finding, Source, Status, Turn, Usage
from prompts.template import Message
from vectorstore.explain import Explanation, Place, Why
from vectorstore.explain import Searched as Form
from vectorstore.ids import paragraph_id
from vectorstore.masks import find_masks
from vectorstore.overview import Chosen, Line, Tally
from vectorstore.report import FileReport, RuleCount
from vectorstore.types import (
    Field,
    FileRow,
    Filters,
    Hit,
    Location,
    Mask,
    Paragraph,
    Passage,
    RemovedPiece,
    Speech,
    SpeechRow,
    YanjuError,
)

# --- ui: a small library about invented places, and a bot with canned answers -----------------------------------------


def fake_paragraph(text: str, level: int = 0, masks: Sequence[str] = ()) -> Paragraph:
    """A paragraph whose masks are the given pieces, where they stand first."""
    found = [(text.index(m), m) for m in masks]
    return Paragraph(
        hashlib.sha256(text.encode()).hexdigest()[:16],
        text,
        tuple(Mask(at, at + len(m), m) for at, m in found),
        "heading" if level else "body",
        level,
    )


class FakeStore:
    """Three files held in lists. One has script tags in every text; one speech stands in two files."""

    def __init__(self, empty: bool = False) -> None:
        self.folder = Path("nowhere")
        filler = [
            fake_paragraph(f"第{n}项工作要抓紧抓细。云岭县各乡镇要把责任落实到人，把进度排到每一周，做到件件有着落。")
            for n in range(1, 13)
        ]
        forest = Speech(
            "s-forest",
            "在青禾市林业碳汇工作推进会上的讲话",
            (
                fake_paragraph("同志们："),
                fake_paragraph("一、看清形势，坚定信心", 1),
                *filler[:6],
                fake_paragraph(
                    "去年，全市完成造林12.6万亩，同比增长8.3%，林业碳汇项目备案17个，成交额达到xx亿元。"
                    "这些成绩来之不易，是广大林业干部职工一棵树一棵树栽出来的。",
                    masks=("xx",),
                ),
                fake_paragraph("二、突出重点，狠抓落实", 1),
                *filler[6:],
            ),
            speaker_role=Field("市长", "stated"),
            date=Field("2023年3月", "inferred"),
        )
        business = Speech(
            "s-business",
            "在云岭县优化营商环境座谈会上的发言",
            (
                fake_paragraph("各位企业家朋友："),
                fake_paragraph("全县新登记经营主体3,482户，企业开办时间压缩到0.5个工作日。"),
            ),
            speaker_role=Field("县委书记", "stated"),
        )
        evil = "<script>window.hacked=1</script><img src=x onerror=window.hacked=2>"
        hostile = Speech(
            "s-evil",
            f"{evil}[1](javascript:window.hacked=3)",
            (fake_paragraph(f"{evil} {{{{constructor}}}} ${{window.hacked=4}} **不是粗体** 白石镇产值9.9亿元。"),),
            speaker_role=Field(f'"onmouseover="window.hacked=5{evil}', "stated"),
        )
        rows = [
            ("青禾市讲话汇编.txt", 1, forest),
            ("青禾市讲话汇编.txt", 2, business),
            ("2023年发言材料（2篇）.txt", 1, forest),
            (f"{evil}.txt", 1, hostile),
        ]
        self._waiting = [SpeechRow(*row) for row in rows]
        self._rows = [] if empty else self._waiting
        self._removed = {
            "青禾市讲话汇编.txt": [("advert", "更多材料请关注某公众号"), ("toc", "目  录"), ("page_number", "- 3 -")],
            f"{evil}.txt": [("advert", evil)],
        }

    def fill(self) -> None:
        """The files come in."""
        self._rows = self._waiting

    def embedding(self) -> str | None:
        return "hash"

    def files(self) -> list[FileRow]:
        names = list(dict.fromkeys(row.file for row in self._rows))
        return [self._file(name) for name in names]

    def _file(self, name: str) -> FileRow:
        rows = self.speeches(name)
        return FileRow(
            name,
            Path(name),
            "utf-8",
            name.rsplit(".", 1)[0],
            2 if "2篇" in name else None,
            len(rows),
            sum(len(r.speech.paragraphs) for r in rows),
            len(self.removed(name)),
            sum(len(p.masks) for r in rows for p in r.speech.paragraphs),
            (),
        )

    def speeches(self, file: str | None = None) -> list[SpeechRow]:
        return [row for row in self._rows if file in (None, row.file)]

    def speech(self, speech_id: str) -> Speech | None:
        return next((row.speech for row in self._rows if row.speech.id == speech_id), None)

    def places(self, speech_id: str) -> tuple[tuple[str, int], ...]:
        return tuple((row.file, row.number) for row in self._rows if row.speech.id == speech_id)

    def speeches_with(self, paragraph_id: str) -> tuple[str, ...]:
        holding = (r.speech.id for r in self._rows if any(p.id == paragraph_id for p in r.speech.paragraphs))
        return tuple(dict.fromkeys(holding))

    def removed(self, file: str) -> list[tuple[str, str]]:
        return self._removed.get(file, [])

    def removed_pieces(self, file: str) -> list[RemovedPiece]:
        return [RemovedPiece(n, rule, text, n, n) for n, (rule, text) in enumerate(self.removed(file), 1)]

    def keep_removed(self, file: str, numbers: Sequence[int]) -> FileReport:
        self._removed[file] = [pair for n, pair in enumerate(self.removed(file), 1) if n not in numbers]
        return self.report(file)

    def report(self, file: str) -> FileReport:
        row = self._file(file)
        rules = tuple(RuleCount(rule, 1, len(text)) for rule, text in self.removed(file))
        return FileReport(file, row.title, "utf-8", None, row.speeches, row.paragraphs, rules, row.masks, ())

    def roles(self) -> list[str]:
        return sorted({row.speech.speaker_role.value or "" for row in self._rows})

    def tallies(self) -> list[Tally]:
        found = [((r.speech.date.value or "")[:4], r.speech.speaker_role.value or "") for r in self._rows]
        return [Tally(*pair, found.count(pair)) for pair in dict.fromkeys(found)]

    def lines(self, chosen: Chosen, limit: int, first: int = 0) -> list[Line]:
        rows = [(r, r.speech.speaker_role.value, r.speech.date.value) for r in self._rows]
        some = [Line(r.file, r.number, r.speech.id, r.speech.title, role, date) for r, role, date in rows]
        some = [x for x in some if chosen.role in ("", x.role) and chosen.year in ("", (x.date or "")[:4])]
        return some[first : first + limit]

    def topics(self, chosen: Chosen, count: int) -> list[tuple[str, int]]:
        return [("林业碳汇", 2), ("<b>", 1)]

    def source(self, speech_id: str, paragraph: int, number: int, quotes: Sequence[str] = ()) -> Source:
        """A source as a bot would number it."""
        speech = self.speech(speech_id)
        assert speech is not None
        return Source(
            number,
            speech.paragraphs[paragraph - 1],
            speech.id,
            speech.title,
            speech.speaker_role.value,
            tuple(Location(file, at, paragraph) for file, at in self.places(speech_id)),
            bool(quotes),
            tuple(quotes),
        )


_NO_FILTERS = Filters()


class FakeBot:
    """Answers by a word in the question.

    慢 is slow, 坏 and 崩 break, 隐 is masked, 无 not found, 异 disagrees, 黑 is hostile.
    """

    def __init__(self, store: FakeStore | None = None, delay: float = 0.0) -> None:
        self.store = store or FakeStore()
        self.delay = delay
        self.asked: list[tuple[str, tuple[Turn, ...], Filters]] = []
        self.closed = 0

    def stream(
        self, question: str, history: Sequence[Turn] = (), filters: Filters = _NO_FILTERS
    ) -> Iterator[Found | Drafted | Finished]:
        self.asked.append((question, tuple(history), filters))
        answer = self.answer(question)
        delay = 0.25 if "慢" in question else self.delay
        try:
            time.sleep(delay)
            yield Found(answer.searched, (), answer.sources)
            if "坏" in question:
                raise YanjuError("模型服务连不上")
            if "崩" in question:
                raise RuntimeError("secret detail")
            draft = answer.text * (20 if "慢" in question else 1)
            for at in range(0, len(draft), 6):
                time.sleep(delay)
                yield Drafted(draft[at : at + 6])
            yield Finished(answer)
        finally:
            self.closed += 1

    def trace(self, draft: str) -> list[Traced]:
        """The one figure that it knows, altered wherever it stands."""
        found = [match.start() for match in re.finditer("5%", draft)]
        at = Location("青禾市讲话汇编.txt", 1, 9)
        return [Traced("figure", "5%", n, n + 2, draft, "altered", at, "题", "p", "增长8.3%", ("不符",)) for n in found]

    def verify(self, claim: str, evidence: Sequence[str]) -> Finding:
        return check_claim(claim, evidence)

    def search(self, question: str, k: int = 10, filters: Filters = _NO_FILTERS) -> list[Hit]:
        """The paragraphs that hold the text."""
        hits = []
        for row in self.store.speeches():
            for number, paragraph in enumerate(row.speech.paragraphs, 1):
                if question in paragraph.text:
                    passage = Passage(paragraph.id, row.speech.id, number, number, paragraph.text, "")
                    where = (Location(row.file, row.number, number),)
                    role = row.speech.speaker_role.value
                    hits.append(Hit(passage, 1.0, (("keyword", 1),), row.speech.title, role, where))
        return hits[:k]

    def find(
        self, question: str, k: int = 10, filters: Filters = _NO_FILTERS, history: Sequence[Turn] = ()
    ) -> tuple[Searched, Log]:
        """The same, with how it was searched for."""
        return Searched(question, (), tuple(self.search(question, k, filters))), Log()

    def explain(self, found: Searched, k: int = 10) -> Explanation:
        """One form, and every passage found in the first place."""
        hits = found.hits or self.search(found.question.removesuffix("（2023年）"), k, found.filters)
        whys = tuple(Why(hit, (Place("keyword", 1, 1, 1.0, 0.016, False),), (), ()) for hit in hits[:k])
        return Explanation(found.question, (Form(found.question, 1.0, (), ()),), found.filters, None, whys, "")

    def answer(self, question: str) -> Answer:
        """The whole canned answer."""
        forest = self.store.source("s-forest", 9, 1, ("全市完成造林12.6万亩，同比增长8.3%",))
        other = self.store.source("s-forest", 3, 3)
        base = Answer(question, question, "answered", "", (), (forest, other), "extractive", (("total", 0.12),))
        if "隐" in question:
            text = "原文只写“成交额达到xx亿元”，没有给出具体数额。[1]"
            source = self.store.source("s-forest", 9, 1, ("成交额达到xx亿元",))
            claim = Claim(text.removesuffix("[1]"), (1,), "supported")
            return replace(base, status="masked", text=text, claims=(claim,), sources=(source, other))
        if "无" in question:
            return replace(
                base, status="not_found", text="资料库里没有找到。", sources=(replace(forest, cited=False), other)
            )
        if "异" in question:
            return replace(
                base, status="conflicting", text="一处说12.6万亩[1]，一处说13万亩[99]。", notes=("两处年份不同",)
            )
        if "黑" in question:
            evil = self.store.source("s-evil", 1, 1, ("白石镇产值9.9亿元",))
            text = f"<script>window.hacked=6</script>{evil.title}[1] ${{window.hacked=7}} {{{{this}}}}"
            return replace(base, searched=text, text=text, sources=(evil,), notes=(text,), model=evil.title)
        claims = (
            Claim("去年全市完成造林12.6万亩，同比增长8.3%。", (1,), "supported"),
            Claim("全县新登记经营主体3,482户。", (2,), "supported"),
            Claim("碳汇收入突破5亿元。", (1,), "unsupported", ("“5亿元”不在所引的段落里",)),
        )
        business = self.store.source("s-business", 2, 2, ("全县新登记经营主体3,482户",))
        text = "去年全市完成造林12.6万亩，同比增长8.3%。[1]\n全县新登记经营主体3,482户。[2]"
        return replace(
            base,
            searched=f"{question}（2023年）",
            text=text,
            claims=claims,
            sources=(forest, business, other),
            notes=("“去年”指2022年，按讲话日期推算。",),
        )


# --- chain: a scripted model, a plain checker, and parts of answering over a few sources ------------------------------


class ScriptedModel:
    """A model with a queue of replies (an exception is raised in its turn) and a record of what it was sent."""

    name = "scripted"

    def __init__(self, *replies: str | Exception, context: int = 8192, cut: bool = False) -> None:
        self.context = context
        self.sent: list[str] = []
        self.stopped = 0
        self._replies = list(replies)
        self._cut = cut

    def stream(self, messages: Sequence[Message], max_tokens: int) -> Generator[str, None, Usage]:
        self.sent.append("\n".join(m.text for m in messages))
        reply = self._replies.pop(0)
        done = False
        try:
            yield ""
            if isinstance(reply, Exception):
                raise reply
            for start in range(0, len(reply), 5):
                yield reply[start : start + 5]
            done = True
        finally:
            self.stopped += not done
        return Usage(100, 10, self._cut)


def contained(text: str, evidence: Sequence[str]) -> Finding:
    """A checker that wants each part of the claim, between punctuation, verbatim in the evidence."""
    parts = [p for p in re.split("[，。；：、！？“”]", text) if p]
    missing = [p for p in parts if not any(p in e for e in evidence)]
    if missing:
        return Finding("unsupported", 0.0, (f"出处里没有：{missing[0]}",))
    return Finding("supported", 1.0, (), tuple(parts))


def source(number: int, text: str, title: str = "在青禾市林业工作会议上的讲话", masks: tuple[Mask, ...] = ()) -> Source:
    paragraph = Paragraph(f"p{number:015d}", text, masks)
    return Source(number, paragraph, f"s{number}", title, "青禾市市长", (Location("汇编.txt", 1, number),))


class FirstSentence:
    """An answerer that quotes the first sentence of the first source."""

    name = "extractive"

    def draft(self, request: Request) -> Generator[str, None, Status | None]:
        if not request.sources:
            yield "没有找到相关内容。"
            return "not_found"
        yield request.sources[0].paragraph.text.split("。")[0] + "[1]。"
        return "answered"


def fake_parts(*texts: str | Source, model: ScriptedModel | None = None, found: list[list[str]] | None = None) -> Parts:
    """Parts of answering whose search always finds these sources; `found` records the forms of each search."""
    sources = tuple(t if isinstance(t, Source) else source(n, t) for n, t in enumerate(texts, 1))

    def find(question: str, k: int, filters: Filters, extra: Sequence[str]) -> list[Hit]:
        if found is not None:
            found.append([question, *extra])
        places = [(s, Passage(s.paragraph.id, s.speech_id, s.number, s.number, s.paragraph.text, "")) for s in sources]
        return [
            Hit(passage, 1.0, (("keyword", n),), s.title, None, s.locations) for n, (s, passage) in enumerate(places, 1)
        ]

    def number(hits: Sequence[Hit], question: str, limit: int) -> tuple[Source, ...]:
        return sources[:limit]

    def standalone(question: str, history: Sequence[Turn]) -> str:
        return f"{history[-1].question} {question}" if history else question

    answerer = ModelAnswerer(model) if model else None
    return Parts(find, number, standalone, contained, FirstSentence(), model, answerer)


# --- the extractive answerer: speeches written in the test, and a search that finds everything ------------------------


class Shelf:
    """A library of speeches given as title -> paragraphs, all in one file; a `#` opens a heading.

    `pages` are those on which the paragraphs of each speech begin.
    """

    def __init__(
        self, speeches: dict[str, Sequence[str]], roles: dict[str, str] | None = None, pages: Sequence[int] = ()
    ) -> None:
        self._pages = pages
        self._speeches = {}
        self._numbers = {}
        for number, (title, texts) in enumerate(speeches.items(), 1):
            paragraphs = tuple(_shelved(text) for text in texts)
            role = (roles or {}).get(title)
            key = f"s{number}"
            self._speeches[key] = Speech(key, title, paragraphs, Field(role, "stated") if role else Field())
            self._numbers[key] = number

    def speech(self, speech_id: str) -> Speech | None:
        return self._speeches.get(speech_id)

    def locations(self, speech_id: str, paragraph: int) -> tuple[Location, ...]:
        page = self._pages[paragraph - 1] if paragraph <= len(self._pages) else None
        return (Location("汇编.txt", self._numbers[speech_id], paragraph, page),)

    def hits(self) -> list[Hit]:
        """A hit for every paragraph, in order."""
        found = []
        for key, speech in self._speeches.items():
            for n, paragraph in enumerate(speech.paragraphs, 1):
                passage = Passage(f"{key}-{n}", key, n, n, paragraph.text, paragraph.text)
                location = Location("汇编.txt", self._numbers[key], n)
                found.append(Hit(passage, 1.0, (("keyword", n),), speech.title, speech.speaker_role.value, (location,)))
        return found


def _shelved(text: str) -> Paragraph:
    if text.startswith("#"):
        return Paragraph(paragraph_id(text[1:]), text[1:], (), "heading", 1)
    return Paragraph(paragraph_id(text), text, find_masks(text))
