"""Folders of files for the ingest bench: drawn compilations, or speeches made of a file with a paragraph per line."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path

from eval.bench.compilations import compilation

_PER_FILE = 20_000  # characters of a file made of --from
_PER_FOLDER = 500
_NOTE = "material.json"


@dataclass(frozen=True, slots=True)
class Material:
    """What a folder was made of. Of drawn compilations the same numbers give the same files."""

    source: str
    asked: int
    characters: int = 0
    speeches: int = 0


def material(work: Path, asked: Material) -> Material:
    """The files of `asked` in `work/files`: made, or those of an earlier run of the same kind."""
    note = work / _NOTE
    if note.is_file():
        made = Material(**json.loads(note.read_text(encoding="utf8")))
        if (made.source, made.asked) == (asked.source, asked.asked):
            shutil.rmtree(work / "further", ignore_errors=True)
            return made
        raise SystemExit(f"{work} holds other material ({made.source}, {made.asked}): name another folder with --keep")
    folder = work / "files"
    if asked.source:
        characters, speeches = write_from(folder, Path(asked.source))
    else:
        characters, speeches = write_compilations(folder, 0, lambda characters, _: characters >= asked.asked)
    made = Material(asked.source, asked.asked, characters, speeches)
    note.write_text(json.dumps(asdict(made)), encoding="utf8")
    return made


def write_compilations(folder: Path, seed: int, enough: Callable[[int, int], bool]) -> tuple[int, int]:
    """Write compilations until `enough(characters, speeches)`; both numbers as written."""
    characters = speeches = 0
    for number in count():
        if enough(characters, speeches):
            return characters, speeches
        made = compilation(seed + number)
        _write(folder, number, f"{number:06d}_{made.name}", made.text)
        characters += len(made.text)
        speeches += len(made.speeches)
        if number % 1000 == 999:
            print(f"material: {characters:,} characters", file=sys.stderr, flush=True)
    raise AssertionError("count() never ends")


def write_from(folder: Path, source: Path) -> tuple[int, int]:
    """Files of about 20,000 characters, a speech each, of a file with a paragraph per line."""
    characters = number = 0
    for number, lines in enumerate(_portions(source), 1):
        text = f"在第{number}次工作会议上的讲话\n\n同志们：\n" + "\n".join(lines) + "\n"
        _write(folder, number - 1, f"{number:06d}.txt", text)
        characters += len(text)
    return characters, number


def _portions(source: Path) -> Iterator[list[str]]:
    """The lines that are not empty, in portions of about a file."""
    portion: list[str] = []
    size = 0
    with source.open(encoding="utf8") as file:
        for line in file:
            if text := line.strip():
                portion.append(text)
                size += len(text)
            if size >= _PER_FILE:
                yield portion
                portion, size = [], 0
    if portion:
        yield portion


def _write(folder: Path, number: int, name: str, text: str) -> None:
    into = folder / f"{number // _PER_FOLDER:04d}"
    into.mkdir(parents=True, exist_ok=True)
    (into / name).write_text(text, encoding="utf8", newline="")


def shown(figures: Sequence[tuple[str, float]]) -> str:
    """Figures in a line, as short as they are useful."""
    return ", ".join(f"{name} {value:,.3g}" if value < 10 else f"{name} {value:,.0f}" for name, value in figures)
