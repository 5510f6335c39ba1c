"""`yanju search` and `yanju ask`: one question, or a file of them."""

from __future__ import annotations

import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import closing
from typing import Any

from bot import as_json, as_text
from bot.assemble import Bot, open_bot
from bot.export.files import Targets, refuse_taken, write
from bot.inputs import Asked, BadLine, read_history, read_questions
from bot.ports import Drafted, Finished
from bot.settings import Settings
from bot.types import Answer, Turn
from bot.usage import DONE, FAILED, WrongUsage, put, say
from vectorstore.types import Filters, YanjuError

_MAX_INPUT = 1 << 20  # characters of a question on standard input


def search(arguments: Namespace, settings: Settings) -> int:
    def one(bot: Bot, question: str, history: tuple[Turn, ...]) -> dict[str, Any]:
        found, log = bot.find(question, arguments.k, _filters(arguments), history)
        result = as_json.searched_json(question, found, log)
        explained = bot.explain(found, arguments.k) if arguments.explain else None
        if explained is not None:
            result["explanation"] = as_json.explanation_json(explained)
        if not arguments.json and arguments.batch is None:
            print(as_text.explanation_text(explained) if explained is not None else as_text.hits_text(found.hits))
            say(*(f"说明：{note}" for note in log.notes))
        return result

    return _asked(arguments, settings, (), one)


def ask(arguments: Namespace, settings: Settings) -> int:
    if arguments.history and arguments.batch:
        raise WrongUsage("--history 用于一个问题；--batch 的对话写在问题文件的 history 里")
    history = read_history(arguments.history) if arguments.history else ()
    quiet = arguments.json or arguments.batch is not None
    targets = _targets(arguments)

    def one(bot: Bot, question: str, history: tuple[Turn, ...]) -> dict[str, Any]:
        answer = _answered(bot, question, history, _filters(arguments), not quiet and sys.stderr.isatty())
        if not quiet:
            print(as_text.answer_text(answer))
        if targets.paths:
            write([answer], targets)
            say(*(f"已写入 {path}" for path in targets.paths))
        return as_json.answer_json(answer)

    return _asked(arguments, settings, history, one)


def _targets(arguments: Namespace) -> Targets:
    """The files to write. Raises WrongUsage and, for a file that exists, YanjuError."""
    targets = Targets(arguments.docx, arguments.markdown, arguments.figures, arguments.unchecked)
    if targets.paths and arguments.batch:
        raise WrongUsage("--docx、--markdown、--figures 用于一个问题，不能与 --batch 同时使用")
    if targets.unchecked and not targets.paths:
        raise WrongUsage("--unchecked 要与 --docx、--markdown 或 --figures 一起用")
    refuse_taken(targets)
    return targets


def _answered(bot: Bot, question: str, history: tuple[Turn, ...], filters: Filters, drafts: bool) -> Answer:
    """The answer; a model's draft is shown as it comes when somebody is watching."""
    begun = False
    for event in bot.stream(question, history, filters):
        if isinstance(event, Finished):
            if begun:
                say("\n────────")
            return event.answer
        if drafts and bot.answerer.name != "extractive" and isinstance(event, Drafted) and event.text:
            if not begun:
                say("草稿（还没有核查）：")
            begun = True
            print(as_text.safe(event.text), end="", file=sys.stderr, flush=True)
    raise AssertionError("the last event is Finished")


def _filters(arguments: Namespace) -> Filters:
    return Filters(file=arguments.file, role=arguments.role)


def _asked(
    arguments: Namespace,
    settings: Settings,
    history: tuple[Turn, ...],
    one: Callable[[Bot, str, tuple[Turn, ...]], dict[str, Any]],
) -> int:
    """Run `one` for the question, or for each line of the batch."""
    if (arguments.question is None) == (arguments.batch is None):
        raise WrongUsage("请给出一个问题，或用 --batch 给出问题文件（二者取其一）")
    if arguments.batch is not None:
        if not arguments.batch.is_file():
            raise YanjuError(f"没有这个问题文件：{arguments.batch}")
        with closing(open_bot(settings, create=False)) as bot:
            return _batch(bot, read_questions(arguments.batch), one)
    question = sys.stdin.read(_MAX_INPUT) if arguments.question == "-" else arguments.question
    if not question.strip():
        raise WrongUsage("问题是空的。请写下要问的内容")
    with closing(open_bot(settings, create=False)) as bot:
        result = one(bot, question, history)
    if arguments.json:
        put(result)
    say(*(f"说明：{note}" for note in result["notes"] if arguments.json))
    return DONE


def _batch(
    bot: Bot, cases: Iterable[Asked | BadLine], one: Callable[[Bot, str, tuple[Turn, ...]], dict[str, Any]]
) -> int:
    """A JSON line for each case, as soon as it is done; a bad one is reported and the rest goes on."""
    code = DONE
    for case in cases:
        try:
            if isinstance(case, BadLine):
                raise YanjuError(f"第 {case.number} 行：{case.reason}")
            put({"id": case.id} | one(bot, case.question, case.history))
        except YanjuError as error:
            code = FAILED
            say(f"错误：{error}")
            put({"id": case.id, "error": str(error)})
        except BrokenPipeError:  # nobody reads on: the command line ends quietly
            raise
        except Exception as error:  # a bug that one case meets must not cost the others
            code = FAILED
            traceback.print_exc()
            put({"id": case.id, "error": f"程序内部出错（{type(error).__name__}）"})
    return code
