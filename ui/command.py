"""`yanju chat`: the web page over the library. The words on the terminal are Chinese, like those of every command."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from bot.arguments import Parser
from bot.settings import Settings, read_settings
from bot.usage import DONE, FAILED, WrongUsage
from ui.examples import from_cases, of_library
from ui.serving import address_of, is_loopback, listen, open_browser, running, settle
from vectorstore.types import YanjuError

if TYPE_CHECKING:
    from bot.assemble import Bot

_DATA = Path(__file__).resolve().parent.parent / "eval" / "data"
SAMPLE_LIBRARY = _DATA / "library"
SAMPLE_QUESTIONS = _DATA / "questions.jsonl"
_PATIENCE = 10  # seconds that the end waits for the warm-up
_GRADIO = {  # read once, when gradio is imported: tell nobody anything
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
}


def _port(value: str) -> int:
    if value.isascii() and value.isdigit() and len(value) < 6 and int(value) < 65536:
        return int(value)
    raise argparse.ArgumentTypeError(f"“{value[:20]}”不能用，请写 0 到 65535 的整数（0 表示任选一个）")


def _arguments(argv: list[str]) -> argparse.Namespace:
    parser = Parser(prog="yanju chat", description="打开网页对话")
    parser.add_argument("--store", type=Path, metavar="文件夹", help="资料库文件夹，默认 YANJU_STORE 或 ./library")
    parser.add_argument("--host", default="127.0.0.1", metavar="地址", help="监听的地址，默认只有本机能访问")
    parser.add_argument("--port", type=_port, metavar="端口", help="默认 7860；被占用时自动换下一个")
    parser.add_argument("--first-run", action="store_true", help="资料库是空的就先收进示例材料，并试答一个问题")
    parser.add_argument(
        "--hash-password", action="store_true", help="把一个口令变成可以写进 YANJU_AUTH 的散列，不启动网页"
    )
    parser.add_argument("--json", action="store_true", help="标准输出只给 JSON，进度和提示走标准错误")
    return parser.parse_args(argv)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(argv: list[str]) -> int:
    """Serve until Ctrl-C. Exit code 0; raises YanjuError, WrongUsage (bot/cli.py turns them into 1 and 2)."""
    arguments = _arguments(argv)
    if arguments.hash_password:
        return _hash_password()
    settings = read_settings()
    if arguments.store:
        settings = replace(settings, store=arguments.store)
    if not is_loopback(arguments.host) and settings.auth is None:
        raise YanjuError(
            f"监听 {arguments.host} 会让别的机器也能访问，须先设登录口令：YANJU_AUTH=用户名:口令。"
            "只在本机用就不要写 --host"
        )
    os.environ.update(_GRADIO)
    with suppress(ValueError):  # not in the main thread
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _serve(arguments, settings)
    except KeyboardInterrupt:
        say("\n已停止。")
        return DONE


def _hash_password() -> int:
    """One password from the terminal (twice) or standard input; its hash on standard output."""
    from getpass import getpass

    from ui.passwords import hashed

    if sys.stdin.isatty():
        password = getpass("口令（不显示）：")
        if getpass("再输一次：") != password:
            raise YanjuError("两次输入的口令不一样")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    if not password:
        raise WrongUsage("口令是空的。请在提示后输入，或从标准输入给一行")
    print(hashed(password), flush=True)
    say("请写进 .env（保留单引号）：YANJU_AUTH='用户名:上面这一串'。再加用户时空一格接着写")
    return DONE


def _serve(arguments: argparse.Namespace, settings: Settings) -> int:
    from bot.assemble import open_bot

    listening = listen(arguments.host, arguments.port)
    with listening, open_bot(settings) as bot:
        address = address_of(listening, arguments.host)
        if arguments.port is None and not address.endswith(":7860/"):
            say(f"端口 7860 已被占用，改用 {address}")
        if arguments.first_run and not _filled(bot):
            return FAILED
        examples = _examples(bot)
        say("正在启动网页…")
        from ui.app import web_app
        from ui.talks import Talks
        from vectorstore.memory import Memory

        talks = Talks(bot, Memory(bot.store.folder))
        app = web_app(talks, bot, examples, settings.auth, read=settings)
        stopped = _stops()
        with running(app, listening):
            _announce(arguments, address)
            if arguments.first_run and examples:
                _show_answer(bot, examples[0], arguments.json)
            warming = threading.Thread(target=_warm, args=(bot,), daemon=True)
            warming.start()
            open_browser(address)
            try:
                while not stopped:
                    time.sleep(0.2)
                raise KeyboardInterrupt
            finally:
                talks.close()
                warming.join(_PATIENCE)  # it reads the store that is closed next
    return DONE


def _stops() -> list[int]:
    """The signals to stop that have come: an exception could strike the main thread with a lock in its hand."""
    come: list[int] = []

    def noted(number: int, _: object) -> None:
        if come:  # pressed again: at once
            raise KeyboardInterrupt
        come.append(number)

    with suppress(ValueError):  # not in the main thread
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, noted)
    return come


def _warm(bot: Bot) -> None:
    """Load dictionaries, indexes and libraries before the first question waits for them."""
    with suppress(Exception):
        bot.rehearse()
    settle()


def _announce(arguments: argparse.Namespace, address: str) -> None:
    if arguments.json:
        print(json.dumps({"address": address}), flush=True)
    else:
        print(f"\n网页已打开：{address}\n程序接口：{address}api/docs\n按 Ctrl-C 停止。", flush=True)


def _filled(bot: Bot) -> bool:
    """Take the sample library in when the library is empty; false when that failed."""
    if bot.store.counts()["files"]:
        return True
    if not SAMPLE_LIBRARY.is_dir():
        raise YanjuError(
            f"找不到示例材料（{SAMPLE_LIBRARY}）。请在项目文件夹里运行，或先用 yanju ingest 收进自己的材料"
        )
    from bot.as_text import report_text
    from bot.progress import Meter

    say("资料库是空的，正在收进示例材料（虚构的地名和数字）…")
    with Meter(sys.stderr) as meter:
        report = bot.store.ingest([SAMPLE_LIBRARY], False, meter.show)
    say(report_text(report))
    return bool(report.files)


def _examples(bot: Bot) -> tuple[str, ...]:
    """Example questions: the sample question set when the library holds the sample library, else from its speeches."""
    files = [row.file for row in bot.store.files()]
    found: tuple[str, ...] = ()
    with suppress(OSError), SAMPLE_QUESTIONS.open(encoding="utf-8") as lines:
        found = from_cases(lines, set(files))
    return found or of_library(bot.store)


def _show_answer(bot: Bot, question: str, as_json: bool) -> None:
    """Ask one question on the terminal, so that it is seen to work without a browser."""
    answer = bot.ask(question)
    if as_json:
        from bot.as_json import answer_json

        print(json.dumps(answer_json(answer), ensure_ascii=False), flush=True)
        return
    from bot.as_text import answer_text

    print(f"\n试问一题：{question}\n\n{answer_text(answer)}\n", flush=True)
