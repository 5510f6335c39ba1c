"""The connection to Chroma: embedded in this process or on a server, and what is said when there is none."""

from __future__ import annotations

import logging
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from vectorstore.types import StoreError

if TYPE_CHECKING:
    from chromadb.api.client import Client

# chromadb reads `.env` too, eight times while it is imported, and warns each time of a line it cannot read. The lines
# that are ours bot/settings.py reads, and names the wrong one.
logging.getLogger("dotenv").setLevel(logging.ERROR)


def connect(folder: Path, url: str | None) -> Client:
    """Raises StoreError when the server does not answer or the folder is damaged."""
    import chromadb
    from chromadb.config import Settings

    settings = Settings(anonymized_telemetry=False)
    try:
        if url is None:
            folder.mkdir(parents=True, exist_ok=True)
            return cast("Client", chromadb.PersistentClient(str(folder), settings=settings))
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        host, port = parts.hostname or "localhost", parts.port or (443 if secure else 8000)
        return cast("Client", chromadb.HttpClient(host, port, ssl=secure, settings=settings))
    except Exception as error:
        if url is None:  # chromadb 1.5 keeps the half-started system for this path; a second attempt clears it away
            with suppress(Exception):
                chromadb.PersistentClient(str(folder), settings=settings)
        if "disk is full" in str(error):
            raise StoreError(
                f"磁盘已满，写不了向量索引 {folder}。已入库的讲话都在，没有丢失；请腾出空间后重新运行同一命令"
            ) from error
        if url is None:
            raise StoreError(f"打不开向量索引 {folder}：{error}") from error
        raise StoreError(
            f"连不上 Chroma 服务 {url}（{error}）。请确认 chroma run 正在运行、YANJU_CHROMA_URL 写对，再运行同一命令；"
            "已入库的讲话都在，没有丢失"
        ) from error
