"""The settings tab: who may change what, and that no key comes out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.checker.weighing import BORDERS
from bot.settings import ModelSettings, Settings, SettingsError, read_settings
from tests.ui.pages import Page
from ui.configuring import changes_of, may_change, model_of, save, try_model
from ui.settings_view import not_yours, saved_view, settings_view, tried_view
from vectorstore.types import YanjuError

SECRET = "sk-very-secret"
SETTINGS = Settings(
    model=ModelSettings("http://127.0.0.1:9/v1", "小模型", SECRET),
    embedding_url="http://127.0.0.1:9/v1",
    embedding_key=SECRET,
    auth=("王", "scrypt$x 李:scrypt$y"),
    unknown=("YANJU_TYPO",),
)


def test_only_the_first_account_may_change() -> None:
    assert may_change("王", SETTINGS)
    assert not may_change("李", SETTINGS)
    assert not may_change(None, SETTINGS)
    assert may_change(None, Settings())


def test_no_view_shows_a_key() -> None:
    for coming in (SETTINGS, None):
        html = settings_view(SETTINGS, coming, "hash", "1.0", "zh")
        page = Page(html)
        page.check()
        assert SECRET not in html
        assert "scrypt" not in html
        assert "密钥已设置" in page.text
        assert "YANJU_TYPO" in page.text
    assert "只有第一个账号（王）" in Page(not_yours(SETTINGS, "zh")).text
    assert "password" not in settings_view(SETTINGS, None, "hash", "1.0", "zh")


def test_an_empty_key_leaves_it_and_a_ticked_box_takes_it_out() -> None:
    assert changes_of({"model": " 大模型 ", "api_key": ""}, SETTINGS, None) == {"YANJU_LLM_MODEL": "大模型"}
    assert changes_of({"no_key": True}, SETTINGS, None) == {"YANJU_LLM_API_KEY": ""}
    assert changes_of({"x": "y", "model": 3}, SETTINGS, None) == {}


def test_a_key_is_never_sent_to_another_server() -> None:
    elsewhere = {"base_url": "http://elsewhere.example/v1"}
    with pytest.raises(SettingsError, match="密钥"):
        changes_of(elsewhere, SETTINGS, None)
    assert model_of(elsewhere, SETTINGS).api_key == ""
    assert model_of({"base_url": "http://127.0.0.1:9/v2"}, SETTINGS).api_key == SECRET
    assert changes_of(elsewhere | {"api_key": "sk-new"}, SETTINGS, None)["YANJU_LLM_API_KEY"] == "sk-new"


def test_an_embedding_that_the_library_is_not_made_with_names_the_command() -> None:
    with pytest.raises(SettingsError, match="yanju doctor --embedding fastembed:x"):
        changes_of({"embedding": "fastembed:x"}, SETTINGS, "hash")
    assert changes_of({"embedding": "hash"}, SETTINGS, "hash") == {"YANJU_EMBEDDING": "hash"}
    assert changes_of({"embedding": "fastembed:x"}, SETTINGS, None) == {"YANJU_EMBEDDING": "fastembed:x"}
    with pytest.raises(SettingsError, match="hash"):
        changes_of({"embedding": "what"}, SETTINGS, None)


def test_a_model_that_is_not_there_is_told_with_its_address() -> None:
    with pytest.raises(SettingsError, match="模型名"):
        model_of({}, Settings())
    with pytest.raises(YanjuError, match=r"127\.0\.0\.1:9") as told:
        try_model(model_of({}, SETTINGS))
    assert SECRET not in str(told.value)


def test_what_is_saved_is_what_the_next_start_reads(tmp_path: Path) -> None:
    env = tmp_path / ".env"
    changes = changes_of({"base_url": "http://127.0.0.1:8/v1", "model": "甲", "api_key": "k"}, Settings(), None)
    assert save(changes, env) == []
    assert read_settings({}, env).model == ModelSettings("http://127.0.0.1:8/v1", "甲", "k")
    page = Page(saved_view(list(changes), ["YANJU_LLM_MODEL"], "zh") + tried_view("<b>", 1.0, "en"))
    page.check()
    assert "重新启动" in page.text
    assert "环境变量里也设了 YANJU_LLM_MODEL" in page.text
    assert "没有改动" in Page(saved_view([], [], "zh")).text


def test_strictness_is_chosen_from_three_and_written_only_when_changed(tmp_path: Path) -> None:
    page = Page(settings_view(SETTINGS, Settings(strictness="strict"), "hash", "1.0", "zh"))
    page.check()
    assert [value for value in page.values("value") if value in BORDERS] == list(BORDERS)
    assert "核查宽严标准" in page.text  # in force; the next start would be strict
    assert changes_of({"strictness": "standard"}, Settings(), None) == {}
    assert save(changes_of({"strictness": "lenient"}, Settings(), None), tmp_path / ".env") == []
    assert read_settings({}, tmp_path / ".env").strictness == "lenient"
    with pytest.raises(SettingsError, match="YANJU_STRICTNESS 的值“whatever”"):
        save(changes_of({"strictness": "whatever"}, Settings(), None), tmp_path / ".env")
