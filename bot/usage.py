"""How the command line speaks and ends."""

import json
import sys
from argparse import Namespace

from vectorstore.types import YanjuError

DONE, FAILED, WRONG_USAGE = 0, 1, 2


class WrongUsage(YanjuError):
    """The command line asks for something that cannot be; exit code 2."""


def say(*lines: str) -> None:
    """Words for the user that are no result."""
    for line in lines:
        print(line, file=sys.stderr, flush=True)


def put(value: object) -> None:
    """One JSON value on one line of standard output."""
    print(json.dumps(value, ensure_ascii=False), flush=True)


def give(arguments: Namespace, value: object, words: str) -> None:
    """The result on standard output: as JSON where --json asks for it, else in words."""
    if arguments.json:
        put(value)
    else:
        print(words)
