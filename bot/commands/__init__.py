"""What the commands of `yanju` do. Each takes the parsed arguments and the settings, and returns the exit code."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable

from bot.commands import asking, library, verifying
from bot.settings import Settings

COMMANDS: dict[str, Callable[[Namespace, Settings], int]] = {
    "ingest": library.ingest,
    "speeches": library.speeches,
    "show": library.show,
    "restore-removed": library.restore_removed,
    "search": asking.search,
    "ask": asking.ask,
    "verify": verifying.verify,
    "check": verifying.check,
    "doctor": library.doctor,
    "backup": library.backup,
    "restore": library.restore,
}
