"""The sample library and its questions: every gold quote stands where it says, every form is there, nothing copied."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
LIBRARY = ROOT / "eval" / "data" / "library"
QUESTIONS = ROOT / "eval" / "data" / "questions.jsonl"
CORPUS = ROOT.parent / "shared" / "corpus"
TYPES = ("figure", "fact", "list", "paraphrase", "compare", "masked", "unanswerable", "followup")
TOLD_TWICE = "打好乡村振兴牌 端稳端牢青禾饭碗"  # the one speech that stands in two compilations on purpose


def squeeze(text: str) -> str:
    return "".join(text.split())


def decoded(path: Path) -> str:
    data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


@cache
def structure() -> dict[str, dict[str, Any]]:
    entries = json.loads((LIBRARY / "structure.json").read_text(encoding="utf-8"))
    return {entry["file"]: entry for entry in entries}


@cache
def cases() -> list[dict[str, Any]]:
    return [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


@cache
def joined(file: str) -> str:
    """A file's text as the structure says it reads: noise and contents out, broken lines joined, lines kept."""
    entry = structure()[file]
    text = decoded(LIBRARY / file)
    for noise in sorted(entry["noise"] + entry["toc"][1:], key=len, reverse=True):
        text = text.replace(noise, "")
    for join in entry["broken_joins"]:
        left, right = re.escape(join["left"]), re.escape(join["right"])
        text, count = re.subn(rf"{left}\s*\n\s*{right}", join["left"] + join["right"], text)
        assert count == 1, (file, join)
    return text


def sentences(text: str) -> list[str]:
    return [s for s in map(squeeze, re.split(r"[。！？；!?;\n]", text)) if len(s) >= 15]


def test_the_library_is_large_enough_and_wholly_described() -> None:
    files = {p.name for p in LIBRARY.iterdir() if p.suffix in {".txt", ".md"}}
    assert files == set(structure())
    assert len(files) >= 6
    assert sum(len(entry["speeches"]) for entry in structure().values()) >= 24
    assert sum(len(squeeze(decoded(LIBRARY / file))) for file in files) >= 60_000


@pytest.mark.parametrize("file", sorted(structure()))
def test_the_structure_is_true_of_its_file(file: str) -> None:
    entry, raw, text = structure()[file], decoded(LIBRARY / file), squeeze(joined(file))
    for line in [*entry["compilation_title"], *entry["toc"], *entry["noise"]]:
        assert line in raw, line
    at = 0
    for speech in entry["speeches"]:
        start = text.find(squeeze(speech["title"]), at)
        first = text.find(squeeze(speech["first"]), start)
        last = text.find(squeeze(speech["last"]), first)
        assert at <= start < first < last, speech
        for heading in speech.get("inner_headings", []):
            assert start < text.find(squeeze(heading), start) < last, heading
        at = last
    role = [s for s in entry["speeches"] if f"（{s['speaker_role']}）" in s["title"]]
    assert all(s["title"].endswith(f"（{s['speaker_role']}）") for s in role)


def test_every_form_and_noise_of_the_real_ones_is_there() -> None:
    raw = {file: decoded(LIBRARY / file) for file in structure()}
    every = "\n".join(raw.values())
    for form in (
        "##paidbegin##",
        "##paidend##",
        "xx亿元",
        "X市",
        "x.x%",
        "xxxx年xx月xx日",
        "*",
        "D的二十大",
        "（范文）",
    ):
        assert form in every, form
    assert re.search(r"##paidbegin##[^\s#]", every), "a marker glued to a paragraph"
    assert re.search(r"（区长）[^\s）]", every), "a title glued to its first sentence"
    declared = {
        file: int(m.group())
        for file, e in structure().items()
        if e["declared_count"] and (m := re.search(r"\d+", e["declared_count"]))
    }
    assert sum(n != len(structure()[f]["speeches"]) for f, n in declared.items()) == 1, "one wrong declared count"
    assert max(len(line) for text in raw.values() for line in text.splitlines()) > 1_000
    assert any(entry["toc"] for entry in structure().values())
    assert sum(len(entry["broken_joins"]) for entry in structure().values()) >= 7
    assert any(len(entry["speeches"]) == 1 for entry in structure().values())


