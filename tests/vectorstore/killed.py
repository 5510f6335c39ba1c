"""Kill -9 an ingest at random moments and look at what is left: `python -m tests.vectorstore.killed --times 100`.

A library takes in a folder, then the folder after edits, a rename and a removal, each time in a process of its own that
is killed at a random moment and started again until one gets through. Every second library is written as a large one
is: files read and vectors written by processes of their own; the process alone is killed, or all of them at once.

After each kill a reader can open the library and finds no leg ahead of the catalog; then, opened for writing, it brings
its legs up to date: each file is there wholly, as it was before or after the change, with its speeches and its removal
log, or not at all, and the legs hold exactly the catalog's passages. In the end all is as if nothing had happened.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import tantivy

from vectorstore.chroma import VectorLeg
from vectorstore.keyword import KeywordLeg
from vectorstore.store import Store, open_store

CHILD = """import sys; from dataclasses import replace; from pathlib import Path
from vectorstore.parts import real_reader
from vectorstore.store import open_store
import vectorstore.reading.read, vectorstore.passages, chromadb, tantivy
together = 0.0 if int(sys.argv[3]) > 1 else 0.25  # each file by itself into the catalog, or several with one fsync
make = lambda: replace(real_reader(), spread_from=int(sys.argv[3]), together=together)
with open_store(Path(sys.argv[1]), make_reader=make) as store:
    print('ready', flush=True)
    failed = store.ingest([Path(sys.argv[2])], prune=True).failed
print('done', *failed, flush=True)
"""
ALONE, SPREAD = 1 << 40, 1  # bytes from which an ingest uses several processes
PLACES = ("青禾市", "云岭县", "临江区", "白石镇", "松泉乡")
WORK = ("造林", "招商", "修路", "办学", "防汛", "养老", "治水", "扩种")

Whole = dict[tuple[str, str], object]  # by a file's name and source: what else the library holds of it


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
    told = [(store.source(file), store.removed(file)) for file in files]
    return [store.files(), store.speeches(), told, store.counts(), [sorted(ids) for ids in found(store)]]


def found(store: Store) -> list[set[str]]:
    """The passages that each leg holds, asked of tantivy and Chroma themselves."""
    keyword, vector = store.legs
    assert isinstance(keyword, KeywordLeg)
    assert isinstance(vector, VectorLeg)
    index, collection = keyword._open(), vector._open()
    searcher = index.searcher() if index else None
    hits = searcher.search(tantivy.Query.all_query(), max(searcher.num_docs, 1)).hits if searcher else []
    held = collection.get(include=[])["ids"] if collection else []
    return [{str(searcher.doc(at)["id"][0]) for _, at in hits if searcher}, set(held)]


def whole(store: Store) -> Whole:
    """What the library holds of each of its files."""
    return {
        (row.file, store.source(row.file)): (row, store.speeches(row.file), store.removed(row.file))
        for row in store.files()
    }


def run(library: Path, files: Path, spread_from: int, after: float | None, group: bool = False) -> tuple[bool, float]:
    """One ingest in its own process, killed after `after` seconds: whether it got through, and its seconds.

    `group`: the processes that it has started are killed with it.
    """
    command = [sys.executable, "-c", CHILD, str(library), str(files), str(spread_from)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as child:
        assert child.stdout is not None
        if child.stdout.readline() != "ready\n":
            raise AssertionError("the child did not start")
        start = time.perf_counter()
        if after is not None:
            with suppress(subprocess.TimeoutExpired):
                child.wait(after)
            if child.returncode is None and group:
                os.killpg(child.pid, signal.SIGKILL)
            elif child.returncode is None:
                child.kill()
        told = child.stdout.readline()
        assert told in ("done\n", ""), told
        return told == "done\n", time.perf_counter() - start


def look(library: Path, known: Whole) -> int:
    """How many files are there. Raises AssertionError unless each is whole and the legs agree with the catalog."""
    with open_store(library, read_only=True) as store:
        ahead = [leg.name for leg in store.legs if leg.revision() > store.revision()]
        assert not ahead, f"{ahead} ahead of the catalog"
    with open_store(library) as store:
        for key, held in whole(store).items():
            assert known.get(key) == held, f"{key[0]} is there in part"
        assert len(store.legs) == 2
        report = store.doctor()
        assert report.ok, report.problems
        ids = found(store)
        assert ids[0] == ids[1] == set(store.passages(list(ids[0]))), "the legs hold other passages"
        assert len(ids[0]) == report.passages
        return report.files


def same_content(held: list[object], expected: list[object]) -> None:
    """Raise AssertionError, which names the first part that differs, unless two contents are equal."""
    for name, one, other in zip(("files", "speeches", "texts", "counts", "passages"), held, expected, strict=True):
        assert one == other, f"{name} differ from an undisturbed run:\n{one}\n{other}"


def undisturbed(library: Path, files: Path, before: Path, spread_from: int) -> tuple[list[object], Whole, float]:
    """What a run that nothing disturbs ends with, what it holds on the way, and the seconds of its first ingest."""
    shutil.copytree(before, files)
    _, seconds = run(library, files, spread_from, None)
    with open_store(library) as store:
        known = whole(store)
        change_files(files)
        store.ingest([files], prune=True)
        end = content(store), known | whole(store), seconds
    shutil.rmtree(files)
    return end


def kill_many(times: int, seed: int = 1, files_each: int = 120) -> tuple[int, int]:
    """Kill `times` ingests. Returns how many libraries got through, and how many kills left some of the files, not all.

    Raises AssertionError on any damage.
    """
    dice = random.Random(seed)
    kills = rounds = midway = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        before, files, library = folder / "before", folder / "files", folder / "library"
        write_files(before, seed, files=files_each)
        calm = {
            spread_from: undisturbed(folder / f"calm{spread_from}", files, before, spread_from)
            for spread_from in (ALONE, SPREAD)
        }
        while kills < times:
            spread_from = (ALONE, SPREAD)[rounds % 2]
            expected, known, seconds = calm[spread_from]
            shutil.rmtree(library, ignore_errors=True)
            shutil.copytree(before, files)
            for change in (lambda _: None, change_files):
                change(files)
                through = False
                while not through:
                    start = dice.choice((0.0, 0.4)) * seconds  # first processes start, then files come in
                    after = dice.uniform(start, seconds) if kills < times else None
                    through, _ = run(library, files, spread_from, after, group=dice.random() < 0.5)
                    held = look(library, known)
                    kills += not through
                    midway += not through and 0 < held < len(list(files.iterdir()))
                    print(f"\r{kills} kills, {midway} with some files in, {rounds} libraries", end="", file=sys.stderr)
            with open_store(library) as store:
                same_content(content(store), expected)
            shutil.rmtree(files)
            rounds += 1
    print(file=sys.stderr)
    return rounds, midway


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    libraries, some = kill_many(asked.times, asked.seed)
    print(f"{asked.times} kills, {some} with some files in; {libraries} libraries got through, nothing damaged")
