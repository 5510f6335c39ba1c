"""Changing settings in `.env`: in one step, every other line as it was, readable by its owner only."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from bot.settings import SettingsError, read_env_file, read_settings

_NAME = re.compile(r"\s*(?:export\s+)?(YANJU_[A-Z_]+)\s*=")
_PLAIN = re.compile(r"[\w./:@+\-]*")


def write_env(path: Path, changes: Mapping[str, str]) -> None:
    """Set these settings, an empty value takes one out. Raises SettingsError, with the file as it was.

    What is written is read back first: a file that the next start would refuse is not put in place.
    """
    read_env_file(path)  # a file that cannot be read is not written over
    path = path.resolve()
    before = path.read_text("utf-8-sig") if path.is_file() else ""
    fresh = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with suppress(FileNotFoundError):
            fresh.unlink()  # of a process that was killed
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(changed(before, changes))
            file.flush()
            os.fsync(file.fileno())
        read_settings({}, fresh)
        fresh.replace(path)
    except OSError as error:
        raise SettingsError(f"写不了 {path}：{error.strerror or error}。请检查文件夹权限和磁盘空间") from error
    finally:
        fresh.unlink(missing_ok=True)


def changed(text: str, changes: Mapping[str, str]) -> str:
    """The text of the file with the settings changed where they stand, new ones at the end."""
    left = {name: _quoted(name, value) for name, value in changes.items()}
    lines: list[str] = []
    done: set[str] = set()
    for line in text.splitlines():
        match = _NAME.match(line)
        if match is None or match[1] not in left:
            lines.append(line)
        elif match[1] not in done:  # of a name that stands there twice only one line is left
            done.add(match[1])
            lines += [f"{match[0].lstrip()}{left[match[1]]}"] if left[match[1]] else []
    lines += [f"{name}={value}" for name, value in left.items() if value and name not in done]
    return "".join(f"{line}\n" for line in lines)


def _quoted(name: str, value: str) -> str:
    """A value as the reader of the file takes it back."""
    if any(ord(c) < 32 for c in value) or ("'" in value and '"' in value):
        raise SettingsError(f"{name} 的值里有换行、控制字符，或者同时有两种引号。请改用一行普通文字")
    if _PLAIN.fullmatch(value):
        return value
    return f'"{value}"' if "'" in value else f"'{value}'"
