"""`yanju`: its arguments, and how errors end. What the commands do is in bot/commands/."""

from __future__ import annotations

import argparse
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from bot.arguments import Parser
from bot.settings import read_settings
from bot.usage import FAILED, WRONG_USAGE, WrongUsage
from vectorstore.types import YanjuError

_OUTSIDE = {"chat": "网页对话与接口", "eval": "评测"}  # their code lies above bot/, see pyproject.toml

_Command = Callable[[str, str], Parser]  # (name, what it is for): its parser, with the options of all commands


def _count(value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 0
    if not 1 <= number <= 1000:
        raise argparse.ArgumentTypeError(f"“{value[:40]}”不能用，请写 1 到 1000 的整数")
    return number


def _piece(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < len(value) < 9):
        raise argparse.ArgumentTypeError(f"“{value[:40]}”不能用，请写剔除记录里的编号，如 3")
    return int(value)


def _parser() -> Parser:
    parser = Parser(prog="yanju", description="言据：每句话都有出处的中文讲话材料问答")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)

    def command(name: str, about: str) -> Parser:
        made = parser.commands[name] = commands.add_parser(name, help=about, description=about)
        made.add_argument("--store", type=Path, metavar="文件夹", help="资料库文件夹，默认 YANJU_STORE 或 ./library")
        made.add_argument("--json", action="store_true", help="标准输出只给 JSON，进度和提示走标准错误")
        return made

    _library_commands(command)
    _question_commands(command)
    _care_commands(command)
    for name, about in _OUTSIDE.items():
        parser.commands[name] = commands.add_parser(name, help=about)
    return parser


def _library_commands(command: _Command) -> None:
    """What goes into the library, and what stands in it."""
    ingest = command("ingest", "把文件或文件夹收进资料库；收过且没变的不再处理")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="路径", help="文件或文件夹")
    ingest.add_argument("--prune", action="store_true", help="文件夹里已经删掉的文件，也从库里移除")
    ingest.add_argument("--watch", action="store_true", help="收完后继续监视，有变化就再收；按 Ctrl-C 结束")
    ingest.add_argument("--report", action="store_true", help="逐个文件报告：编码、篇数、剔除了什么、要留意什么")
    speeches = command("speeches", "列出库里的讲话")
    speeches.add_argument("--file", metavar="文件", help="只列这个文件的")
    show = command("show", "显示一个文件、一篇讲话或一个段落")
    show.add_argument("what", metavar="文件|讲话号|段落号")
    way = show.add_mutually_exclusive_group()
    way.add_argument("--removed", action="store_true", help="显示这个文件的剔除记录（带编号）")
    way.add_argument("--report", action="store_true", help="显示这个文件的收入报告")
    way.add_argument("--source", action="store_true", help="显示这个文件解码后的原文")
    kept = command("restore-removed", "恢复被剔除的内容（编号见 show --removed），重新收入时也保留")
    kept.add_argument("file", metavar="文件")
    kept.add_argument("numbers", nargs="+", type=_piece, metavar="编号", help="一处或几处")


def _question_commands(command: _Command) -> None:
    """What is asked of the library, and what is held against it."""
    search = _asking(command("search", "找出与问题有关的片段"))
    search.add_argument("-k", type=_count, default=10, metavar="个数", help="给出几个片段，默认 10")
    search.add_argument("--explain", action="store_true", help="说明每个片段为什么被找到：检索词、同义词、名次、得分")
    ask = _asking(command("ask", "回答问题，每句话标明出处"))
    ask.add_argument("--history", type=Path, metavar="文件", help="此前的对话（JSON），用于接着问")
    ask.add_argument("--docx", type=Path, metavar="文件", help="把回答另存为 Word 文档，出处写成脚注")
    ask.add_argument("--markdown", type=Path, metavar="文件", help="把回答另存为 Markdown，出处写成脚注")
    ask.add_argument("--figures", type=Path, metavar="文件", help="把回答里的数字和出处另存为表格（CSV）")
    ask.add_argument("--unchecked", action="store_true", help="另存时也写上没有通过核查的句子，并标明不作数")
    verify = command("verify", "按给出的依据核查断言（JSON 行：id、claim、evidence）")
    verify.add_argument("file", type=Path, metavar="文件")
    check = command("check", "把稿子（txt、md、docx）里的引文和数字逐一对到出处")
    check.add_argument("draft", type=Path, metavar="稿子")


