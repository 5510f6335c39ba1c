"""`python -m eval.rewrites --questions F --rewrites R --store S`: what a search finds with recorded model rewritings.

R holds a line for each question: id, standalone, formal (searches), hyde (an example sentence), keywords. They are
replayed as the replies of a model, so that prompt, parser and fusion are the real ones. Exit code 1 under the aims.
What it does not know: what another model would have written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import mean
from typing import Any

from bot.assemble import open_library, parts_of
from bot.searching import Log, result_of, search
from bot.settings import read_settings
from bot.types import Usage
from eval import scores
from eval.cases import Case, load_cases
from eval.lines import read_lines
from prompts.template import Message
from vectorstore.types import Filters, YanjuError

HIT_5, ALL_20 = 0.99, 0.98  # what the issue asks for
DEPTH = 20


class Replayed:
    """A model that gives the one reply it holds, in the lines that the prompt asks for."""

    name = "recorded"
    context = 8192

    def __init__(self, recorded: dict[str, Any]) -> None:
        lines = [("问题", recorded["standalone"]), *(("检索", form) for form in recorded["formal"])]
        lines += [("例句", recorded["hyde"]), ("词语", "、".join(recorded["keywords"]))]
        self._reply = "\n".join(f"{label}：{text}" for label, text in lines)

    def stream(self, messages: Sequence[Message], max_tokens: int) -> Generator[str, None, Usage]:
        yield self._reply
        return Usage(0, 0)


def read_rewrites(path: Path) -> dict[str, Replayed]:
    """The recorded rewritings by id. Raises YanjuError naming the line that is none."""
    return dict(read_lines(path, lambda line: (str(line["id"]), Replayed(line)), "一条改写"))


def ranks_of(store: Path, cases: Sequence[Case], rewrites: dict[str, Replayed]) -> dict[str, list[float]]:
    """hit@5 and recall@20 of every answerable case, by type and for all."""
    found: dict[str, list[float]] = {}
    with open_library(replace(read_settings(), store=store), create=False) as opened:
        plain = parts_of(opened)
        for case in cases:
            if not case.gold:
                continue
            recorded = rewrites.get(case.id)
            parts = replace(plain, llm=recorded) if recorded else plain
            log = Log()
            result = result_of(search(parts, case.question, case.history, Filters(), DEPTH, log))
            ranks = scores.gold_ranks(result.hits, case)
            for group in ("all", case.type):
                found.setdefault(f"{group} hit@5", []).append(scores.hit_at(ranks, 5))
                found.setdefault(f"{group} recall@20", []).append(scores.recall_at(ranks, 20, case.gold_mode))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--questions", type=Path, required=True)
    parser.add_argument("--rewrites", type=Path, required=True)
    parser.add_argument("--store", type=Path, required=True)
    options = parser.parse_args(argv)
    try:
        found = ranks_of(options.store, load_cases(options.questions), read_rewrites(options.rewrites))
    except YanjuError as error:
        print(f"错误：{error}", file=sys.stderr)
        return 1
    for name, values in found.items():
        print(f"{name:24} {mean(values):.3f}  ({len(values)})")
    return 0 if mean(found["all hit@5"]) >= HIT_5 and mean(found["all recall@20"]) >= ALL_20 else 1


if __name__ == "__main__":
    sys.exit(main())
