"""The commands about the library itself: taking files in, looking at them, repairing, backing up."""

from __future__ import annotations

import sys
from argparse import Namespace
from contextlib import closing, suppress
from dataclasses import asdict, replace

from bot import as_json, as_text
from bot.assemble import change_embedding, open_library
from bot.settings import Settings
from bot.usage import DONE, FAILED, give, put, say
from vectorstore.store import Store
from vectorstore.types import Failure, IngestReport, SpeechRow, StoreError, YanjuError


def ingest(arguments: Namespace, settings: Settings) -> int:
    from bot.progress import Meter

    with closing(open_library(settings)) as store:
        if arguments.watch:
            return _watched(arguments, store)
        with Meter(sys.stderr) as meter:
            report = store.ingest(arguments.paths, arguments.prune, meter.show)
        _tell(arguments, report, store)
    return FAILED if report.failed else DONE


def _tell(arguments: Namespace, report: IngestReport, store: Store) -> None:
    files = store.reports(arguments.paths) if arguments.report else []
    if arguments.json:
        put(as_json.report_json(report) | ({"reports": [asdict(one) for one in files]} if arguments.report else {}))
        say(*(f"没有收进来：{failure.file}：{failure.reason}" for failure in report.failed))
    else:
        for one in files:
            print(as_text.file_text(one))
        print(as_text.report_text(report), flush=True)


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
                    _tell(arguments, report, store)
                if known is None:
                    say("正在监视，有变化就收；按 Ctrl-C 结束。")
                known = report.failed
            changes.wait()
    return DONE


def backup(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        report = store.backup(arguments.file)
    words = f"已备份 {report.files} 个文件、{report.speeches} 篇讲话到 {report.file}。校验和 {report.sha256}"
    give(arguments, asdict(report), words)
    return DONE


def restore(arguments: Namespace, settings: Settings) -> int:
    from vectorstore.backup import restore as restored

    report = restored(arguments.file, settings.store)
    with closing(open_library(settings, create=False)) as store:
        store.catch_up()
    words = f"已恢复 {report.files} 个文件、{report.speeches} 篇讲话到 {report.store}，索引已重建。"
    give(arguments, asdict(report), words)
    return DONE


def speeches(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        rows = store.speeches(arguments.file)
        if arguments.json:
            put([as_json.speech_json(row) for row in rows])
        else:
            for line in as_text.speeches_text(rows):
                print(line)
            counts = store.counts()
            say(f"共 {counts['files']} 个文件，{counts['speeches']} 篇讲话，{counts['paragraphs']} 段。")
    return DONE


def show(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        names = [row.file for row in store.files()]
        file = _match(arguments.what, names)
        if arguments.removed or arguments.source or arguments.report:
            _show_raw(arguments, store, _known(arguments.what, file, names))
            return DONE
        rows = store.speeches(file) if file is not None else _holding(store, arguments.what)
        if not rows:
            raise YanjuError(f"库里没有“{arguments.what}”。可以写文件名、讲话号或段落号（见 yanju speeches --json）")
        if arguments.json:
            found = [as_json.speech_json(row) for row in rows]
            row = next((r for r in store.files() if r.file == file), None)
            put({"file": as_json.file_json(row) if row else None, "speeches": found})
        elif file is not None:
            print(as_text.file_text(store.report(file)))
            print("\n".join(as_text.speeches_text(rows)))
        else:
            speech = rows[0].speech
            at = next((n for n, p in enumerate(speech.paragraphs, 1) if p.id == arguments.what), None)
            print(as_text.speech_text(speech, store.places(speech.id), at))
    return DONE


def _show_raw(arguments: Namespace, store: Store, file: str) -> None:
    if arguments.source:
        source = store.source(file)
        give(arguments, {"file": file, "source": source}, as_text.safe(source))
    elif arguments.report:
        report = store.report(file)
        give(arguments, asdict(report), as_text.file_text(report))
    else:
        pieces = store.removed_pieces(file)
        removed = [{"number": p.number, "rule": p.rule, "text": p.text} for p in pieces]
        give(arguments, {"file": file, "removed": removed}, as_text.removed_text(pieces, file))


def restore_removed(arguments: Namespace, settings: Settings) -> int:
    with closing(open_library(settings, create=False)) as store:
        names = [row.file for row in store.files()]
        file = _known(arguments.file, _match(arguments.file, names), names)
        report = store.keep_removed(file, arguments.numbers)
    words = f"已恢复 {len(set(arguments.numbers))} 处，记在原文件旁的更正文件里，以后重新收入也会保留。"
    give(arguments, asdict(report), f"{words}\n{as_text.file_text(report)}")
    return DONE


def _known(asked: str, file: str | None, names: list[str]) -> str:
    if file is None:
        raise YanjuError(f"库里没有“{asked}”这个文件。有：{'、'.join(names[:20]) or '（空）'}")
    return file


def _match(asked: str, names: list[str]) -> str | None:
    """The file that is meant: its exact name, else the only one that holds the words. Raises YanjuError for several."""
    if asked in names:
        return asked
    near = [name for name in names if asked in name]
    if len(near) > 1:
        raise YanjuError(f"名字里有“{asked}”的文件有 {len(near)} 个：{'、'.join(near[:20])}。请写全文件名")
    return near[0] if near else None


def _holding(store: Store, asked: str) -> list[SpeechRow]:
    """Where a speech stands, or the speeches that hold a paragraph, by id."""
    speech = store.speech(asked)
    if speech is not None:
        return [SpeechRow(file, number, speech) for file, number in store.places(asked)]
    return [row for row in store.speeches() if any(p.id == asked for p in row.speech.paragraphs)]


def doctor(arguments: Namespace, settings: Settings) -> int:
    from bot.progress import Meter

    if arguments.embedding:
        with Meter(sys.stderr) as meter:
            change_embedding(arguments.embedding, settings, meter.show)
        if arguments.embedding not in (settings.embedding, "hash"):  # where a model lies the library does not know
            say(f"向量已换。请把 YANJU_EMBEDDING={arguments.embedding} 写进 .env，以后的命令才找得到这个模型。")
        settings = replace(settings, embedding=arguments.embedding)
    with closing(open_library(settings, create=False)) as store:
        report = store.doctor(arguments.rebuild)
    give(arguments, asdict(report), as_text.doctor_text(report))
    return DONE if report.ok else FAILED
