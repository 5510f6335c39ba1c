"""Learning the checker's weights: groups by source, made claims, the fit, and a weight for every feature."""

from __future__ import annotations

import json
import random
from pathlib import Path

import numpy as np
import pytest

from bot.checker.check import weighed
from bot.checker.weighing import BIAS, chance, weights
from eval.bench.train_checker import fit, made, main, measured, read

PARAGRAPHS = (
    "白石镇流转土地1.86万亩，培育家庭农场127家，其中省级示范农场8家，社员种粮每亩增收320元。",
    "沙河流域治理分两步走，先截污、再修复，截污由住建局负责，铺设管网210公里。",
    "海棠古城保护坚持修旧如旧，五年来修缮老宅312座，引进非遗工坊46家。",
)


@pytest.fixture
def claims(tmp_path: Path) -> Path:
    path = tmp_path / "claims.jsonl"
    rows = [
        {"claim": text, "evidence": [{"quote": paragraph}], "label": label}
        for paragraph in PARAGRAPHS
        for text, label in ((paragraph[:12], "supported"), ("要组建专班并发放奖金", "unsupported"))
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf8")
    return path


def test_claims_of_one_paragraph_are_one_group(claims: Path) -> None:
    known = read([claims])
    groups = [example.groups for example in known]
    assert groups[0] == groups[1]
    assert len(set(groups)) == len(PARAGRAPHS)


def test_made_claims_mix_two_sources_and_are_unsupported(claims: Path) -> None:
    known = read([claims])
    found = made(known, 60, random.Random(1))
    assert {example.origin for example in found} == {"foreign", "spliced"}
    assert all(not example.carried and len(set(example.groups)) == 2 for example in found)


def test_the_fit_parts_what_can_be_parted() -> None:
    x = np.array([[-2.0, 1.0], [-1.0, 1.0], [1.0, 1.0], [2.0, 1.0]])
    y = np.array([0.0, 0.0, 1.0, 1.0])
    beta = fit(x, y, np.ones(4), ridge=0.1)
    assert ((x @ beta > 0) == (y == 1)).all()
    assert measured(1 / (1 + np.exp(-x @ beta)), y) == (1.0, 1.0)


def test_every_feature_has_a_weight() -> None:
    found, denied = weighed("白石镇培育家庭农场127家", PARAGRAPHS[:1])
    assert not denied
    assert set(weights()) == {*found, BIAS}
    assert chance(found) > 0.5


def test_the_command_prints_figures_for_each_set(claims: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = dict(weights())
    assert main([str(claims), "--made", "40"]) == 0
    printed = capsys.readouterr().out
    assert "claims" in printed
    assert f"{BIAS} " in printed
    assert weights() == before
