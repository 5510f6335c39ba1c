"""Very many very small files: `python -m eval.bench.tiny --files 10000`. Seconds of a first ingest, again, after edits.

The files are made in a temporary folder, one short invented speech each, 100 to a folder.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import perf_counter

from vectorstore.store import open_store
from vectorstore.types import IngestReport

WORK = ("造林", "招商", "修路", "办学", "防汛", "养老", "治水", "扩种")


def write(folder: Path, number: int, done: str = "完成") -> None:
    path = folder / f"第{number // 100}批" / f"{number}.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    work = WORK[number % len(WORK)]
    path.write_text(
        f"在第{number}次{work}工作会议上的讲话\n\n同志们：\n第{number}项{work}任务已经{done}，群众十分满意。\n",
        encoding="utf8",
    )


def measure(files: int) -> list[tuple[str, float, IngestReport]]:
    """(what, seconds, report) of each ingest."""
    found = []
    with tempfile.TemporaryDirectory() as name:
        folder, library = Path(name, "files"), Path(name, "library")
        for number in range(files):
            write(folder, number)
        for what, edits in (("first", 0), ("again", 0), ("one in a hundred edited", files // 100)):
            for number in range(edits):
                write(folder, number * 100, "基本完成")
            start = perf_counter()
            with open_store(library) as store:
                report = store.ingest([folder], prune=True)
            found.append((what, perf_counter() - start, report))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=10_000)
    for what, seconds, report in measure(parser.parse_args().files):
        counts = f"added {report.added}, changed {report.changed}, unchanged {report.unchanged}"
        print(f"{what}: {seconds:.1f} s ({counts}, failed {len(report.failed)})")


if __name__ == "__main__":
    main()
