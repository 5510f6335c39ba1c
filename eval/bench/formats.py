"""Every file of a folder through the reader: status, seconds, and its characters against another program's reading.

The other program is a reference, not the truth: pdftotext (poppler-utils) for PDF, LibreOffice's plain text for Word,
RTF, OpenDocument and HTML, the file itself for text. What differs a lot is what to look at.

Run: python -m eval.bench.formats FOLDER [--reference] [--worst 20] [--seconds 10] [--json FILE]
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from vectorstore.formats import SUFFIXES
from vectorstore.formats.extract import kind_of
from vectorstore.reading.lines import BLANK
from vectorstore.reading.read import read_file
from vectorstore.types import Document, UnreadableFile

_OFFICE = frozenset(("docx", "doc", "wps", "rtf", "odt", "html"))
_BATCH = 40


@dataclass(frozen=True, slots=True)
class Result:
    """One file. `lost` and `added` are characters per character of the reference; -1 without a reference.

    `characters` are those of the decoded source; of a refused file, those that the reference finds in it.
    """

    file: str
    status: str
    seconds: float
    characters: int
    reason: str = ""
    lost: float = -1.0
    added: float = -1.0


def run(files: Sequence[Path], references: dict[Path, str]) -> Iterator[Result]:
    """Read each file; the result names what went wrong, also where the reader itself broke."""
    for path in files:
        started = perf_counter()
        try:
            document = read_file(path)
        except UnreadableFile as error:
            reason = str(error).removeprefix(f"{path.name}：")
            text = references.get(path, "").strip()
            yield Result(str(path), "refused", perf_counter() - started, len(text), reason, 1.0 if text else -1.0, 0.0)
            continue
        except Exception as error:  # the point of the run is to find these
            yield Result(str(path), "CRASHED", perf_counter() - started, 0, f"{type(error).__name__}: {error}")
            continue
        seconds = perf_counter() - started
        if fault := untiled(document):
            yield Result(str(path), "UNTILED", seconds, len(document.source), fault)
            continue
        lost, added = compared(document.source, references[path]) if path in references else (-1.0, -1.0)
        yield Result(str(path), "read", seconds, len(document.source), document.encoding, lost, added)


def untiled(document: Document) -> str:
    """Empty when stored text and removal log are the decoded source, else what is wrong."""
    at = 0
    parts: dict[tuple[int, int], list[str]] = {}
    for piece in document.pieces:
        if piece.start != at or piece.end <= piece.start:
            return f"a gap or an overlap at {at}"
        at = piece.end
        text = document.source[piece.start : piece.end]
        if piece.kind == "space" and text.strip(BLANK):
            return f"words called space at {piece.start}: {text[:40]!r}"
        if piece.kind == "paragraph":
            parts.setdefault((piece.speech, piece.number), []).append(text)
    if at != len(document.source):
        return f"the pieces end at {at} of {len(document.source)}"
    for number, speech in enumerate(document.speeches, 1):
        for k, paragraph in enumerate(speech.paragraphs, 1):
            if "".join(parts.get((number, k), ())) != paragraph.text:
                return f"speech {number} paragraph {k} is not its pieces"
    return ""


def compared(text: str, reference: str) -> tuple[float, float]:
    """Shares of the reference's characters that the text lacks, and that it has beyond them; white space aside."""
    ours, theirs = (Counter("".join(one.split())) for one in (text, reference))
    whole = max(1, sum(theirs.values()))
    return sum((theirs - ours).values()) / whole, sum((ours - theirs).values()) / whole


def references_of(files: Sequence[Path]) -> dict[Path, str]:
    """What other programs read, for the files and programs that there are."""
    found: dict[Path, str] = {}
    office: list[Path] = []
    for path in files:
        try:
            kind = kind_of(path.read_bytes(), path.name)
        except (UnreadableFile, OSError):
            continue
        if kind == "pdf" and shutil.which("pdftotext"):
            output = _output(["pdftotext", "-q", "-enc", "UTF-8", str(path), "-"])
            if output is not None:
                found[path] = output.decode("utf-8", "replace")
        elif kind in _OFFICE:
            office.append(path)
    for start in range(0, len(office), _BATCH):
        found |= _by_office(office[start : start + _BATCH])
    return found


def _by_office(paths: Sequence[Path]) -> dict[Path, str]:
    """The files in one start of LibreOffice; when that fails, one by one."""
    program = shutil.which("soffice")
    if program is None:
        return {}
    found: dict[Path, str] = {}
    with tempfile.TemporaryDirectory(prefix="yanju-") as folder:
        named = {}
        for number, path in enumerate(paths):
            copy = Path(folder, f"f{number}{path.suffix or '.bin'}")
            copy.symlink_to(path.resolve())
            named[copy] = path
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--norestore", "--convert-to", "txt:Text (encoded):UTF8"]
        done = _output([*command, "--outdir", folder, *map(str, named)], seconds=60 + 5 * len(paths))
        for copy, path in named.items():
            if copy.with_suffix(".txt") != copy and (result := copy.with_suffix(".txt")).is_file():
                found[path] = result.read_text("utf-8-sig", errors="replace")
    if done is None and len(paths) > 1:
        for path in paths:
            found |= {} if path in found else _by_office([path])
    return found


def _output(command: list[str], seconds: float = 60) -> bytes | None:
    try:
        return subprocess.run(command, capture_output=True, timeout=seconds, stdin=subprocess.DEVNULL).stdout
    except subprocess.TimeoutExpired:
        return None


def report(results: Sequence[Result], worst: int, slow: float) -> str:
    lines = [f"{status}: {count}" for status, count in Counter(r.status for r in results).most_common()]
    whole = sum(r.status == "read" for r in results)
    opened = whole + sum(r.status == "UNTILED" for r in results)
    lines.append(f"stored text + removal log = decoded source: {whole} of the {opened} files read")
    reasons = Counter(r.reason.split("（")[0][:60] for r in results if r.status == "refused")
    lines.extend(f"   {count:>5} {reason}" for reason, count in reasons.most_common())
    lines.extend(f"{r.status} {r.file}: {r.reason}" for r in results if r.status not in ("read", "refused"))
    lines.extend(f"slow {r.seconds:.1f} s {r.file}" for r in results if r.seconds > slow)
    judged = [r for r in results if r.lost >= 0]
    if judged:
        near = sum(r.status == "read" and r.lost < 0.02 and r.added < 0.1 for r in judged)
        lines.append(f"compared {len(judged)}, within 2 % lost and 10 % added: {near}")
        for measure in ("lost", "added"):
            first = sorted(judged, key=lambda r: getattr(r, measure), reverse=True)[:worst]
            lines.extend(f"{measure} {getattr(r, measure):.3f} of {r.characters:>7} {r.file}" for r in first)
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m eval.bench.formats")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--reference", action="store_true", help="compare with pdftotext and LibreOffice")
    parser.add_argument("--worst", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=10.0, help="name the files that take longer")
    parser.add_argument("--json", type=Path, default=None, help="write every result to this file, a line each")
    options = parser.parse_args()
    files = sorted(p for p in options.folder.rglob("*") if p.suffix.lower() in SUFFIXES and p.is_file())
    references = references_of(files) if options.reference else {}
    results = list(run(files, references))
    if options.json:
        options.json.write_text("\n".join(json.dumps(asdict(r), ensure_ascii=False) for r in results), "utf-8")
    print(report(results, options.worst, options.seconds))


if __name__ == "__main__":
    main()
