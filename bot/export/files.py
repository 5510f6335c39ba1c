"""Writing what is taken away to files that do not exist yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.export.docx import answer_docx
from bot.export.figures import figures_csv, figures_table
from bot.export.markdown import answer_markdown
from bot.types import Answer
from vectorstore.refusals import refusal
from vectorstore.types import YanjuError


@dataclass(frozen=True, slots=True)
class Targets:
    """The files asked for. `unchecked`: also what did not pass the check, marked as such."""

    docx: Path | None = None
    markdown: Path | None = None
    figures: Path | None = None
    unchecked: bool = False

    @property
    def paths(self) -> tuple[Path, ...]:
        return tuple(path for path in (self.docx, self.markdown, self.figures) if path is not None)


def refuse_taken(targets: Targets) -> None:
    """Raise YanjuError for a file that exists, or whose folder does not: before any work is done."""
    for path in targets.paths:
        if path.exists():
            raise YanjuError(f"“{path}”已经存在，不会覆盖。请换个文件名，或先把它移走")
        if not path.absolute().parent.is_dir():
            raise YanjuError(f"没有“{path.absolute().parent}”这个文件夹，不能在里面写“{path.name}”")


def write(answers: Sequence[Answer], targets: Targets) -> None:
    """Write the files. Raises YanjuError."""
    made: list[tuple[Path | None, bytes]] = [
        (targets.docx, answer_docx(answers, targets.unchecked) if targets.docx else b""),
        (targets.markdown, answer_markdown(answers, targets.unchecked).encode() if targets.markdown else b""),
        (targets.figures, figures_csv(figures_table(answers, targets.unchecked)).encode() if targets.figures else b""),
    ]
    for path, content in made:
        if path is not None:
            try:
                with path.open("xb") as file:
                    file.write(content)
            except OSError as error:
                raise YanjuError(f"写不了“{path}”：{refusal(error)}") from error
