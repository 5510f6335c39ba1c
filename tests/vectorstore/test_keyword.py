"""The keyword leg beyond the contract: one cut for index and query, ranking, damage, other processes, hostile text."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
import tantivy
from hypothesis import given
from hypothesis import strategies as st

from tests.contracts import passage
from vectorstore import tokens
from vectorstore.keyword import KeywordLeg, strongest
from vectorstore.normalise import normalise
from vectorstore.types import Passage

pytestmark = pytest.mark.integration

TEXTS = (
    "青禾市全年新签约招商引资项目118个，总投资406亿元。",
    "云岭县造林绿化12.6万亩，林业碳汇完成首单交易。",
    "临江区改造老旧小区37个，加装电梯212部，惠及居民1.8万户。",
    "白石镇茶园面积扩大到3.2万亩，茶农人均增收4600元。",
    "苇塘乡干部骑自行车走访困难群众，送去米面油。",
)


def speech_passage(number: int, text: str, title: str = "工作会议上的讲话", speech: str | None = None) -> Passage:
    return Passage(f"{number:016x}", speech or f"s{number}", 1, 1, text, normalise(f"{title}\n{text}"))


def filled(folder: Path, passages: list[Passage] | None = None) -> KeywordLeg:
    leg = KeywordLeg(folder)
    leg.apply(passages or [speech_passage(n, text) for n, text in enumerate(TEXTS)], [])
    leg.commit(3)
    return leg


def ids(leg: KeywordLeg, query: str, k: int = 5, **more: object) -> list[int]:
    return [int(passage_id, 16) for passage_id, _ in leg.search(normalise(query), k, **more)]  # type: ignore[arg-type]


@given(st.text(alphabet=st.sampled_from("青禾市林业碳汇，。\n 12.5%ab"), max_size=40))
def test_grams_of_a_query_are_those_that_tantivy_indexes(text: str) -> None:
    analyzer = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(1, 2)).build()
    assert set(tokens.grams(text)) <= set(analyzer.analyze(text))


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("招商引資項目有多少個", 0),  # traditional characters
        ("招商引咨项目", 0),  # one wrong character
        ("林业碳汇", 1),
        ("212部电梯", 2),
        ("４６００元", 3),  # full width
        ("茶 农", 3),  # single characters
    ],
)
def test_finds_for_many_ways_of_writing(tmp_path: Path, query: str, best: int) -> None:
    assert ids(filled(tmp_path / "k"), query)[0] == best


def test_the_title_counts(tmp_path: Path) -> None:
    same = "我们要一件一件抓好落实。"
    titles = ("在青禾市教育大会上的讲话", "在青禾市林业大会上的讲话")
    leg = filled(tmp_path / "k", [speech_passage(n, same, title) for n, title in enumerate(titles)])
    assert ids(leg, "林业大会讲了什么") == [1, 0]


def test_related_phrases_find_what_the_question_does_not_say(tmp_path: Path) -> None:
    leg = filled(tmp_path / "k")
    assert ids(leg, "头头") == []
    assert ids(leg, "头头", related=[["领导", "干部"]]) == [4]


def test_related_phrases_count_less_than_the_words_themselves(tmp_path: Path) -> None:
    leg = filled(tmp_path / "k", [speech_passage(0, "全市发展民宿。"), speech_passage(1, "全市发展电商。")])
    assert ids(leg, "民宿", related=[["电商"]]) == [0, 1]


@pytest.mark.parametrize(
    "query",
    [
        'AND OR NOT "',
        "body:招商 +引资 -项目",
        "(((",
        "招商*~2^3",
        "[1 TO 9]",
        "/.*+a+/",
        "id:0000000000000000",
        "\\",
        "'",
    ],
)
def test_query_syntax_is_only_text(tmp_path: Path, query: str) -> None:
    found = filled(tmp_path / "k").search(normalise(query), 5)
    assert all(score > 0 for _, score in found)
    assert ("招商" in query) == (bool(found) and found[0][0] == f"{0:016x}")


@pytest.mark.parametrize("query", ["", "  \n", "？！……", "😀🎉", "的了吗呢", "请问有哪些？"])
def test_nothing_to_search_for(tmp_path: Path, query: str) -> None:
    assert filled(tmp_path / "k").search(normalise(query), 5) == []


def test_a_question_of_20_000_characters_is_quick_and_still_finds(tmp_path: Path) -> None:
    many = [speech_passage(n, f"第{n}个乡镇的发展情况总体平稳。{TEXTS[n % 5]}") for n in range(2000)]
    many.append(speech_passage(9999, "苇塘乡稻田养鸭两千亩。"))
    leg = filled(tmp_path / "k", many)
    question = "苇塘乡稻田养鸭的情况。" + "".join(chr(0x4E00 + n * 7 % 20000) for n in range(20_000))
    leg.search(normalise(question), 10)
    started = time.perf_counter()
    found = ids(leg, question)
    assert time.perf_counter() - started < 0.5
    assert found[0] == 9999


def test_a_filter_does_not_change_scores(tmp_path: Path) -> None:
    leg = filled(tmp_path / "k")
    free = dict(leg.search("林业碳汇", 5))
    kept = dict(leg.search("林业碳汇", 5, frozenset({"s1", "s3", *(f"none{n}" for n in range(5000))})))
    assert kept
    assert set(kept) <= {f"{1:016x}", f"{3:016x}"}
    assert kept == pytest.approx({i: free[i] for i in kept})


@pytest.mark.parametrize("victim", ["meta.json", "yanju.json", "segment"])
def test_damage_means_revision_0_and_is_repaired_by_writing(tmp_path: Path, victim: str) -> None:
    filled(tmp_path / "k").close()
    for file in (tmp_path / "k").iterdir():
        if file.name == victim or (victim == "segment" and file.suffix in {".idx", ".store", ".term", ".fast"}):
            file.write_bytes(b"\x00damaged")
    leg = KeywordLeg(tmp_path / "k")
    assert leg.revision() == 0
    leg.reset()
    leg.apply([speech_passage(7, TEXTS[1])], [])
    leg.commit(4)
    assert (leg.revision(), leg.count(), ids(leg, "碳汇")) == (4, 1, [7])


def test_what_another_process_wrote_is_found(tmp_path: Path) -> None:
    leg = filled(tmp_path / "k")
    assert ids(leg, "稻田养鸭", 1) != [9]
    code = (
        "from pathlib import Path; from tests.contracts import passage; from vectorstore.keyword import KeywordLeg;"
        f"leg = KeywordLeg(Path({str(tmp_path / 'k')!r}));"
        "leg.apply([passage(9, '苇塘乡稻田养鸭', 's9')], ['0' * 16]); leg.commit(4); leg.close()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=True)
    assert (leg.revision(), leg.count()) == (4, len(TEXTS))
    assert ids(leg, "稻田养鸭", 1) == [9]
    assert 0 not in ids(leg, "招商引资")


def test_not_committed_means_not_there(tmp_path: Path) -> None:
    leg = filled(tmp_path / "k")
    leg.apply([passage(9, "苇塘乡稻田养鸭", "s9")], [])
    leg.close()
    again = KeywordLeg(tmp_path / "k")
    assert (again.revision(), again.count()) == (3, len(TEXTS))


def test_the_strongest_terms_are_kept_the_same_each_time() -> None:
    weights = {("words", "乙"): 0.3, ("words", "甲"): 0.3, ("pairs", "丙丁"): 0.5, ("words", "戊"): 0.1}
    assert list(strongest(weights, 2)) == [("pairs", "丙丁"), ("words", "乙")]
    assert strongest(weights, 9) == weights
