"""A compilation while it is written for the reading bench: its lines, its noise, its broken sentences."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from eval.bench.material import Words
from eval.bench.styles import Style

CN = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


@dataclass
class Sheet:
    """The file while it is written."""

    random: Random
    style: Style
    words: Words
    adverts: str
    lines: list[str] = field(default_factory=list)
    noise: list[str] = field(default_factory=list)
    breaks: list[tuple[str, str]] = field(default_factory=list)
    page: int = 0

    def blank(self, count: int) -> None:
        self.lines.extend([""] * count)

    def put_noise(self, text: str) -> None:
        self.lines.append(text)
        self.noise.append(text)

    def some(self, choice: str, share: float = 0.5) -> bool:
        """Whether a factor with the values none, some, all acts here."""
        value = self.style[choice]
        return value not in ("none", "some") or (value == "some" and self.random.random() < share)
