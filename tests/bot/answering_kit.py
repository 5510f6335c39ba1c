"""Two paragraphs, and the answer to a question about them."""

from __future__ import annotations

from bot.answering import answer, finished
from bot.searching import Parts
from bot.types import Answer, Turn
from tests.fakes import ScriptedModel, fake_parts

TREES = "去年全市新增造林三万亩。森林覆盖率稳步提高。"
ROADS = "云岭县新修农村公路二百公里。"
PLAIN = "不合格式的改写"  # a rewriting that cannot be used: the plain search is taken


def ask(parts: Parts, question: str = "造林多少？", history: tuple[Turn, ...] = ()) -> Answer:
    return finished(answer(parts, question, history))


def with_model(*replies: str | Exception, texts: tuple[str, ...] = (TREES, ROADS), cut: bool = False) -> Answer:
    return ask(fake_parts(*texts, model=ScriptedModel(PLAIN, *replies, cut=cut)))
