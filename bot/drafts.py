"""The commands that check a user's own words: claims with their evidence, and drafts."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from typing import TYPE_CHECKING

from bot import as_json
from bot import show as text
from bot.assemble import open_library
from bot.cases import claim_of, read_draft, read_lines
from bot.settings import Settings
from bot.usage import DONE, FAILED, put, say

if TYPE_CHECKING:
    from bot.checking import Check
    from bot.draft import Traced
    from vectorstore.store import Store


def verify(arguments: Namespace, settings: Settings) -> int:
    from bot.checker.check import checker

    judge, code = checker(settings.strictness), DONE
    for number, value in read_lines(arguments.file):
        case_id = None if isinstance(value, str) else value.get("id", number)
        claim, evidence = (value, None) if isinstance(value, str) else claim_of(value)
        if evidence is None:
            code = FAILED
            say(f"错误：第 {number} 行：{claim}")
            put({"id": case_id, "error": f"第 {number} 行：{claim}"})
        else:
            put(as_json.finding_json(case_id, judge(claim, evidence)))
    return code


def traced(store: Store, draft: str, judge: Check) -> list[Traced]:
    """Every figure and quotation of a draft, traced to a paragraph of the library or flagged. Raises StoreError."""
    from bot.draft import trace
    from vectorstore.wording import nearest

    return trace(draft, lambda texts, k: nearest(store, texts, k), store.speech, judge)


def check(arguments: Namespace, settings: Settings) -> int:
    from bot.checker.check import checker

    draft = read_draft(arguments.draft)
    with closing(open_library(settings, create=False)) as store:
        found = traced(store, draft, checker(settings.strictness))
    if arguments.json:
        put({"draft": arguments.draft.name, "items": [as_json.traced_json(draft, item) for item in found]})
    else:
        print(text.draft_text(draft, found))
    return DONE
