"""Cases and files of JSON lines for the tests of the evaluation."""

from __future__ import annotations

import json
from pathlib import Path

from eval.cases import Case, Gold

QUOTE = "全年完成出口额317亿元"


def make_case(kind: str = "figure", **fields: object) -> Case:
    values: dict[str, object] = {
        "id": "t1",
        "type": kind,
        "question": "出口多少？",
        "history": (),
        "gold": (Gold("甲.txt", QUOTE),),
        "gold_mode": "all",
        "answer": "",
        "must_contain": (),
        "must_not_contain": (),
    }
    return Case(**(values | fields))  # type: ignore[arg-type]


def write_lines(path: Path, *lines: object) -> Path:
    """Each line as JSON, a text as it is."""
    path.write_text("\n".join(x if isinstance(x, str) else json.dumps(x, ensure_ascii=False) for x in lines), "utf8")
    return path
