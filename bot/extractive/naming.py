"""What the phrases of a question name: places, companies, posts, measures, names."""

from __future__ import annotations

from bot.extractive import cues
from bot.extractive.carrying import anchors
from vectorstore import tokens

_MEASURES = """
额 收入 产值 投资 资金 预算 增速 增幅 比重 占比 率 面积 人数 数量 总量 出口 进口 进出口 利润 税收 产量
长 长度 里程 高度 宽度 造价 价格
"""
_CLASSES = (
    ("市 县 区 省 州 镇 乡 村 旗", "place"),
    ("公司 集团 企业 矿业 银行 厂 股份", "company"),
    ("书记 市长 县长 省长 区长 局长 主任 部长 主席 校长 院长 检察长", "role"),
    (_MEASURES, "measure"),
)


def class_of(text: str) -> str:
    """place, company, role or measure; empty for what is none of them."""
    for words, kind in _CLASSES:
        if any(text.endswith(w) and text != w[-1] for w in words.split()):
            return kind
    return ""


def is_name(text: str) -> bool:
    """Whether a word of it is a name."""
    return any(tag in cues.NAME_TAGS for _, tag in tokens.tagged(text))


def things_in(text: str) -> list[tuple[int, int]]:
    """Spans of the noun runs of a question: 华润集团, 货物进出口总额; a 《title》 that it names is left whole."""
    kept = anchors(text)
    found: list[tuple[int, int]] = []
    at = 0
    for word, tag in tokens.tagged(text):
        start = text.find(word, at)
        start = at if start < 0 else start
        at = start + len(word)
        noun = tag[:1] in {"n", "j", "b"} or tag in {"vn", "zg", "eng"}
        if noun and found and found[-1][1] == start:
            found[-1] = (found[-1][0], at)
        elif noun:
            found.append((start, at))
    return [s for s in found if s[1] - s[0] > 1 and not any(low < s[1] and s[0] < high for low, high in kept)]
