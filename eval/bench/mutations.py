"""Mutation bench: correct sentences of any corpus, changed in one thing each. Does the checker notice, and only then?

    python -m eval.bench.mutations FOLDER --n 500 --seed 1

The evidence of a sentence is the paragraph that holds it. What this bench does not know: whether a changed sentence
happens to be true of another place in the same paragraph (a few mutants are), and how the checker does on rewordings.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bot.checker.check import check_claim
from eval.bench.mutators import KINDS, Mutator

_SENTENCE = re.compile(r"[^。！？；\n]{10,160}[。！？；]")
_TARGETS = {"figures": 0.99, "units": 0.99, "directions": 0.95, "names": 0.95}


@dataclass(frozen=True, slots=True)
class Share:
    """How many mutants of a kind were made and noticed."""

    made: int
    caught: int
    missed: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        return self.caught / self.made if self.made else float("nan")


def sentences(folder: Path) -> list[tuple[str, str]]:
    """(sentence, its paragraph) of every text of a folder."""
    found = []
    for paragraph in _paragraphs(folder):
        found += [(m.group().strip(), paragraph) for m in _SENTENCE.finditer(paragraph)]
    return found


def _paragraphs(folder: Path) -> Iterable[str]:
    from vectorstore.reading.read import read_file  # the readers are only needed here
    from vectorstore.types import UnreadableFile

    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in (".txt", ".md"):
            continue
        try:
            document = read_file(path)
        except UnreadableFile as error:
            print(error, file=sys.stderr)
            continue
        for speech in document.speeches:
            yield from (p.text for p in speech.paragraphs if p.kind == "body")


def bench(pairs: list[tuple[str, str]], n: int, seed: int) -> dict[str, Share]:
    """Up to n mutants of each kind, and n untouched sentences (`untouched`: caught counts false alarms)."""
    rng = random.Random(seed)
    result: dict[str, Share] = {}
    for kind, mutators in KINDS.items():
        made = caught = 0
        missed: list[str] = []
        for changed, sentence, paragraph in _mutants(pairs, mutators, n, rng):
            made += 1
            if check_claim(changed, [paragraph]).verdict == "unsupported":
                caught += 1
            else:
                missed.append(f"{changed} ← {sentence}")
        result[kind] = Share(made, caught, tuple(missed))
    sample = rng.sample(pairs, min(n, len(pairs)))
    alarms = [(s, f) for s, p in sample if (f := check_claim(s, [p])).verdict == "unsupported"]
    result["untouched"] = Share(len(sample), len(alarms), tuple(f"{s} → {'；'.join(f.reasons)}" for s, f in alarms))
    return result


def _mutants(
    pairs: list[tuple[str, str]], mutators: tuple[Mutator, ...], n: int, rng: random.Random
) -> list[tuple[str, str, str]]:
    """(mutant, sentence, paragraph), at most n and at most four of one sentence."""
    found: dict[str, tuple[str, str, str]] = {}
    for _ in range(4):
        for sentence, paragraph in rng.sample(pairs, len(pairs)):
            if len(found) >= n:
                return list(found.values())
            for mutator in rng.sample(mutators, len(mutators)):
                changed = mutator(sentence, rng)
                if changed and changed != sentence and changed not in paragraph:
                    found.setdefault(changed, (changed, sentence, paragraph))
                    break
    return list(found.values())


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="改动正确的句子，看核查能否发现")
    parser.add_argument("folder", type=Path, help="语料文件夹")
    parser.add_argument("--n", type=int, default=500, help="每类最多多少句")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=0, help="每类列出几条没有发现的")
    options = parser.parse_args(argv)
    if not options.folder.is_dir():
        print(f"没有这个文件夹：{options.folder}", file=sys.stderr)
        return 1
    pairs = sentences(options.folder)
    began = time.perf_counter()
    result = bench(pairs, options.n, options.seed)
    seconds = time.perf_counter() - began
    total = sum(s.made for s in result.values())
    print(f"{'kind':<20}{'made':>6}{'caught':>8}{'share':>8}{'target':>8}")
    for kind, share in result.items():
        print(f"{kind:<20}{share.made:>6}{share.caught:>8}{share.share:>8.3f}{_TARGETS.get(kind, ''):>8}")
        for line in share.missed[: options.missed]:
            print(f"    {line}")
    report = {
        k: {"made": s.made, "caught": s.caught, "share": round(s.share, 4) if s.made else None}
        for k, s in result.items()
    }
    print(
        json.dumps(
            {"sentences": len(pairs), "claims_per_second": round(total / seconds, 1), "kinds": report},
            ensure_ascii=False,
        )
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
