"""What a misspelt argument is answered with."""

from __future__ import annotations

import pytest

from bot.arguments import Parser
from bot.usage import WrongUsage


def _parser() -> Parser:
    parser = Parser(prog="x")
    commands = parser.add_subparsers(dest="command", metavar="命令", required=True)
    for name in ("search", "ask"):
        parser.commands[name] = commands.add_parser(name)
        parser.commands[name].add_argument("--json", action="store_true")
        parser.commands[name].add_argument("-n", type=int)
    parser.commands["ask"].add_argument("--history")
    return parser


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (["serch"], ("没有“serch”这个命令（是不是 search？）", "search、ask")),
        (["月亮"], ("没有“月亮”这个命令。可用的命令：search、ask",)),
        (["ask", "--histroy", "f"], ("不认识的参数：--histroy f（是不是 --history？）", "用法：x ask")),
        (["ask", "--hist=f"], ("不认识的参数：--hist=f", "--history")),  # an abbreviation is no option
        (["search", "--qqqq"], ("不认识的参数：--qqqq\n用法：x search",)),
        (["ask", "-n", "三"], ("参数 -n：'三' 不是整数",)),
        (["ask", "--history"], ("参数 --history 后面要有一个值",)),
        ([], ("缺少参数：命令",)),
    ],
)
def test_wrong_usage_names_what_was_meant(argv: list[str], said: tuple[str, ...]) -> None:
    with pytest.raises(WrongUsage) as raised:
        _parser().parse_args(argv)
    for words in said:
        assert words in str(raised.value)


def test_right_usage_is_read() -> None:
    assert _parser().parse_args(["ask", "-n", "3", "--json"]).n == 3
