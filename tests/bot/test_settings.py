from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, read_settings

NOWHERE = Path("no-such-folder/.env")
MODEL = {"YANJU_LLM_BASE_URL": "http://127.0.0.1:11434/v1/", "YANJU_LLM_MODEL": "qwen3:8b"}


def test_nothing_set_is_the_extractive_bot_on_the_default_folder() -> None:
    assert read_settings({"PATH": "/bin"}, NOWHERE) == Settings()
    assert read_settings({"YANJU_LLM_MODEL": "  "}, NOWHERE).model is None


def test_a_model_is_read_with_its_numbers() -> None:
    more = {"YANJU_LLM_API_KEY": "sk-1", "YANJU_LLM_TIMEOUT": "7.5", "YANJU_LLM_CONTEXT": "4096"}
    model = read_settings(MODEL | more, NOWHERE).model
    assert model is not None
    assert (model.base_url, model.model, model.api_key) == ("http://127.0.0.1:11434/v1", "qwen3:8b", "sk-1")
    assert (model.timeout, model.context) == (7.5, 4096)


@pytest.mark.parametrize(
    ("name", "value", "accepted"),
    [
        ("YANJU_LLM_BASE_URL", "localhost:8000", "http://"),
        ("YANJU_LLM_BASE_URL", "http://user:secret@host/v1", "YANJU_LLM_API_KEY"),
        ("YANJU_LLM_BASE_URL", "http://host:99999/v1", "http://"),
        ("YANJU_LLM_TIMEOUT", "-1", "大于 0"),
        ("YANJU_LLM_TIMEOUT", "nan", "大于 0"),
        ("YANJU_LLM_TIMEOUT", "soon", "秒数"),
        ("YANJU_LLM_CONTEXT", "100", "2048"),
        ("YANJU_LLM_CONTEXT", "²", "整数"),
        ("YANJU_LLM_API_KEY", "密钥-secret", "半角"),
        ("YANJU_EMBEDDING", "word2vec", "fastembed:"),
        ("YANJU_EMBEDDING", "fastembed:", "hash"),
        ("YANJU_CHROMA_URL", "chroma", "http://"),
        ("YANJU_AUTH", "secret", "用户名:口令"),
        ("YANJU_STORE", "a\nb", "控制字符"),
        ("YANJU_STRICTNESS", "Strict", "standard（标准，默认）、strict（从严）或 lenient（从宽）"),
    ],
)
def test_a_bad_value_is_refused_by_name_with_what_is_accepted(name: str, value: str, accepted: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings(MODEL | {name: value}, NOWHERE)
    assert name in str(caught.value)
    assert accepted in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("missing", MODEL)
def test_half_a_model_is_refused(missing: str) -> None:
    with pytest.raises(SettingsError, match=missing):
        read_settings({k: v for k, v in MODEL.items() if k != missing}, NOWHERE)


def test_secrets_do_not_show() -> None:
    settings = read_settings(MODEL | {"YANJU_LLM_API_KEY": "sk-hidden", "YANJU_AUTH": "wen:hidden"}, NOWHERE)
    assert settings.auth == ("wen", "hidden")
    assert "hidden" not in repr(settings)
    assert "hidden" not in str(settings)


def test_the_file_is_read_and_the_environment_wins(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(
        "# 设置\nexport YANJU_STORE='我的 库' # 说明\nYANJU_EMBEDDING=openai:bge-m3 # 说明\nOTHER=1\nnot ours at all\n"
        'YANJU_AUTH="wen:a#b"\nYANJU_LLM_URL=x\n',
        encoding="utf-8-sig",
    )
    settings = read_settings({"YANJU_EMBEDDING": "hash"}, file)
    assert (settings.store, settings.embedding, settings.auth) == (Path("我的 库"), "hash", ("wen", "a#b"))
    assert settings.unknown == ("YANJU_LLM_URL",)


@pytest.mark.parametrize("data", [b"YANJU_STORE", b"YANJU_STORE='x", b"\xff\xfe", b"#" * 70_000])
def test_a_bad_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / ".env").write_bytes(data)
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings({}, tmp_path / ".env")