def _care_commands(command: _Command) -> None:
    """The library as a whole: examined, saved, brought back."""
    doctor = command("doctor", "检查资料库是否完好")
    doctor.add_argument("--rebuild", action="store_true", help="重建两个索引")
    doctor.add_argument(
        "--embedding",
        metavar="模型",
        help="换向量模型（hash、fastembed:模型、openai:模型@地址）：重算全部向量，期间旧索引照常可查",
    )
    backup = command("backup", "把资料库备份成一个文件（带校验和）")
    backup.add_argument("file", type=Path, metavar="文件", help="新建的备份文件；已有的不会被覆盖")
    restore = command("restore", "从备份文件恢复资料库，恢复到 --store 指定的新文件夹")
    restore.add_argument("file", type=Path, metavar="文件", help="yanju backup 做的备份文件")


def _asking(parser: Parser) -> Parser:
    parser.add_argument("question", nargs="?", metavar="问题", help="“-” 表示从标准输入读")
    parser.add_argument("--batch", type=Path, metavar="文件", help="逐行回答问题文件（JSON 行：id、question、history）")
    parser.add_argument("--file", metavar="文件", help="只在这个文件里找")
    parser.add_argument("--role", metavar="身份", help="只找这种身份的人的讲话")
    return parser


def _outside(name: str, argv: list[str]) -> int:
    """Run a command that lies above bot/: found by its entry point, so nothing here imports upwards."""
    from importlib.metadata import entry_points

    found = list(entry_points(group="yanju.commands", name=name))
    if not found:
        raise YanjuError(f"没有装上 {name} 命令。请在项目文件夹里运行 pip install -e .")
    run: Callable[[list[str]], int] = found[0].load()
    return run(argv)


def _run(argv: list[str]) -> int:
    ahead: list[str] = []  # `yanju --store S ask …` is as good as `yanju ask … --store S`
    while argv and argv[0].split("=")[0] in ("--store", "--json"):
        size = 2 if argv[0] == "--store" else 1
        ahead, argv = ahead + argv[:size], argv[size:]
    if argv and argv[0] in _OUTSIDE:
        return _outside(argv[0], argv[1:] + ahead)
    arguments = _parser().parse_args(argv[:1] + ahead + argv[1:])
    settings = read_settings()
    for name in settings.unknown:
        print(f"注意：没有 {name} 这个设置，已忽略。", file=sys.stderr)
    from bot.commands import COMMANDS

    return COMMANDS[arguments.command](
        arguments, replace(settings, store=arguments.store) if arguments.store else settings
    )


def _prepare_streams(argv: Sequence[str]) -> None:
    """Never fail on a character that the terminal cannot show; JSON is UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace", **({"encoding": "utf-8"} if "--json" in argv else {}))


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 done, 1 an error that the message explains, 2 wrong usage."""
    argv = sys.argv[1:] if argv is None else argv
    # bytes of the command line that are not text become U+FFFD, so that they can be searched for and printed
    argv = [os.fsencode(a).decode("utf-8", "replace") if any("\ud800" <= c <= "\udfff" for c in a) else a for a in argv]
    _prepare_streams(argv)
    try:
        code = _run(argv)
        sys.stdout.flush()
    except WrongUsage as error:
        print(f"用法不对：{error}", file=sys.stderr)
        return WRONG_USAGE
    except YanjuError as error:
        print(f"错误：{error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:  # the reader of our output has gone, as with `| head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return FAILED
    except Exception as error:  # the last resort: say so in the user's language, keep what a report needs
        traceback.print_exc()
        print(f"程序内部出错（{type(error).__name__}），请把上面的信息报告给开发者。", file=sys.stderr)
        return FAILED
    return code
