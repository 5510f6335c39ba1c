"""The ingest bench on a little material: every step runs, and the row and the JSON say the same."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from eval.bench import ingest, tiny
from eval.bench.folders import Material, material, write_compilations, write_from


def test_a_file_with_a_paragraph_per_line_becomes_files_of_one_speech_each(tmp_path: Path) -> None:
    lines = [f"第{n}段：云岭县去年新修公路{n}公里，沿线各村群众出行更加方便。" for n in range(1500)]
    (tmp_path / "source.txt").write_text("\n\n".join(lines) + "\n", encoding="utf8")
    characters, speeches = write_from(tmp_path / "files", tmp_path / "source.txt")
    texts = [path.read_text(encoding="utf8") for path in sorted((tmp_path / "files").rglob("*.txt"))]
    assert speeches == len(texts) == 3
    assert characters == sum(map(len, texts))
    assert all(text.startswith(f"在第{n}次工作会议上的讲话\n\n同志们：\n") for n, text in enumerate(texts, 1))
    assert [line for text in texts for line in text.splitlines()[3:]] == lines


def test_the_same_numbers_give_the_same_files(tmp_path: Path) -> None:
    for name in ("a", "b"):
        assert write_compilations(tmp_path / name, 3, lambda characters, _: characters >= 10_000)[0] >= 10_000
    a, b = ([p.read_bytes() for p in sorted((tmp_path / name).rglob("*.txt"))] for name in ("a", "b"))
    assert a == b


def test_material_is_made_once_and_other_material_is_refused(tmp_path: Path) -> None:
    made = material(tmp_path, Material("", 5_000))
    kept = next((tmp_path / "files").rglob("*.txt"))
    kept.write_text("不再重做", encoding="utf8")
    assert material(tmp_path, Material("", 5_000)) == made
    assert kept.read_text(encoding="utf8") == "不再重做"
    with pytest.raises(SystemExit, match="other material"):
        material(tmp_path, Material("", 6_000))


def process(folder: Path) -> dict[str, float]:
    return {"process": os.getpid()}


def test_a_step_runs_in_a_process_of_its_own(tmp_path: Path) -> None:
    assert ingest.alone(process, tmp_path)["process"] != os.getpid()


@pytest.mark.integration
def test_the_whole_bench_on_a_little_material(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    keep, out = tmp_path / "work", tmp_path / "out.json"
    asked = ["--chars", "20000", "--further", "3", "--keep", str(keep), "--json", str(out)]
    assert ingest.main(asked, lambda step, *folders: step(*folders)) == 0
    found = json.loads(out.read_text(encoding="utf8"))
    assert found["ingest"]["passages"] == found["floor"]["passages"] > 20
    assert (found["ingest"]["failed"], found["again"]["files"], found["further"]["unchanged"]) == (0, 0, 0)
    assert found["again"]["unchanged"] == found["ingest"]["files"] > 0
    assert found["further"]["speeches"] - found["ingest"]["speeches"] >= 3
    assert found["opening"]["hits"] > 0
    head, rule, row = capsys.readouterr().out.strip().splitlines()
    assert head.count("|") == rule.count("|") == row.count("|")
    assert row.startswith(f"| {found['material']['characters']:,} |")
    assert (keep / "library").is_dir()
    assert not (keep / "bare").exists()


@pytest.mark.integration
def test_many_small_files_are_read_once_and_edited_ones_again() -> None:
    told = [(what, report.added, report.changed, report.unchanged) for what, _, report in tiny.measure(100)]
    assert told == [("first", 100, 0, 0), ("again", 0, 0, 100), ("one in a hundred edited", 0, 1, 99)]
