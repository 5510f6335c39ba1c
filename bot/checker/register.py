"""The register of official speeches as word lists (data/*.txt), and how plain-spoken a claim is against it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import product

# Particles of speech: a word that holds one is plain.
_SPOKEN = frozenset("了着就别这那没咋啥咱啦吧呢吗")
# Words in 子, 儿, 头 that are no diminutives.
_NAMES_IN_ZI = (
    "电子 分子 班子 龙头 源头 牵头 势头 码头 镜头 孔子 因子 种子 原子 量子 离子 粒子 亲子 妻子 "
    "女子 男子 弟子 君子 幼儿 女儿 婴儿 少儿 托儿 关头 城头 带头 街头 案头 箭头"
)
_NOT_PLAIN = frozenset(_NAMES_IN_ZI.split())


def _lines(name: str) -> Iterator[str]:
    text = files("bot.checker").joinpath(f"data/{name}.txt").read_text(encoding="utf8")
    return (line for raw in text.splitlines() if (line := raw.split("#")[0].strip()))


@cache
def generic() -> frozenset[str]:
    """Words that carry no claim of their own: 工作, 推进, 该市."""
    return frozenset(word for line in _lines("generic") for word in line.split())


@cache
def places() -> frozenset[str]:
    """Provinces, prefecture-level cities, countries and well-known regions."""
    return frozenset(word for line in _lines("places") for word in line.split())


@cache
def plain_words() -> dict[str, frozenset[str]]:
    """From a plain word to the words of the register that it can stand for: 老百姓 → 群众, 人民, 居民."""
    table: dict[str, set[str]] = {}
    for line in _lines("plain"):
        first, *others = line.split()
        table.setdefault(first, set()).update(others)
    return {word: frozenset(others) for word, others in table.items()}


@cache
def _ranks() -> dict[str, float]:
    """Common word → how much it says: the groups of data/common.txt, each headed by its weight."""
    found: dict[str, float] = {}
    for line in _lines("common"):
        weight, *words = line.split()
        found.update(dict.fromkeys(words, float(weight)))
    return found


def commonness(word: str) -> float:
    """How much a word says, 0.45 for the most common ones to 1 for those that are not among the 6,000 most common."""
    return _ranks().get(word, 1.0)


@cache
def synonyms() -> dict[str, frozenset[str]]:
    """From a general word to the words of its groups in data/synonyms.txt: 前往 → 赶赴, 分赴."""
    table: dict[str, set[str]] = {}
    for line in _lines("synonyms"):
        group = line.split()
        for word in group:
            table.setdefault(word, set()).update(group)
    return {word: frozenset(others - {word}) for word, others in table.items()}


def alike(word: str) -> frozenset[str]:
    """The words that can say the same as a word, plain or formal."""
    return plain_words().get(word, frozenset()) | synonyms().get(word, frozenset())


@cache
def antonyms() -> frozenset[tuple[str, str]]:
    """Pairs of opposite words, both ways round. A line with ↔ pairs each word on its left with each on its right."""
    pairs = [tuple(pair.split()) for line in _lines("antonyms") if "↔" not in line for pair in line.split("|")]
    for line in _lines("antonyms"):
        left, arrow, right = line.partition("↔")
        pairs += product(left.split(), right.split()) if arrow else ()
    return frozenset((a, b) for one, two in pairs for a, b in ((one, two), (two, one)))


@cache
def opposites() -> dict[str, frozenset[str]]:
    """From a word of two and more characters to its opposites."""
    table: dict[str, set[str]] = {}
    for one, two in antonyms():
        if len(one) > 1 and len(two) > 1:
            table.setdefault(one, set()).add(two)
    return {word: frozenset(others) for word, others in table.items()}


@cache
def opposite_words() -> re.Pattern[str]:
    """Any word that has an opposite, the longest first."""
    return re.compile("|".join(sorted(opposites(), key=len, reverse=True)))


def plainness(tagged: Iterable[tuple[str, str]]) -> float:
    """The share of Han characters in plain words, 0 to 1, of (word, part of speech) pairs.

    Rewordings in plain speech measure 0.2 to 0.6, sentences in the register of speeches 0 to 0.25.
    """
    han = plain = 0
    for word, tag in tagged:
        if "㐀" <= word[:1] <= "鿿":
            han += len(word)
            plain += len(word) if _is_plain(word, tag) else 0
    return plain / han if han else 0.0


def _is_plain(word: str, tag: str) -> bool:
    """Words of one character, with a particle of speech in them, with a diminutive, or listed as plain."""
    if len(word) == 1 or word in plain_words() or tag in ("s", "mq") or not _SPOKEN.isdisjoint(word):
        return True
    return len(word) == 2 and word[1] in "子儿头" and word not in _NOT_PLAIN
