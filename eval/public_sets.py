"""Public question sets, read into our cases, so that `yanju eval --dataset NAME:FILE` scores our retrieval on them.

The data are not in the repository. Each context becomes a text file of a temporary store; a case's gold is a file and
a quote of it. Formats: `cmrc2018`, `drcd`, `dureader` (SQuAD style, and CMRC's own list form), `crud` (CRUD-RAG's
one- to three-document questions), `rgb` (RGB: `positive` passages among `negative` noise; a case whose positives are
empty is unanswerable). Scores retrieval and refusal; answers are not compared with the sets' own metrics (EM, F1).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.cases import Case, Gold
from vectorstore.refusals import refusal
from vectorstore.types import YanjuError


@dataclass(frozen=True, slots=True)
class PublicSet:
    """The texts by file name, and the cases over them."""

    texts: dict[str, str]
    cases: tuple[Case, ...]


def _name(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16] + ".txt"


def _case(number: str, question: str, gold: Sequence[Gold], answer: str, mode: str = "any") -> Case:
    kind = "fact" if gold else "unanswerable"
    return Case(number, kind, question, (), tuple(gold), "all" if mode == "all" else "any", answer, (), ())


def _squad(data: Any) -> Iterator[tuple[dict[str, str], Case]]:
    """SQuAD's {"data": [{"paragraphs": [...]}]}, or CMRC 2018's own list of {"context_text", "qas"}."""
    if isinstance(data, dict):
        blocks = [p for article in data["data"] for p in article["paragraphs"]]
    else:
        blocks = [{"context": block["context_text"], "qas": block["qas"]} for block in data]
    for block in blocks:
        text, file = block["context"], _name(block["context"])
        for qa in block["qas"]:
            answers = [a["text"] if isinstance(a, dict) else a for a in qa.get("answers", ())]
            answers = [a for a in dict.fromkeys(answers) if a and a in text]
            question = qa.get("question") or qa["query_text"]
            number = str(qa.get("id") or qa["query_id"])
            gold = [Gold(file, answer) for answer in answers]
            yield {file: text}, _case(number, question, gold, answers[0] if answers else "")


def _crud(data: Any) -> Iterator[tuple[dict[str, str], Case]]:
    """CRUD-RAG: {"questanswer_1doc": [{"ID", "news1"…, "questions", "answers"}], …}; each news text is gold."""
    for kind in ("questanswer_1doc", "questanswer_2docs", "questanswer_3docs"):
        for item in data.get(kind, ()):
            news = [item[key] for key in ("news1", "news2", "news3") if item.get(key)]
            texts = {_name(text): text for text in news}
            # the set names documents, not sentences: the first sentence stands for the document
            gold = [Gold(file, text.split("。")[0][:60]) for file, text in texts.items()]
            yield texts, _case(str(item["ID"]), item["questions"], gold, item["answers"], "all")


def _flat(answer: Any) -> list[str]:
    return [answer] if isinstance(answer, str) else [word for part in answer for word in _flat(part)]


def _rgb(lines: Any) -> Iterator[tuple[dict[str, str], Case]]:
    """RGB: a JSON object a line, {"id", "query", "answer", "positive", "negative"}."""
    for item in lines:
        positive = [text for part in item["positive"] for text in ([part] if isinstance(part, str) else part)]
        texts = {_name(text): text for text in (*positive, *item["negative"])}
        answers = _flat(item["answer"])
        gold = [Gold(_name(t), a) for t in positive for a in answers if a in t]
        yield texts, _case(str(item["id"]), item["query"], gold, answers[0] if answers else "")


def _json(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8-sig"))


def _json_lines(path: Path) -> Any:
    return [json.loads(line) for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


_READERS: dict[str, tuple[Callable[[Path], Any], Callable[[Any], Iterator[tuple[dict[str, str], Case]]]]] = {
    "cmrc2018": (_json, _squad),
    "drcd": (_json, _squad),
    "dureader": (_json, _squad),
    "crud": (_json, _crud),
    "rgb": (_json_lines, _rgb),
}


def load_public(spec: str) -> PublicSet:
    """The set that NAME:FILE names. Raises YanjuError for an unknown name, an unreadable file or another format."""
    name, _, file = spec.partition(":")
    if name not in _READERS or not file:
        raise YanjuError(f"--dataset 的 {spec!r} 应写成 名称:文件，名称为 {'、'.join(_READERS)} 之一")
    load, cases_of = _READERS[name]
    texts: dict[str, str] = {}
    cases: list[Case] = []
    try:
        for some, case in cases_of(load(Path(file))):
            texts |= some
            cases.append(case)
    except OSError as error:
        raise YanjuError(f"读不了 {file}：{refusal(error)}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise YanjuError(f"{file} 不是 {name} 的格式：{type(error).__name__} {error}") from error
    if not cases:
        raise YanjuError(f"{file} 里没有题目")
    return PublicSet(texts, tuple(cases))


def write_texts(texts: dict[str, str], folder: Path) -> None:
    """One file for each context."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf8")
