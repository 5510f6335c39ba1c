"""Every format: each file of a folder is read as a person reads it, alone and through one `yanju ingest`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.vectorstore.documents import p, parted
from tests.vectorstore.office_folder import BROKEN, TITLE, Made, office_folder, speech
from tests.vectorstore.reading_kit import check_tiling, texts, titles
from vectorstore.formats.extract import extract
from vectorstore.reading.read import read_file
from vectorstore.types import UnreadableFile

FILES = office_folder()
OFFICE = shutil.which("soffice") or shutil.which("libreoffice")


def test_the_folder_is_large_enough() -> None:
    assert len(FILES) >= 40
    assert len({made.title for made in FILES}) == len(FILES)


@pytest.mark.parametrize("made", [made for made in FILES if not made.program], ids=lambda made: made.name)
def test_a_file_is_read_as_a_person_reads_it(tmp_path: Path, made: Made) -> None:
    path = tmp_path / made.name
    path.write_bytes(made.data)
    document = read_file(path)
    check_tiling(document)
    assert titles(document) == [made.title]
    assert texts(document) == list(made.paragraphs)


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_read_is_refused_with_a_true_reason(name: str) -> None:
    data, reason = BROKEN[name]
    with pytest.raises(UnreadableFile, match=reason):
        extract(data, name)


@pytest.mark.integration
def test_one_command_takes_the_folder_in_and_reports_each_file(tmp_path: Path) -> None:
    folder = tmp_path / "办公室"
    folder.mkdir()
    for made in FILES:
        (folder / made.name).write_bytes(made.data)
    for name, (data, _) in BROKEN.items():
        (folder / name).write_bytes(data)
    readable = {made.name: made for made in FILES if OFFICE or not made.program}
    report = _yanju(tmp_path, "ingest", str(folder))
    refused = {failure["file"]: failure["reason"] for failure in report["failed"]}
    assert report["added"] == len(readable)
    assert refused.keys() == {*BROKEN, *(made.name for made in FILES if made.name not in readable)}
    assert all(reason in refused[name] for name, (_, reason) in BROKEN.items())
    assert all("LibreOffice" in refused[made.name] for made in FILES if made.name not in readable)
    stored: dict[str, list[Any]] = {}
    for row in _yanju(tmp_path, "speeches"):
        stored.setdefault(row["file"], []).append(row)
    for name, made in readable.items():
        assert [row["title"] for row in stored[name]] == [made.title], name
        assert [one["text"] for row in stored[name] for one in row["paragraphs"]] == list(made.paragraphs), name


@pytest.mark.integration
@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("kind", ["doc", "odt", "pdf"])
def test_what_libreoffice_writes_is_read_as_its_source(tmp_path: Path, kind: str) -> None:
    title, body = speech(59)
    source = tmp_path / "a.docx"
    source.write_bytes(parted(TITLE.format(title) + "".join(map(p, body))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    document = read_file(tmp_path / f"a.{kind}")
    check_tiling(document)
    assert titles(document) == [title]
    assert texts(document) == list(body)


def _yanju(folder: Path, *arguments: str) -> Any:
    command = [sys.executable, "-m", "bot", *arguments, "--json", "--store", str(folder / "library")]
    done = subprocess.run(command, capture_output=True, timeout=280, cwd=folder, env=_environment(), check=False)
    assert done.returncode in (0, 1), done.stderr.decode("utf-8", "replace")
    return json.loads(done.stdout)


def _environment() -> dict[str, str]:
    root = str(Path(__file__).parents[2])
    return {**os.environ, "PYTHONPATH": root, "YANJU_EMBEDDING": "hash", "PYTHONUTF8": "1"}
