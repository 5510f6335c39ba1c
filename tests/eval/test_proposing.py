"""Cases proposed from a library: their gold stands in it, their answer is in their gold, a person has to confirm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from eval.cases import BadCase, load_cases
from eval.proposing import main, propose
from eval.scores import squeeze
from vectorstore.store import open_store

LIBRARY = Path(__file__).parents[2] / "eval" / "data" / "library"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("proposing") / "library"
    with open_store(made) as store:
        store.ingest([LIBRARY])
    return made


@pytest.mark.integration
def test_proposals_hold_their_gold_verbatim_and_are_spread(folder: Path) -> None:
    with open_store(folder) as store:
        rows = store.speeches()
        found = propose(rows, 60)
        texts = {(row.file, squeeze(p.text)) for row in rows for p in row.speech.paragraphs}
    assert len(found) == 60
    assert {p.kind for p in found} == {"figure", "list", "masked"}
    assert len({p.case["gold"][0]["file"] for p in found}) >= 8
    for proposal in found:
        (gold,) = proposal.case["gold"]
        assert any(file == gold["file"] and squeeze(gold["quote"]) in text for file, text in texts)
        assert all(squeeze(word) in squeeze(gold["quote"]) for word in proposal.case["must_contain"])
        assert not any(word in proposal.case["question"] for word in proposal.case["must_contain"][:1])
        assert bool(proposal.case["must_contain"]) == (proposal.kind != "masked")


@pytest.mark.integration
def test_the_same_seed_the_same_cases_another_seed_others(folder: Path) -> None:
    with open_store(folder) as store:
        rows = store.speeches()
    assert propose(rows, 10) == propose(rows, 10)
    assert propose(rows, 10, seed=1) != propose(rows, 10, seed=2)


@pytest.mark.integration
def test_the_command_writes_a_new_file_that_waits_for_a_person(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new.jsonl"
    assert main(["--store", str(folder), "-n", "6", "--out", str(out)]) == 0
    assert "提出 6 题" in capsys.readouterr().err
    with pytest.raises(BadCase, match="还没有人确认"):
        load_cases(out)
    confirmed = [json.loads(line) | {"proposed": False} for line in out.read_text("utf8").splitlines()]
    out.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in confirmed), "utf8")
    assert len(load_cases(out)) == 6


@pytest.mark.integration
def test_a_file_that_is_there_is_not_written_over(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "mine.jsonl"
    out.write_text("mine", "utf8")
    with pytest.raises(Exception, match="还没有的文件名"):
        main(["--store", str(folder), "--out", str(out)])
    assert out.read_text("utf8") == "mine"
