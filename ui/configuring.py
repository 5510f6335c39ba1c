"""The settings as the page may change them: who may, what a form asks for, trying a model, writing. Knows no Gradio.

A key goes in and never comes out: it is in no view and in no message.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from bot.env_file import write_env
from bot.llm import ModelClient
from bot.settings import ModelSettings, Settings, SettingsError, embedding_setting
from prompts.template import Message

ENV = Path(".env")
FIELDS = {  # of the form, and the settings they stand for
    "base_url": "YANJU_LLM_BASE_URL",
    "model": "YANJU_LLM_MODEL",
    "api_key": "YANJU_LLM_API_KEY",
    "embedding": "YANJU_EMBEDDING",
    "strictness": "YANJU_STRICTNESS",
}
_LIMIT = 500  # characters of a field
_PATIENCE = 20.0  # seconds for a model that is tried
_REPLY = 16  # tokens


def may_change(owner: str | None, settings: Settings) -> bool:
    """Where nobody logs in, everybody on this machine; else the first account of YANJU_AUTH."""
    return settings.auth is None or owner == settings.auth[0]


def changes_of(fields: Mapping[str, object], settings: Settings, held: str | None) -> dict[str, str]:
    """What a form changes, by the names of the settings; "" takes one out. `held`: the library's own embedding.

    Raises SettingsError: another address without its key, an embedding that the library was not made with.
    """
    told = {FIELDS[k]: v.strip()[:_LIMIT] for k, v in fields.items() if k in FIELDS and isinstance(v, str)}
    if told.get("YANJU_STRICTNESS") == settings.strictness:
        del told["YANJU_STRICTNESS"]  # a list always sends its choice
    if not told.get("YANJU_LLM_API_KEY"):
        told.pop("YANJU_LLM_API_KEY", None)  # an empty field leaves the key as it is
    if fields.get("no_key") is True:
        told["YANJU_LLM_API_KEY"] = ""
    elif "YANJU_LLM_API_KEY" not in told and _key(settings) and _elsewhere(told, settings):
        raise SettingsError("换了地址：原来的密钥不会发给新地址。请填写新的密钥，或勾选“去掉密钥”")
    wanted = told.get("YANJU_EMBEDDING")
    if wanted and embedding_setting("YANJU_EMBEDDING", wanted) not in (held or wanted, settings.embedding):
        raise SettingsError(
            f"这个资料库的向量是用 {held} 算的。要换成 {wanted}，请先运行 yanju doctor --embedding {wanted}，"
            "算完再来保存"
        )
    return told


def model_of(fields: Mapping[str, object], settings: Settings) -> ModelSettings:
    """The model that a form describes, to be tried. Raises SettingsError when it names none."""
    old = settings.model or ModelSettings("", "")
    told = {name: v.strip()[:_LIMIT] for name in FIELDS if isinstance(v := fields.get(name), str)}
    key = told.get("api_key") or ("" if fields.get("no_key") is True else old.api_key)
    if not told.get("api_key") and _elsewhere({FIELDS[k]: v for k, v in told.items()}, settings):
        key = ""
    new = replace(old, base_url=told.get("base_url", old.base_url), model=told.get("model", old.model), api_key=key)
    if not new.base_url.startswith(("http://", "https://")) or not new.model:
        raise SettingsError("请填写大模型的地址（http:// 或 https:// 开头）和模型名")
    return replace(new, timeout=min(new.timeout, _PATIENCE))


def try_model(model: ModelSettings) -> float:
    """Ask the model for a few words. Returns the seconds it took; raises ModelError that says what is wrong."""
    started = time.perf_counter()
    with (
        closing(ModelClient(model)) as client,
        closing(client.stream([Message("user", "请回复：好")], _REPLY)) as reply,
    ):
        for _ in reply:
            pass
    return time.perf_counter() - started


def save(changes: Mapping[str, str], path: Path = ENV) -> list[str]:
    """Write the changes. Returns those that the environment sets otherwise: it wins over the file. SettingsError."""
    write_env(path, changes)
    return [name for name in changes if os.environ.get(name, "").strip()]


def _key(settings: Settings) -> str:
    return settings.model.api_key if settings.model else settings.embedding_key


def _elsewhere(told: Mapping[str, str], settings: Settings) -> bool:
    """Whether the address is changed to another server."""
    old = settings.model.base_url if settings.model else settings.embedding_url or ""
    new = told.get("YANJU_LLM_BASE_URL", old)
    try:
        return bool(new) and urlsplit(new)[:2] != urlsplit(old)[:2]
    except ValueError:
        return True
