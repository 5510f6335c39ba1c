"""Segmentation: the same cut for index and query, and the same words as jieba's own implementation."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vectorstore import tokens
from vectorstore.normalise import normalise

# Own sentences about invented places, in the register of the library.
SENTENCES = (
    "青禾市坚持把优化营商环境作为一号工程，深化放管服改革，推行一网通办、最多跑一次，企业开办时间压缩到三小时。",
    "云岭县规上工业增加值增长8.6%，一般公共预算收入达到23.5亿元，新签约招商引资项目118个。",
    "临江区打造市场化法治化国际化环境，建设高标准农田12.6万亩，改造老旧小区37个，惠及居民1.8万户。",
    "白石镇党委书记在会上表示，要学习新时代枫桥经验，发挥网格员作用，做到小事不出村、矛盾不上交。",
    "我们要以新质生产力为引领，培育专精特新企业，推动智能化改造和数字化转型，延链补链强链。",
    "有的干部怕担责、不敢干，有的热衷于填表打卡，这些都是形式主义、官僚主义的新表现，必须坚决纠治。",
    "澄湖的水清了，鱼回来了，老百姓在家门口就能看到白鹭，这就是绿水青山就是金山银山的生动注脚。",
    "今年前三季度，全市外贸进出口总额412亿元，其中出口298亿元，对共建一带一路国家增长15.3%。",
    "三名网约车司机和两位外卖骑手走进了区总工会的会议室，谈停车难、吃饭难，谈孩子上学。",
    "县委常委会专题研究三重一大事项，严格落实中央八项规定精神，三公经费只减不增，坚持过紧日子。",
    "苇塘乡推广“积分制＋红黑榜”，高价彩礼降下来了，文明新风树起来了，村规民约管用了。",
    "老工匠何师傅带出了十七名徒弟，他常说：手艺是一寸一寸磨出来的，急不得。",
)
TEXTS = st.text(alphabet=st.sampled_from("青禾市云岭县专精特新放管服的在营商环境一二12.%，。AB c\n　！"), max_size=80)


def test_the_fields_own_words_are_words() -> None:
    assert {"放管服", "专精特新", "一网通办"} <= set(tokens.search_words("深化放管服，培育专精特新，推进一网通办"))


def test_agrees_with_jieba_on_own_sentences() -> None:
    """At least 99 of 100 search words are the ones that jieba gives with the same dictionary and words.txt."""
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    original = jieba.Tokenizer()
    for word in tokens.domain_words():
        original.add_word(word)
    ours, theirs = Counter[str](), Counter[str]()
    for sentence in map(normalise, SENTENCES):
        ours.update(tokens.search_words(sentence))
        theirs.update(word for word in original.cut_for_search(sentence) if word[0].isalnum())
    assert (ours & theirs).total() >= 0.99 * max(ours.total(), theirs.total())


@pytest.mark.integration
def test_agrees_with_jieba_on_the_real_compilations() -> None:
    """The share that docs/decisions/0002 states, on the five real files where they are at hand."""
    corpus = Path(__file__).parents[3] / "shared" / "corpus"
    if not corpus.is_dir():
        pytest.skip("../shared/corpus is not here")
    jieba = pytest.importorskip("jieba")
    jieba.setLogLevel(60)
    original = jieba.Tokenizer()
    for word in tokens.domain_words():
        original.add_word(word)
    ours, theirs = Counter[str](), Counter[str]()
    for file in sorted(corpus.glob("*.txt")):
        for line in normalise(file.read_text(encoding="utf-8-sig")).splitlines():
            ours.update(tokens.search_words(line))
            theirs.update(word for word in original.cut_for_search(line) if word[0].isalnum())
    assert ours.total() > 10_000
    assert (ours & theirs).total() >= 0.995 * max(ours.total(), theirs.total())


@given(TEXTS)
def test_words_and_grams_stand_in_the_text(text: str) -> None:
    text = normalise(text)
    assert all(word in text for word in tokens.search_words(text))
    assert all(gram in text and len(gram) <= 2 for gram in tokens.grams(text))


@given(TEXTS)
def test_words_lose_nothing_but_punctuation(text: str) -> None:
    text = normalise(text)
    assert [c for word in tokens.words(text) for c in word if c.isalnum()] == [c for c in text if c.isalnum()]


@given(TEXTS)
def test_what_is_asked_for_is_what_is_indexed(text: str) -> None:
    text = normalise(text)
    asked = tokens.asked(text)
    assert set(asked["words"]) <= set(tokens.search_words(text))
    assert set(asked["pairs"]) | set(asked["chars"]) <= set(tokens.grams(text))


def test_question_words_are_not_asked_for() -> None:
    asked = tokens.asked("请问青禾市的出口是多少？")
    assert {"青禾", "出口"} <= set(asked["pairs"])
    assert not {"请问", "多少", "的", "是"} & {*asked["words"], *asked["pairs"], *asked["chars"]}


@pytest.mark.parametrize("text", ["", "？！……", "　\n", "的是在有哪些", "请问一下，怎么说的呢？"])
def test_nothing_to_ask_for(text: str) -> None:
    assert not any(tokens.asked(normalise(text)).values())


def test_the_fingerprint_names_the_dictionary() -> None:
    assert len(tokens.fingerprint()) == 12
    assert len(set(tokens.domain_words())) == len(tokens.domain_words()) > 500
