"""`yanju eval new`: cases proposed from a user's own library, to be looked through and confirmed by a person.

Proposed are questions whose answer stands in one sentence: a figure (the figure becomes 多少), a numbered list, a
hidden value. They carry `"proposed": true`; a question set with such a line is refused until a person takes it out.
"""

from __future__ import annotations

import json
import random
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.arguments import Parser
from bot.settings import read_settings
from eval.cases import load_cases
from eval.faults import faults, texts_of
from eval.phrasing import ask_figure, ask_list, ask_masked, with_title
from vectorstore.feedback import cases as judged
from vectorstore.memory import Memory
from vectorstore.schema import refuse_foreign
from vectorstore.store import open_store
from vectorstore.types import Paragraph, SpeechRow, YanjuError

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_SHORTEST, _LONGEST = 14, 110  # characters of a sentence that is asked about


Proposal = dict[str, Any]  # a case that the text suggests, as its JSON object


def propose(rows: Iterable[SpeechRow], count: int, seed: int = 1) -> list[Proposal]:
    """Up to `count` cases, the types in turn, spread over the speeches; the same for the same library and seed."""
    found: dict[str, list[Proposal]] = {"figure": [], "list": [], "masked": []}
    asked: set[str] = set()  # a speech that stands in two files is asked about once
    for row in rows:
        for paragraph in row.speech.paragraphs:
            for proposal in _of_paragraph(row, paragraph):
                if proposal["question"] not in asked:
                    asked.add(proposal["question"])
                    found[proposal["type"]].append(proposal)
    draw = random.Random(seed)  # noqa: S311 - a choice of examples, not secrets
    for some in found.values():
        draw.shuffle(some)
    chosen: list[Proposal] = []
    while len(chosen) < count and any(found.values()):
        for some in found.values():
            if some and len(chosen) < count:
                chosen.append(some.pop())
    return [{"id": f"new{n:03}"} | proposal for n, proposal in enumerate(chosen, 1)]


def _of_paragraph(row: SpeechRow, paragraph: Paragraph) -> Iterator[Proposal]:
    if paragraph.kind == "heading":
        return
    if listing := ask_list(paragraph.text):
        answer = "；".join(listing.heads) + "。"
        yield from _proposal("list", row, listing.question, listing.quotes, answer, listing.heads)
    at = 0
    for sentence in _SENTENCE.findall(paragraph.text):
        start, at = at, at + len(sentence)
        if not _SHORTEST <= len(sentence) <= _LONGEST:
            continue
        masks = [(m.start - start, m.end - start) for m in paragraph.masks if start <= m.start < at]
        found = ask_masked(sentence, masks) or ask_figure(sentence)
        if found:
            question, must = found
            yield from _proposal("figure" if must else "masked", row, question, [sentence], sentence, must)


def _proposal(
    kind: str, row: SpeechRow, question: str, quotes: Sequence[str], answer: str, must: Sequence[str]
) -> Iterator[Proposal]:
    """The one proposal, or none where the question could be of any speech and this one has no name."""
    if asked := with_title(question, row.speech.title, row.file):
        yield {
            "type": kind,
            "question": asked,
            "gold": [{"file": row.file, "quote": quote.strip()} for quote in quotes],
            "answer": answer.strip(),
            "must_contain": list(must),
            "must_not_contain": [],
            "proposed": True,
        }


def main(argv: Sequence[str]) -> int:
    """`yanju eval new`: JSON lines on standard output or in a new file."""
    parser = Parser(prog="yanju eval new", description="从自己的资料库（或对话里的评价）提出考题，由人看过、改好后使用")
    parser.add_argument("--store", type=Path, help="资料库文件夹；默认 YANJU_STORE")
    parser.add_argument("-n", type=int, default=30, metavar="题数", help="最多提出多少题，默认 30")
    parser.add_argument("--seed", type=int, default=1, help="换一个数，就换一批")
    parser.add_argument("--from-feedback", action="store_true", help="改为把对话里点过评价的问答变成考题")
    parser.add_argument(
        "--check", type=Path, metavar="考题", help="改为核对写好的考题：原话在不在库里、要答的词在不在原话里"
    )
    parser.add_argument("--out", type=Path, help="写到这个新文件；默认写到标准输出")
    arguments = parser.parse_args(argv)
    settings = read_settings()
    folder = arguments.store or settings.store
    if arguments.check:
        return _verify(arguments.check, folder)
    if arguments.from_feedback:
        lines = _from_feedback(folder)
    else:
        with open_store(folder, create=False) as store:
            lines = propose(store.speeches(), arguments.n, arguments.seed)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    if arguments.out:
        try:
            with arguments.out.open("x", encoding="utf8") as file:
                file.write(text)
        except OSError as error:
            raise YanjuError(f"写不了 {arguments.out}：{error.strerror}。请换一个还没有的文件名") from error
    else:
        print(text, end="")
    print(f'提出 {len(lines)} 题。请逐条看过、改好，删去 "proposed": true，用 --check 核对后再用', file=sys.stderr)
    return 0


def _verify(path: Path, folder: Path) -> int:
    """Exit code 0 when every case stands in the library, else 1 and what to mend."""
    cases = load_cases(path)
    with open_store(folder, create=False) as store:
        found = faults(cases, texts_of(store.speeches()))
    for line in found:
        print(line)
    print(f"{path.name}：{len(cases)} 题，" + (f"有 {len(found)} 处要改" if found else "都对得上"), file=sys.stderr)
    return 1 if found else 0


def _from_feedback(folder: Path) -> list[dict[str, Any]]:
    """What people judged in the chat, the newest last; all of it to be confirmed, also what was called good."""
    refuse_foreign(folder)
    memory = Memory(folder)
    try:
        return list(judged(memory))
    finally:
        memory.close()
