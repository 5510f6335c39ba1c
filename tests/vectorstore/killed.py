"""Kill -9 an ingest at random moments and look at what is left: `python -m tests.vectorstore.killed --times 100`.

A library takes in a folder, then the folder after edits, a rename and a removal, each time in a process of its own that
is killed at a random moment and started again until one gets through. After each kill the library has to open, hold
each file wholly as it was before or after, and agree with its legs; in the end it has to be as if nothing had happened.
"""

from __future__ import annotations

import argparse
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from vectorstore.store import Store, open_store

CHILD = """import sys, time; from dataclasses import replace; from pathlib import Path
from vectorstore.parts import real_reader
from vectorstore.store import open_store
import vectorstore.reading.read, vectorstore.passages, chromadb, tantivy
def reader():
    return replace(real_reader(), spread_from=int(sys.argv[3]))
if __name__ == '__main__':
    with open_store(Path(sys.argv[1]), make_reader=reader) as store:
        print('ready', flush=True)
        store.ingest([Path(sys.argv[2])], prune=True)
    print('done', flush=True)
"""
ALONE, SPREAD = 1 << 30, 0  # bytes from which an ingest uses processes of its own to read and to write vectors
PLACES = ("青禾市", "云岭县", "临江区", "白石镇", "松泉乡")
WORK = ("造林", "招商", "修路", "办学", "防汛", "养老", "治水", "扩种")


def write_files(folder: Path, seed: int, files: int = 12) -> None:
    """Invented compilations; files of neighbouring numbers share a speech."""
    folder.mkdir(parents=True, exist_ok=True)
    dice = random.Random(seed)
    for number in range(files):
        parts = [f"{PLACES[number % 5]}发言材料汇编（3篇）\n"]
        for speech in range(number, number + 3):
            parts.append(f"\n第{speech}号同志在{PLACES[speech % 5]}工作会议上的讲话\n\n同志们：\n")
            for line in range(12):
                figure = (speech * 37 + line * 11 + (dice.randrange(9) if speech % 4 == 0 else 0)) % 97
                work = WORK[(speech + line) % 8]
                parts.append(
                    f"去年{PLACES[line % 5]}{work}工作取得新进展，第{line}项任务完成百分之{figure}，群众十分满意。\n"
                )
        (folder / f"汇编{number}.txt").write_text("".join(parts), encoding="utf8")


def change_files(folder: Path) -> None:
    """An edit, a rename and a removal."""
    first = folder / "汇编1.txt"
    first.write_text(first.read_text(encoding="utf8").replace("十分满意", "非常满意"), encoding="utf8")
    (folder / "汇编2.txt").rename(folder / "改名.txt")
    (folder / "汇编3.txt").unlink()


def content(store: Store) -> list[object]:
    """What two libraries of the same files have in common, however they came about."""
    files = [row.file for row in store.files()]
    found = sorted(i for i, _ in store.legs[0].search("去年工作任务完成群众", 100_000))
    told = [(store.source(file), store.removed(file)) for file in files]
    return [store.files(), store.speeches(), told, store.counts(), found, [leg.count() for leg in store.legs]]


def run(library: Path, files: Path, after: float | None, spread: int = ALONE) -> tuple[bool, float]:
    """One ingest in its own process, killed after `after` seconds: whether it got through, and its seconds."""
    command = [sys.executable, "-c", CHILD, str(library), str(files), str(spread)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        if child.stdout.readline() != "ready\n":
            raise AssertionError("the child did not start")
        start = time.perf_counter()
        if after is not None:
            time.sleep(after)
            child.kill()
        through = child.stdout.readline() == "done\n"
        return through, time.perf_counter() - start


def look(library: Path, sources: set[str]) -> None:
    """Raise AssertionError unless every file is whole and the legs agree with the catalog."""
    with open_store(library) as store:
        held = [store.source(row.file) for row in store.files()]
        assert set(held) <= sources, "a file is there in part"
        assert len(store.legs) == 2
        report = store.doctor()
        assert report.ok, report.problems


def texts(folder: Path) -> set[str]:
    return {path.read_text(encoding="utf8") for path in folder.glob("*.txt")}


def undisturbed(library: Path, files: Path, before: Path) -> tuple[list[object], float]:
    """The content that a run which nothing disturbs ends with, and the seconds that the first ingest takes."""
    shutil.copytree(before, files)
    _, seconds = run(library, files, None, SPREAD)
    change_files(files)
    with open_store(library) as store:
        store.ingest([files], prune=True)
        return content(store), seconds


def kill_many(times: int, seed: int = 1) -> int:
    """Kill `times` ingests. Returns how many libraries got through to the end. Raises AssertionError on any damage."""
    dice = random.Random(seed)
    kills = rounds = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, files, library = folder / "before", folder / "files", folder / "library"
        write_files(before, seed)
        expected, seconds = undisturbed(folder / "calm", files, before)
        sources = texts(before) | texts(files)
        while kills < times:
            shutil.rmtree(library, ignore_errors=True)
            shutil.rmtree(files)
            shutil.copytree(before, files)
            for step in ("first", "changed"):
                if step == "changed":
                    change_files(files)
                through = False
                while not through:
                    after = dice.uniform(0, seconds) if kills < times else None
                    through, _ = run(library, files, after, dice.choice((ALONE, SPREAD)))
                    kills += not through
                    look(library, sources)
                    print(f"\r{kills} kills, {rounds} libraries", end="", file=sys.stderr)
            with open_store(library) as store:
                assert content(store) == expected, "not the content of an undisturbed run"
            rounds += 1
    print(file=sys.stderr)
    return rounds


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print(kill_many(asked.times, asked.seed), "libraries got through")
