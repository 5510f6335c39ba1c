"""File names from strangers made fit for a folder of ours."""

from __future__ import annotations

import os
import re
import unicodedata
from pathlib import PurePosixPath

LONGEST = 200  # bytes of a name: file systems end at 255, and a sidecar's name is longer than its document's
_ODD = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufffd\ud800-\udfff<>:\"|?*\\/]")
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)")  # names that Windows keeps to itself


def fitting(name: str, longest: int = LONGEST) -> str:
    """A name of at most `longest` bytes: its stem is shortened, its suffix stays."""
    stem, suffix = os.path.splitext(name)
    suffix = suffix if len(suffix.encode("utf-8", "replace")) <= 20 else ""
    room = longest - len(suffix.encode("utf-8", "replace"))
    return stem.encode("utf-8", "replace")[:room].decode("utf-8", "ignore") + suffix


def safe_name(name: str) -> str:
    """One component of a path that any system can hold: never empty, hidden, reserved or a way out of the folder."""
    name = _ODD.sub("_", unicodedata.normalize("NFC", name)).strip(" ").rstrip(". ")
    if not name or name.startswith((".", "~$")) or _RESERVED.match(name):
        name = f"_{name}"
    return fitting(name)


def safe_path(name: str) -> PurePosixPath:
    """A relative path below a folder of ours; an archive's name becomes that of a folder, without its .zip."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    folders = [part[:-4] if part.lower().endswith(".zip") and len(part) > 4 else part for part in parts[:-1]]
    return PurePosixPath(*(safe_name(part) for part in (*folders[:1], *folders[1:][-6:], *parts[-1:])))
