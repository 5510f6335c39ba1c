"""How fast files go in, against the floor: the same passages segmented and put into a bare tantivy and a bare Chroma.

Run: python -m eval.bench.ingest --chars 1000000 [--json OUT] [--keep DIR] [--further 1000]
     python -m eval.bench.ingest --from FILE          (a paragraph per line)

Prints a Markdown row and, without --json, the figures as JSON; progress goes to standard error. --keep works in DIR and
leaves it there: the files, which the next run with the same --chars uses again, and DIR/library, for eval.bench.search.

Each step runs in a process of its own; memory is the sum of the resident pages of its process tree, ten samples a
second (pages that processes share count in each). Embedding is not part of the floor, nor is reading or the catalog.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp
from time import perf_counter, sleep

from eval.bench.floor import Figures, floor
from eval.bench.folders import Material, material, shown, write_compilations
from eval.bench.watching import Watch

Apart = Callable[..., Figures]  # (step, folders): runs the step
_SETTLE = 2.1  # seconds: younger files are hashed again at the next ingest, see vectorstore/ingest.py
_FURTHER_SEED = 10_000_000
HEAD = (
    "| characters | files, passages | load | floor: segment + tantivy + Chroma | ingest | ratio | characters a second"
    " | again (share) | further: speeches | bare further | open, ready, first search | peak MB tree, writer, floor |"
)


def ours(files: Path, library: Path) -> Figures:
    """Seconds of `Store.ingest` in a process that has just started, opening and closing included."""
    from bot.progress import Meter
    from vectorstore.store import open_store

    with Watch() as watch, Meter(sys.stderr, between=15.0) as meter:
        start = perf_counter()
        with open_store(library) as store:
            report = store.ingest([files], progress=meter.show)
        seconds = perf_counter() - start
    return {
        "seconds": seconds,
        "cpu": watch.cpu,
        "peak_mb": watch.peak,
        "peak_main_mb": watch.alone,
        "files": report.added + report.changed,
        "unchanged": report.unchanged,
        "failed": len(report.failed),
        "speeches": report.speeches,
        "passages": report.passages,
    }


def opening(library: Path) -> Figures:
    """Seconds until the store is open, until its legs are known to be up to date, and of the first search."""
    from vectorstore.search import search
    from vectorstore.store import open_store

    start = perf_counter()
    with open_store(library) as store:
        opened = perf_counter()
        held = len(store.legs)
        ready = perf_counter()
        found = len(search(store, "今年造林面积是多少"))
        end = perf_counter()
    return {"open": opened - start, "legs": ready - start, "search": end - ready, "hits": found, "held": held}


def alone(work: Callable[..., Figures], *arguments: Path) -> Figures:
    """The figures of a step, from a process of its own."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def measure(work: Path, asked: Material, further: int, apart: Apart) -> dict[str, Figures]:
    """All steps, one after another, in the folder `work`; an earlier library there is made anew."""
    files, more, library, bare = work / "files", work / "further", work / "library", work / "bare"
    shutil.rmtree(library, ignore_errors=True)
    shutil.rmtree(bare, ignore_errors=True)
    made = material(work, asked)
    found: dict[str, Figures] = {"material": {"characters": made.characters, "speeches": made.speeches}}

    def step(name: str, run: Callable[..., Figures], *arguments: Path) -> None:
        found[name] = {**apart(run, *arguments), "load": os.getloadavg()[0]}
        print(f"{name}: {shown(list(found[name].items()))}", file=sys.stderr, flush=True)

    sleep(_SETTLE)
    step("floor", floor, files, bare)
    step("ingest", ours, files, library)
    step("again", ours, files, library)
    characters, speeches = write_compilations(more, _FURTHER_SEED, lambda _, n: n >= further)
    found["further material"] = {"characters": characters, "speeches": speeches}
    step("further", ours, more, library)
    step("bare further", floor, more, bare)
    shutil.rmtree(bare)
    step("opening", opening, library)
    return found


def row(found: dict[str, Figures]) -> str:
    """The figures as a row of HEAD's table; seconds and MB."""
    base, first, again, more, opened = (found[n] for n in ("floor", "ingest", "again", "further", "opening"))
    characters, parts = found["material"]["characters"], [base[n] for n in ("segment", "tantivy", "chroma")]
    cells = (
        f"{characters:,}",
        f"{first['files']:,}, {first['passages']:,}",
        " ".join(f"{found[n]['load']:.1f}" for n in ("floor", "ingest", "further")),
        f"{base['floor']:.1f}: " + " + ".join(f"{part:.1f}" for part in parts) + f" (CPU {base['cpu']:.1f})",
        f"{first['seconds']:.1f} (CPU {first['cpu']:.1f})",
        f"{first['seconds'] / base['floor']:.2f}",
        f"{characters / first['seconds']:,.0f}",
        f"{again['seconds']:.2f} ({again['seconds'] / first['seconds']:.2%})",
        f"{more['seconds']:.1f}: {found['further material']['speeches']:,}",
        f"{found['bare further']['floor']:.1f}",
        f"{opened['open']:.3f}, {opened['legs']:.3f}, {opened['search']:.2f}",
        f"{first['peak_mb']:,.0f}, {first['peak_main_mb']:,.0f}, {base['peak_mb']:,.0f}",
    )
    return f"| {' | '.join(cells)} |"


def main(argv: Sequence[str] | None = None, apart: Apart = alone) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--chars", type=int, help="characters to make")
    source.add_argument("--from", dest="source", type=Path, help="a file with a paragraph per line")
    parser.add_argument("--further", type=int, default=1_000, help="speeches of the second helping")
    parser.add_argument("--json", type=Path, help="write the figures here")
    parser.add_argument("--keep", type=Path, help="a folder to work in, kept")
    arguments = parser.parse_args(argv)
    work = arguments.keep or Path(mkdtemp(prefix="yanju-bench-"))
    work.mkdir(parents=True, exist_ok=True)
    asked = Material(str(arguments.source.resolve()) if arguments.source else "", arguments.chars or 0)
    try:
        found = measure(work, asked, arguments.further, apart)
    finally:
        if arguments.keep is None:
            shutil.rmtree(work, ignore_errors=True)
    print(HEAD, "|" + " --- |" * (HEAD.count("|") - 1), row(found), sep="\n")
    figures = json.dumps(found, indent=1, ensure_ascii=False)
    if arguments.json is None:
        print(figures)
    else:
        arguments.json.write_text(figures, encoding="utf8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
