"""Old formats: which program reads them on this machine, and what is said where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
READ = """
import sys
from pathlib import Path
from vectorstore.reading.read import read_file
from vectorstore.types import UnreadableFile
try:
    document = read_file(Path(sys.argv[1]))
    print(document.encoding, *document.warnings, *(p.text for s in document.speeches for p in s.paragraphs), sep="\\n")
except UnreadableFile as error:
    print("REFUSED", error)
"""


def read_with(folder: Path, path: Path) -> str:
    """What a new process reads, with no other program to be found than those of `folder`."""
    environment = {**os.environ, "PATH": str(folder), "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    command = [sys.executable, "-c", READ, str(path)]
    return subprocess.run(command, capture_output=True, timeout=120, env=environment, check=True).stdout.decode()


def old_word(folder: Path, name: str) -> Path:
    """The smallest file that a program for Word takes up: its content is told by its first bytes and streams."""
    path = folder / name
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "WordDocument".encode("utf-16-le") + bytes(2048)
    )
    return path


@pytest.mark.parametrize(
    ("name", "package"), [("a.doc", "antiword"), ("a.doc", "libreoffice-writer"), ("a.wps", "libreoffice-writer")]
)
def test_without_a_program_the_message_names_the_package(tmp_path: Path, name: str, package: str) -> None:
    empty = tmp_path / "bin"
    empty.mkdir()
    shown = read_with(empty, old_word(tmp_path, name))
    assert shown.startswith("REFUSED")
    assert package in shown


def test_rtf_without_a_program(tmp_path: Path) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf1 x}")
    assert "LibreOffice" in read_with(tmp_path / "nothing", path)


@pytest.mark.integration
@pytest.mark.skipif(
    not (shutil.which("antiword") and shutil.which("soffice")), reason="antiword or LibreOffice missing"
)
def test_antiword_alone_reads_a_doc_and_says_what_it_lacks(tmp_path: Path) -> None:
    from tests.vectorstore.documents import p, parted
    from tests.vectorstore.office_folder import TITLE, speech

    title, once = speech(21)
    body = (once[0], *once[1:] * 8)  # antiword takes no text below a few thousand characters
    source = tmp_path / "a.docx"
    source.write_bytes(parted(TITLE.format(title) + "".join(map(p, body))))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "antiword").symlink_to(str(shutil.which("antiword")))
    shown = read_with(programs, tmp_path / "a.doc")
    encoding, warning, *texts = shown.splitlines()
    assert encoding == "doc/antiword"
    assert "自动编号" in warning
    assert texts == list(body)


@pytest.mark.integration
@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on this machine")
def test_a_damaged_doc_is_refused(tmp_path: Path) -> None:
    shown = read_with(Path(str(shutil.which("soffice"))).parent, old_word(tmp_path, "a.doc"))
    assert shown.startswith("REFUSED")
    assert "没能转换" in shown or "转换失败" in shown or "没有文字" in shown
