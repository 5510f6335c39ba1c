"""The small file beside an index that says which catalog revision it holds, and what made it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_NAME = "yanju.json"


def read_state(folder: Path) -> dict[str, Any]:
    """What was recorded last; empty when there is nothing that can be read."""
    try:
        state = json.loads((folder / _NAME).read_text(encoding="utf8"))
    except (OSError, ValueError):
        return {}
    return state if isinstance(state, dict) else {}


def write_state(folder: Path, state: dict[str, Any]) -> None:
    """Replace the record in one step: a reader sees the old one or the new one, also after a crash."""
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / (_NAME + ".new")
    with fresh.open("w", encoding="utf8") as file:
        json.dump(state, file, ensure_ascii=False)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _NAME)


def stamp(folder: Path) -> tuple[int, int] | None:
    """Changes whenever the record is written, by whichever process; None without a record."""
    try:
        status = (folder / _NAME).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino
