"""`python -m eval.replay FILE`: ask a recorded conversation again, print it, and say where it differs from the record.

A line a turn: question, status, sources (those that must be cited, as file, speech and paragraph), contains, lacks.
Does not know: whether a wording is good; only that the recorded words and places are there.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.as_text import answer_text
from bot.assemble import Bot, open_bot
from bot.settings import read_settings
from bot.types import Answer, Turn
from eval.lines import read_lines
from vectorstore.types import YanjuError

LIBRARY = Path(__file__).parent / "data" / "library"

Place = tuple[str, int, int]  # file, speech, paragraph


@dataclass(frozen=True, slots=True)
class Recorded:
    """One turn as it should be."""

    question: str
    status: str
    sources: tuple[Place, ...] = ()
    contains: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


def read_record(path: Path) -> tuple[Recorded, ...]:
    """The turns of a record. Raises YanjuError naming the line that is none."""
    return read_lines(path, _recorded, "一轮对话")


def _recorded(line: dict[str, Any]) -> Recorded:
    places = tuple((str(s["file"]), int(s["speech"]), int(s["paragraph"])) for s in line.get("sources", []))
    words = (tuple(map(str, line.get(key, []))) for key in ("contains", "lacks"))
    return Recorded(line["question"], line["status"], places, *words)


def replay(bot: Bot, turns: Sequence[Recorded]) -> Iterator[tuple[Recorded, Answer, list[str]]]:
    """Each turn with its answer, asked with all turns before it, and with what differs."""
    history: list[Turn] = []
    for turn in turns:
        answer = bot.ask(turn.question, history)
        history.append(Turn(turn.question, answer.text))
        yield turn, answer, differences(turn, answer)


def differences(turn: Recorded, answer: Answer) -> list[str]:
    """What of the record the answer does not hold, in words."""
    cited = {(at.file, at.speech, at.paragraph) for s in answer.sources if s.cited for at in s.locations}
    found = [] if answer.status == turn.status else [f"状态是 {answer.status}，应为 {turn.status}"]
    found += [
        f"没有引用《{file}》第{speech}篇第{n}段" for file, speech, n in turn.sources if (file, speech, n) not in cited
    ]
    found += [f"缺“{word}”" for word in turn.contains if word not in answer.text]
    found += [f"不该有“{word}”" for word in turn.lacks if word in answer.text]
    return found + [f"没有通过核查：{c.text}" for c in answer.claims if c.verdict == "unsupported"]


def _show(number: int, turn: Recorded, answer: Answer, differs: list[str]) -> str:
    lines = [f"── 第 {number} 轮 ──", f"问：{turn.question}", f"答（{answer.status}）：", answer_text(answer)]
    return "\n".join([*lines, *(f"！与记录不同：{line}" for line in differs), ""])


def main(argv: list[str]) -> int:
    """Exit code 0 when every turn is as recorded, 1 when one is not."""
    parser = argparse.ArgumentParser(prog="python -m eval.replay", description="重放一段记录下来的对话，并与记录核对")
    parser.add_argument("record", type=Path, help="对话记录，一行一轮（JSON）")
    parser.add_argument("--store", type=Path, help="资料库文件夹；默认用自带的示例库临时建一个")
    arguments = parser.parse_args(argv)
    settings = replace(read_settings(), model=None)
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="yanju-replay-") as folder:
        try:
            turns = read_record(arguments.record)
            with open_bot(replace(settings, store=arguments.store or Path(folder) / "library")) as bot:
                if arguments.store is None:
                    bot.store.ingest([LIBRARY])
                for number, (turn, answer, differs) in enumerate(replay(bot, turns), 1):
                    print(_show(number, turn, answer, differs))
                    wrong += bool(differs)
        except YanjuError as error:
            print(f"错误：{error}", file=sys.stderr)
            return 1
    print(f"共 {len(turns)} 轮，{len(turns) - wrong} 轮与记录相同。")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
