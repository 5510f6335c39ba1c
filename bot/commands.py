"""What the commands do. Each takes the parsed arguments and the settings, and returns the exit code."""

from __future__ import annotations

import sys
import traceback
from argparse import Namespace
from collections.abc import Callable, Iterable
from contextlib import closing, suppress
from dataclasses import asdict
from typing import Any

from bot import as_json
from bot import show as text
from bot.assemble import Bot, open_bot, open_library
from bot.cases import Asked, BadLine, read_history, read_questions
from bot.drafts import check as check
from bot.drafts import verify as verify
from bot.ports import Drafted, Finished
from bot.settings import Settings
from bot.types import Answer, Turn
from bot.usage import DONE, FAILED, WrongUsage, put, say
from vectorstore.store import Store
from vectorstore.types import Failure, Filters, IngestReport, SpeechRow, StoreError, YanjuError

_MAX_INPUT = 1 << 20  # characters of a question on standard input


def ingest(arguments: Namespace, settings: Settings) -> int:
    from bot.progress import Meter

    with closing(open_library(settings)) as store:
        if arguments.watch:
            return _watched(arguments, store)
        with Meter(sys.stderr) as meter:
            report = store.ingest(arguments.paths, arguments.prune, meter.show)
    _tell(arguments, report)
    return FAILED if report.failed else DONE


def _tell(arguments: Namespace, report: IngestReport) -> None:
    if arguments.json:
        put(as_json.report_json(report))
        say(*(f"没有收进来：{failure.file}：{failure.reason}" for failure in report.failed))
    else:
        print(text.report_text(report), flush=True)


def _watched(arguments: Namespace, store: Store) -> int:
    """Ingest, and again after each burst of changes, until Ctrl-C; what did not change anything is not told."""
    from bot.progress import Meter
    from vectorstore.watch import following

    known: tuple[Failure, ...] | None = None
    with following(arguments.paths, store.folder) as changes, suppress(KeyboardInterrupt):
        while True:
            try:
                with Meter(sys.stderr) as meter:
                    report = store.ingest(arguments.paths, arguments.prune, meter.show)
            except StoreError as error:  # another writer, a full disk: the next change finds the store as it then is
                say(f"错误：{error}")
            else:
                moved = report.added + report.changed + report.moved + report.removed
                if known is None or moved or report.failed != known:
                    _tell(arguments, report)
                if known is None:
                    say("正在监视，有变化就收；按 Ctrl-C 结束。")
                known = report.failed
            changes.wait()
    return DONE


def backup(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        report = store.backup(arguments.file)
    if arguments.json:
        put(asdict(report))
    else:
        print(f"已备份 {report.files} 个文件、{report.speeches} 篇讲话到 {report.file}。校验和 {report.sha256}")
    return DONE


def restore(arguments: Namespace, settings: Settings) -> int:
    from vectorstore.backup import restore as restored

    report = restored(arguments.file, settings.store)
    with closing(open_library(settings, create=False)) as store:
        store.catch_up()
    if arguments.json:
        put(asdict(report))
    else:
        print(f"已恢复 {report.files} 个文件、{report.speeches} 篇讲话到 {report.store}，索引已重建。")
    return DONE


def speeches(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        rows = store.speeches(arguments.file)
        if arguments.json:
            put([as_json.speech_json(row) for row in rows])
        else:
            for line in text.speeches_text(rows):
                print(line)
            counts = store.counts()
            say(f"共 {counts['files']} 个文件，{counts['speeches']} 篇讲话，{counts['paragraphs']} 段。")
    return DONE


def search(arguments: Namespace, settings: Settings) -> int:
    def one(bot: Bot, question: str, history: tuple[Turn, ...]) -> dict[str, Any]:
        found, log = bot.find(question, arguments.k, _filters(arguments), history)
        if not arguments.json and arguments.batch is None:
            print(text.hits_text(found.hits))
        return as_json.searched_json(question, found, log)

    return _asked(arguments, settings, (), one)


def ask(arguments: Namespace, settings: Settings) -> int:
    if arguments.history and arguments.batch:
        raise WrongUsage("--history 用于一个问题；--batch 的对话写在问题文件的 history 里")
    history = read_history(arguments.history) if arguments.history else ()
    quiet = arguments.json or arguments.batch is not None

    def one(bot: Bot, question: str, history: tuple[Turn, ...]) -> dict[str, Any]:
        answer = _answered(bot, question, history, _filters(arguments), not quiet and sys.stderr.isatty())
        if not quiet:
            print(text.answer_text(answer))
        return as_json.answer_json(answer)

    return _asked(arguments, settings, history, one)


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
            print(text.safe(event.text), end="", file=sys.stderr, flush=True)
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


def show(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        names = [row.file for row in store.files()]
        file = _match(arguments.what, names)
        if arguments.removed or arguments.source:
            if file is None:
                raise YanjuError(f"库里没有“{arguments.what}”这个文件。有：{'、'.join(names[:20]) or '（空）'}")
            _show_raw(arguments, store, file)
            return DONE
        rows = store.speeches(file) if file is not None else _holding(store, arguments.what)
        if not rows:
            raise YanjuError(f"库里没有“{arguments.what}”。可以写文件名、讲话号或段落号（见 yanju speeches --json）")
        if arguments.json:
            found = [as_json.speech_json(row) for row in rows]
            row = next((r for r in store.files() if r.file == file), None)
            put({"file": as_json.file_json(row) if row else None, "speeches": found})
        elif file is not None:
            print(next(text.file_text(row) for row in store.files() if row.file == file))
            print("\n".join(text.speeches_text(rows)))
        else:
            speech = rows[0].speech
            at = next((n for n, p in enumerate(speech.paragraphs, 1) if p.id == arguments.what), None)
            print(text.speech_text(speech, store.places(speech.id), at))
    return DONE


def _show_raw(arguments: Namespace, store: Store, file: str) -> None:
    if arguments.source:
        source = store.source(file)
        put({"file": file, "source": source}) if arguments.json else print(text.safe(source))
        return
    removed = store.removed(file)
    if arguments.json:
        put({"file": file, "removed": [{"rule": rule, "text": piece} for rule, piece in removed]})
    else:
        print(text.removed_text(removed))


def _match(asked: str, names: list[str]) -> str | None:
    """The file that is meant: its exact name, else the only one that holds the words."""
    if asked in names:
        return asked
    near = [name for name in names if asked in name]
    return near[0] if len(near) == 1 else None


def _holding(store: Store, asked: str) -> list[SpeechRow]:
    """Where a speech stands, or the speeches that hold a paragraph, by id."""
    speech = store.speech(asked)
    if speech is not None:
        return [SpeechRow(file, number, speech) for file, number in store.places(asked)]
    return [row for row in store.speeches() if any(p.id == asked for p in row.speech.paragraphs)]


def doctor(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        report = store.doctor(arguments.rebuild)
    if arguments.json:
        put(asdict(report))
    else:
        print(text.doctor_text(report))
    return DONE if report.ok else FAILED
