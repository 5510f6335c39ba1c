"""Topic words of a library: what many of its speeches are about, by the key words of each speech."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Sequence

from vectorstore.normalise import normalise
from vectorstore.overview import Chosen, sample
from vectorstore.tokens import key_words

SPEECHES, CHARACTERS = 240, 1_500  # speeches looked at, and how much of each: a large library is sampled
_OF_EACH = 12  # key words of one speech
_EVERYWHERE = 0.6  # a word that so many of the speeches have tells nothing about any
_FEW = 10  # speeches below which nothing counts as being everywhere
# key words by their rarity, and yet no speech is about them
_GENERAL = (
    "全市 全省 全县 全区 全国 全面 全力 总书记 同志 重点 会议 正文 方面 问题 行动 精神 体系 建设 发展 推进 深化 优化"
)
_NO_TOPIC = frozenset(_GENERAL.split())


def topics(db: sqlite3.Connection, chosen: Chosen, count: int) -> list[tuple[str, int]]:
    """(word, in how many of the sampled speeches it is a key word), the most telling first: frequent and long."""
    return of_texts([normalise(text) for text in sample(db, chosen, SPEECHES, CHARACTERS)], count)


def of_texts(texts: Sequence[str], count: int) -> list[tuple[str, int]]:
    """The same of texts that are at hand, normalised."""
    found: Counter[str] = Counter()
    for text in texts:
        found.update(key_words(text, _OF_EACH))
    most = len(texts) * _EVERYWHERE if len(texts) >= _FEW else len(texts)
    told = [(word, n) for word, n in found.items() if n <= most and word not in _NO_TOPIC]
    told = [(word, n) for word, n in told if sum(word in text for text in texts) <= most]
    return sorted(told, key=lambda pair: (-pair[1] * (len(pair[0]) - 1), pair[0]))[
        :count
    ]  # 招商引资 tells more than 企业
