"""Files of one JSON object a line: question sets, recorded conversations, rewritings."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from vectorstore.refusals import refusal
from vectorstore.types import YanjuError

Noun = TypeVar("Noun")


class BadLine(YanjuError):
    """A line that is not what the file should hold; the message names file, line and what is wrong."""


def read_lines(path: Path, make: Callable[[dict[str, Any]], Noun], what: str) -> tuple[Noun, ...]:
    """What `make` makes of each line that is not blank, in order; `what` it should be is for the message of BadLine.

    `make` raises KeyError, TypeError, AttributeError or ValueError on a wrong form.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")  # not splitlines: JSON text may hold U+2028
    except (OSError, UnicodeDecodeError) as error:
        raise BadLine(f"读不了 {path}：{refusal(error) if isinstance(error, OSError) else error}") from error
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(make(json.loads(line)))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            told = f"{error}" if type(error) is ValueError else f"{type(error).__name__} {error}"
            raise BadLine(f"{path} 第 {number} 行不是{what}：{told}") from error
    return tuple(found)
