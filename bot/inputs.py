"""Reading what a user hands to the command line: question files (JSON lines), conversations, drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.types import Turn
from vectorstore.reading.decode import decode
from vectorstore.refusals import refusal
from vectorstore.types import UnreadableFile, YanjuError

_MAX_LINE = 4 << 20  # bytes
_MAX_FILE = 64 << 20
_MAX_DRAFT = 4 << 20
_MAX_PACKED = 64 << 20  # of a docx, pictures included
_DRAFTS = (".txt", ".md", ".markdown", ".docx")


@dataclass(frozen=True, slots=True)
class Asked:
    """One case of a question file."""

    id: object
    question: str
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is not a case: its 1-based number, its id when it has one, and why."""

    number: int
    id: object
    reason: str


class _Bad(ValueError):
    pass


def read_lines(path: Path) -> Iterator[tuple[int, dict[str, object] | str]]:
    """(1-based number, object) for each line that is not empty; a str in place of the object says what is wrong.

    Raises YanjuError when the file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            number = 0
            while line := file.readline(_MAX_LINE):
                number += 1
                if len(line) == _MAX_LINE and not line.endswith(b"\n"):
                    yield number, "这一行超过 4 MB，从这里起不再读"
                    return
                if line.strip(b"\xef\xbb\xbf \t\r\n"):
                    yield number, _object(line, first=number == 1)
    except OSError as error:
        raise YanjuError(f"读不了“{path}”：{refusal(error)}") from error


def _object(line: bytes, first: bool) -> dict[str, object] | str:
    try:
        value = json.loads(line.decode("utf-8-sig" if first else "utf-8"))
    except UnicodeDecodeError:
        return "不是 UTF-8 编码"
    except (ValueError, RecursionError):
        return "不是 JSON"
    return value if isinstance(value, dict) else '不是 JSON 对象（应形如 {"id": …, "question": …}）'


def read_questions(path: Path) -> Iterator[Asked | BadLine]:
    """The cases of a question file, in order. Raises YanjuError when the file cannot be read."""
    for number, value in read_lines(path):
        if isinstance(value, str):
            yield BadLine(number, None, value)
            continue
        case_id = value.get("id", number)
        try:
            yield Asked(case_id, _question(value.get("question")), turns(value.get("history") or []))
        except _Bad as error:
            yield BadLine(number, case_id, str(error))


def claim_of(value: dict[str, object]) -> tuple[str, tuple[str, ...] | None]:
    """A claim and its evidence from {"claim", "evidence": [{"quote"}]}; (what is wrong, None) when it is not one."""
    claim, evidence = value.get("claim"), value.get("evidence", [])
    if not isinstance(claim, str):
        return "缺少 claim（断言）", None
    quotes = [e.get("quote") if isinstance(e, dict) else e for e in evidence] if isinstance(evidence, list) else [None]
    texts = tuple(q for q in quotes if isinstance(q, str))
    if len(texts) != len(quotes):
        return 'evidence（依据）应是列表：[{"quote": …}]', None
    return claim, texts


def _question(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Bad("缺少 question（问题），或它是空的")
    return value


def turns(value: object) -> tuple[Turn, ...]:
    """A conversation: a list of {"question", "answer"}. Raises ValueError with a Chinese message."""
    if not isinstance(value, list):
        raise _Bad('history（此前的对话）应是列表：[{"question": …, "answer": …}]')
    found = []
    for item in value:
        question, answer = (item.get("question"), item.get("answer", "")) if isinstance(item, dict) else (None, None)
        if not isinstance(question, str) or not isinstance(answer, str):
            raise _Bad('history 的每一项应是 {"question": "…", "answer": "…"}')
        found.append(Turn(question, answer))
    return tuple(found)


def read_draft(path: Path) -> str:
    """The text of a user's own draft (txt, md, docx). Raises YanjuError naming the file and the reason."""
    if path.suffix.lower() not in _DRAFTS:
        raise YanjuError(f"“{path.name}”的格式还不能核对，请另存为 {'、'.join(_DRAFTS)}")
    most = _MAX_PACKED if path.suffix.lower() == ".docx" else _MAX_DRAFT
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise YanjuError(f"稿子“{path.name}”超过 {most >> 20} MB，请分成几份")
        return draft_text(data, path.name)
    except OSError as error:
        raise YanjuError(f"读不了“{path}”：{refusal(error)}") from error
    except UnreadableFile as error:
        raise YanjuError(f"稿子“{path.name}”：{error}") from error


def draft_text(data: bytes, name: str) -> str:
    """The text of a draft's bytes. Raises UnreadableFile."""
    if Path(name).suffix.lower() != ".docx":
        return decode(data)[0]
    from vectorstore.formats.extract import extract

    return extract(data, name).text


def read_history(path: Path) -> tuple[Turn, ...]:
    """A conversation from a file: a JSON list of turns, or one turn a line. Raises YanjuError."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
        if len(data) > _MAX_FILE:
            raise YanjuError(f"对话文件“{path}”超过 64 MB")
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise YanjuError(f"读不了对话文件“{path}”：{refusal(error)}") from error
    except UnicodeDecodeError as error:
        raise YanjuError(f"对话文件“{path}”不是 UTF-8 编码") from error
    try:
        return turns(_json(text))
    except (ValueError, RecursionError) as error:
        reason = str(error) if isinstance(error, _Bad) else "不是 JSON"
        raise YanjuError(f"对话文件“{path}”看不懂：{reason}") from error


def _json(text: str) -> object:
    if not text.strip():
        return []
    try:
        value = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    if isinstance(value, dict):
        return value.get("history", [value])
    return value
