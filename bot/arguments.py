"""Arguments in Chinese: argparse's own words translated, and what was probably meant when a name is misspelt."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from bot.usage import WrongUsage

# argparse speaks English; these are all the ways in which our arguments can be wrong
_WORDS = (
    (r"the following arguments are required: (.+)", r"缺少参数：\1"),
    (r"argument (.+?): expected one argument", r"参数 \1 后面要有一个值"),
    (r"argument (.+?): expected at least one argument", r"参数 \1 后面至少要有一个值"),
    (r"argument (.+?): not allowed with argument (.+)", r"参数 \1 不能与 \2 同时使用"),
    (r"argument (.+?): invalid int value: (.+)", r"参数 \1：\2 不是整数"),
    (r"argument (.+?): ignored explicit argument (.+)", r"参数 \1 不带值，却给了 \2"),
    (r"argument (.+?): (.+)", r"参数 \1：\2"),
)
_COMMAND = re.compile(r"argument 命令: invalid choice: '(.*?)' .*", re.DOTALL)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """Raises WrongUsage instead of leaving the program; options are never abbreviated."""

    def __init__(self, **more: Any) -> None:
        super().__init__(formatter_class=_Help, add_help=False, allow_abbrev=False, **more)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")
        self.commands: dict[str, Parser] = {}

    def parse_args(self, args: Sequence[str] | None = None, namespace: Any = None) -> argparse.Namespace:  # type: ignore[override]
        parsed, rest = self.parse_known_args(args, namespace)
        if rest:  # an option unknown to a command is answered with that command's own usage
            self.commands.get(getattr(parsed, "command", ""), self)._unknown(rest)
        assert isinstance(parsed, argparse.Namespace)
        return parsed

    def error(self, message: str) -> NoReturn:
        if command := _COMMAND.fullmatch(message):
            meant = _meant([command[1]], self.commands)
            message = f"没有“{command[1]}”这个命令{meant}。可用的命令：{'、'.join(self.commands)}"
        for pattern, words in _WORDS:
            if re.fullmatch(pattern, message, re.DOTALL):
                message = re.sub(pattern, words, message, flags=re.DOTALL)
                break
        raise WrongUsage(f"{message}\n{self.format_usage().rstrip()}")

    def _unknown(self, rest: Sequence[str]) -> NoReturn:
        self.error(f"不认识的参数：{' '.join(rest)}{_meant(rest, [*self._option_string_actions, *self.commands])}")


def _meant(given: Iterable[str], known: Iterable[str]) -> str:
    """（是不是 --json？） for names that are nearly right; else nothing."""
    names = list(known)
    likely = [near[0] for word in given if (near := get_close_matches(word.split("=")[0], names, 1))]
    return f"（是不是 {'、'.join(dict.fromkeys(likely))}？）" if likely else ""
