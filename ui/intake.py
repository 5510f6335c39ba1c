"""Uploads on their way into the library: files received, read, shown, corrected, taken in. Knows no Gradio.

Each user has one upload at a time. It lives here and not in a page: one that is closed or opened again loses nothing.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, Protocol

from vectorstore.corrections import Correction
from vectorstore.indexing import Progress
from vectorstore.names import safe_path
from vectorstore.propose import Proposal, ProposedSpeech
from vectorstore.report import FileReport
from vectorstore.types import FileRow, IngestReport, YanjuError
from vectorstore.uploads import Corrections

Stage = Literal["reading", "proposed", "taking", "done", "failed"]
RUNNING: frozenset[Stage] = frozenset({"reading", "taking"})
_FIELD = re.compile(r"(\d{1,5})-(\d{1,6})-(title|speaker_role|date|joined)")
_NUMBERED = re.compile(r" \(\d+\)(?=\.[^./]*$|$)")  # of a file that came beside another of its name
_TAKE = re.compile(r"(\d{1,5})-take")
_REPORTS = 200  # files whose report is shown
_FACT_LIMIT = 300  # characters of a corrected fact

_NOTHING = Progress("read")

_log = logging.getLogger(__name__)


class Receiver(Protocol):
    """What is asked of the store (vectorstore/store.py, owner of the semantics)."""

    def files(self) -> list[FileRow]: ...

    def propose(self, paths: Sequence[Path], progress: Callable[[Progress], None] | None = None) -> Sequence[Proposal]:
        """What the files would become."""
        ...

    def take_in(
        self,
        proposals: Sequence[Proposal],
        corrections: Corrections | None = None,
        progress: Callable[[Progress], None] | None = None,
    ) -> IngestReport:
        """Copy the confirmed files in."""
        ...


@dataclass(frozen=True, slots=True)
class Intake:
    """One upload. `number` tells it from those before it; `taken` are the names that were confirmed, `came` those of
    the files that are new in the library since.

    `error` is for the user: why the whole upload failed, "" for an internal error.
    """

    number: int
    names: tuple[str, ...]
    stage: Stage = "reading"
    progress: Progress = _NOTHING
    proposals: tuple[Proposal, ...] = ()
    taken: tuple[str, ...] = ()
    came: tuple[str, ...] = ()
    report: IngestReport | None = None
    error: str = ""

    @property
    def running(self) -> bool:
        return self.stage in RUNNING


class Intakes:
    """The uploads of all users, one each. Its methods may be called from any thread."""

    def __init__(self, store: Receiver) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._of: dict[str | None, Intake] = {}
        self._folders: dict[str | None, TemporaryDirectory[str]] = {}
        self._count = 0

    def look(self, owner: str | None) -> Intake | None:
        """The user's upload as it is now."""
        with self._lock:
            return self._of.get(owner)

    def begin(self, paths: Sequence[Path], owner: str | None) -> bool:
        """Read files for a proposal, in place of what was proposed before; false while another upload is under way."""
        with self._lock:
            old = self._of.get(owner)
            if not paths or (old is not None and old.running):
                return False
            self._count += 1
            new = self._of[owner] = Intake(self._count, tuple(path.name for path in paths))
            folder = self._folder(owner)
        try:
            received = [_received(path, Path(folder.name)) for path in paths]
        except OSError as error:
            self._put(owner, stage="failed", error=f"收到的文件存不下来：{error.strerror or error}")
            return True
        self._start(owner, new.number, lambda told: self._propose(owner, received, told))
        return True

    def confirm(self, number: int, fields: Mapping[str, object], owner: str | None) -> bool:
        """Take in what was proposed, with the corrections of the form; false when that is no longer what is shown."""
        with self._lock:
            old = self._of.get(owner)
            if old is None or old.number != number or old.stage != "proposed":
                return False
            chosen = taken(old.proposals, fields)
            if not chosen:
                return False
            names = tuple(proposal.file for proposal in chosen)
            self._of[owner] = replace(old, stage="taking", taken=names, progress=_NOTHING)
        corrections = {
            proposal.file: corrected(index, proposal, fields)
            for index, proposal in enumerate(old.proposals)
            if proposal in chosen
        }
        self._start(owner, number, lambda told: self._take(owner, chosen, corrections, told))
        return True

    def drop(self, number: int, owner: str | None) -> bool:
        """Forget an upload that is not under way."""
        with self._lock:
            old = self._of.get(owner)
            if old is None or old.number != number or old.running:
                return False
            del self._of[owner]
            self._clear(owner)
            return True

    # -- inside

    def _folder(self, owner: str | None) -> TemporaryDirectory[str]:
        self._clear(owner)
        folder = self._folders[owner] = TemporaryDirectory(prefix="yanju-upload-")
        return folder

    def _clear(self, owner: str | None) -> None:
        """Remove the received files. The caller holds the lock."""
        folder = self._folders.pop(owner, None)
        if folder is not None:
            folder.cleanup()

    def _start(self, owner: str | None, number: int, work: Callable[[Callable[[Progress], None]], None]) -> None:
        def run() -> None:
            try:
                work(lambda progress: self._put(owner, progress=progress))
            except YanjuError as error:
                self._put(owner, stage="failed", error=str(error))
            except Exception:  # at the edge of a thread: nobody else would hear of it
                _log.exception("an upload failed")
                self._put(owner, stage="failed")

        threading.Thread(target=run, name=f"upload {number}", daemon=True).start()

    def _put(self, owner: str | None, **changes: object) -> None:
        with self._lock:
            self._of[owner] = replace(self._of[owner], **changes)  # type: ignore[arg-type]  # names of its fields

    def _propose(self, owner: str | None, paths: Sequence[Path], told: Callable[[Progress], None]) -> None:
        self._put(owner, proposals=tuple(self._store.propose(paths, told)), stage="proposed")

    def _take(
        self,
        owner: str | None,
        chosen: Sequence[Proposal],
        corrections: Corrections,
        told: Callable[[Progress], None],
    ) -> None:
        before = {row.file for row in self._store.files()}
        report = self._store.take_in(chosen, corrections, told)
        wanted = {_NUMBERED.sub("", str(safe_path(proposal.file))) for proposal in chosen}
        new = (row.file for row in self._store.files() if row.file not in before)
        came = tuple(file for file in new if _NUMBERED.sub("", file) in wanted)  # not those of another process
        with self._lock:
            self._clear(owner)
        self._put(owner, report=report, came=came, stage="done")


