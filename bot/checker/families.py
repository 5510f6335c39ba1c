"""A rule on words of which only one can hold: 今年 where the evidence speaks of 去年, 市长 where it speaks of 省委书记.

A family is a set of kinds that exclude each other. The claim must not name a kind that its evidence does not have at
all, where the sentences on which the claim lies name another kind of the family.
"""

from __future__ import annotations

import re
from itertools import chain, product

from bot.checker.compare import Case, Problem
from bot.checker.text import places

# One family a line; its kinds are parted by |, the words of one kind by a space.
_WORDS = """
今年 本年 今年以来 | 去年 上年 去年以来 过去一年 过去的一年 | 前年 | 明年 来年
年初 岁初 | 年底 年末 岁末 年终 | 月底 月末 | 月初
上旬 | 中旬 | 下旬
春季 今春 | 夏季 今夏 | 秋季 今秋 | 冬季 今冬
上午 早上 | 下午 | 夜间 晚上 夜里
每天 每日 | 每周 每星期 | 每月 每个月 | 每季度 每季 每个季度 每三个月 | 每半年
一季度 首季 | 二季度 | 三季度 | 四季度 | 上半年 | 下半年 | 前三季度
全球 世界 国际 世界级 | 全国 国家 国家级 我国 中国 国内 | 全省 省里 省委 省政府 省级 省市级 省部级 我省 本省 该省 | 全市 市里 市委 市政府 市级 我市 本市 该市 | 全县 县里 县委 县政府 县级 我县 本县 该县 县域 | 全区 区里 区委 区政府 区级 我区 本区 该区 | 全州 州里 州委 州政府 州级 我州 该州 | 全镇 镇里 镇党委 全乡 乡里 | 全村 村里 村级
省委书记 | 市委书记 | 县委书记 | 区委书记 | 州委书记 | 省长 | 市长 | 县长 | 区长 | 州长 | 镇长 | 乡长
董事长 | 总经理 | 检察长 | 院长 | 校长 | 局长 | 部长 | 厅长
第一产业 一产 | 第二产业 二产 | 第三产业 三产
东部 | 西部 | 中部 | 南部 | 北部
上游 | 中游 | 下游
省内 | 省外
境内 | 境外
仍是 仍然 仍旧 仍未 依然 依旧 | 不再
线上 | 线下
小学 | 初中 | 高中 | 大学 高校
城镇居民 | 农村居民
"""  # noqa: E501
_FAMILIES = tuple(tuple(tuple(kind.split()) for kind in line.split("|")) for line in _WORDS.strip().splitlines())
_LEVELS = next(family for family in _FAMILIES if "全国" in chain.from_iterable(family))
_BODIES = re.compile(r"[省市县区镇](?:直|级|委|政府|里)")
COMPARED = re.compile(r"(?:比|较|同|和|与)(?:去年|上年|前年)(?:同期|底|末)?|上年同期|去年同期")
_YEAR_END = re.compile(r"12月(?:底|末|31日)|十二月[底末]")
_WHOLE = frozenset(word for kind in _LEVELS for word in kind if word[0] == "全")
_KIND_OF = {
    word: (number, n) for number, family in enumerate(_FAMILIES) for n, kind in enumerate(family) for word in kind
}
_NEAR = 4  # characters beside an edit
_SURE = 4  # units of common text that make a place sure


def family_problems(case: Case) -> list[Problem]:
    """Kinds that the claim names, the evidence has not, and the sentences beneath have a rival of."""
    claim, source = (_YEAR_END.sub("年底", text) for text in (COMPARED.sub("", case.claim.norm), case.source.norm))
    beneath = ""
    for family in _FAMILIES:
        if not any(word in claim for word in chain.from_iterable(family)):
            continue
        named = [kind for kind in family if any(_stands(word, claim) for word in kind)]
        absent = [kind for kind in named if not any(word in source for word in kind)]
        if not absent:
            continue
        beneath = beneath or _YEAR_END.sub("年底", COMPARED.sub("", case.beneath()))
        for kind in absent:
            said = next(word for word in kind if _stands(word, claim))
            if family is _LEVELS and said not in _WHOLE:
                continue  # 该省, 市里: who speaks, not how far it reaches
            rivals = [w for other in family if other not in named for w in other if _stands(w, beneath)]
            if family is _LEVELS:
                rivals = [w for w in rivals if w in _WHOLE]
            if said in _WHOLE and not rivals and said[1] not in source:
                rivals = _BODIES.findall(beneath)
            if rivals:
                return [_problem(said, rivals[0])]
    return _in_place(case)


def _in_place(case: Case) -> list[Problem]:
    """In the place of one kind the claim has another of its family, though the evidence has it elsewhere."""
    for edit in case.edits:
        if edit.common < _SURE:
            continue
        there = case.source.norm[max(0, edit.source_start - _NEAR) : edit.source_end + _NEAR]
        mine = case.claim.words_in(edit.claim_start, edit.claim_end) if edit.claim else []
        theirs = case.source.words_in(edit.source_start, edit.source_end) if edit.source else []
        for one, other in product(mine, theirs):
            kind, rival = _KIND_OF.get(one.text), _KIND_OF.get(other.text)
            known = other.text in edit.claim or any(word in there for word in _alike(kind))
            if "里" in (one.text[-1], other.text[-1]):
                continue  # 村里, 市里: who speaks
            if kind and rival and kind[0] == rival[0] and kind != rival and not known:
                return [_problem(one.text, other.text)]
    return []


def _alike(kind: tuple[int, int] | None) -> tuple[str, ...]:
    return _FAMILIES[kind[0]][kind[1]] if kind else ()


def _problem(said: str, there: str) -> Problem:
    return Problem(f"“{said}”与原文不符：原文为“{there}”", 0.75)


def _stands(word: str, text: str) -> bool:
    """Whether a word stands there, not as the end of a longer one: 市长 of 副市长 does not."""
    return any(text[at - 1 : at] != "副" for at in places(word, text))
