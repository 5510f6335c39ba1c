"""A library's folder and conversations in it, for the tests of history."""

from __future__ import annotations

from pathlib import Path

from tests.fakes import FakeBot
from ui.talks import Talks
from vectorstore import schema
from vectorstore.memory import Memory


def talks_in(folder: Path, bot: FakeBot | None = None) -> Talks:
    """A server's conversations over the catalog in the folder, which is made when it is not there."""
    if not (folder / schema.CATALOG_NAME).exists():
        schema.prepare(folder)
    return Talks(bot or FakeBot(), Memory(folder), repeat=-1.0)