def test_one_file_is_gb18030_and_one_begins_with_a_mark() -> None:
    data = {file: (LIBRARY / file).read_bytes() for file in structure()}

    def is_utf8(raw: bytes) -> bool:
        try:
            raw.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return True

    others = [file for file, raw in data.items() if not is_utf8(raw)]
    assert len(others) == 1
    assert "水利系统" in data[others[0]].decode("gb18030")
    assert sum(raw.startswith(b"\xef\xbb\xbf") for raw in data.values()) == 1


def test_no_sentence_stands_twice_but_in_the_speech_told_twice() -> None:
    where: dict[str, list[str]] = {}
    for file in structure():
        for sentence in sentences(joined(file)):
            where.setdefault(sentence, []).append(file)
    holders = [f for f, e in structure().items() if TOLD_TWICE in (s["title"] for s in e["speeches"])]
    assert len(holders) == 2
    told_twice = {s: set(files) for s, files in where.items() if len(files) > 1}
    assert all(files == set(holders) and len(where[s]) == 2 for s, files in told_twice.items()), told_twice
    bodies = [squeeze(joined(f)).split(squeeze(TOLD_TWICE))[1] for f in holders]
    assert bodies[0] == bodies[1], "one text, two locations"


def test_no_sentence_is_the_corpus_s() -> None:
    if not CORPUS.is_dir():
        pytest.skip("the real compilations (../shared/corpus) are not on this machine")
    real = {s for path in CORPUS.glob("*.txt") for s in sentences(decoded(path))}
    ours = {s for file in structure() for s in sentences(joined(file))}
    assert real
    assert not real & ours


def test_the_question_set_is_large_enough_and_has_every_type() -> None:
    count = Counter(case["type"] for case in cases())
    assert len(cases()) >= 205
    assert set(count) == set(TYPES)
    assert min(count.values()) >= 12, count
    traits = Counter(case["trait"] for case in cases() if "trait" in case)
    assert set(traits) == {"near miss", "hostile"}
    assert traits["near miss"] >= 24
    assert traits["hostile"] >= 16
    assert sum(len(case.get("history", [])) > 1 for case in cases()) >= 8
    assert len({case["id"] for case in cases()}) == len(cases())
    assert len({(case["question"], str(case.get("history"))) for case in cases()}) == len(cases())


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_a_case_is_well_formed_and_its_gold_verbatim(case: dict[str, Any]) -> None:
    assert set(case) <= {
        "id", "type", "question", "history", "gold", "gold_mode", "answer", "must_contain", "must_not_contain", "trait"
    }  # fmt: skip
    assert case["question"].strip()
    assert case["answer"].strip()
    assert bool(case.get("history")) == (case["type"] == "followup")
    assert all(turn["question"] and turn["answer"] for turn in case.get("history", []))
    assert case.get("gold_mode", "all") in {"all", "any"}
    assert bool(case["gold"]) == (case["type"] != "unanswerable")
    texts = {gold["file"]: squeeze(joined(gold["file"])) for gold in case["gold"]}
    for gold in case["gold"]:
        quote = squeeze(gold["quote"])
        assert len(quote) >= 12, quote
        assert texts[gold["file"]].count(quote) == 1, quote
    quotes = "".join(squeeze(gold["quote"]) for gold in case["gold"])
    for wanted in case["must_contain"]:
        assert squeeze(wanted) in quotes, wanted
        assert squeeze(wanted) in squeeze(case["answer"]), wanted
    if case["type"] in {"masked", "unanswerable"}:
        assert not case["must_contain"]
    else:
        assert not [word for word in case["must_not_contain"] if word in case["answer"]]
    if case.get("trait") == "near miss":
        assert case["must_not_contain"], "the neighbouring value that must not be said"
    if case["type"] == "masked":
        assert re.search(r"[xX*×]|D组", quotes), "the quote shows the mask"
