"""Small libraries for the tests of the store: fake legs, the simple reader, files written in place."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.vectorstore.fakes import PLAIN, MemoryLeg
from vectorstore.store import Store, open_store

ALPHA = """汇编说明
# 在青禾市工作会议上的讲话
同志们：
去年全市造林十二万亩。

广告 扫码入群
今年要抓好三件事。
# 在临江区座谈会上的发言
各位代表：
港口吞吐量再上台阶。
"""
BETA = """# 在云岭县现场会上的讲话
同志们：
新建中小学六所。
"""
UPLOADED = """关注公众号“材料驿站”，回复“汇编”免费领取

青禾市发言材料汇编（3篇）

在春耕现场会上的讲话
（2023年3月5日）
同志们：
今年全县计划播种小麦三万亩，各乡镇要抓紧备耕，把种子化肥调运到位，确保不误农时。产值预计xx亿元。

在防汛工作会议上的讲话
同志们：
入汛以来各地雨量偏多，各管护站要值守到位，水库蓄水不得超过汛限水位，险情要第一时间上报。

在招商推介会上的致辞
各位来宾：
园区道路、供水、供电已经配套到位，欢迎各位前来考察投资，我们将提供全程代办服务。
"""


class Desk:
    """A folder `files` to write to, a library beside it, and two legs in memory that outlive the store."""

    def __init__(self, folder: Path) -> None:
        self.files = folder / "files"
        self.files.mkdir()
        self.library = folder / "library"
        self.legs = (MemoryLeg("keyword"), MemoryLeg("vector"))

    def write(self, name: str, text: str, settled: bool = True) -> Path:
        """Write a file; `settled`: as if it had been written some time ago."""
        path = self.files / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf8")
        if settled:
            past = time.time() - 3600
            os.utime(path, (past, past))
        return path

    def open(self, read_only: bool = False) -> Store:
        return open_store(self.library, read_only=read_only, make_legs=lambda *_: self.legs, make_reader=lambda: PLAIN)

    def filled(self) -> Desk:
        """Itself, with ALPHA and BETA ingested."""
        self.write("a.txt", ALPHA)
        self.write("b.txt", BETA)
        with self.open() as store:
            store.ingest([self.files])
        return self

    def doctor_ok(self, store: Store) -> bool:
        """Whether catalog and legs agree."""
        return store.doctor().ok


def content(store: Store) -> dict[str, object]:
    """What a library holds, without times and revisions: two libraries of the same files compare equal."""
    files = [row.file for row in store.files()]
    return {
        "files": store.files(),
        "speeches": store.speeches(),
        "sources": [store.source(file) for file in files],
        "removed": [store.removed(file) for file in files],
        "counts": store.counts(),
        "found": [sorted(i for i, _ in leg.search("同志们代表", 1000)) for leg in store.legs],
    }
