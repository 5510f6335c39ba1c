"""The settings: environment variables and `.env`, read once. The environment wins over the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from bot.checker.weighing import BORDERS
from vectorstore.refusals import refusal
from vectorstore.types import YanjuError

_MAX_ENV_FILE = 64 * 1024


class SettingsError(YanjuError):
    """A setting has a value that is not accepted; the message names it and what is."""


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """An OpenAI-compatible endpoint. `timeout` is seconds for a whole reply, `context` the model's window in tokens."""

    base_url: str
    model: str
    api_key: str = field(default="", repr=False)
    timeout: float = 120.0
    context: int = 8192


@dataclass(frozen=True, slots=True)
class Settings:
    """What the environment says; secrets are kept out of repr.

    `model` is None for the extractive answerer, `embedding` None for the one that the library was made with.
    """

    store: Path = Path("library")
    model: ModelSettings | None = None
    embedding: str | None = None
    reranker: str | None = None
    embedding_url: str | None = None  # where an openai embedding without an address of its own is served
    embedding_key: str = field(default="", repr=False)
    chroma_url: str | None = field(default=None, repr=False)
    auth: tuple[str, str] | None = field(default=None, repr=False)
    strictness: str = "standard"  # of the checker, one of bot/checker/weighing.py BORDERS
    unknown: tuple[str, ...] = ()


def _http_url(name: str, value: str) -> str:
    try:
        url = urlsplit(value)
        good = url.scheme in ("http", "https") and bool(url.hostname) and (url.port or 1) > 0
    except ValueError:
        good = False
    if not good or any(c.isspace() for c in value):
        raise SettingsError(f"{name} 的值“{value[:200]}”不是网址。请写 http:// 或 https:// 开头的完整地址")
    if url.username or url.password:
        raise SettingsError(
            f"{name} 的网址里不要写用户名和口令（会出现在提示信息里）。大模型的密钥请写在 YANJU_LLM_API_KEY"
        )
    return value.rstrip("/")


