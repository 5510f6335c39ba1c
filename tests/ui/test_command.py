from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.usage import WrongUsage
from ui.command import SAMPLE_LIBRARY, main
from ui.passwords import matches
from vectorstore.types import YanjuError

REPOSITORY = Path(__file__).parents[2]


@pytest.mark.parametrize("argv", [["--port", "70000"], ["--port", "x"], ["--port"], ["--nothing"]])
def test_wrong_usage(argv: list[str]) -> None:
    with pytest.raises(WrongUsage, match=r"--port|--nothing"):
        main(argv)


def test_the_outside_needs_a_password(tmp_path: Path) -> None:
    with pytest.raises(YanjuError, match=r"0\.0\.0\.0.*YANJU_AUTH"):
        main(["--host", "0.0.0.0", "--store", str(tmp_path / "library")])
    assert not (tmp_path / "library").exists()


def test_a_password_is_hashed_and_never_shown() -> None:
    command = [sys.executable, "-m", "bot", "chat", "--hash-password"]
    done = subprocess.run(
        command, cwd=REPOSITORY, input="秘密\n", capture_output=True, text=True, timeout=60, check=True
    )
    assert matches("秘密", done.stdout.strip())
    assert "YANJU_AUTH='" in done.stderr
    assert "秘密" not in done.stdout + done.stderr
    empty = subprocess.run(command, cwd=REPOSITORY, input="", capture_output=True, text=True, timeout=60, check=False)
    assert (empty.returncode, empty.stdout) == (2, "")


@contextmanager
def chat(folder: Path, *more: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """`yanju chat` in a process of its own, without a display; interrupted at the end, as by Ctrl-C."""
    kept = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY") and "YANJU" not in k}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--store", str(folder), *more],
        cwd=REPOSITORY,
        env=kept | environment | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def interrupted(process: subprocess.Popen[str]) -> tuple[str, str]:
    process.send_signal(signal.SIGINT)
    return process.communicate(timeout=60)  # the machine of the tests is shared


def read_until(process: subprocess.Popen[str], pattern: str) -> str:
    assert process.stdout is not None
    seen = ""
    for line in process.stdout:
        seen += line
        if re.search(pattern, seen):
            return seen
    assert process.stderr is not None
    raise AssertionError(f"ended without {pattern}: {seen}{process.stderr.read()}")


def fetch(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as reply:
        page: str = reply.read().decode()
    return page


@pytest.mark.integration
def test_the_first_run_and_the_second(tmp_path: Path) -> None:
    if not SAMPLE_LIBRARY.is_dir():
        pytest.skip("no sample library yet")
    folder = tmp_path / "library"
    with chat(folder, "--first-run") as first:
        seen = read_until(first, r"\[1\] 《")
        address = re.search(r"http://127\.0\.0\.1:\d+/", seen)
        assert address
        assert "试问一题：" in seen
        assert "言据" in fetch(address[0])
        with chat(folder, "--first-run", "--json") as second:  # beside it: the next free port, nothing taken in again
            reply = json.loads(read_until(second, r'"address"').splitlines()[0])
            assert reply["address"] != address[0]
            assert "言据" in fetch(reply["address"])
            rest, log = interrupted(second)
            assert all(json.loads(line) for line in rest.splitlines())
            assert "已被占用" in log
            assert "正在收进示例材料" not in log
            assert second.returncode == 0
        _, log = interrupted(first)
        assert first.returncode == 0
        assert "正在收进示例材料" in log
        assert "已停止" in log
        assert "Traceback" not in log


@pytest.mark.integration
def test_an_empty_library_is_served_too_and_a_password_is_asked_for(tmp_path: Path) -> None:
    with chat(tmp_path / "library", "--port", "0", YANJU_AUTH="小王:秘密") as process:
        seen = read_until(process, r"http://\S+")
        address = re.search(r"http://\S+", seen)
        assert address
        page = fetch(address[0])
        assert 'type="password"' in page
        assert "秘密" not in page
        _, log = interrupted(process)
        assert process.returncode == 0
        assert "秘密" not in seen + log
