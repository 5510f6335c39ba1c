"""Damaged files of every format through the reader, for a bounded time: each is read whole or refused with a reason.

Run: python -m tests.vectorstore.fuzz --seconds 60 [--seed 1] [--only docx]
With atheris (pip install atheris), its coverage leads the decoder and the splitter to new paths:
python -m tests.vectorstore.fuzz --atheris decode --seconds 60   (or: split)
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import zipfile
import zlib
from collections import Counter
from pathlib import Path
from time import monotonic

from tests.vectorstore.office_folder import office_folder
from tests.vectorstore.reading_kit import check_tiling
from vectorstore.reading.decode import decode
from vectorstore.reading.read import read_file, read_text
from vectorstore.types import UnreadableFile

SLOWEST = 10.0  # seconds for one small file
_PIECES = (
    b"\x00",
    b"\xff",
    b"<",
    b">",
    b"&",
    b'"',
    b"\\",
    b"{",
    b"}",
    b"%",
    b"\n",
    b"\r",
    "第".encode(),
    "目录\n".encode(),
)
_PIECES += (b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:fldChar/>", b"<table>", b"</div>", b"endobj", b"\\u-1?", b"99999999")


def mutated(data: bytes, random: random.Random) -> bytes:
    """The bytes with a few changes; of a zip package, one of its parts is changed and packed again, as often as not."""
    if data.startswith(b"PK") and random.random() < 0.8:
        return _repacked(data, random)
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        at = random.randrange(len(changed) + 1)
        match random.randrange(5):
            case 0 if changed:
                changed[at % len(changed)] ^= 1 << random.randrange(8)
            case 1:
                del changed[at : at + random.choice((1, 2, 8, 200))]
            case 2:
                changed[at:at] = random.choice(_PIECES) * random.choice((1, 1, 2, 50))
            case 3:
                start = random.randrange(len(changed) + 1)
                changed[at:at] = changed[start : start + random.choice((4, 40, 400))]
            case _:
                del changed[at:]
    return bytes(changed)


def _repacked(data: bytes, random: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = random.choice(sorted(parts))
    parts[name] = mutated(parts[name], random)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in parts.items():
            package.writestr(part, content)
    return out.getvalue()


def whole_or_refused(path: Path) -> str:
    """Empty when a file is read whole or refused in time, else what is wrong."""
    started = monotonic()
    try:
        check_tiling(read_file(path))
    except UnreadableFile:
        pass
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    seconds = monotonic() - started
    return f"{seconds:.1f} seconds" if seconds > SLOWEST else ""


def run(seconds: float, seed: int, only: str = "") -> tuple[Counter[str], dict[str, bytes]]:
    """How many files were tried of each suffix, and the faulty ones by what is wrong with them."""
    seeds = [made for made in office_folder() if not made.program and made.name.endswith(only)]
    chance = random.Random(seed)
    tried: Counter[str] = Counter()
    faulty: dict[str, bytes] = {}
    until = monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="yanju-") as folder:
        while monotonic() < until:
            made = chance.choice(seeds)
            path = Path(folder, made.name)
            data = mutated(made.data, chance)
            if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" or b"{\\rtf" in data[:64]:
                continue  # another program's work
            path.write_bytes(data)
            tried[path.suffix] += 1
            if fault := whole_or_refused(path):
                faulty[f"{made.name} {fault}"[:200]] = data
    return tried, faulty


def one_decoding(data: bytes) -> None:
    """A decoder may refuse, but never lose a byte."""
    try:
        text, encoding = decode(data)
    except UnreadableFile:
        return
    assert zlib.crc32(data[len(data) - len(text.encode(encoding)) :]) == zlib.crc32(text.encode(encoding))


def one_splitting(data: bytes) -> None:
    check_tiling(read_text(data.decode("utf-8", "ignore"), "讲话.txt"))


def led(target: str, seconds: int) -> None:
    """Under atheris; ends the process."""
    import atheris  # type: ignore[import-not-found]

    atheris.instrument_all()
    check = {"decode": one_decoding, "split": one_splitting}[target]
    atheris.Setup([sys.argv[0], f"-max_total_time={seconds}", f"-timeout={int(SLOWEST)}", "-max_len=4096"], check)
    atheris.Fuzz()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.vectorstore.fuzz")
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="the suffix of the files to damage")
    parser.add_argument("--atheris", choices=("decode", "split"), default=None)
    parser.add_argument("--keep", type=Path, default=None, help="a folder for the faulty files")
    options = parser.parse_args()
    if options.atheris:
        led(options.atheris, options.seconds)
    tried, faulty = run(options.seconds, options.seed, options.only)
    print(f"{tried.total()} damaged files: {dict(tried)}; faults: {len(faulty)}")
    for number, (fault, data) in enumerate(faulty.items()):
        print(f"  {fault}")
        if options.keep:
            options.keep.mkdir(parents=True, exist_ok=True)
            (options.keep / f"{number}-{fault.split(' ')[0]}").write_bytes(data)
    raise SystemExit(bool(faulty))


if __name__ == "__main__":
    main()
