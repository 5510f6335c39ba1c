"""Web archives (mht, mhtml, and the doc files that are such inside): the page itself, without its pictures."""

from __future__ import annotations

import email
import email.policy
from email.message import Message

from vectorstore.formats.extracted import Extracted
from vectorstore.types import UnreadableFile

MAX_PARTS = 5000


def read_mht(data: bytes) -> Extracted:
    """The text of the first page in a web archive, else of its plain text. Raises UnreadableFile without either."""
    from vectorstore.formats.extract import extract

    parts = _parts(email.message_from_bytes(data.lstrip(b"\xef\xbb\xbf \r\n"), policy=email.policy.compat32))
    for kind, name in (("text/html", "a.html"), ("text/plain", "a.txt")):
        for part in parts:
            content = part.get_payload(decode=True) if part.get_content_type() == kind else None
            if isinstance(content, bytes) and content.strip():
                return extract(_named(content, part), name)
    raise UnreadableFile("网页归档（mht）里没有正文；请在浏览器里另存为 html 或复制为 txt")


def _parts(message: Message) -> list[Message]:
    found = []
    for part in message.walk():
        found.append(part)
        if len(found) > MAX_PARTS:
            raise UnreadableFile(f"网页归档里有超过 {MAX_PARTS} 个部件，不予读取")
    return found


def _named(content: bytes, part: Message) -> bytes:
    """A page is told apart by its first tag; one without is given it."""
    if part.get_content_type() == "text/html" and content.lstrip()[:1] != b"<":
        return b"<html>" + content
    return content
