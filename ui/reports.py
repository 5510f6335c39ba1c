"""The kept runs of `yanju eval` over a library: listed, read, and two of them compared. Knows no Gradio.

What is written there is eval's affair (eval/kept_reports.py); the page only reads it, and has eval compare.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vectorstore.types import YanjuError

_NAME = re.compile(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)(?:-\d{1,3})?")
_LISTED = 30
_PATIENCE = 60  # seconds for a comparison
_PAGE_LIMIT = 8_000_000  # characters


@dataclass(frozen=True, slots=True)
class Run:
    """One kept run. `scores` are means from 0 to 1 by name."""

    name: str
    when: str
    questions: str
    model: str
    embedding: str
    commit: str
    cases: int
    scores: Mapping[str, float]


def runs(store: Path) -> list[Run]:
    """The latest first; a file that is no report is left out."""
    names = sorted(
        (path.stem for path in (store / "reports").glob("*.json") if _NAME.fullmatch(path.stem)), reverse=True
    )
    found = (_run(store, name) for name in names[:_LISTED])
    return [run for run in found if run is not None]


def page_of(store: Path, name: str) -> str:
    """The report as the page that eval made of it. Raises YanjuError when there is none (any more)."""
    try:
        return _path(store, name, "html").read_text("utf-8")[:_PAGE_LIMIT]
    except (OSError, UnicodeDecodeError) as error:
        raise YanjuError(f"报告 {name} 读不出来：{error}") from error


def compared(store: Path, before: str, after: str) -> dict[str, Any]:
    """What `yanju eval compare --json` says of two runs. Raises YanjuError with its message."""
    paths = [str(_path(store, name, "json")) for name in (before, after)]
    command = [sys.executable, "-m", "bot", "eval", "compare", *paths, "--json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise YanjuError(f"比较没有完成：{error}") from error
    if done.returncode:
        raise YanjuError(done.stderr.strip().removeprefix("错误：") or f"比较没有完成（退出码 {done.returncode}）")
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def _path(store: Path, name: str, kind: str) -> Path:
    if not _NAME.fullmatch(name):
        raise YanjuError(f"没有名为“{name[:40]}”的报告")
    return store / "reports" / f"{name}.{kind}"


def _run(store: Path, name: str) -> Run | None:
    try:
        data = json.loads(_path(store, name, "json").read_text("utf-8"))
        what = {key: str(value) for key, value in data["settings"].items()}
        scores = {str(key): float(score["mean"]) for key, score in data["scores"].items()}
        told = (what.get("questions", ""), what.get("model", ""), what.get("embedding", ""), str(data["commit"]))
        return Run(name, _when(name), *told, int(data["cases"]), scores)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):  # not of ours, or half written by hand
        return None


def _when(name: str) -> str:
    match = _NAME.fullmatch(name)
    return "{}-{}-{} {}:{}:{}".format(*match.groups()) if match else name
