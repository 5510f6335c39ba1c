"""`yanju verify` and `yanju check`: a user's own words checked, claims with their evidence and drafts."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing

from bot import as_json, as_text
from bot.assemble import open_library
from bot.inputs import claim_of, read_draft, read_lines
from bot.settings import Settings
from bot.usage import DONE, FAILED, give, put, say


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


def check(arguments: Namespace, settings: Settings) -> int:
    from bot.checker.check import checker
    from bot.draft import traced

    draft = read_draft(arguments.draft)
    with closing(open_library(settings, create=False)) as store:
        found = traced(store, draft, checker(settings.strictness))
    items = [as_json.traced_json(draft, item) for item in found]
    give(arguments, {"draft": arguments.draft.name, "items": items}, as_text.draft_text(draft, found))
    return DONE
