"""A rule on words of which only one can hold: 今年 where the evidence speaks of 去年, 市长 where it speaks of 省委书记.

A family is a set of kinds that exclude each other. The claim must not name a kind that its evidence does not have at
all, where the sentences on which the claim lies name another kind of the family.
"""

from __future__ import annotations

import re
from itertools import chain

from bot.checker.compare import Case, Problem

# One family a line; its kinds are parted by |, the words of one kind by a space.
_WORDS = """
今年 本年 当年 今年以来 | 去年 上年 去年以来 | 前年 | 明年 来年 | 后年
年初 岁初 | 年底 年末 岁末 年终 | 月底 月末 | 月初
上半年 | 下半年
上旬 | 中旬 | 下旬
春季 今春 | 夏季 今夏 | 秋季 今秋 | 冬季 今冬
上午 早上 | 下午 | 夜间 晚上 夜里
全国 国家 我国 中国 国内 | 全省 省里 省委 省政府 省级 我省 本省 该省 | 全市 市里 市委 市政府 市级 我市 本市 该市 | 全县 县里 县委 县政府 县级 我县 本县 该县 县域 | 全区 区里 区委 区政府 区级 我区 本区 该区 | 全州 州里 州委 州政府 州级 我州 该州 | 全镇 镇里 镇党委 全乡 乡里 | 全村 村里 村级
省委书记 | 市委书记 | 县委书记 | 区委书记 | 州委书记 | 省长 | 市长 | 县长 | 区长 | 州长 | 镇长 | 乡长
董事长 | 总经理 | 检察长 | 院长 | 校长 | 局长 | 部长 | 厅长
第一产业 一产 | 第二产业 二产 | 第三产业 三产
东部 | 西部 | 中部 | 南部 | 北部
上游 | 中游 | 下游
省内 | 省外
境内 | 境外
线上 | 线下
小学 | 初中 | 高中 | 大学 高校
城镇居民 | 农村居民
"""  # noqa: E501
_FAMILIES = tuple(tuple(tuple(kind.split()) for kind in line.split("|")) for line in _WORDS.strip().splitlines())
_LEVELS = re.compile(r"[省市县区镇](?:直|级|委|政府|里)")
_COMPARED = re.compile(r"(?:比|较|同|和|与)(?:去年|上年|前年)(?:同期|底|末)?|上年同期|去年同期")
_WHOLE = frozenset(word for kind in _FAMILIES[6] for word in kind if word[0] == "全")


def family_problems(case: Case) -> list[Problem]:
    """Kinds that the claim names, the evidence has not, and the sentences beneath have a rival of."""
    claim, source = _COMPARED.sub("", case.claim.norm), case.source.norm
    beneath = ""
    for family in _FAMILIES:
        words = chain.from_iterable(family)
        if not any(word in claim for word in words):
            continue
        named = [kind for kind in family if any(_stands(word, claim) for word in kind)]
        absent = [kind for kind in named if not any(word in source for word in kind)]
        if not absent:
            continue
        beneath = beneath or _COMPARED.sub("", case.beneath())
        for kind in absent:
            said = next(word for word in kind if _stands(word, claim))
            if family is _FAMILIES[6] and said not in _WHOLE:
                continue  # 该省, 市里: who speaks, not how far it reaches
            rivals = [w for other in family if other not in named for w in other if _stands(w, beneath)]
            if family is _FAMILIES[6]:
                rivals = [w for w in rivals if w in _WHOLE]
            if said in _WHOLE and not rivals and said[1] not in source:
                rivals = _LEVELS.findall(beneath)
            if rivals:
                return [Problem(f"“{said}”与原文不符：原文为“{rivals[0]}”", 0.75)]
    return _exchanged(case)


def _exchanged(case: Case) -> list[Problem]:
    """Before the same words 今年 where the evidence has 明年, though it has 今年 elsewhere."""
    claim, source = case.claim.norm, case.source.norm
    for family in _FAMILIES:
        for kind in family:
            for m in (m for word in kind for m in re.finditer(word, claim)):
                tail = claim[m.end() : m.end() + _TAIL]
                places = [p.start() for p in re.finditer(re.escape(tail), source)][:4] if len(tail) == _TAIL else []
                before = [source[max(source.rfind("，", 0, at) + 1, at - _BEFORE) : at] for at in places]
                rivals = [w for other in family if other is not kind for w in other if all(w in b for b in before)]
                if before and rivals and not any(word in b for word in kind for b in before):
                    return [Problem(f"“{m.group()}{tail}”与原文不符：原文为“{rivals[0]}”", 0.75)]
    return []


_TAIL, _BEFORE = 4, 6  # characters after the word of a family, and before them in the evidence


def _stands(word: str, text: str) -> bool:
    """Whether a word stands there, not as the end of a longer one: 市长 of 副市长 does not."""
    return any(text[m.start() - 1 : m.start()] != "副" for m in re.finditer(word, text))
