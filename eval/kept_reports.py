"""The runs over a library, kept in its folder `reports`: for the evaluation tab of the page, and for comparing."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from eval.page import page

FOLDER = "reports"
KEPT = 60  # runs; the oldest are removed


def keep(data: dict[str, Any], store: Path) -> None:
    """Keep a report as JSON and as a page. A library that cannot be written to keeps none, and says so."""
    folder = store / FOLDER
    try:
        folder.mkdir(exist_ok=True)
        name = _free(folder, datetime.now().astimezone().strftime("%Y%m%d-%H%M%S"))
        # the page first: a run is listed by its JSON
        (folder / f"{name}.html").write_text(page(data), encoding="utf8")
        part = folder / f".{name}.part"
        part.write_text(json.dumps(data, ensure_ascii=False), encoding="utf8")
        part.rename(folder / f"{name}.json")
        for old in sorted(folder.glob("*.json"))[:-KEPT]:
            old.unlink()
            old.with_suffix(".html").unlink(missing_ok=True)
    except OSError as error:
        print(f"报告没有留在资料库里（{folder}）：{error.strerror or error}", file=sys.stderr)


def _free(folder: Path, stamp: str) -> str:
    name, number = stamp, 2
    while (folder / f"{name}.json").exists():
        name, number = f"{stamp}-{number}", number + 1
    return name