def _received(path: Path, folder: Path) -> Path:
    """The file under its own name in a folder of the upload; two files of one name stay two."""
    target, number = folder / path.name, 2
    while target.exists():
        target, number = folder / f"{path.stem} ({number}){path.suffix}", number + 1
    try:
        os.link(path, target)
    except OSError:  # another file system
        shutil.copyfile(path, target)
    return target


def taken(proposals: Sequence[Proposal], fields: Mapping[str, object]) -> list[Proposal]:
    """The proposals that can be taken in and are not unticked in the form."""
    out = {int(m[1]) for name, value in fields.items() if value is False and (m := _TAKE.fullmatch(name))}
    return [p for index, p in enumerate(proposals) if not p.reason and index not in out]


def corrected(index: int, proposal: Proposal, fields: Mapping[str, object]) -> tuple[Correction, ...]:
    """What the form changes in the speeches of the proposal of this number (0-based); what it leaves is left out."""
    changes: dict[int, dict[str, str]] = {}
    joined: set[int] = set()
    speeches = {speech.number: speech for speech in proposal.speeches}
    for name, value in fields.items():
        match = _FIELD.fullmatch(name)
        if match is None or int(match[1]) != index or (speech := speeches.get(int(match[2]))) is None:
            continue
        if match[3] == "joined":
            if value is True and speech.number > 1:
                joined.add(speech.number)
        elif isinstance(value, str) and (told := value.strip()[:_FACT_LIMIT]) and told != fact(speech, match[3]):
            changes.setdefault(speech.number, {})[match[3]] = told
    facts = (
        Correction(n, new.get("title"), new.get("speaker_role"), date=new.get("date"))
        for n, new in changes.items()
        if n not in joined
    )
    return (*(Correction(number, joined=True) for number in sorted(joined)), *facts)


def fact(speech: ProposedSpeech, name: str) -> str:
    """A fact of a proposed speech as the form shows it."""
    if name == "title":
        return speech.title
    return (speech.speaker_role if name == "speaker_role" else speech.date).value or ""


def reported(names: Sequence[str], reports: Callable[[str], FileReport]) -> list[FileReport]:
    """The reports of files by their names in the library; one that is gone meanwhile is left out."""
    found = []
    for name in names[:_REPORTS]:
        try:
            found.append(reports(name))
        except YanjuError:
            continue
    return found
