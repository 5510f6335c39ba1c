"""The signals the rules look for: negation, plan and achievement, rank and totality, levels, directions."""

from __future__ import annotations

import re

# Parts of speech that carry no content of their own (jieba's tags).
FUNCTION_TAGS = frozenset(
    ["x", "uj", "ul", "u", "uz", "ud", "ug", "uv", "p", "c", "r", "d", "y", "e", "o", "q", "m", "f", "k", "h"]
)
# Bound morphemes shared by chance say nothing (a 中 of 中心 and of 其中).
WEAK_CHARS = frozenset(
    "的一是在了和与及等个人中大小上下为以要有不多用来去到得能会好出行作成力面新进部分性化动发展工实地建设推高加强全重本定理高质量年会市县省区业务全主要事制度情法方之于对这其"
)

NEGATION = re.compile(
    r"(?<!说)不(?!再只|再仅|再光|[断仅但少同过久懈凡忘止只妨料折扣屈朽倒足良利力遗负畏甘辱失拘约竭息等时愧惜讳乏]|以为|平凡|平衡|外乎|一样|合格|确定)|(?<!并非)没有?(?!收)|未(?![来雨必央卜]|成年)|尚未|并非(?!没)|绝非|而非|决非|无(?![不一论数人锡线障纸烟偿愧私畏疑形悔穷疆处]|论|缝)"
    r"|(?<![是莫若除])非(?![常公法遗洲典物凡营])|禁止(?![、的或和性类])|严禁|杜绝|防止|避免|勿|切忌|拒绝|难以|(?<![区分级差特辨鉴个类性告])别(?![的人处具出墅致名])|取消|停止|反对"
)

# 不能大意, 少不了: the negation of a bad thing states the good one
NO_DENIAL = re.compile(
    r"不[能可敢许容得要该]*(?:大意|放松|马虎|含糊|松懈|松劲|松手|懈怠|忽视|轻视|缺|少|断|停|丢|忘|误|落下|拖|掉队|走样|例外)|别(?:大意|放松|马虎|忘)|没有?(?:例外|退路)"
)


def denial(text: str, start: int = 0, end: int | None = None) -> re.Match[str] | None:
    """The first negation in [start, end) of a text; the 不 of 能不能 and 好不好 is none."""
    for found in NEGATION.finditer(text, start, len(text) if end is None else end):
        at = found.start()
        if found.group() in ("不", "没", "没有") and at and text[at - 1 : at] == text[found.end() : found.end() + 1]:
            continue
        return found
    return None


PLAN = re.compile(
    r"力争|争取|计划|规划|拟|将(?!近|来|军|领)|推动|推进|加快|努力|全力|着力|确保|目标|有望|预计|准备|打算|致力|奋力|冲刺|谋划|必须|应当?(?!对|急|用|届|邀)|需要?|希望|建议|要(?![素点件求闻道紧塞])|下一步|接下来|未来|到20[2-9]\d年|力求|加紧|抓紧|积极|探索|推|促|尽快|择机|适时|筹备|筹划|申报|争创|创建"
)
ONGOING = re.compile(r"正(?!式|确|面|常|当|是)|仍在|还在|持续|继续|不断|打造|建设|推进|构建|培育")
DONE = re.compile(
    r"已经|已(?!知|故)|业已|均已|都已|完成了|实现了|建成了|取得了|达到了|突破了|纳入了|获得了|成功|顺利|如期|圆满|建成投|投产了|落成|宣告|正式"
)
_FIRST = r"第一(?![季产书时线责个批步届次阶任课]|方阵|梯队|动力|资源|要务|生产力|现场|轮|年)"


def _with(words: str, more: str = "") -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(words), re.compile(f"{words}|{more}" if more else words)


# (what claims it, what carries it in the source): 最全、最大、最长 carries 居首位
RANKS = (
    _with(
        _FIRST + r"|首位|榜首|居首|领跑|冠军|之最|最(?![近后终新初为底基下先里]|好(?![的之]))|顶尖|遥遥领先",
        r"第1(?![\d.])",
    ),
    _with(r"首个|首家|首次|首创|首例|首批|率先|前所未有|史上|开创"),
    _with(r"唯一|独有|独家|绝无仅有|仅此"),
)
WHOLES = (
    _with(
        r"所有|全部|全体|一切|每[个一](?![个年月天日周季])|无一|无不|悉数|任何|家家户户|人人|样样|统统|全都",
        r"(?<![户人年亩日平月])均|都(?!市)|各(?![地类种项])|每(?![年月天日周])",
    ),
    _with(r"一[起个次户人件][^，。；]{0,4}[都也](?:不|没)", r"[都均全各凡无零]|所有|杜绝"),
    _with("决定性", r"根本|关键"),
    _with("一律", r"均|都(?!市)|凡|所有|全部|不准|不得|严禁|禁止|必须|一条"),
    _with(r"全覆盖|全面覆盖|全员|全域|无死角", r"所有|全部"),
    _with(r"百分之百|百分百|100%|完全|彻底|从根本上|根本性|绝对|从不|从未|永远|必然|毫无"),
)
CAUSE = re.compile(
    r"因为|由于|因(?![此地素为而])|为了|为(?=[^，。]{2,14}[，,])|得益于|受[^，。]{1,10}(?:影响|带动|拉动)|之所以|所以|因此|随之|从而|使得"
    r"|致使|导致|旨在|目的是|以便|以此|借此|归功于|缘于|源于"
)
WHOLE = re.compile(r"一律|无需|不必|即可|只要|全部|所有|每(?:个|名|位|家|条|所|户|人)|统一|任何|完全|唯一|彻底|直接")
TIMES = re.compile(
    r"去年年?[底初末]?|今年年?[底初末]?|明年年?[底初末]?|上年末?|年[底末初]|月底|上半年|下半年|[一二三四]季度|前三季度|近年来?|十年|全年"
    r"|上月|本月|当前|目前|春节|年内|半年|首次|现已|十[三四五]五|截至"
)
_RISING = "增长 提高 上升 增加 提升 扩大 上涨 高于 多于 快于 增幅 增速 比增 净增 新增 超出 攀升 回升 上扬 增收 增产 增"
_FALLING = "下降 降低 减少 下滑 回落 低于 少于 慢于 下跌 缩减 压减 压降 收窄 降幅 减收 减产 净减 负增长 下调 减 降 跌"
UP, DOWN = _RISING.split(), _FALLING.split()
