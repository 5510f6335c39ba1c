"""The meter of a long command: a bar with speed and time left on a terminal, few plain lines elsewhere."""

from __future__ import annotations

from io import StringIO

from bot.progress import Meter, words
from vectorstore.indexing import Progress


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def half(seconds: float) -> Progress:
    return Progress("read", "汇编.txt", 30, 60, 500, 1000, 1_200_000, seconds=seconds)


def test_speed_and_time_left_are_told_once_they_mean_something() -> None:
    assert words(half(12.0)) == "读取 50% 30/60 个文件 100,000 字/秒 已用 0:12 还需约 0:12 汇编.txt"
    assert words(half(1.0)) == "读取 50% 30/60 个文件 已用 0:01 汇编.txt"
    assert "已用 1:30:00 还需约 1:30:00" in words(half(5400.0))


def test_catching_up_counts_passages() -> None:
    told = words(Progress("index", "vector", passages_done=100, passages_total=400, seconds=30.0))
    assert told == "建索引 25% 100/400 个片段 已用 0:30 还需约 1:30 vector"


def test_a_stage_of_unknown_length_tells_no_share() -> None:
    assert words(Progress("index", seconds=7.0)) == "建索引 已用 0:07"


def test_a_terminal_gets_a_bar_that_is_wiped_in_the_end() -> None:
    out = Terminal()
    with Meter(out) as meter:
        meter.show(half(12.0))
        meter.show(half(12.1))  # a moment later: not shown
    assert out.getvalue().count("█" * 12 + "░" * 12) == 1
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_log_gets_plain_lines_and_none_of_a_short_command() -> None:
    out = StringIO()
    with Meter(out) as meter:
        meter.show(half(1.0))
    assert out.getvalue() == ""
    with Meter(out, between=0.0) as meter:
        meter.show(half(12.0))
    assert out.getvalue() == words(half(12.0)) + "\n"


def test_a_file_name_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in words(Progress("read", "\x1b[31m红.txt", 1, 2, seconds=1.0))
