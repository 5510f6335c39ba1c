"""doc, wps, rtf, odt and Word's XML through a program of the machine: LibreOffice, or antiword for doc.

Time and place are bounded.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from vectorstore.formats.docx import read_docx
from vectorstore.formats.extracted import Extracted
from vectorstore.reading.decode import decode
from vectorstore.refusals import refusal
from vectorstore.types import UnreadableFile

SECONDS = 120
_NO_OFFICE = "读取 {kind} 需要 LibreOffice，这台机器上没有；请安装（如 apt install libreoffice-writer），或另存为 docx"
_LESS = "用 antiword 读取：自动编号、文本框和批注修订可能不全；装上 LibreOffice 再收一次更完整"
_NAMES = {"xml": "Word 2003 XML"}
_NO_READER = (
    "读取 doc 需要 LibreOffice 或 antiword，这台机器上都没有；请安装其一"
    "（如 apt install libreoffice-writer，或 apt install antiword），或用 Word、WPS 另存为 docx"
)


def read_converted(data: bytes, kind: str) -> Extracted:
    """The text of a doc, wps, rtf, odt or Word's xml. Raises UnreadableFile when no program is there or it fails."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    antiword = shutil.which("antiword")
    if office is None and (antiword is None or kind != "doc"):
        raise UnreadableFile(_NO_READER if kind == "doc" else _NO_OFFICE.format(kind=_NAMES.get(kind, kind)))
    with tempfile.TemporaryDirectory(prefix="yanju-") as folder:
        source = Path(folder) / f"source.{kind}"
        source.write_bytes(data)
        if office is not None:
            return _by_office(office, source)
        output = _run([str(antiword), "-w", "0", "-m", "UTF-8.txt", str(source)])
        return Extracted(decode(output)[0], "doc/antiword", warnings=(_LESS,))


def _by_office(office: str, source: Path) -> Extracted:
    profile = source.parent / "profile"  # its own profile: a running LibreOffice of the user is left alone
    _run(
        [
            office,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            "--convert-to",
            "docx",
            "--outdir",
            str(source.parent),
            str(source),
        ]
    )
    result = source.with_suffix(".docx")
    if not result.is_file():
        raise UnreadableFile("LibreOffice 没能转换这个文件，可能已损坏或加了密码")
    extracted = read_docx(result.read_bytes())
    return replace(extracted, encoding=f"{source.suffix[1:]}/libreoffice")


def _run(command: list[str]) -> bytes:
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL)  # noqa: S603 - a fixed program, our own file name
    except subprocess.TimeoutExpired:
        raise UnreadableFile(f"转换超过 {SECONDS} 秒，已停止；请用 Word 另存为 docx") from None
    except OSError as error:
        raise UnreadableFile(f"转换程序无法启动（{refusal(error)}）") from None
    if done.returncode != 0:
        message = done.stderr.decode("utf-8", "replace").strip()[-200:]
        raise UnreadableFile(f"转换失败（{message or done.returncode}）")
    return done.stdout
