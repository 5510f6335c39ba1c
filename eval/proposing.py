"""`yanju eval new`: cases proposed from a user's own library, to be looked through and confirmed by a person.

Proposed are questions whose answer stands in one sentence: a figure (the figure becomes 多少), a numbered list, a
hidden value. They carry `"proposed": true`; a question set with such a line is refused until a person takes it out.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.settings import read_settings
from vectorstore.feedback import cases
from vectorstore.memory import Memory
from vectorstore.schema import refuse_foreign
from vectorstore.store import open_store
from vectorstore.types import Paragraph, SpeechRow, YanjuError

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_FIGURE = re.compile(
    r"(?<![\d.xX×*年月日—－~至-])(\d+(?:,\d{3})*(?:\.\d+)?)(万?亿?(?:[%％元吨个户人家项件公里亩平方米千瓦]|个百分点)+)"
)
_CLAUSE = re.compile(r"[^，,、：:]+")
_ITEM = re.compile(r"(?:一是|二是|三是|四是|五是|六是|七是|八是)")
_SHORTEST, _LONGEST = 14, 90  # characters of a sentence that is asked about
_QUOTE = 12  # characters at least: a shorter quote is seldom the only one


@dataclass(frozen=True, slots=True)
class Proposal:
    """A case that the text suggests; `case` is its JSON object."""

    kind: str
    case: dict[str, Any]


def propose(rows: Iterable[SpeechRow], count: int, seed: int = 1) -> list[Proposal]:
    """Up to `count` cases, the kinds in turn, spread over the speeches; the same for the same library and seed."""
    found: dict[str, list[Proposal]] = {"figure": [], "list": [], "masked": []}
    for row in rows:
        for paragraph in row.speech.paragraphs:
            for proposal in _of_paragraph(row, paragraph):
                found[proposal.kind].append(proposal)
    draw = random.Random(seed)  # noqa: S311 - a choice of examples, not secrets
    for some in found.values():
        draw.shuffle(some)
    chosen: list[Proposal] = []
    while len(chosen) < count and any(found.values()):
        for some in found.values():
            if some and len(chosen) < count:
                chosen.append(some.pop())
    return [Proposal(p.kind, {"id": f"new{n:03}"} | p.case) for n, p in enumerate(chosen, 1)]


def _of_paragraph(row: SpeechRow, paragraph: Paragraph) -> Iterator[Proposal]:
    if paragraph.kind == "heading":
        return
    if len(_ITEM.findall(paragraph.text)) >= 3:
        yield from _list(row, paragraph.text)
    at = 0
    for sentence in _SENTENCE.findall(paragraph.text):
        start, at = at, at + len(sentence)
        if not _SHORTEST <= len(sentence) <= _LONGEST:
            continue
        if any(start <= mask.start < at for mask in paragraph.masks):
            yield from _masked(row, sentence, [m.text for m in paragraph.masks if start <= m.start < at])
        else:
            yield from _figure(row, sentence)


def _figure(row: SpeechRow, sentence: str) -> Iterator[Proposal]:
    """The clause of the first figure, with 多少 in its place."""
    for clause in _CLAUSE.findall(sentence.rstrip("。！？；")):
        figure = _FIGURE.search(clause)
        if figure and figure.start() >= 4:
            unit = figure.group(2)
            question = clause[: figure.start()] + "多少" + unit + clause[figure.end() :]
            yield _proposal("figure", row, question + "？", sentence, [figure.group()])
            return


def _masked(row: SpeechRow, sentence: str, masks: Sequence[str]) -> Iterator[Proposal]:
    for clause in _CLAUSE.findall(sentence.rstrip("。！？；")):
        if masks[0] in clause and clause.index(masks[0]) >= 4:
            yield _proposal("masked", row, clause.replace(masks[0], "多少", 1) + "？", sentence, [])
            return


def _list(row: SpeechRow, text: str) -> Iterator[Proposal]:
    """What stands before 一是 names what the list is of."""
    lead = text[: text.index("一是")] if "一是" in text else ""
    topic = re.split(r"[。！？；]", lead.rstrip("：:，,。"))[-1]
    items = [item for item in re.split(_ITEM, text)[1:] if item.strip()]
    heads = [re.split(r"[，。；：]", item.strip())[0] for item in items]
    if 4 <= len(topic) <= 40 and all(2 <= len(head) <= 30 for head in heads):
        yield _proposal("list", row, f"{topic}，有哪几条？", text, heads)


def _proposal(kind: str, row: SpeechRow, question: str, quote: str, must: Sequence[str]) -> Proposal:
    quote = quote.strip()
    return Proposal(
        kind,
        {
            "type": kind,
            "question": question.strip(),
            "gold": [{"file": row.file, "quote": quote}] if len(quote) >= _QUOTE else [],
            "answer": quote,
            "must_contain": list(must),
            "must_not_contain": [],
            "proposed": True,
        },
    )


def main(argv: Sequence[str]) -> int:
    """`yanju eval new`: JSON lines on standard output or in a new file."""
    parser = argparse.ArgumentParser(
        prog="yanju eval new", description="从自己的资料库（或对话里的评价）提出考题，由人看过、改好后使用"
    )
    parser.add_argument("--store", type=Path, help="资料库文件夹；默认 YANJU_STORE")
    parser.add_argument("-n", type=int, default=30, metavar="题数", help="最多提出多少题，默认 30")
    parser.add_argument("--seed", type=int, default=1, help="换一个数，就换一批")
    parser.add_argument("--from-feedback", action="store_true", help="改为把对话里点过评价的问答变成考题")
    parser.add_argument("--out", type=Path, help="写到这个新文件；默认写到标准输出")
    arguments = parser.parse_args(argv)
    settings = read_settings()
    folder = arguments.store or settings.store
    if arguments.from_feedback:
        lines = _from_feedback(folder)
    else:
        with open_store(folder, create=False) as store:
            lines = [proposal.case for proposal in propose(store.speeches(), arguments.n, arguments.seed)]
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if arguments.out:
        try:
            with arguments.out.open("x", encoding="utf8") as file:
                file.write(text)
        except OSError as error:
            raise YanjuError(f"写不了 {arguments.out}：{error.strerror}。请换一个还没有的文件名") from error
    else:
        print(text, end="")
    print(f'提出 {len(lines)} 题。请逐条看过、改好，删去 "proposed": true 之后再用', file=sys.stderr)
    return 0


def _from_feedback(folder: Path) -> list[dict[str, Any]]:
    """What people judged in the chat, the newest last; all of it to be confirmed, also what was called good."""
    refuse_foreign(folder)
    memory = Memory(folder)
    try:
        return [case | {"proposed": True} for case in cases(memory)]
    finally:
        memory.close()
