"""Changing `.env`: only the named lines, in one step, for its owner only."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.env_file import changed, write_env
from bot.settings import SettingsError, read_env_file, read_settings

BEFORE = """# ours
OTHER=1
export YANJU_LLM_MODEL=old   # small
YANJU_LLM_BASE_URL='http://127.0.0.1:1/v1'
YANJU_LLM_MODEL=older
"""


def test_other_lines_stay_and_a_name_stands_once(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text(BEFORE, "utf8")
    write_env(path, {"YANJU_LLM_MODEL": "新 #1", "YANJU_LLM_API_KEY": "sk-1"})
    assert path.read_text("utf8") == (
        "# ours\nOTHER=1\nexport YANJU_LLM_MODEL='新 #1'\nYANJU_LLM_BASE_URL='http://127.0.0.1:1/v1'\n"
        "YANJU_LLM_API_KEY=sk-1\n"
    )
    assert path.stat().st_mode & 0o777 == 0o600
    model = read_settings({}, path).model
    assert model is not None
    assert (model.model, model.api_key) == ("新 #1", "sk-1")
    assert [entry.name for entry in tmp_path.iterdir()] == [".env"]


def test_an_empty_value_takes_a_setting_out_and_a_new_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    write_env(path, {"YANJU_EMBEDDING": "hash"})
    write_env(path, {"YANJU_EMBEDDING": ""})
    assert path.read_text("utf8") == ""


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"YANJU_LLM_BASE_URL": "ftp://x"}, "不是网址"),
        ({"YANJU_LLM_BASE_URL": ""}, "还要设 YANJU_LLM_BASE_URL"),
        ({"YANJU_LLM_API_KEY": "sk\nYANJU_AUTH=me:me"}, "换行"),
        ({"YANJU_LLM_MODEL": "'\""}, "两种引号"),
    ],
)
def test_what_the_next_start_would_refuse_is_not_written(tmp_path: Path, changes: dict[str, str], told: str) -> None:
    path = tmp_path / ".env"
    path.write_text(BEFORE, "utf8")
    with pytest.raises(SettingsError, match=told):
        write_env(path, changes)
    assert path.read_text("utf8") == BEFORE
    assert [entry.name for entry in tmp_path.iterdir()] == [".env"]


def test_a_link_stays_a_link_and_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.write_text(BEFORE, "utf8")
    (tmp_path / ".env").symlink_to(real)
    write_env(tmp_path / ".env", {"YANJU_LLM_MODEL": "new"})
    assert (tmp_path / ".env").is_symlink()
    assert "YANJU_LLM_MODEL=new" in real.read_text("utf8")
    with pytest.raises(SettingsError, match="写不了"):
        write_env(tmp_path / "no" / ".env", {"YANJU_LLM_MODEL": "new"})


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("C", "Zl", "Zp")), max_size=30))
def test_a_value_is_read_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, value: str) -> None:
    value = value.strip()
    if "'" in value and '"' in value:
        return
    path = tmp_path_factory.getbasetemp() / "round.env"
    path.write_text(changed("", {"YANJU_LLM_MODEL": value}), "utf8")
    assert read_env_file(path).get("YANJU_LLM_MODEL", "") == value
