"""The command line, in this process or one of its own, and a small compilation to take in."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

from bot.cli import main

COMPILATION = """青禾市林业工作发言材料汇编（2篇）

目录
1. 擦亮绿色底色 建设森林城市
2. 打通群众出行最后一公里

擦亮绿色底色 建设森林城市
（青禾市林业局局长）
各位领导，同志们：
去年以来，我们坚持生态优先，全市新增造林3.2万亩，森林覆盖率达到61.5%，林业总产值突破48亿元。
一、抓好国土绿化。我们组织干部群众义务植树，累计栽下苗木210万株，建成乡村小公园36个。
二、抓好产业富民。油茶种植面积达到8.6万亩，带动农户增收xx万元，白石镇成为油茶第一镇。
下一步，我们将力争到2027年油茶种植面积突破12万亩。

打通群众出行最后一公里
（云岭县交通运输局局长）
各位领导，同志们：
三年来，我县新改建农村公路286公里，建制村全部通上客车，群众出行时间平均缩短25分钟。
我们推行路长制，设立县乡村三级路长412名，做到有路必养、养必到位。
下一步，我们将把农村公路管护纳入乡镇考核。
"""


@contextmanager
def _environment(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.clear()
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


class Yanju:
    """Runs the command line in a folder that has COMPILATION as docs/青禾汇编.txt and in its library.

    A call runs it in this process, which spares 2 s of imports; `process` is for what only a process can show:
    encodings, pipes, signals, proxies, what is imported.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith("YANJU_")}
        (folder / "docs").mkdir()
        (folder / "docs" / "青禾汇编.txt").write_text(COMPILATION, encoding="utf8")
        self.first = read_json(self.process("ingest", "docs", "--json"))

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        out, err = io.StringIO(), io.StringIO()
        with (
            chdir(self.folder),
            _environment(self.environment | environment),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = main(arguments)
        return subprocess.CompletedProcess(arguments, code, out.getvalue(), err.getvalue())

    def started(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """A process of its own, its output piped."""
        return subprocess.Popen(
            [sys.executable, *(arguments if arguments[0] == "-c" else ("-m", "bot", *arguments))],
            cwd=self.folder,
            env=self.environment | {"PYTHONPATH": str(Path(__file__).parents[2])} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf8",
        )

    def process(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The same in a process of its own, when it has ended."""
        with self.started(*arguments, **environment) as process:
            out, err = process.communicate()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    def json(self, *arguments: str, **environment: str) -> Any:
        return read_json(self(*arguments, "--json", **environment))


def read_json(done: subprocess.CompletedProcess[str]) -> Any:
    """What a command that went well printed."""
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
