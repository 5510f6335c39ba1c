"""The commands that keep a library: backup, restore, and an ingest that goes on watching."""

from __future__ import annotations

import json
import signal

import pytest

from tests.bot.cli_kit import COMPILATION, Yanju
from tests.vectorstore.tiny_models import embedding_model

pytestmark = pytest.mark.integration


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
    watching = yanju.started("ingest", "看", "--watch", "--prune", "--json", "--store", "看库")
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


def test_the_report_and_the_way_back_of_what_was_taken_out(yanju: Yanju) -> None:
    (yanju.folder / "带目录").mkdir()
    (yanju.folder / "带目录" / "青禾汇编.txt").write_text(COMPILATION, encoding="utf8")
    store = ("--store", "报告库")
    (report,) = yanju.json("ingest", "带目录", "--report", *store)["reports"]
    assert (report["encoding"], report["speeches"], report["masks"]) == ("utf-8", 2, 1)
    assert report == yanju.json("show", "青禾", "--report", *store)
    assert "剔除 3 处（目录 3）" in yanju("show", "青禾", "--report", *store).stdout
    pieces = yanju.json("show", "青禾", "--removed", *store)["removed"]
    assert [piece["number"] for piece in pieces] == [1, 2, 3]
    assert "restore-removed '青禾汇编.txt'" in yanju("show", "青禾", "--removed", *store).stdout
    assert yanju.json("restore-removed", "青禾", "2", *store)["removed"][0]["pieces"] == 2
    left = yanju.json("show", "青禾", "--removed", *store)["removed"]
    assert [piece["text"] for piece in left] == [pieces[0]["text"], pieces[2]["text"]]
    again = yanju.json("ingest", "带目录", *store)
    assert (again["unchanged"], "reports" in again) == (1, False)
    wrong = yanju("restore-removed", "青禾", "7", *store)
    assert (wrong.returncode, "没有第 7 处" in wrong.stderr) == (1, True)


def test_the_embedding_is_changed_by_name(yanju: Yanju) -> None:
    model = embedding_model(yanju.folder / "tiny-zh", ["油茶", "水库"])
    yanju.json("ingest", "docs", "--store", "换库")
    assert yanju("doctor", "--embedding", f"fastembed:{model}", "--store", "换库").returncode == 0
    (yanju.folder / ".env").write_text("YANJU_EMBEDDING=hash\n", "utf8")
    refused = yanju("search", "油茶", "--store", "换库")
    (yanju.folder / ".env").write_text(f"YANJU_EMBEDDING=fastembed:{model}\n", "utf8")
    found = yanju.json("search", "油茶", "--store", "换库")
    (yanju.folder / ".env").unlink()
    assert (refused.returncode, "yanju doctor --embedding hash" in refused.stderr) == (1, True)
    assert "vector" in found["hits"][0]["found_by"]
    wrong = yanju("doctor", "--embedding", "word2vec", "--store", "换库")
    assert (wrong.returncode, "可以写 hash" in wrong.stderr) == (1, True)