def _seconds(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = 0.0
    if not 0 < number <= 3600:
        raise SettingsError(f"{name} 的值“{value[:80]}”不能用。请写秒数，大于 0，最多 3600，例如 120")
    return number


def _context(name: str, value: str) -> int:
    number = int(value) if value.isascii() and value.isdigit() and len(value) < 9 else 0
    if not 2048 <= number <= 10_000_000:
        raise SettingsError(f"{name} 的值“{value[:80]}”不能用。请写模型上下文的 token 数，2048 到 10000000 之间的整数")
    return number


def embedding_setting(name: str, value: str) -> str:
    """`value` when it can name an embedding. Raises SettingsError that says what is accepted."""
    kind, _, model = value.partition(":")
    if kind == "openai" and "@http" in model:
        _http_url(name, model[model.index("@http") + 1 :])
        model = model.partition("@http")[0]
    if value == "hash" or (kind in ("fastembed", "openai") and model.strip()):
        return value
    raise SettingsError(
        f"{name} 的值“{value[:200]}”不能用。可以写 hash、fastembed:模型名（例如 fastembed:BAAI/bge-small-zh-v1.5）"
        "或 openai:模型名（例如 openai:bge-m3，或带上服务地址 openai:bge-m3@http://127.0.0.1:11434/v1）"
    )


def _reranker(name: str, value: str) -> str:
    if value.startswith("fastembed:") and value.partition(":")[2].strip():
        return value
    raise SettingsError(
        f"{name} 的值“{value[:200]}”不能用。可以写 fastembed:模型名（例如 fastembed:BAAI/bge-reranker-base），"
        "或 fastembed:放着模型的文件夹"
    )


def _strictness(name: str, value: str) -> str:
    if value in BORDERS:
        return value
    raise SettingsError(
        f"{name} 的值“{value[:80]}”不能用。可以写 standard（标准，默认）、strict（从严）或 lenient（从宽）"
    )


def _auth(name: str, value: str) -> tuple[str, str]:
    user, _, password = value.partition(":")
    if not user.strip() or not password:
        # the value is a secret: it is not repeated here
        raise SettingsError(f"{name} 的格式不对。请写 用户名:口令，两部分都不能空")
    return user.strip(), password


def _text(name: str, value: str) -> str:
    if any(ord(c) < 32 for c in value):
        raise SettingsError(f"{name} 的值里有控制字符（例如换行）。请写一行普通文字")
    return value


def _key(name: str, value: str) -> str:
    if not (value.isascii() and value.isprintable()):
        raise SettingsError(f"{name} 里有不能用的字符。密钥只能是英文字母、数字和半角符号，请重新复制")
    return value


_READERS: dict[str, Callable[[str, str], object]] = {
    "YANJU_STORE": _text,
    "YANJU_LLM_BASE_URL": _http_url,
    "YANJU_LLM_MODEL": _text,
    "YANJU_LLM_API_KEY": _key,
    "YANJU_LLM_TIMEOUT": _seconds,
    "YANJU_LLM_CONTEXT": _context,
    "YANJU_EMBEDDING": embedding_setting,
    "YANJU_RERANKER": _reranker,
    "YANJU_CHROMA_URL": _http_url,
    "YANJU_AUTH": _auth,
    "YANJU_STRICTNESS": _strictness,
}


def _env_line(number: int, line: str) -> tuple[str, str] | None:
    line = line.strip().removeprefix("export ").strip()
    if not line or line.startswith("#"):
        return None
    name, equals, value = line.partition("=")
    name, value = name.strip(), value.strip()
    if not name.startswith("YANJU_"):
        return None  # other programs' settings are none of our business
    if not equals or not name.isidentifier():
        raise SettingsError(f".env 第 {number} 行看不懂。每行请写 名称=值，以 # 开头的是注释")
    if value[:1] in ("'", '"'):
        end = value.find(value[0], 1)
        if end < 0:
            raise SettingsError(f".env 第 {number} 行的引号没有成对")
        return name, value[1:end]
    return name, value.split(" #")[0].rstrip()


def read_env_file(path: Path) -> dict[str, str]:
    """The settings of a `.env` file; an absent file has none. Raises SettingsError naming the bad line."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_ENV_FILE + 1)
    except (FileNotFoundError, IsADirectoryError):
        return {}
    except OSError as error:
        raise SettingsError(f"读不了 .env：{refusal(error)}") from error
    if len(data) > _MAX_ENV_FILE:
        raise SettingsError(".env 超过 64 KB，不像是设置文件")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(".env 不是 UTF-8 编码，请另存为 UTF-8") from error
    pairs = (_env_line(number, line) for number, line in enumerate(text.splitlines(), 1))
    return dict(pair for pair in pairs if pair)


def read_settings(environment: Mapping[str, str] | None = None, env_file: Path = Path(".env")) -> Settings:
    """Read the settings once. An empty value counts as not set. Raises SettingsError."""
    environment = os.environ if environment is None else environment
    raw = read_env_file(env_file) | {name: v for name, v in environment.items() if name.startswith("YANJU_")}
    raw = {name: value.strip() for name, value in raw.items() if value.strip()}
    values = {name: read(name, raw[name]) for name, read in _READERS.items() if name in raw}
    return Settings(
        store=Path(str(values.get("YANJU_STORE", "library"))),
        model=_model(values),
        embedding=_optional(values, "YANJU_EMBEDDING"),
        reranker=_optional(values, "YANJU_RERANKER"),
        embedding_url=_optional(values, "YANJU_LLM_BASE_URL"),
        embedding_key=str(values.get("YANJU_LLM_API_KEY", "")),
        chroma_url=_optional(values, "YANJU_CHROMA_URL"),
        auth=values.get("YANJU_AUTH"),  # type: ignore[arg-type]  # _auth gives a pair
        strictness=str(values.get("YANJU_STRICTNESS", "standard")),
        unknown=tuple(sorted(raw.keys() - _READERS.keys())),
    )


def _optional(values: Mapping[str, object], name: str) -> str | None:
    return str(values[name]) if name in values else None


def _model(values: Mapping[str, object]) -> ModelSettings | None:
    base_url, model = values.get("YANJU_LLM_BASE_URL"), values.get("YANJU_LLM_MODEL")
    if base_url is None and model is None:
        return None
    if model is None:
        raise SettingsError(
            "设了 YANJU_LLM_BASE_URL，还要设 YANJU_LLM_MODEL（模型名，例如 qwen3:8b）；两个都不设就用摘录方式回答"
        )
    if base_url is None:
        raise SettingsError(
            "设了 YANJU_LLM_MODEL，还要设 YANJU_LLM_BASE_URL（例如 http://127.0.0.1:11434/v1）；两个都不设就用摘录方式回答"
        )
    return ModelSettings(
        str(base_url),
        str(model),
        str(values.get("YANJU_LLM_API_KEY", "")),
        float(str(values.get("YANJU_LLM_TIMEOUT", 120.0))),
        int(str(values.get("YANJU_LLM_CONTEXT", 8192))),
    )
