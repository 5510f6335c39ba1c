"""The scoring that stands in for LangChain's BM25 retriever, on numbers worked out by hand."""

from __future__ import annotations

from math import log

import pytest

from eval.bench.stock import BM25Okapi


def test_the_scores_are_those_of_rank_bm25() -> None:
    corpus = [["碳汇", "交易"], ["小区", "改造", "电梯"], ["招商", "项目", "投资", "招商"]]
    bm25 = BM25Okapi(corpus)
    assert bm25.idf["碳汇"] == pytest.approx(log(2.5) - log(1.5))
    assert bm25.average == 3
    assert bm25.top(["招商", "电梯"], 2) == [2, 1]
    assert bm25.top(["碳汇"], 1) == [0]


def test_a_word_in_most_documents_gets_the_floor() -> None:
    bm25 = BM25Okapi([["工作", one] for one in "甲乙丙丁戊己庚辛"])
    assert 0 < bm25.idf["工作"] < bm25.idf["甲"]
