"""Files shown before they are taken in: read, split and counted, with nothing stored."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import file_digest
from pathlib import Path, PurePath

from vectorstore.archive import as_file
from vectorstore.indexing import Progress
from vectorstore.parallel import in_processes
from vectorstore.refusals import unread
from vectorstore.types import Certainty, Document, Failure, Field, Speech, UnreadableFile
from vectorstore.walk import Found, walk

MAX_FILES = 2_000  # of one upload, members of archives included
MAX_FILE = 256 * 1024 * 1024  # bytes of one file, unpacked
MAX_BYTES = 2 * 1024 * 1024 * 1024  # bytes of one upload, unpacked
OPENING = 60  # characters of a speech that are shown

_PLAIN = frozenset((".txt", ".md", ".markdown", ".csv", ".tsv"))

Told = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one upload. An archive in an archive is refused by its name: see vectorstore/archive.py."""

    files: int = MAX_FILES
    file: int = MAX_FILE
    bytes: int = MAX_BYTES


_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class ProposedSpeech:
    """One speech of a proposed split; `number` is 1-based, `opening` its first words."""

    number: int
    title: str
    speaker_role: Field
    occasion: Field
    date: Field
    place: Field
    speaker: Field
    title_known: Certainty
    paragraphs: int
    characters: int
    opening: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file would become. `reason` is set, and there are no speeches, when it cannot be taken in.

    `file` is its name (archive/member for one in an archive), `removed` are (rule, pieces), the most frequent first;
    `known` is the file of the library that has the same content already, or empty.
    """

    file: str
    reason: str = ""
    found: Found | None = None
    sha256: bytes = b""
    encoding: str = ""
    title: str = ""
    declared_count: int | None = None
    speeches: tuple[ProposedSpeech, ...] = ()
    removed: tuple[tuple[str, int], ...] = ()
    masks: int = 0
    warnings: tuple[str, ...] = ()
    known: str = ""


def propose(
    paths: Sequence[Path],
    suffixes: frozenset[str],
    read: Callable[[Path], Document],
    skip: Path,
    told: Told | None = None,
    limits: Limits = _LIMITS,
) -> Iterator[Proposal]:
    """A proposal for each file of the paths, archives unpacked; those that cannot be taken in come last."""
    walked = walk(paths, suffixes, skip)
    reasons = _over(walked.files, limits)
    wanted = [found for found, reason in zip(walked.files, reasons, strict=True) if not reason]
    done = _read_apart(wanted, read)
    for number, (found, reason) in enumerate(zip(walked.files, reasons, strict=True)):
        if told is not None:
            told(Progress("read", found.name, number, len(walked.files)))
        yield Proposal(found.name, reason) if reason else next(done)
    yield from (Proposal(failure.file, failure.reason) for failure in (*walked.failed, *walked.warnings))


def _over(files: Sequence[Found], limits: Limits) -> list[str]:
    """For each file, which limit it goes over; empty where it goes over none."""
    reasons: list[str] = []
    size = 0
    for number, found in enumerate(files):
        size += found.size
        if number >= limits.files:
            reasons.append(f"一次最多上传 {limits.files} 个文件，这个文件请下次再传")
        elif found.size > limits.file:
            reasons.append(f"文件有 {found.size} 字节，超过 {limits.file} 字节的上限，请拆成几个文件")
        elif size > limits.bytes:
            reasons.append(f"一次上传（解压后）最多 {limits.bytes} 字节，这个文件请下次再传")
        else:
            reasons.append("")
    return reasons


def _read_apart(files: Sequence[Found], read: Callable[[Path], Document]) -> Iterator[Proposal]:
    """The proposals of the files; formats that foreign code reads in a process of their own, which it may kill."""
    if all(Path(found.name).suffix.lower() in _PLAIN for found in files):
        yield from (_proposal(read, found) for found in files)
        return
    crashed = Proposal("", "读取时程序崩溃，没有收进来；请换一种格式，或报告此文件")
    for found, proposal in in_processes(partial(_proposal, read), files, crashed, workers=1):
        yield proposal if proposal.file else replace(proposal, file=found.name)


def known(db: sqlite3.Connection, proposal: Proposal) -> Proposal:
    """The proposal, with the file of the library that has the same bytes already."""
    row = db.execute("SELECT name FROM files WHERE sha256 = ? ORDER BY sort, name LIMIT 1", (proposal.sha256,))
    found = row.fetchone()
    return replace(proposal, known=found[0]) if found else proposal


def _proposal(read: Callable[[Path], Document], found: Found) -> Proposal:
    name = PurePath(found.name).name
    try:
        with as_file(found.path, found.member, name) as path:
            with path.open("rb") as file:
                sha256 = file_digest(file, "sha256").digest()
            return _of(found, sha256, read(path))
    except Exception as error:  # a reader that breaks on one file must not take the others with it
        return Proposal(found.name, unread(error, name))


def _of(found: Found, sha256: bytes, document: Document) -> Proposal:
    if not document.speeches:
        raise UnreadableFile("没有找到讲话正文")
    rules = Counter(piece.rule for piece in document.pieces if piece.kind == "removed")
    return Proposal(
        found.name,
        "",
        found,
        sha256,
        document.encoding,
        document.title,
        document.declared_count,
        tuple(_speech(number, speech) for number, speech in enumerate(document.speeches, 1)),
        tuple(rules.most_common()),
        sum(len(paragraph.masks) for speech in document.speeches for paragraph in speech.paragraphs),
        document.warnings,
    )


def _speech(number: int, speech: Speech) -> ProposedSpeech:
    texts = [paragraph.text for paragraph in speech.paragraphs]
    return ProposedSpeech(
        number,
        speech.title,
        speech.speaker_role,
        speech.occasion,
        speech.date,
        speech.place,
        speech.speaker,
        speech.title_known,
        len(texts),
        sum(map(len, texts)),
        "".join(texts)[:OPENING],
    )


def failures(proposals: Sequence[Proposal]) -> tuple[Failure, ...]:
    """Those that cannot be taken in, with the reason."""
    return tuple(Failure(proposal.file, proposal.reason) for proposal in proposals if proposal.reason)
