"""The commands that keep a library: backup, restore, and an ingest that goes on watching. By real processes."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot.test_cli import COMPILATION, Yanju

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module")
def yanju(tmp_path_factory: pytest.TempPathFactory) -> Yanju:
    folder = tmp_path_factory.mktemp("keeping")
    (folder / "docs").mkdir()
    (folder / "docs" / "青禾汇编.txt").write_text(COMPILATION, encoding="utf8")
    run = Yanju(folder)
    run.json("ingest", "docs")
    return run


def test_backup_and_restore(yanju: Yanju) -> None:
    made = yanju.json("backup", "甲.zip")
    assert (made["files"], made["speeches"]) == (1, 2)
    again = yanju("backup", "甲.zip")
    assert again.returncode == 1
    assert "已经存在" in again.stderr
    back = yanju.json("restore", "甲.zip", "--store", "另一个库")
    assert (back["files"], back["sha256"]) == (1, made["sha256"])
    assert yanju.json("speeches", "--store", "另一个库") == yanju.json("speeches")
    assert yanju.json("search", "油茶", "--store", "另一个库")["hits"][0]["file"] == "青禾汇编.txt"
    assert yanju.json("doctor", "--store", "另一个库")["ok"]


def test_restore_never_overwrites_and_refuses_what_is_no_backup(yanju: Yanju) -> None:
    yanju.json("backup", "乙.zip")
    over = yanju("restore", "乙.zip")
    assert over.returncode == 1
    assert "没有覆盖" in over.stderr
    (yanju.folder / "坏.zip").write_bytes((yanju.folder / "乙.zip").read_bytes()[:500])
    broken = yanju("restore", "坏.zip", "--store", "坏库")
    assert broken.returncode == 1
    assert "坏.zip" in broken.stderr


def test_watching_takes_in_what_comes_and_ends_with_ctrl_c(yanju: Yanju) -> None:
    (yanju.folder / "看").mkdir()
    (yanju.folder / "看" / "一.txt").write_text(COMPILATION, encoding="utf8")
    command = [sys.executable, "-m", "bot", "ingest", "看", "--watch", "--prune", "--json", "--store", "看库"]
    environment = yanju.environment | {"PYTHONPATH": str(Path(__file__).parents[2])}
    watching = subprocess.Popen(
        command, cwd=yanju.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf8"
    )
    assert watching.stdout is not None
    assert watching.stderr is not None
    assert json.loads(watching.stdout.readline())["added"] == 1
    while "正在监视" not in watching.stderr.readline():
        pass
    (yanju.folder / "看" / "二.txt").write_text(
        COMPILATION.replace("青禾", "白石").replace("云岭", "临江"), encoding="utf8"
    )
    assert json.loads(watching.stdout.readline())["added"] == 1
    (yanju.folder / "看" / "一.txt").unlink()
    assert json.loads(watching.stdout.readline())["removed"] == 1
    watching.send_signal(signal.SIGINT)
    _, told = watching.communicate(timeout=60)
    assert watching.returncode == 0, told
    assert "Traceback" not in told
