"""Speeches that answers read are kept, and forgotten when the library changes."""

from __future__ import annotations

from collections.abc import Sequence

from bot.kept import Kept
from vectorstore.types import Head, Location, Speech


class Catalog:
    """A catalog of one speech that counts how often it is read."""

    def __init__(self) -> None:
        self.title, self.now, self.reads = "旧题", 1, 0

    def revision(self) -> int:
        return self.now

    def speech(self, speech_id: str) -> Speech | None:
        self.reads += 1
        return Speech(speech_id, self.title, ()) if speech_id == "a" else None

    def heads(self, speech_ids: Sequence[str]) -> dict[str, Head]:
        self.reads += 1
        return {key: Head(self.title, None, (("甲.txt", 2),)) for key in speech_ids if key == "a"}


def test_each_speech_is_read_once_until_the_library_changes() -> None:
    catalog = Catalog()
    kept = Kept(catalog)
    for _ in range(3):
        kept.follow()
        speech = kept.speech("a")
        assert speech is not None
        assert speech.title == "旧题"
        assert kept.locations("a", 5) == (Location("甲.txt", 2, 5),)
    assert catalog.reads == 2
    catalog.title, catalog.now = "新题", 2
    kept.follow()
    speech = kept.speech("a")
    assert speech is not None
    assert speech.title == "新题"
    assert kept.speech("b") is None
    assert kept.locations("b", 1) == ()
