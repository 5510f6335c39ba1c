"""A question set held against a library: does each gold quote stand in its file, once; are the answer's words in it.

yanju eval new --check FILE [--store FOLDER]
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from eval.cases import Case, Gold
from eval.scores import squeeze
from vectorstore.normalise import normalise
from vectorstore.types import SpeechRow

_SHORTEST = 12  # characters of a quote: a shorter one is seldom the only one

Texts = dict[str, tuple[str, ...]]  # file: its paragraphs, without white space


def texts_of(rows: Iterable[SpeechRow]) -> Texts:
    """The paragraphs of each file of a library, as quotes are compared."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row.file, []).extend(squeeze(p.text) for p in row.speech.paragraphs)
    return {file: tuple(paragraphs) for file, paragraphs in found.items()}


def faults(cases: Sequence[Case], texts: Texts) -> list[str]:
    """What a person should mend, a line each, the case's number first; empty when all is well."""
    found = [f"{case.id}：{fault}" for case in cases for fault in _of_case(case, texts)]
    numbers = [case.id for case in cases]
    return found + [f"{number}：编号重复" for number in sorted({n for n in numbers if numbers.count(n) > 1})]


def _of_case(case: Case, texts: Texts) -> Iterator[str]:
    if case.type == "unanswerable":
        if case.gold:
            yield "type 是 unanswerable，gold 应为空"
        return
    if not case.gold:
        yield "没有出处（gold）；库里没有答案的，type 应为 unanswerable"
    if (case.type == "followup") != bool(case.history):
        yield "followup 要有 history（先前的问答），其他类型不要"
    for gold in case.gold:
        yield from _of_gold(gold, texts)
    quotes = squeeze(normalise("".join(gold.quote for gold in case.gold)))
    for word in case.must_contain:
        if squeeze(normalise(word)) not in quotes:
            yield f"must_contain 的“{word}”不在出处的原话里"


def _of_gold(gold: Gold, texts: Texts) -> Iterator[str]:
    quote = squeeze(gold.quote)
    times = sum(paragraph.count(quote) for paragraph in texts.get(gold.file, ()))
    if gold.file not in texts:
        yield f"资料库里没有文件 {gold.file}"
    elif len(quote) < _SHORTEST:
        yield f"原话“{gold.quote}”太短，至少{_SHORTEST}个字"
    elif times != 1:
        yield f"原话“{gold.quote}”在 {gold.file} 里" + (
            "找不到（要一字不差，并在同一段里）" if not times else f"出现{times}次，请抄长些"
        )
